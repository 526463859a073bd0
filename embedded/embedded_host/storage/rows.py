"""Whole rows for the document layer: insert, update, read, delete, rename, number series.

Values are cast by field type on the way in; rows come out as dicts of Python values. Statements are built
once per DocType and set of columns, and kept in the cache rooms.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from pypika import Parameter

from embedded_host.base import exceptions
from embedded_host.base.context import _dict
from embedded_host.base.messages import bold, msgprint, throw
from embedded_host.base.translate import _
from embedded_host.storage import caches
from embedded_host.storage.ddl import SQLLiteQuery, quoted, sql_of, table
from embedded_host.storage.ports import Meta, get_meta
from embedded_host.storage.transactions import Transactions
from embedded_host.storage.values import cast_of

#: a write to one of these makes every process read its caches again
CACHED_DOCTYPES = frozenset(
	(
		"DocType",
		"DocField",
		"DocPerm",
		"Custom DocPerm",
		"Custom Field",
		"Property Setter",
		"Module Def",
		"Role",
		"Has Role",
		"User Permission",
		"Workflow",
		"Workflow Document State",
		"Workflow Transition",
		"Workflow State",
		"System Settings",
	)
)
_UNIQUE = re.compile(r"UNIQUE constraint failed: tab(.+)\.([^.,]+)")
Values = dict[str, Any]
Insert = tuple[str, list[tuple[str, Callable[[Any], Any]]]]


def column_caster(meta: Meta, column: str) -> Callable[[Any], Any]:
	"""How a value becomes what is stored in a column."""
	df = meta.get_field(column)
	return cast_of(meta.columns[column], unique=bool(df and df.get("unique")))


def integrity_error(error: sqlite3.IntegrityError, doctype: str, name: Any, taken: bool = False) -> NoReturn:
	"""Raises UniqueValidationError naming the field, or DuplicateEntryError for the name itself.

	`taken`: the name of a new row is used already, which goes before what else is wrong with it.
	"""
	found = _UNIQUE.search(str(error))
	if not found:
		raise error
	column = found.group(2)
	if taken or column == "name":
		text = _("{0} {1} already exists").format(_(doctype), bold(name))
		msgprint(text, title=_("Duplicate Name"), indicator="red")
		raise exceptions.DuplicateEntryError(doctype, name, error) from error
	label = get_meta(doctype).get_label(column)
	msgprint(_("{0} must be unique").format(_(label)))
	raise exceptions.UniqueValidationError(doctype, name, error) from error


class Rows(Transactions):
	"""The part of Database that moves whole rows."""

	def raw_rows(self, doctype: str, **equal: Any) -> list[_dict]:
		"""All columns of the rows with these values, in order of idx.

		Needs no metadata (it is made from this).
		"""
		room = caches.room("raw rows")
		key = (doctype, *equal)
		sql = room.get(key)
		if sql is None:
			target = table(doctype)
			query = SQLLiteQuery.from_(target).select("*").orderby(target.idx)
			for column in equal:
				query = query.where(target.field(column) == Parameter("?"))
			sql = room[key] = sql_of(query)
		return self.dicts(self.conn.raw.execute(sql, tuple(equal.values())))

	@staticmethod
	def dicts(cursor: sqlite3.Cursor) -> list[_dict]:
		"""The rows of a cursor as dicts."""
		names = [column[0] for column in cursor.description]
		return [_dict(zip(names, row, strict=False)) for row in cursor]

	def insert_row(self, doctype: str, values: Values) -> None:
		"""Inserts a row; columns without a value are null or 0.

		Raises DuplicateEntryError, UniqueValidationError.
		"""
		self.ensure_write()
		meta = get_meta(doctype)
		if meta.issingle:
			self.update_single(doctype, values)
			return
		sql, casts = self._insert_plan(meta)
		get = values.get
		try:
			self.conn.raw.execute(sql, [cast(get(column)) for column, cast in casts])
		except sqlite3.IntegrityError as error:
			name = values.get("name")
			integrity_error(error, doctype, name, taken=bool(self.get_row(doctype, name)))
		self.touched(doctype)

	@staticmethod
	def _insert_plan(meta: Meta) -> Insert:
		room = caches.room("insert")
		plan: Insert | None = room.get(meta.name)
		if plan is None:
			casts = [(column, column_caster(meta, column)) for column in meta.valid_columns]
			query = SQLLiteQuery.into(table(meta.name)).columns(*(column for column, _cast in casts))
			plan = room[meta.name] = (sql_of(query.insert(*(Parameter("?") for _column in casts))), casts)
		return plan

	def update_row(self, doctype: str, name: str, values: Values) -> int:
		"""Writes some columns of one row (or of a single); returns how many rows had that name.

		Raises DataError for a column that does not exist, UniqueValidationError, DuplicateEntryError.
		"""
		self.ensure_write()
		meta = get_meta(doctype)
		if meta.issingle:
			self.update_single(doctype, values)
			return 1
		sql, casts = self._update_plan(meta, tuple(values))
		params = [cast(value) for cast, value in zip(casts, values.values(), strict=True)]
		try:
			count = self.conn.raw.execute(sql, (*params, name)).rowcount
		except sqlite3.IntegrityError as error:
			integrity_error(error, doctype, name)
		self.touched(doctype)
		return count

	@staticmethod
	def _update_plan(meta: Meta, columns: tuple[str, ...]) -> tuple[str, list[Callable[[Any], Any]]]:
		room = caches.room("update")
		key = (meta.name, columns)
		plan = room.get(key)
		if plan is None:
			for column in columns:
				if column not in meta.columns:
					throw(_("Unknown field {0} in {1}").format(column, _(meta.name)), exceptions.DataError)
			target = table(meta.name)
			query = SQLLiteQuery.update(target)
			for column in columns:
				query = query.set(target.field(column), Parameter("?"))
			sql = sql_of(query.where(target.name == Parameter("?")))
			plan = room[key] = (sql, [column_caster(meta, column) for column in columns])
		return plan

	def get_row(self, doctype: str, name: Any, for_update: bool = False) -> _dict | None:
		"""A row (or a single's values) with all columns, None when there is none.

		Locked when `for_update`.
		"""
		if for_update:
			self.ensure_write()
		meta = get_meta(doctype)
		if meta.issingle:
			return self.get_single_row(doctype)
		sql, names = self._select_plan(meta, ("name",))
		row = self.conn.raw.execute(sql, (name,)).fetchone()
		return _dict(zip(names, row, strict=False)) if row else None

	def get_children(
		self, child_doctype: str, parent: str, parenttype: str, parentfield: str | None = None
	) -> list[_dict]:
		"""Child rows of one field (of all fields without `parentfield`), in order of idx."""
		by = ("parent", "parenttype", "parentfield") if parentfield else ("parent", "parenttype")
		sql, names = self._select_plan(get_meta(child_doctype), by)
		params = (parent, parenttype, parentfield) if parentfield else (parent, parenttype)
		return [_dict(zip(names, row, strict=False)) for row in self.conn.raw.execute(sql, params)]

	@staticmethod
	def _select_plan(meta: Meta, by: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
		room = caches.room("select")
		plan = room.get((meta.name, by))
		if plan is None:
			target = table(meta.name)
			names = tuple(meta.columns)
			query = SQLLiteQuery.from_(target).select(*names)
			for column in by:
				query = query.where(target.field(column) == Parameter("?"))
			if by != ("name",):
				query = query.orderby(target.idx)
			plan = room[(meta.name, by)] = (sql_of(query), names)
		return plan

	def delete_row(self, doctype: str, name: str) -> int:
		"""Deletes one row; returns how many there were."""
		return self._delete(doctype, {"name": name})

	def delete_children(
		self, child_doctype: str, parent: str, parenttype: str, parentfield: str | None = None
	) -> int:
		"""Deletes the child rows of a document (of one field); returns how many there were."""
		where = {"parent": parent, "parenttype": parenttype}
		if parentfield:
			where["parentfield"] = parentfield
		return self._delete(child_doctype, where)

	def _delete(self, doctype: str, where: Values) -> int:
		target = table(doctype)
		query = SQLLiteQuery.from_(target).delete()
		for column in where:
			query = query.where(target.field(column) == Parameter("?"))
		count = self.conn.write(sql_of(query), tuple(where.values())).rowcount
		self.touched(doctype)
		return count

	def rename_value(self, doctype: str, field: str, old: Any, new: Any, where: Values | None = None) -> int:
		"""Replaces a value in a column, in the rows that also have the values of `where`; in a single too."""
		self.ensure_write()
		if get_meta(doctype).issingle:
			return self._rename_in_single(doctype, field, old, new)
		target = table(doctype)
		query = SQLLiteQuery.update(target).set(target.field(field), Parameter("?"))
		conditions = {field: old, **(where or {})}
		for column in conditions:
			query = query.where(target.field(column) == Parameter("?"))
		try:
			count = self.conn.write(sql_of(query), (new, *conditions.values())).rowcount
		except sqlite3.IntegrityError as error:
			integrity_error(error, doctype, new)
		self.touched(doctype)
		return count

	def touched(self, doctype: str) -> None:
		"""Raises the cache generation when what was written is part of a cache."""
		if doctype in CACHED_DOCTYPES:
			self.bump_generation()

	def _rename_in_single(self, doctype: str, field: str, old: Any, new: Any) -> int:
		sql = "UPDATE `tabSingles` SET `value` = ? WHERE `doctype` = ? AND `field` = ? AND `value` = ?"
		return self.conn.write(sql, (new, doctype, field, old)).rowcount

	def get_single_row(self, doctype: str) -> _dict | None:
		"""A single's stored values by field type, None before it was first saved."""
		rows = self.conn.raw.execute(
			"SELECT `field`, `value` FROM `tabSingles` WHERE `doctype` = ?", (doctype,)
		)
		columns = get_meta(doctype).columns
		found = _dict((field, cast_of(columns[field])(value)) for field, value in rows if field in columns)
		if not found:
			return None
		found.setdefault("name", doctype)
		return found

	def update_single(self, doctype: str, values: Values) -> None:
		"""Stores values of a single; raises DataError for a field that it does not have."""
		columns = get_meta(doctype).columns
		rows = []
		for field, value in values.items():
			if field not in columns:
				throw(_("Unknown field {0} in {1}").format(field, _(doctype)), exceptions.DataError)
			cast = cast_of(columns[field])(value)
			rows.append((doctype, field, None if cast is None else str(cast)))
		self.ensure_write()
		sql = "INSERT OR REPLACE INTO `tabSingles` (`doctype`, `field`, `value`) VALUES (?, ?, ?)"
		self.conn.raw.executemany(sql, rows)
		self.touched(doctype)

	def next_series(self, key: str) -> int:
		"""The next number of a series, from 1; a rolled back insert gives its number back."""
		sql = (
			"INSERT INTO `__Series` (`name`, `current`) VALUES (?, 1)"
			" ON CONFLICT (`name`) DO UPDATE SET `current` = `current` + 1"
		)
		self.conn.write(sql, (key,))
		row = self.conn.raw.execute("SELECT `current` FROM `__Series` WHERE `name` = ?", (key,)).fetchone()
		return int(row[0])

	def bulk_insert(self, doctype: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
		"""Inserts many rows as they are: for metadata that is loaded before there is any."""
		names = ", ".join(quoted(column) for column in columns)
		marks = ", ".join("?" for _column in columns)
		self.ensure_write()
		self.conn.raw.executemany(f"INSERT INTO {quoted('tab' + doctype)} ({names}) VALUES ({marks})", rows)
