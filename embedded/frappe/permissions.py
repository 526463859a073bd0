"""Setting up permissions: Custom DocPerm rows replace the standard ones of a DocType."""

from __future__ import annotations

from typing import Any

import frappe


def add_permission(doctype: str, role: str, permlevel: int = 0, ptype: str | None = None) -> str | None:
	"""Gives a role a permission row (to read, or `ptype`); its name, None where the role has one."""
	_copy_standard(doctype)
	key = {"parent": doctype, "role": role, "permlevel": permlevel, "if_owner": 0}
	if frappe.db.exists("Custom DocPerm", key):
		return None
	return _insert(doctype, {"role": role, "permlevel": permlevel, ptype or "read": 1}).name


def _copy_standard(doctype: str) -> None:
	"""The standard permissions as Custom DocPerm rows, once."""
	if frappe.db.exists("Custom DocPerm", {"parent": doctype}):
		return
	columns = [
		df.fieldname for df in frappe.get_meta("Custom DocPerm").data_fields if df.fieldname != "parent"
	]
	for perm in frappe.get_meta(doctype).permissions:
		_insert(doctype, {column: perm.get(column) for column in columns})


def _insert(doctype: str, values: dict[str, Any]) -> Any:
	row = frappe.get_doc({**values, "doctype": "Custom DocPerm", "parent": doctype})
	return row.insert(ignore_permissions=True)  # the callers are setup code


__all__ = ["add_permission"]
