"""Looking among the first rows of an order first, where a reader sees only part of a large table.

SQLite does not know how much of a table a condition leaves over: it would collect all that a project manager
sees by the indexes of the conditions and sort it, to answer the newest twenty. So a list asks the first rows
in its order, by their index, and is done when they hold enough that its reader sees; else it asks as ever.
The answer is the same: whatever is not among those rows comes after them.
"""

from __future__ import annotations

from typing import Any

from pypika.terms import Criterion

from embedded_host.base.context import local
from embedded_host.storage import caches
from embedded_host.storage.ddl import quoted, table_name
from embedded_host.storage.query_filters import Raw

#: rows looked at for each that is asked for, the most asked for, and the rows up to which a table is small
SHARE, MOST, SMALL = 20, 500, 5000
_INDEX = (
	"SELECT 1 FROM `sqlite_master` AS `m` WHERE `m`.`type` = 'index' AND `m`.`tbl_name` = ? AND"
	" (SELECT group_concat(`name`, '|') FROM pragma_index_info(`m`.`name`)) || '|' LIKE ?"
)


def window(
	doctype: str, equal: tuple[tuple[str, int], ...], order: str, word: str, number: int
) -> Criterion | None:
	"""The condition that a row is among the first in this order; None without an index that has that order.

	`equal`: (column, number of its bound value) of what all rows have; `number`: that of how many rows.
	"""
	columns = [*(column for column, _bound in equal), order]
	start = "".join(f"{column}|" for column in columns).replace("_", r"\_")
	table = table_name(doctype)
	found = local.db.conn.raw.execute(_INDEX + r" ESCAPE '\' LIMIT 1", (table, start + "%")).fetchone()
	if found is None:
		return None
	name = quoted(table)
	where = " AND ".join(f"{quoted(column)} = ?{bound}" for column, bound in equal)
	first = f"SELECT `rowid` FROM {name}{' WHERE ' if where else ''}{where}"
	return Raw(f"{name}.`rowid` IN ({first} ORDER BY {quoted(order)} {word}, `rowid` {word} LIMIT ?{number})")


def unindexed(sql: str, doctype: str) -> str:
	"""The statement with the window alone leading to rows of its table."""
	source = f" FROM {quoted(table_name(doctype))}"
	return sql.replace(source, f"{source} NOT INDEXED", 1)


def rows(sql: str, doctype: str, params: list[Any], length: int, start: int) -> list[tuple[Any, ...]] | None:
	"""The answer of a list out of its first rows; None where they do not hold it, or the table is small."""
	if not sql or not 0 < length <= MOST - start or not _is_large(doctype):
		return None
	bound = [*params, SHARE * (start + length)]
	found: list[tuple[Any, ...]] = local.db.conn.raw.execute(sql, bound).fetchall()
	return found if len(found) == length else None


def _is_large(doctype: str) -> bool:
	large = caches.room("large tables")
	if doctype not in large:
		row = local.db.conn.raw.execute(f"SELECT max(`rowid`) FROM {quoted(table_name(doctype))}").fetchone()
		if (row[0] or 0) <= SMALL:
			return False
		large[doctype] = True
	return True
