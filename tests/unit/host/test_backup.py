"""Backup and restore: one moment, verified, never over a site in use."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
import threading
from pathlib import Path

import pytest
from tests.unit.host.conftest import SITE

import frappe
from embedded_host.cli import backup as backups
from embedded_host.services.sites import connected
from frappe.exceptions import ValidationError


@pytest.fixture
def archive(workplace: Path) -> Path:
	"""A backup of a site with one record and one private file in it."""
	frappe.get_doc({"doctype": "Error Log", "method": "kept"}).insert()
	frappe.db.commit()
	(workplace / SITE / "private" / "files" / "信.txt").write_text("授权书", encoding="utf-8")
	return backups.backup(SITE)


def repack(archive: Path, change: dict[str, bytes | None]) -> Path:
	"""A copy of the archive with other contents (None: without the file)."""
	target = archive.with_name("changed.tar.gz")
	with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
		for member in old.getmembers():
			content = change.get(member.name, old.extractfile(member).read())  # type: ignore[union-attr]
			if content is not None:
				info = tarfile.TarInfo(member.name)
				info.size = len(content)
				new.addfile(info, io.BytesIO(content))
	return target


def test_round_trip(workplace: Path, archive: Path) -> None:
	assert archive.stat().st_mode & 0o777 == 0o600
	assert backups.restore(archive, "other.test") is None
	with connected("other.test", workplace):
		assert frappe.db.count("Error Log", {"method": "kept"}) == 1
	copy = workplace / "other.test"
	assert (copy / "private" / "files" / "信.txt").read_text(encoding="utf-8") == "授权书"
	assert (copy / "site_config.json").read_text() == (workplace / SITE / "site_config.json").read_text()
	assert (copy / "site.db").stat().st_mode & 0o777 == 0o600


def test_shows_one_moment_while_others_write(workplace: Path) -> None:
	"""Two rows are always written together: every backup holds both or neither."""
	stop = threading.Event()

	def write() -> None:
		number = 0
		with connected(SITE, workplace):
			while not stop.is_set():
				frappe.local.db.begin(write=True)
				for half in "ab":
					frappe.get_doc({"doctype": "Error Log", "method": f"{half} {number}"}).insert()
				frappe.db.commit()
				number += 1

	thread = threading.Thread(target=write)
	thread.start()
	try:
		archives = [backups.backup(SITE, workplace / f"{number}.tar.gz") for number in range(5)]
	finally:
		stop.set()
		thread.join()
	for number, archive in enumerate(archives):
		backups.restore(archive, f"copy{number}.test")
		with sqlite3.connect(workplace / f"copy{number}.test" / "site.db") as conn:
			counts = [
				conn.execute(
					"SELECT count(*) FROM `tabError Log` WHERE `method` LIKE ?", (f"{half} %",)
				).fetchone()[0]
				for half in "ab"
			]
			assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
		assert counts[0] == counts[1]


def test_who_writes_while_the_database_is_copied_waits_for_nothing(
	workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The copy is of before, rows and files alike."""
	files, real, written = workplace / SITE / "private" / "files", backups._copy, []
	(files / "deep").mkdir()
	for name in ("stays", "goes", "deep/stays"):
		(files / name).write_text("before")

	def write() -> None:
		with connected(SITE, workplace):
			frappe.local.db.begin(write=True)
			frappe.get_doc({"doctype": "Error Log", "method": "meanwhile"}).insert()
			(files / "came").write_text("after")
			frappe.db.commit()
			(files / "goes").unlink()
			written.append(frappe.db.count("Error Log", {"method": "meanwhile"}))

	def copy(source: sqlite3.Connection, target: Path) -> None:
		writer = threading.Thread(target=write)
		writer.start()
		writer.join(20)
		real(source, target)

	monkeypatch.setattr(backups, "_copy", copy)
	backups.restore(backups.backup(SITE), "other.test")
	assert written == [1]
	with connected("other.test", workplace):
		assert frappe.db.count("Error Log", {"method": "meanwhile"}) == 0
	copied = workplace / "other.test" / "private" / "files"
	found = {str(path.relative_to(copied)) for path in copied.rglob("*") if path.is_file()}
	assert found >= {"stays", "goes", "deep/stays"}
	assert "came" not in found


def test_links_follow_what_changed_before_the_moment_of_the_backup(
	workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Most links are made while others still write: what they do until the copy begins is made up for."""
	files, real, passes = workplace / SITE / "private" / "files", backups._link_files, []
	(files / "folder").mkdir()
	for name in ("goes", "changes", "folder/goes", "becomes"):
		(files / name).write_text("before")

	def link(folder: Path, stage: Path) -> None:
		real(folder, stage)
		passes.append(folder)
		if len(passes) == 1:
			for name in ("goes", "folder/goes", "becomes", "changes"):
				(files / name).unlink()
			(files / "folder").rmdir()
			(files / "changes").write_text("after")
			(files / "becomes").mkdir()
			(files / "becomes" / "folder").write_text("after")

	monkeypatch.setattr(backups, "_link_files", link)
	backups.restore(backups.backup(SITE), "other.test")
	copied = workplace / "other.test" / "private" / "files"
	found = {str(path.relative_to(copied)): path for path in copied.rglob("*") if path.is_file()}
	assert {name: path.read_text() for name, path in found.items() if path.read_text() != "授权书"} == {
		"changes": "after",
		"becomes/folder": "after",
	}
	assert len(passes) == 2


def test_an_existing_site_needs_force_and_is_kept(workplace: Path, archive: Path) -> None:
	with pytest.raises(ValidationError, match="--force"):
		backups.restore(archive, SITE)
	old = backups.restore(archive, SITE, force=True)
	assert old is not None and (old / "site.db").exists()
	with connected(SITE, workplace):
		assert frappe.db.count("Error Log", {"method": "kept"}) == 1


@pytest.mark.usefixtures("workplace")
def test_a_site_in_use_is_never_replaced(archive: Path) -> None:
	with backups.running(SITE), backups.running(SITE), pytest.raises(ValidationError, match="in use"):
		backups.restore(archive, SITE, force=True)


def test_damage_is_noticed_before_anything_changes(workplace: Path, archive: Path) -> None:
	with tarfile.open(archive) as packed:
		manifest = json.load(packed.extractfile("manifest.json"))  # type: ignore[arg-type]
		config = packed.extractfile("site_config.json").read()  # type: ignore[union-attr]
	escape = {**manifest, "sha256": {**manifest["sha256"], "../evil.txt": "0"}}
	damaged = {
		"another checksum": {"site_config.json": config.replace(b"{", b"{ ", 1)},
		"no file site_config.json": {"site_config.json": None},
		"no file manifest.json": {"manifest.json": None},
		"outside the site": {"manifest.json": json.dumps(escape).encode()},
		"later version": {"manifest.json": json.dumps({**manifest, "format": 2}).encode()},
	}
	for says, change in damaged.items():
		with pytest.raises(ValidationError, match=says):
			backups.restore(repack(archive, change), "other.test")  # type: ignore[arg-type]
	assert [path.name for path in workplace.iterdir() if path.is_dir()] == [SITE]
