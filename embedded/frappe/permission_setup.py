"""Changing the permissions of a DocType: Custom DocPerm rows replace the standard ones."""

from __future__ import annotations

from typing import Any

import frappe


def get_all_perms(role: str) -> list[Any]:
	"""The effective permission rows of a role over all DocTypes."""
	rows = []
	for doctype in frappe.get_all("DocType", pluck="name"):
		rows += [perm for perm in frappe.get_meta(doctype).permissions if perm.role == role]
	return rows


def setup_custom_perms(doctype: str) -> bool:
	"""Copies the standard permissions to Custom DocPerm rows, once; tells whether it did."""
	if frappe.db.exists("Custom DocPerm", {"parent": doctype}):
		return False
	for perm in frappe.get_meta(doctype).permissions:
		_insert(doctype, {key: perm.get(key) for key in _columns()})
	return True


def _columns() -> list[str]:
	return [df.fieldname for df in frappe.get_meta("Custom DocPerm").data_fields if df.fieldname != "parent"]


def _insert(doctype: str, values: dict[str, Any]) -> Any:
	row = {**values, "doctype": "Custom DocPerm", "parent": doctype}
	return frappe.get_doc(row).insert(
		ignore_permissions=True
	)  # the callers are setup code and administrators


def add_permission(doctype: str, role: str, permlevel: int = 0, ptype: str | None = None) -> Any:
	"""Gives a role a permission row (with the right to read, or `ptype`); nothing when it has one."""
	setup_custom_perms(doctype)
	key = {"parent": doctype, "role": role, "permlevel": permlevel, "if_owner": 0}
	found = frappe.db.exists("Custom DocPerm", key)
	if found:
		return found
	return _insert(doctype, {"role": role, "permlevel": permlevel, ptype or "read": 1}).name


def update_permission_property(
	doctype: str,
	role: str,
	permlevel: int,
	ptype: str,
	value: Any = None,
	validate: bool = True,
	if_owner: int = 0,
) -> Any:
	"""Sets one right of a role's permission row."""
	setup_custom_perms(doctype)
	key = {"parent": doctype, "role": role, "permlevel": permlevel, "if_owner": if_owner}
	name = frappe.db.get_value("Custom DocPerm", key)
	doc = frappe.get_doc("Custom DocPerm", name)
	doc.set(ptype, frappe.utils.cint(value))
	return doc.save(ignore_permissions=True)  # the callers are setup code and administrators


def reset_perms(doctype: str) -> None:
	"""Brings the standard permissions back."""
	frappe.db.delete("Custom DocPerm", {"parent": doctype})
