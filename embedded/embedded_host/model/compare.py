"""Whether two documents hold the same value in a field."""

from __future__ import annotations

from typing import Any

from embedded_host.base.casts import caster


def differs(doc: Any, before: Any, fieldname: str) -> bool:
	"""Whether a field (or table field) holds another value than before, types apart."""
	plan = doc._plan
	if fieldname in plan.tables:
		return _rows_differ(doc.get(fieldname) or [], before.get(fieldname) or [])
	return normal(plan, fieldname, doc.get(fieldname)) != normal(plan, fieldname, before.get(fieldname))


def normal(plan: Any, fieldname: str, value: Any) -> Any:
	"""A value in its field's type, for comparing; empty text is None, a date that is none stays as it is."""
	if value is None or value == "":
		cast = dict(plan.numeric).get(fieldname)
		return cast(0) if cast else None
	df = plan.by_name.get(fieldname)
	kind = df.fieldtype if df else "Datetime" if fieldname in ("creation", "modified") else "Data"
	try:
		return caster(kind)(value)
	except ValueError:
		return value


def _rows_differ(new: list[Any], old: list[Any]) -> bool:
	if len(new) != len(old) or [row.name for row in new] != [row.name for row in old]:
		return True
	return any(
		differs(row, was, df.fieldname) for row, was in zip(new, old, strict=True) for df in row._plan.fields
	)
