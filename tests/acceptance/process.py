"""A site served by the product's own command, in processes that a test can kill and start again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from tests.hosts import SITE, Embedded

READY_SECONDS = 60.0


def free_port() -> int:
	"""A port of 127.0.0.1 that nobody listens at."""
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def children(pid: int) -> list[int]:
	"""The processes that `pid` has started and that still run."""
	rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
	pairs = [line.split() for line in rows.stdout.splitlines()]
	return [int(child) for child, parent in pairs if int(parent) == pid]


class Served(Embedded):
	"""`client-mgmt start` on a sites folder: the supervisor and the server that it starts."""

	def __init__(self, folder: Path, site: str = SITE, **environment: str) -> None:
		super().__init__(folder)
		self.site = site
		self.port = free_port()
		self.url = f"http://127.0.0.1:{self.port}"
		self.environment = {**os.environ, "SITES": str(folder), "SITE": site, "PORT": str(self.port)}
		self.environment |= environment
		self.log = folder.parent / f"{folder.name}.log"
		self.process: subprocess.Popen[bytes] | None = None

	@property
	def database(self) -> Path:
		return self.folder / self.site / "site.db"

	def command(self, *arguments: str) -> list[str]:
		return [sys.executable, "-m", "embedded_host.launch", *arguments]

	def run(self, *arguments: str) -> str:
		"""A command of `client-mgmt` on this site while it is served or not; its output."""
		done = subprocess.run(
			self.command(*arguments), env=self.environment, capture_output=True, text=True, timeout=60
		)
		assert done.returncode == 0, done.stderr
		return done.stdout

	def start(self) -> None:
		"""Starts the site, always by the same command, and waits for its first answer."""
		with self.log.open("ab") as log:
			self.process = subprocess.Popen(
				self.command("start"), env=self.environment, stdout=log, stderr=log, start_new_session=True
			)
		self.wait_until_ready()

	def wait_until_ready(self) -> None:
		"""Returns when the site answers; fails with the log when it ended or is too slow."""
		assert self.process
		limit = time.monotonic() + READY_SECONDS
		while time.monotonic() < limit and self.process.poll() is None:
			with contextlib.suppress(requests.RequestException):
				if requests.get(f"{self.url}/api/method/ping", timeout=5).ok:
					return
			time.sleep(0.05)
		raise AssertionError(f"{self.site} does not answer: {self.output()[-2000:]}")

	def output(self) -> str:
		"""All that its processes have said."""
		return self.log.read_text(encoding="utf-8", errors="replace")

	def kill(self) -> None:
		"""kill -9 to the supervisor and the server at once."""
		self._end(signal.SIGKILL)

	def kill_server(self) -> None:
		"""kill -9 to the server alone: the supervisor is to start it again."""
		assert self.process
		for child in children(self.process.pid):
			os.kill(child, signal.SIGKILL)

	def stop(self) -> None:
		"""Asks for the end, and insists after a while."""
		try:
			self._end(signal.SIGTERM)
		except subprocess.TimeoutExpired:
			self._end(signal.SIGKILL)

	def _end(self, number: int) -> None:
		process = self.process
		if process is None:
			return
		with contextlib.suppress(ProcessLookupError):
			os.killpg(process.pid, number)
		process.wait(timeout=20)
		self._await_silence()
		self.process = None

	def _await_silence(self) -> None:
		"""Waits until the port is free again, since the server ends after its supervisor."""
		limit = time.monotonic() + 20
		while time.monotonic() < limit:
			with socket.socket() as probe:
				if probe.connect_ex(("127.0.0.1", self.port)):
					return
			time.sleep(0.02)

	@contextlib.contextmanager
	def served(self) -> Iterator[None]:
		self.start()
		try:
			yield
		finally:
			self.stop()

	# Behind the server's back
	@contextlib.contextmanager
	def sqlite(self) -> Iterator[sqlite3.Connection]:
		"""The database file, opened past the server; what the body does is committed."""
		with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as database:
			database.row_factory = sqlite3.Row
			with database:
				yield database

	def row(self, sql: str, *values: Any) -> dict[str, Any]:
		"""The first row of a query."""
		with self.sqlite() as database:
			found = database.execute(sql, values).fetchone()
		assert found is not None, sql
		return dict(found)
