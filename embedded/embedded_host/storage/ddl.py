"""The few statements that PyPika has no words for, and the quoting that they and PyPika share."""

from __future__ import annotations

import re
from typing import Any

from pypika.dialects import SQLLiteQuery
from pypika.queries import QueryBuilder, Table

from embedded_host.base.exceptions import ValidationError

_NAME = re.compile(r"[\w][\w \-&/.()+]*\Z")


def quoted(identifier: str) -> str:
	"""A table or column name between backticks; raises ValidationError for one that is no plain name."""
	if not _NAME.match(identifier):
		raise ValidationError(f"Not a name for a table or column: {identifier!r}")
	return f"`{identifier}`"


def table_name(doctype: str) -> str:
	"""The table of a DocType."""
	return "tab" + doctype


def table(doctype: str) -> Table:
	"""PyPika's object for the table of a DocType."""
	quoted(doctype)
	return Table(table_name(doctype))


def sql_of(builder: QueryBuilder | Any) -> str:
	"""SQL text of a PyPika query; backticks, unlike double quotes, never turn into text in SQLite."""
	return str(builder.get_sql(quote_char="`"))


def add_column(doctype: str, name: str, declaration: str) -> str:
	"""ALTER TABLE … ADD COLUMN; `declaration` comes from `schema.declaration`."""
	return f"ALTER TABLE {quoted(table_name(doctype))} ADD COLUMN {quoted(name)} {declaration}"


def create_index(doctype: str, column: str, unique: bool = False) -> str:
	"""CREATE INDEX on one column, unless it is there."""
	kind = "UNIQUE INDEX" if unique else "INDEX"
	index = quoted(index_name(doctype, column, unique))
	return f"CREATE {kind} IF NOT EXISTS {index} ON {quoted(table_name(doctype))} ({quoted(column)})"


def create_index_of(doctype: str, name: str, columns: list[str]) -> str:
	"""CREATE INDEX on several columns under a name of the caller's, unless it is there."""
	listed = ", ".join(quoted(column) for column in columns)
	index = quoted(f"index {doctype} {name}")
	return f"CREATE INDEX IF NOT EXISTS {index} ON {quoted(table_name(doctype))} ({listed})"


def drop_index(doctype: str, column: str, unique: bool) -> str:
	"""DROP INDEX of one column."""
	return f"DROP INDEX IF EXISTS {quoted(index_name(doctype, column, unique))}"


def index_name(doctype: str, column: str, unique: bool) -> str:
	"""How the index of a column is called."""
	return f"{'unique' if unique else 'index'} {doctype} {column}"


def rename_column(doctype: str, old: str, new: str) -> str:
	"""ALTER TABLE … RENAME COLUMN."""
	return f"ALTER TABLE {quoted(table_name(doctype))} RENAME COLUMN {quoted(old)} TO {quoted(new)}"


def rename_table(old: str, new: str) -> str:
	"""ALTER TABLE … RENAME of a DocType's table."""
	return f"ALTER TABLE {quoted(table_name(old))} RENAME TO {quoted(table_name(new))}"


__all__ = [
	"SQLLiteQuery",
	"add_column",
	"create_index",
	"create_index_of",
	"drop_index",
	"quoted",
	"rename_table",
	"sql_of",
	"table",
]
