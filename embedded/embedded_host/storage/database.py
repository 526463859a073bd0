"""`frappe.db` of the embedded host: values, existence, counts and columns.

Compares the way Frappe's own `frappe.db` does: as plain SQL, where null is not the empty text.
"""

from __future__ import annotations

from typing import Any

from pypika import Parameter, Table

from embedded_host.base.context import _dict, local
from embedded_host.base.dates import now_datetime
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _
from embedded_host.base.waist import refuse_options
from embedded_host.storage import query
from embedded_host.storage.ddl import SQLLiteQuery, create_index_of, sql_of, table_name
from embedded_host.storage.ports import get_meta
from embedded_host.storage.rows import Rows
from embedded_host.storage.values import cast_of


class Database(Rows):
	"""A thread's access to one site's data. Private methods of the document layer are in Rows."""

	def get_value(
		self,
		doctype: str,
		filters: Any = None,
		fieldname: Any = "name",
		*,
		as_dict: bool = False,
		order_by: str | None = None,
		for_update: bool = False,
		**unknown: Any,
	) -> Any:
		"""One value (a tuple for several fields, a dict with `as_dict` or "*") of the first row, or None.

		`filters`: a name, a dict, a list of filters; None reads a single. The newest row is the first unless
		`order_by` says otherwise. `for_update` reads what is committed last and lets nobody else write.
		"""
		refuse_options("frappe.db.get_value", unknown)
		rows = self._values(doctype, filters, fieldname, as_dict, order_by, for_update, 1)
		if not rows:
			return None
		row = rows[0]
		return row[0] if isinstance(row, tuple) and len(row) == 1 else row

	def get_values(
		self,
		doctype: str,
		filters: Any = None,
		fieldname: Any = "name",
		*,
		as_dict: bool = False,
		order_by: str | None = None,
		for_update: bool = False,
		**unknown: Any,
	) -> Any:
		"""As `get_value`, for all rows: a tuple of tuples; `as_dict`: a list of dicts."""
		refuse_options("frappe.db.get_values", unknown)
		return self._values(doctype, filters, fieldname, as_dict, order_by, for_update)

	def _values(
		self,
		doctype: str,
		filters: Any,
		fieldname: Any,
		as_dict: bool = False,
		order_by: str | None = None,
		for_update: bool = False,
		limit: int | None = None,
	) -> Any:
		if for_update:
			self.ensure_write()
		if get_meta(doctype).issingle:
			return self._single_values(doctype, fieldname, as_dict)
		if filters is None:
			return ()
		keys, rows = self._select(doctype, filters, _names(fieldname), order_by, limit)
		if as_dict or fieldname == "*":
			return [_dict(zip(keys, row, strict=False)) for row in rows]
		return tuple(rows)

	@staticmethod
	def _select(
		doctype: str, filters: Any, fields: tuple[str, ...], order_by: str | None, limit: int | None
	) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
		if type(filters) is str and not order_by:
			plan, rows = query.named(doctype, filters, fields, limit)
			return plan.keys, list(rows)
		plan, rows = query.run(
			doctype,
			fields,
			(_by_name(filters), None),
			(0, limit),
			order_by=order_by or "",
			null_safe=False,
		)
		return plan.keys, list(rows)

	def _single_values(self, doctype: str, fieldname: Any, as_dict: bool) -> Any:
		row = self.get_single_row(doctype) or _dict(name=doctype)
		if fieldname == "*":
			return [row]
		names = _names(fieldname)
		if as_dict:
			return [_dict((name, row.get(name)) for name in names)]
		return (tuple(row.get(name) for name in names),)

	def get_single_value(self, doctype: str, fieldname: str) -> Any:
		"""A value of a single, by field type; raises ValidationError for a field that it does not have."""
		columns = get_meta(doctype).columns
		if fieldname not in columns:
			text = _("Field {0} does not exist on {1}")
			throw(text.format(bold(fieldname), bold(_(doctype))))
		sql = "SELECT `value` FROM `tabSingles` WHERE `doctype` = ? AND `field` = ?"
		row = self.conn.raw.execute(sql, (doctype, fieldname)).fetchone()
		return cast_of(columns[fieldname])(row[0] if row else None)

	def set_value(
		self,
		doctype: str,
		dn: Any,
		field: Any,
		val: Any = None,
		*,
		update_modified: bool = True,
		**unknown: Any,
	) -> None:
		"""Writes one value or a dict of them into the rows of `dn` (a name or filters); no document events.

		Raises DataError for an unknown field, ValidationError for what is no date.
		"""
		refuse_options("frappe.db.set_value", unknown)
		self.ensure_write()
		values = dict(field) if isinstance(field, dict) else {field: val}
		meta = get_meta(doctype)
		if meta.issingle:
			self.update_single(doctype, values)
			return
		if update_modified:
			values["modified"] = values.get("modified") or now_datetime()
			values["modified_by"] = values.get("modified_by") or local.session.user
		names = [dn] if isinstance(dn, str | int) else self._names_of(doctype, dn)
		for name in names:
			self.update_row(doctype, name, values)

	def _names_of(self, doctype: str, filters: Any) -> list[str]:
		return [row[0] for row in self._values(doctype, filters or {}, "name")]

	def exists(self, dt: str, dn: Any = None) -> Any:
		"""The name of a row with that name or those values, None without.

		A DocType that is none has no rows.
		"""
		if not self.table_exists(dt):
			return dt if dn in (None, dt) and self._is_single(dt) else None
		return None if dn is None else self.get_value(dt, dn, "name")

	def _is_single(self, doctype: str) -> bool:
		row = self.conn.raw.execute(
			"SELECT `issingle` FROM `tabDocType` WHERE `name` = ?", (doctype,)
		).fetchone()
		return bool(row and row[0])

	def count(self, dt: str, filters: Any = None) -> int:
		"""How many rows have these values."""
		return int(self._select(dt, filters or {}, ("count(*)",), None, None)[1][0][0])

	def get_list(self, doctype: str, **options: Any) -> Any:
		"""As `frappe.get_list`."""
		return query.get_list(doctype, **options)

	def delete(self, doctype: str, filters: Any = None) -> None:
		"""Deletes the rows that have these values (all without `filters`), without document events."""
		self.ensure_write()
		if get_meta(doctype).issingle:
			self.conn.write("DELETE FROM `tabSingles` WHERE `doctype` = ?", (doctype,))
			self.touched(doctype)
			return
		names = self._names_of(doctype, filters)
		target = Table(table_name(doctype))
		sql = sql_of(SQLLiteQuery.from_(target).delete().where(target.field("name") == Parameter("?")))
		self.conn.raw.executemany(sql, [(name,) for name in names])
		self.touched(doctype)

	def escape(self, s: Any) -> str:
		"""`s` as a quoted SQL text, for what `permission_query_conditions` hooks return."""
		text = s.decode() if isinstance(s, bytes) else str(s)
		return "'" + text.replace("\0", "").replace("'", "''") + "'"

	def add_index(self, doctype: str, fields: list[str], index_name: str | None = None) -> None:
		"""Adds an index on these columns, in this order, unless it is there; it stays when metadata is
		synchronised."""
		name = index_name or f"{'_'.join(fields)}_index"
		self.execute(create_index_of(doctype, name, fields))

	def table_exists(self, doctype: str) -> bool:
		"""Whether the DocType has a table."""
		tables = self.rooms.setdefault("tables", {})
		if not tables:
			sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
			tables.update((row[0].lower(), True) for row in self.conn.raw.execute(sql))
		return table_name(doctype).lower() in tables

	def close(self) -> None:
		"""Rolls back; the connection stays with its thread."""
		self.rollback()


def _names(fieldname: Any) -> tuple[str, ...]:
	return tuple(fieldname) if isinstance(fieldname, list | tuple) else (fieldname or "name",)


def _by_name(filters: Any) -> Any:
	"""A name or a list of names as filters."""
	if isinstance(filters, str | int):
		return {"name": str(filters)}
	if isinstance(filters, list | tuple) and filters and all(isinstance(entry, str) for entry in filters):
		return {"name": ["in", filters]}
	return filters
