"""The two hosts that the tests run on: an embedded site made for them, or a bench that is there already."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD") or "Demo-Passw0rd!"
ADMIN_PASSWORD = os.environ.get("BENCH_PASSWORD") or "admin"
SITE = "demo.test"


def once_a_run(folder: Path, make: Callable[[], object]) -> Path:
	"""`folder`, filled by `make()` in the first process of a run that asks for it; the others wait for it."""
	with folder.with_suffix(".lock").open("a+") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		if not lock.seek(0, os.SEEK_END):
			make()
			lock.write("made")
	return folder


class Host:
	"""A served site with the demo in it: its `url`, and `connected()` for work inside the process."""

	embedded: bool
	site: str
	url: str
	working_folder: str | Path = Path.cwd()

	def sites_path(self) -> str:
		raise NotImplementedError

	@contextlib.contextmanager
	def connected(self, user: str = "Administrator") -> Iterator[Any]:
		"""Yields `frappe`, connected to the site as `user`; whatever was not committed is rolled back."""
		import frappe

		os.chdir(self.working_folder)
		frappe.init(site=self.site, sites_path=self.sites_path())
		frappe.connect()
		if self.embedded:
			frappe.local.db.begin(write=True)
		frappe.set_user(user)
		try:
			yield frappe
		finally:
			frappe.db.rollback()
			frappe.destroy()

	def work(self) -> None:
		"""Has every background job that is due done."""
		raise NotImplementedError

	def speak_english(self) -> None:
		"""The demo's people read Chinese, most of them; tests compare the English sentences."""
		from client_mgmt.demo import people

		with self.connected() as frappe:
			for person in people.EVERYBODY:
				frappe.db.set_value("User", person.user, "language", "en")
			frappe.db.commit()
			frappe.clear_cache()


class Bench(Host):
	"""The site BENCH_SITE of the bench at BENCH_ROOT, served at BENCH_URL, with app and demo installed."""

	embedded = False

	def __init__(self) -> None:
		self.root = os.environ["BENCH_ROOT"]
		self.site = os.environ["BENCH_SITE"]
		self.url = os.environ["BENCH_URL"].rstrip("/")
		self.working_folder = self.sites_path()  # a bench finds its logs from there

	def sites_path(self) -> str:
		return str(Path(self.root) / "sites")

	def work(self) -> None:
		"""Waits for the bench's own workers."""
		with self.connected() as frappe:
			waiting = frappe.get_attr("frappe.utils.background_jobs.get_jobs")
			limit = time.monotonic() + 60
			while any(waiting(self.site).values()):
				assert time.monotonic() < limit, "the bench's workers do not work"
				time.sleep(0.2)


class Embedded(Host):
	"""A site in a folder of its own, served by threads of this process."""

	embedded = True
	site = SITE

	def __init__(self, folder: Path) -> None:
		self.folder = folder

	def sites_path(self) -> str:
		return str(self.folder)

	@property
	def database(self) -> Path:
		return self.folder / SITE / "site.db"

	def build(self) -> None:
		"""Makes the site, installs app and demo, and sets the demo's people to English."""
		from embedded_host.cli.installer import new_site

		self.folder.mkdir(parents=True, exist_ok=True)
		(self.folder / "apps.txt").write_text("frappe\nclient_mgmt\n", encoding="utf-8")
		os.environ["SITES"] = str(self.folder)
		new_site(SITE, ADMIN_PASSWORD, ["client_mgmt"])
		with self.connected() as frappe:
			from client_mgmt import demo

			demo.install(DEMO_PASSWORD)
			frappe.db.commit()
		self.speak_english()

	def work(self) -> None:
		from embedded_host.services import job_runs

		with self.connected() as frappe:
			frappe.db.rollback()
			while job_runs.run_next("tests"):
				pass

	def copy(self, folder: Path) -> Embedded:
		"""Another site folder with the same content, apart from this one from now on; several processes may
		copy at once."""
		shutil.copytree(self.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site.db*"))
		copy = Embedded(folder)
		with (
			contextlib.closing(sqlite3.connect(self.database)) as source,
			contextlib.closing(sqlite3.connect(copy.database)) as target,
		):
			source.backup(target)
		return copy

	def forget(self) -> None:
		"""Lets go of what this process keeps of the site: this thread's connection, metadata, memory."""
		from embedded_host.storage import caches, sqlite

		sqlite.close_thread()
		caches.forget(self.database)
		gc.collect()
		if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
			trim(0)  # glibc keeps what is freed: 200 MB after two PDFs

	@contextlib.contextmanager
	def served(self) -> Iterator[None]:
		from embedded_host.web.app import create_application

		os.environ["SITES"] = str(self.folder)
		with answering(create_application(SITE, str(self.folder))) as self.url:
			yield


@contextlib.contextmanager
def answering(application: Any) -> Iterator[str]:
	"""The URL at which threads of this process answer for a WSGI application."""
	from waitress.server import create_server

	server = create_server(application, host="127.0.0.1", port=0, threads=4)
	thread = threading.Thread(target=server.run, daemon=True)
	thread.start()

	def close() -> None:
		for channel in list(server.active_channels.values()):
			channel.will_close = True  # else the loop waits for clients that keep their connection
		server.close()

	try:
		yield f"http://127.0.0.1:{server.effective_port}"
	finally:
		server.task_dispatcher.shutdown()
		server.trigger.pull_trigger(close)  # in the loop's own thread, which would sleep on for a second
		thread.join(5)
