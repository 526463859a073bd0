"""The third column of `make perf`: what the same server and SQLite settings could do at most.

A bare handler in the same web server, on a copy of the same database with the same connection: one indexed
read of a whole row, 20 rows of four columns, one committed change of a row; no permissions, no events, no
metadata. Started in a process of its own: `python limit.py DATABASE PORT`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from load import Figures, MakeRequest, measure, request

from embedded_host.server.http import serve
from embedded_host.storage.sqlite import Connection

#: what of the host's calls each of these bounds
BOUNDS = {
	"ping": "ping",
	"get": "get",
	"list of 20": "list of 20",
	"update": "change",
	"transition": "change",
}
LIST = "SELECT name, client_name, lifecycle, modified FROM `tabClient` ORDER BY modified DESC LIMIT 20"


class Bare:
	"""The handler; a connection for each thread."""

	def __init__(self, database: Path) -> None:
		self._path = database
		self._of_thread = threading.local()
		row = self._connection().raw.execute("SELECT name FROM `tabClient` LIMIT 1").fetchone()
		self.name = str(row[0])

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
		answer = json.dumps(self._answer(environ["PATH_INFO"].strip("/")), default=str).encode()
		headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))]
		start_response("200 OK", headers)
		return [answer]

	def _answer(self, what: str) -> Any:
		database = self._connection()
		if what == "get":
			return database.raw.execute("SELECT * FROM `tabClient` WHERE name = ?", (self.name,)).fetchone()
		if what == "list":
			return database.raw.execute(LIST).fetchall()
		if what == "change":
			database.begin(write=True)
			sql = "UPDATE `tabClient` SET employees = coalesce(employees, 0) + 1 WHERE name = ?"
			database.raw.execute(sql, (self.name,))
			database.commit()
		return "pong"

	def _connection(self) -> Connection:
		if not hasattr(self._of_thread, "connection"):
			self._of_thread.connection = Connection(self._path)
		found: Connection = self._of_thread.connection
		return found

	def most(self, _environ: dict[str, Any]) -> int:
		"""Bytes of a body."""
		return 65536

	def address(self, _environ: dict[str, Any]) -> str:
		"""Who asks."""
		return "127.0.0.1"


def measured(database: Path, port: int, clients: tuple[int, ...], seconds: float) -> dict[str, list[Figures]]:
	"""ping, get, list and change by the bare handler on a copy of a site's database."""
	copy = database.with_name("limit.db")
	shutil.copyfile(database, copy)
	paths = {"ping": "ping", "get": "get", "list of 20": "list", "change": "change"}
	with _served(copy, port) as url:
		return {
			name: [measure(url, _same(url, path), count, seconds) for count in clients]
			for name, path in paths.items()
		}


def _same(url: str, path: str) -> MakeRequest:
	wanted = request("GET", url, f"/{path}", "")
	return lambda _client, _count: wanted


@contextmanager
def _served(database: Path, port: int) -> Iterator[str]:
	process = subprocess.Popen([sys.executable, __file__, str(database), str(port)])
	url = f"http://127.0.0.1:{port}"
	try:
		_wait(f"{url}/ping")
		yield url
	finally:
		process.terminate()
		process.wait(30)


def _wait(url: str) -> None:
	for attempt in range(200):
		try:
			urllib.request.urlopen(url, timeout=5).close()
			return
		except OSError:
			if attempt == 199:
				raise
			time.sleep(0.05)


def times_of(
	host: dict[str, list[dict[str, Any]]], limit: dict[str, list[dict[str, Any]]]
) -> dict[str, list[float]]:
	"""How many times the limit's median a call of the host takes, for each number of clients."""
	return {
		name: [
			round(ours["median"] / best["median"], 1)
			for ours, best in zip(host[name], limit[bound], strict=True)
		]
		for name, bound in BOUNDS.items()
		if name in host
	}


if __name__ == "__main__":
	serve(Bare(Path(sys.argv[1])), "127.0.0.1", int(sys.argv[2]), lambda: None)
