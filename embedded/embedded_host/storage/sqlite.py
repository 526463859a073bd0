"""Connections to a site's SQLite file: one per thread and site, WAL, on disk before it is confirmed.

Writers of one process queue at a lock of ours, those of several processes at SQLite's (`BEGIN IMMEDIATE`);
requests wait up to `REQUEST_SECONDS`, jobs and commands up to `BUSY_SECONDS`. A reader sees the database as
it was when its transaction began and never waits.
"""

from __future__ import annotations

import datetime
import decimal
import os
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from embedded_host.base import budget
from embedded_host.base.context import local
from embedded_host.storage.locks import SiteBusy, WriteLock

BUSY_SECONDS, REQUEST_SECONDS = 30.0, 10.0
#: what the connections of all threads hold in memory together, their pages and prepared statements
MOST_BYTES = 80 << 20
#: steps of a statement after which SQLite asks whether the request may go on
STEPS = 200_000
_PRAGMAS = (
	"PRAGMA journal_mode = WAL",
	"PRAGMA synchronous = FULL",
	"PRAGMA temp_store = MEMORY",
	"PRAGMA cache_size = -8000",
	# of the whole process: beyond it connections use their own pages again instead of taking more
	f"PRAGMA soft_heap_limit = {MOST_BYTES}",
)

_locks: dict[Path, WriteLock] = {}
_locks_guard = threading.Lock()
_of_thread = threading.local()


def time_text(value: datetime.timedelta) -> str:
	"""A time of day as `HH:MM:SS.ffffff`, the form in which it is stored and sorts."""
	seconds, micros = value.days * 86400 + value.seconds, value.microseconds
	return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{micros:06}"


def read_time(text: bytes) -> datetime.timedelta:
	"""The timedelta that `time_text` wrote."""
	hours, minutes, seconds = text.decode().split(":")
	return datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds))


def read_datetime(text: bytes) -> datetime.datetime:
	"""A stored Datetime."""
	return datetime.datetime.fromisoformat(text.decode())


def read_date(text: bytes) -> datetime.date:
	"""A stored Date."""
	return datetime.date.fromisoformat(text.decode())


def _register() -> None:
	sqlite3.register_adapter(datetime.datetime, lambda value: value.isoformat(" ", "microseconds"))
	sqlite3.register_adapter(datetime.date, datetime.date.isoformat)
	sqlite3.register_adapter(datetime.timedelta, time_text)
	sqlite3.register_adapter(datetime.time, lambda value: value.isoformat("microseconds"))
	sqlite3.register_adapter(decimal.Decimal, float)
	sqlite3.register_converter("DATETIME", read_datetime)
	sqlite3.register_converter("DATE", read_date)
	sqlite3.register_converter("TIME", read_time)


_register()


class Connection:
	"""A thread's connection and the state of its transaction: none, reading or writing."""

	def __init__(self, path: Path) -> None:
		self.path = path
		with _locks_guard:
			self._lock = _locks.setdefault(path, WriteLock())
		self.raw = sqlite3.connect(
			path,
			timeout=BUSY_SECONDS,
			isolation_level=None,
			detect_types=sqlite3.PARSE_DECLTYPES,
			cached_statements=512,
			check_same_thread=False,
		)
		self.inode = path.stat().st_ino
		self.reading = self.writing = False
		self.raw.set_progress_handler(budget.exceeded, STEPS)
		for pragma in _PRAGMAS:
			self.raw.execute(pragma)

	def begin(self, write: bool) -> None:
		"""Starts a transaction; raises SiteBusy when other writers do not let go in time."""
		if not write:
			self.raw.execute("BEGIN")
			self.reading = True
			return
		request = getattr(local, "request", None)
		if not self._lock.acquire(_who() if request else "", REQUEST_SECONDS if request else BUSY_SECONDS):
			raise SiteBusy("others are writing")
		try:
			self.raw.execute("BEGIN IMMEDIATE")
		except sqlite3.OperationalError as error:
			self._lock.release()
			raise SiteBusy(str(error)) from error
		self.writing = True

	def ensure_write(self) -> None:
		"""Makes sure that a write transaction runs; one that only read so far starts afresh."""
		if self.writing:
			return
		if self.reading:
			self.rollback()
		self.begin(write=True)

	def commit(self) -> None:
		"""Ends the transaction; a write is on disk afterwards."""
		if self.writing or self.reading:
			self.raw.execute("COMMIT")
			self._ended()

	def rollback(self) -> None:
		"""Ends the transaction and forgets what it wrote."""
		if self.raw.in_transaction:
			self.raw.execute("ROLLBACK")
		self._ended()

	def _ended(self) -> None:
		was_writing = self.writing
		self.reading = self.writing = False
		if was_writing:
			self._lock.release()

	def write(self, sql: str, params: Sequence[Any] = ()) -> sqlite3.Cursor:
		"""Executes a statement that changes something, inside a write transaction."""
		if not self.writing:
			self.ensure_write()
		return self.raw.execute(sql, params)

	def close(self) -> None:
		"""Rolls back and closes."""
		self.rollback()
		self.raw.close()


def _who() -> str:
	"""Who asks for the lock, for sharing it out: a person, or a guest's address."""
	user = local.session.user
	return f"{user} {local.request_ip}" if user == "Guest" else str(user)


def connection(path: Path) -> Connection:
	"""This thread's connection to the file at `path`; a new one where the file was replaced.

	Raises FileNotFoundError when there is none.
	"""
	pool: dict[Path, Connection] = _of_thread.__dict__.setdefault("pool", {})
	found = pool.get(path)
	inode = os.stat(path).st_ino  # noqa: PTH116 - asked for every request
	if found is not None and inode == found.inode:
		return found
	if found is not None:
		found.close()
	pool[path] = Connection(path)
	return pool[path]


def close_thread() -> None:
	"""Closes every connection of this thread."""
	for found in _of_thread.__dict__.pop("pool", {}).values():
		found.close()
