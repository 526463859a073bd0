"""Transactions of `frappe.db`: begin, commit, rollback, savepoints, callbacks and the cache generation."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from embedded_host.base import budget
from embedded_host.base.context import local
from embedded_host.storage import caches, sqlite
from embedded_host.storage.ddl import quoted

_READS = ("SELECT", "WITH", "PRAGMA", "EXPLAIN")


class Callbacks:
	"""Functions to call once when a transaction reaches a point."""

	def __init__(self) -> None:
		self._functions: list[Callable[[], Any]] = []

	def add(self, function: Callable[[], Any]) -> None:
		"""Adds a function without arguments."""
		self._functions.append(function)

	def run(self) -> None:
		"""Calls and forgets the functions, those that they add included."""
		while self._functions:
			self._functions.pop(0)()

	def reset(self) -> None:
		"""Forgets the functions."""
		self._functions.clear()


class Transactions:
	"""The part of Database that knows where a transaction begins and ends."""

	def __init__(self, path: Path) -> None:
		self.conn = sqlite.connection(path)
		self.after_commit, self.after_rollback = Callbacks(), Callbacks()
		self.rooms: caches.Rooms = {}
		self._seen: dict[Any, Any] = {}
		self._private = self._raised = False
		self._read_generation()

	def begin(self, write: bool = False) -> None:
		"""Starts a transaction that reads, or one that writes alone; an open one is rolled back first."""
		if self.conn.reading or self.conn.writing:
			self.rollback()
		self._seen = {}
		self.conn.begin(write)
		self._read_generation()

	@property
	def snapshot(self) -> dict[Any, Any] | None:
		"""Where a transaction that only reads keeps what it has read, which holds to its end; None in any
		other."""
		return self._seen if self.conn.reading else None

	def ensure_write(self) -> None:
		"""From here on this thread alone writes, and reads what is committed last (`for_update`)."""
		if not self.conn.writing:
			self.conn.ensure_write()
			self._read_generation()

	def commit(self) -> None:
		"""Writes to disk, then runs what `after_commit` collected; what that writes is committed as well."""
		self.conn.commit()
		self.after_rollback.reset()
		self._ended()
		self.after_commit.run()
		if self.conn.writing:
			self.conn.commit()
			self._ended()

	def rollback(self, *, save_point: str | None = None) -> None:
		"""Forgets everything since the beginning, or since `save_point`."""
		if save_point:
			self._rollback_to(save_point)
			return
		self.conn.rollback()
		self.after_commit.reset()
		self._ended()
		self.after_rollback.run()

	def savepoint(self, save_point: str) -> None:
		"""Marks a point that `rollback(save_point=…)` goes back to."""
		self.ensure_write()
		self.conn.write(f"SAVEPOINT {quoted(save_point)}")

	def _rollback_to(self, save_point: str) -> None:
		self.conn.write(f"ROLLBACK TO SAVEPOINT {quoted(save_point)}")
		self._raised = False
		if self._private:
			self.rooms = {}

	def execute(self, sql: str, params: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Cursor:
		"""Runs one statement of the host's own; one that changes something begins a write transaction.

		Rows are plain tuples.
		"""
		budget.check()
		if not self.conn.writing and not sql.lstrip().upper().startswith(_READS):
			self.ensure_write()
		return self.conn.raw.execute(sql, params)

	def bump_generation(self) -> None:
		"""Makes every process read metadata, roles and workflows again once this transaction is committed."""
		self.ensure_write()
		if not self._raised:
			self.conn.write("UPDATE `__generation` SET `number` = `number` + 1")
			self._raised = True
		self._private = True
		self.rooms = {}

	def _ended(self) -> None:
		if self._private:
			self._private = self._raised = False
			self._read_generation()

	def _read_generation(self) -> None:
		if self._private:
			return
		try:
			row = self.conn.raw.execute("SELECT `number` FROM `__generation`").fetchone()
		except sqlite3.OperationalError:
			row = None
		self.rooms = caches.rooms_of(self.conn.path, self.conn.inode, row[0]) if row else {}


@contextmanager
def transaction(write: bool) -> Iterator[None]:
	"""One database transaction: a write is committed at the end, anything else and any error rolled back."""
	local.db.begin(write=write)
	try:
		yield
		if write:
			local.db.commit()
	finally:
		local.db.rollback()
