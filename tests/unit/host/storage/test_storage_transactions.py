"""Transactions: what is committed stays, what is not never happened; writers wait, readers do not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import frappe
from embedded_host.base.context import local
from embedded_host.cli import installer
from embedded_host.services import sites
from embedded_host.storage import sqlite
from embedded_host.storage.database import Database

SITE = "transactions.test"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
	"""Sites with one whose transactions are committed."""
	folder = tmp_path_factory.mktemp("committed")
	with pytest.MonkeyPatch.context() as patch:
		patch.setenv("SITES", str(folder))
		installer.new_site(SITE, "secret", [])
		yield folder


@pytest.fixture
def db(folder: Path) -> Iterator[Database]:
	with connected(folder) as found:
		yield found


@contextmanager
def connected(folder: Path) -> Iterator[Database]:
	sites.init(SITE, folder)
	sites.connect()
	try:
		yield local.db
	finally:
		sites.destroy()


def in_thread(folder: Path, work: Callable[[Database], Any]) -> Any:
	"""What `work` returns in a thread of its own."""
	answers: list[Any] = []

	def run() -> None:
		with connected(folder) as found:
			answers.append(work(found))
		sqlite.close_thread()

	thread = threading.Thread(target=run)
	thread.start()
	thread.join(20)
	assert answers, "the other thread did not finish"
	return answers[0]


def tag(db: Database, name: str) -> str:
	db.insert_row("Tag", {"name": name, "owner": "Administrator"})
	return name


def test_rollback_forgets_and_commit_keeps(db: Database, folder: Path) -> None:
	db.begin(write=True)
	tag(db, "kept")
	db.commit()
	tag(db, "forgotten")
	db.rollback()
	seen = in_thread(folder, lambda other: other.get_values("Tag", {"name": ["in", ["kept", "forgotten"]]}))
	assert seen == (("kept",),)


def test_a_write_without_begin_starts_a_transaction(db: Database, folder: Path) -> None:
	tag(db, "implicit")
	db.execute("UPDATE `tabTag` SET `description` = 'x' WHERE `name` = 'implicit'")
	assert db.conn.writing
	assert in_thread(folder, lambda other: other.exists("Tag", "implicit")) is None
	db.rollback()
	assert db.exists("Tag", "implicit") is None


def test_a_get_that_writes_is_rolled_back(db: Database) -> None:
	"""As on v15: the request's transaction only reads, so nothing of it is ever committed."""
	db.begin(write=False)
	tag(db, "from a GET")
	assert db.exists("Tag", "from a GET")
	db.rollback()
	assert not db.exists("Tag", "from a GET")


def test_savepoints(db: Database) -> None:
	tag(db, "outer")
	db.savepoint("inner")
	tag(db, "lost")
	db.rollback(save_point="inner")
	tag(db, "found")
	assert [name for name in ("outer", "lost", "found") if db.exists("Tag", name)] == ["outer", "found"]
	with pytest.raises(frappe.ValidationError):
		db.savepoint("x; drop table tabTag")


def test_callbacks(db: Database) -> None:
	calls: list[str] = []
	db.begin(write=True)
	db.after_commit.add(
		lambda: (calls.append(str(db.conn.writing)), db.after_commit.add(lambda: calls.append("more")))
	)
	db.after_rollback.add(lambda: calls.append("never"))
	tag(db, "with callbacks")
	db.commit()
	assert calls == ["False", "more"]
	db.begin(write=True)
	db.after_commit.add(lambda: calls.append("never"))
	db.after_rollback.add(lambda: calls.append("back"))
	db.rollback()
	db.commit()
	assert calls == ["False", "more", "back"]


def test_what_a_callback_writes_is_committed(db: Database, folder: Path) -> None:
	db.begin(write=True)
	db.after_commit.add(lambda: tag(db, "by a callback"))
	db.commit()
	assert not db.conn.writing
	assert in_thread(folder, lambda other: other.exists("Tag", "by a callback"))


def test_a_reader_keeps_its_snapshot_and_a_locking_read_does_not(db: Database, folder: Path) -> None:
	def change(other: Database) -> None:
		other.set_value("User", "Guest", "bio", "new")
		other.commit()

	db.begin(write=False)
	old = db.get_value("User", "Guest", "bio")
	assert in_thread(folder, lambda other: change(other) or True)
	assert db.get_value("User", "Guest", "bio") == old != "new"
	assert db.get_value("User", "Guest", "bio", for_update=True) == "new"
	assert db.conn.writing


def test_writers_wait_and_none_is_lost(db: Database, folder: Path) -> None:
	def count(other: Database) -> None:
		for _ in range(25):
			other.begin(write=True)
			other.next_series("race-")
			other.commit()

	threads = [
		threading.Thread(target=in_thread, args=(folder, lambda o: count(o) or True)) for _ in range(6)
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join(30)
	assert db.next_series("race-") == 151


def test_a_writer_that_never_lets_go_is_reported(
	db: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)

	def refused(other: Database) -> bool:
		with pytest.raises(frappe.QueryTimeoutError):
			other.begin(write=True)
		return not other.conn.writing

	db.begin(write=True)
	assert in_thread(folder, refused)
	db.rollback()
	assert in_thread(folder, lambda other: other.begin(write=True) or True)


def test_caches_follow_the_generation(db: Database, folder: Path) -> None:
	def rename(other: Database) -> bool:
		other.begin(write=True)
		other.set_value("DocField", {"parent": "Tag", "fieldname": "description"}, "label", "New")
		seen = frappe.get_meta("Tag").get_label("description")
		other.commit()
		return seen == "New"

	db.begin(write=False)
	assert frappe.get_meta("Tag").get_label("description") == "Description"
	assert in_thread(folder, rename)
	assert frappe.get_meta("Tag").get_label("description") == "Description", "still in the old snapshot"
	db.begin(write=False)
	assert frappe.get_meta("Tag").get_label("description") == "New"


def test_metadata_that_was_rolled_back_was_never_seen(db: Database, folder: Path) -> None:
	label = frappe.get_meta("ToDo").get_label("color")
	db.begin(write=True)
	db.set_value("DocField", {"parent": "ToDo", "fieldname": "color"}, "label", "Wrong")
	assert frappe.get_meta("ToDo").get_label("color") == "Wrong"
	assert in_thread(folder, lambda _other: frappe.get_meta("ToDo").get_label("color")) == label
	db.rollback()
	assert frappe.get_meta("ToDo").get_label("color") == label


def test_a_savepoint_takes_its_metadata_back(db: Database, folder: Path) -> None:
	field = {"parent": "ToDo", "fieldname": "priority"}
	label = frappe.get_meta("ToDo").get_label("priority")
	db.begin(write=True)
	db.savepoint("s")
	db.set_value("DocField", field, "label", "Wrong")
	assert frappe.get_meta("ToDo").get_label("priority") == "Wrong"
	db.rollback(save_point="s")
	assert frappe.get_meta("ToDo").get_label("priority") == label
	db.set_value("DocField", field, "label", "Right")
	db.commit()
	assert in_thread(folder, lambda _other: frappe.get_meta("ToDo").get_label("priority")) == "Right"


_KILLED = """
import os, sys
import frappe
frappe.init(sys.argv[1]); frappe.connect()
for number in range(10**6):
	frappe.local.db.begin(write=True)
	frappe.local.db.insert_row("Tag", {"name": f"k{number}", "owner": "x"})
	frappe.db.commit()
	print(number, flush=True)
"""


def test_kill_loses_nothing_confirmed(db: Database, folder: Path) -> None:
	environment = {**os.environ, "SITES": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)}
	process = subprocess.Popen(
		[sys.executable, "-c", _KILLED, SITE], stdout=subprocess.PIPE, text=True, env=environment
	)
	assert process.stdout is not None
	confirmed = [int(process.stdout.readline()) for _ in range(40)]
	process.send_signal(signal.SIGKILL)
	rest = process.stdout.read().split("\n")[:-1]
	process.wait()
	confirmed += [int(line) for line in rest]
	stored = {name for (name,) in db.get_values("Tag", {"name": ["like", "k%"]})}
	assert {f"k{number}" for number in confirmed} <= stored
	assert len(stored) <= len(confirmed) + 1
	tag(db, "after the kill")
	db.commit()
	assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_disk_settings(db: Database) -> None:
	assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
	assert db.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_replaced_file_gets_a_new_connection(db: Database, folder: Path, tmp_path: Path) -> None:
	assert tag(db, "before the restore")
	db.commit()
	file = folder / SITE / "site.db"
	copy = tmp_path / "copy.db"
	db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
	copy.write_bytes(file.read_bytes())
	tag(db, "after the copy")
	db.set_value("DocField", {"parent": "Tag", "fieldname": "description"}, "label", "Later")
	db.commit()
	assert frappe.get_meta("Tag").get_label("description") == "Later"
	db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
	sites.destroy()
	sqlite.close_thread()
	copy.replace(file)
	with connected(folder) as found:
		assert found.exists("Tag", "before the restore") and not found.exists("Tag", "after the copy")
		found.bump_generation()
		found.commit()
		assert frappe.get_meta("Tag").get_label("description") != "Later", "caches are the file's own"
