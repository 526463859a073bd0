"""The two hosts that the tests run on: an embedded site made for them, or a bench that is there already."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embedded_host.cli.installer import new_site

DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD") or "Demo-Passw0rd!"
ADMIN_PASSWORD = os.environ.get("BENCH_PASSWORD") or "admin"
SITE = "demo.test"


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

	def speak_english(self) -> None:
		"""The demo's people read Chinese; tests compare the English sentences."""
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
		"""Makes the site, installs app and demo."""
		self.folder.mkdir(parents=True, exist_ok=True)
		(self.folder / "apps.txt").write_text("frappe\nclient_mgmt\n", encoding="utf-8")
		os.environ["SITES"] = str(self.folder)
		new_site(SITE, ADMIN_PASSWORD, ["client_mgmt"])
		with self.connected() as frappe:
			from client_mgmt import demo

			demo.install(DEMO_PASSWORD)
			frappe.db.commit()

	def copy(self, folder: Path) -> Embedded:
		"""Another site folder with the same content, apart from this one from now on."""
		with contextlib.closing(sqlite3.connect(self.database)) as database:
			database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
		shutil.copytree(self.folder, folder, dirs_exist_ok=True)
		return Embedded(folder)

	@contextlib.contextmanager
	def served(self) -> Iterator[None]:
		from waitress.server import create_server

		from embedded_host.web.app import create_application

		os.environ["SITES"] = str(self.folder)
		application = create_application(SITE, str(self.folder))
		server = create_server(application, host="127.0.0.1", port=0, threads=4)
		thread = threading.Thread(target=_run, args=(server,), daemon=True)
		thread.start()
		self.url = f"http://127.0.0.1:{server.effective_port}"
		try:
			yield
		finally:
			server.close()
			for channel in list(server.active_channels.values()):
				channel.will_close = True  # else the loop waits for clients that keep their connection
			server.task_dispatcher.shutdown()
			thread.join(5)


def _run(server: Any) -> None:
	with contextlib.suppress(OSError, ValueError):  # its socket is closed under it at the end
		server.run()
