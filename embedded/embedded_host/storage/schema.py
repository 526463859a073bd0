"""A DocType's table from its metadata: columns and indexes are added, columns never dropped.

Changes run in the transaction that changes the metadata, so that both hold or neither does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from pypika import Column, Parameter

from embedded_host.base.context import local
from embedded_host.base.fieldtypes import CHILD_COLUMNS, FLOAT_TYPES, INTEGER_TYPES, OPTIONAL_COLUMNS
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _
from embedded_host.storage.ddl import (
	SQLLiteQuery,
	add_column,
	create_index,
	drop_index,
	index_name,
	quoted,
	rename_column,
	rename_table,
	sql_of,
	table,
	table_name,
)
from embedded_host.storage.ports import get_meta
from embedded_host.storage.values import cast_of, cast_or_nothing, is_number

TEXT = "TEXT COLLATE NOCASE"
#: declared type per field type; a second word TEXT keeps SQLite from reading digits as numbers
_BY_TYPE = {
	**dict.fromkeys(INTEGER_TYPES, "INTEGER"),
	**dict.fromkeys(FLOAT_TYPES, "REAL"),
	"Date": "DATE TEXT",
	"Datetime": "DATETIME TEXT",
	"Time": "TIME TEXT",
}
STANDARD_TYPES = {
	"name": "Data",
	"owner": "Link",
	"creation": "Datetime",
	"modified": "Datetime",
	"modified_by": "Link",
	"docstatus": "Int",
	"idx": "Int",
}


def declared_type(fieldtype: str) -> str:
	"""Column type of a field type."""
	return _BY_TYPE.get(fieldtype, TEXT)


def sync_table(doctype: str) -> None:
	"""Brings the table of a DocType up to its metadata; nothing to do for a single."""
	sync(get_meta(doctype))


def sync(meta: Any) -> None:
	"""Brings the table of `meta` up to it: creates it, adds columns, sets indexes."""
	if meta.issingle or meta.get("is_virtual"):
		return
	have = _declared(meta.name)
	if not have:
		_create(meta)
	else:
		for name, fieldtype, default in _columns(meta):
			found = have.get(name.lower())
			if found != _affinity(declared_type(fieldtype)):
				_add(meta.name, name, fieldtype, default, retyped=found is not None)
	_set_indexes(meta)


def _declared(doctype: str) -> dict[str, str]:
	"""Column (lower case) -> kind of its declared type; {} without a table."""
	rows = local.db.execute(f"PRAGMA table_info({quoted(table_name(doctype))})")
	return {row[1].lower(): _affinity(row[2]) for row in rows}


def _affinity(declared: str) -> str:
	"""The first word of a declared type, which decides how values are stored and read."""
	return declared.split(" ", 1)[0].upper()


def _add(doctype: str, name: str, fieldtype: str, default: Any, retyped: bool) -> None:
	"""Adds a column. One of another type steps aside and hands over the values that can be read."""
	add = add_column(doctype, name, _declaration(fieldtype, default))
	if not retyped:
		local.db.execute(add)
		return
	for unique in (True, False):
		local.db.execute(drop_index(doctype, name, unique))
	aside = f"{name} {len(_declared(doctype))}"
	local.db.execute(rename_column(doctype, name, aside))
	local.db.execute(add)
	_hand_over(doctype, aside, name, cast_or_nothing(fieldtype))


def _hand_over(doctype: str, old: str, new: str, cast: Callable[[Any], Any]) -> None:
	target = table(doctype)
	select = SQLLiteQuery.from_(target).select(target.field(old), target.field("name"))
	update = SQLLiteQuery.update(target).set(target.field(new), Parameter("?"))
	rows = [(cast(value), name) for value, name in local.db.execute(sql_of(select))]
	local.db.conn.raw.executemany(sql_of(update.where(target.field("name") == Parameter("?"))), rows)


def rename(old: str, new: str) -> None:
	"""Renames a DocType's table; its indexes are made anew by the next `sync`."""
	for name, origin in _indexes(old):
		if origin == "c":
			local.db.execute(f"DROP INDEX {quoted(name)}")
	local.db.execute(rename_table(old, new))


def _columns(meta: Any) -> Iterable[tuple[str, str, Any]]:
	"""(name, field type, default) of every column."""
	yield from ((name, fieldtype, None) for name, fieldtype in STANDARD_TYPES.items())
	for df in meta.data_fields:
		yield df.fieldname, df.fieldtype, df.get("default")
	extra = CHILD_COLUMNS if meta.istable else OPTIONAL_COLUMNS
	taken = {df.fieldname for df in meta.data_fields}
	yield from ((name, "Data", None) for name in extra if name not in taken)


def _create(meta: Any) -> None:
	columns = []
	for name, fieldtype, default in _columns(meta):
		number = is_number(fieldtype)
		value = _default(fieldtype, default)
		columns.append(
			Column(name, declared_type(fieldtype), nullable=name != "name" and not number, default=value)
		)
	builder = SQLLiteQuery.create_table(table(meta.name)).columns(*columns).primary_key("name")
	local.db.execute(sql_of(builder))


def _default(fieldtype: str, default: Any) -> Any:
	"""What rows that are there already get in a new column."""
	if is_number(fieldtype):
		return cast_of(fieldtype)(default or 0)
	plain = fieldtype not in ("Date", "Datetime", "Time") and isinstance(default, str)
	return default if plain and default and not default.startswith((":", "__")) else None


def _declaration(fieldtype: str, default: Any) -> str:
	value = _default(fieldtype, default)
	null = " NOT NULL" if is_number(fieldtype) else ""
	return f"{declared_type(fieldtype)}{null} DEFAULT {_literal(value)}"


def _literal(value: Any) -> str:
	if value is None:
		return "NULL"
	return str(value) if isinstance(value, int | float) else str(local.db.escape(value))


def _set_indexes(meta: Any) -> None:
	"""Unique and plain indexes; `unique` that was taken back takes its index with it."""
	have = {name for name, _origin in _indexes(meta.name)}
	unique = {df.fieldname for df in meta.data_fields if df.get("unique")}
	plain = {df.fieldname for df in meta.data_fields if df.get("search_index")} - unique
	for column in sorted(unique):
		if index_name(meta.name, column, unique=True) not in have:
			_make_unique(meta.name, column)
	for column in sorted(plain | {"parent" if meta.istable else "modified"}):
		local.db.execute(create_index(meta.name, column))
	for df in meta.data_fields:
		if df.fieldname not in unique and index_name(meta.name, df.fieldname, unique=True) in have:
			local.db.execute(drop_index(meta.name, df.fieldname, unique=True))


def _make_unique(doctype: str, column: str) -> None:
	name = table(doctype)
	field = name.field(column)
	local.db.execute(sql_of(SQLLiteQuery.update(name).set(field, None).where(field == "")))
	try:
		local.db.execute(create_index(doctype, column, unique=True))
	except sqlite3.IntegrityError:
		throw(
			_("Field {0} of {1} cannot be unique: some of its values stand more than once").format(
				bold(column), bold(_(doctype))
			)
		)


def _indexes(doctype: str) -> list[tuple[str, str]]:
	"""(name, origin) of a table's indexes; origin "c" is one made by CREATE INDEX."""
	rows = local.db.execute(f"PRAGMA index_list({quoted(table_name(doctype))})")
	return [(row[1], row[3]) for row in rows]
