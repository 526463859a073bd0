"""Version records: what each save changed, for DocTypes with `track_changes`."""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import local
from embedded_host.base.fieldtypes import FLOAT_TYPES
from embedded_host.base.plain import as_json
from embedded_host.model.compare import differs, normal
from embedded_host.model.documents import get_doc

_NOT_TRACKED = frozenset(("modified", "modified_by", "owner", "creation", "idx", "docstatus", "name"))
Change = list[Any]


def record(doc: Any) -> None:
	"""Writes a Version when this save changed something; not in tests."""
	if not doc.meta.get("track_changes") or local.flags.in_test:
		return
	data = get_diff(doc.get_doc_before_save(), doc)
	if data is None:
		return
	values = {"doctype": "Version", "ref_doctype": doc.doctype, "docname": doc.name}
	values["data"] = as_json(data, indent=None, separators=(",", ":"))
	get_doc(values).insert(ignore_permissions=True)  # history is written for whoever saved


def get_diff(old: Any, new: Any) -> dict[str, Any] | None:
	"""`changed` [field, old, new], `added` and `removed` [table, row], `row_changed` [table, position, name,
	changes];
	None when nothing differs.
	"""
	if old is None or new is None:
		return None
	data: dict[str, Any] = {
		"added": [],
		"changed": field_changes(old, new),
		"data_import": None,
		"removed": [],
		"row_changed": [],
		"updater_reference": None,
	}
	for table in new._plan.tables:
		_diff_table(table, old, new, data)
	if old.docstatus != new.docstatus:
		data["changed"].append(["docstatus", old.docstatus, new.docstatus])
	return data if any(data[key] for key in ("added", "changed", "removed", "row_changed")) else None


def field_changes(old: Any, new: Any) -> list[Change]:
	"""[field, old value, new value] of the fields that differ."""
	changes = []
	for df in new._plan.fields:
		fieldname = df.fieldname
		if fieldname in _NOT_TRACKED or df.fieldtype == "Password" or not differs(new, old, fieldname):
			continue
		changes.append([fieldname, _shown(df, old), _shown(df, new)])
	return changes


def _shown(df: Any, doc: Any) -> Any:
	value = doc.get(df.fieldname)
	if value is None or value == "":
		return value
	if df.fieldtype in FLOAT_TYPES:
		return normal(doc._plan, df.fieldname, value)
	return str(value) if not isinstance(value, int) else value


def _diff_table(table: str, old: Any, new: Any, data: dict[str, Any]) -> None:
	before = {row.name: row for row in old.get(table) or []}
	for position, row in enumerate(new.get(table) or []):
		was = before.pop(row.name, None)
		if was is None:
			data["added"].append([table, row.as_dict()])
		elif changes := field_changes(was, row):
			data["row_changed"].append([table, position, row.name, changes])
	data["removed"] += [[table, row.as_dict()] for row in before.values()]
