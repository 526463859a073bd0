"""What a field holds when nobody said anything."""

from __future__ import annotations

from typing import Any

from embedded_host.base.casts import caster
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime, nowdate
from embedded_host.model.plan import moves


def set_defaults(doc: Any) -> None:
	"""Fills the empty (None) fields of a new document and of its new child rows."""
	_fill(doc)
	set_defaults_of_new_rows(doc)


def set_defaults_of_new_rows(doc: Any) -> None:
	"""Fills the empty (None) fields of the child rows that have no name yet."""
	for row in doc.get_all_children():
		if not row.__dict__.get("name") or row.is_new():
			_fill(row)


def _fill(doc: Any) -> None:
	own, plan = doc.__dict__, doc._plan
	for fieldname, value in plan.fixed_defaults:
		if own.get(fieldname) is None:
			own[fieldname] = value
	for df, default in plan.moving_defaults:
		if own.get(df.fieldname) is None:
			own[df.fieldname] = resolve(df, default, doc)
	for fieldname, cast in plan.numeric:
		if own.get(fieldname) is None:
			own[fieldname] = cast(0)


def resolve(df: Any, default: Any, doc: Any) -> Any:
	"""The value that a field's `default` stands for: `Today`, `Now`, `__user`, `:Doctype`, or itself."""
	if not moves(df, default):
		return caster(df.fieldtype)(default)
	if df.fieldtype in ("Date", "Datetime", "Time") and str(default).lower() in ("today", "now"):
		if df.fieldtype == "Date":
			return nowdate()
		return now_datetime() if df.fieldtype == "Datetime" else now_datetime().strftime("%H:%M:%S")
	if default in ("__user", "user"):
		return local.session.user if df.options == "User" else default
	if isinstance(default, str) and default.startswith(":"):
		return _of_linked(df, default[1:], doc)
	return default


def _of_linked(df: Any, doctype: str, doc: Any) -> Any:
	"""The field of the same name in the document of `doctype` that another field of `doc` points to."""
	link = next((other for other in doc._plan.links if other.options == doctype), None)
	name = doc.get(link.fieldname) if link else None
	return local.db.get_value(doctype, name, df.fieldname) if name else None
