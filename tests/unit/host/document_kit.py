"""DocTypes that the document tests are made of, and short names for making documents of them."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base.plain import unscrub

ALL = {"read": 1, "write": 1, "create": 1, "delete": 1, "submit": 0, "report": 0, "export": 0, "share": 0}
FULL = [{"role": "System Manager", **ALL}]


def field(fieldname: str, fieldtype: str, **values: Any) -> dict[str, Any]:
	"""A DocField row."""
	return {"fieldname": fieldname, "fieldtype": fieldtype, "label": unscrub(fieldname), **values}


def doctype(name: str, *fields: dict[str, Any], **values: Any) -> Any:
	"""A custom DocType, saved."""
	row = {"doctype": "DocType", "name": name, "module": "Custom", "custom": 1, "fields": list(fields)}
	if not values.get("istable"):
		row["permissions"] = FULL
	return frappe.get_doc({**row, **values}).insert()


def make_doctypes() -> None:
	"""T Cat, T Line (child), T Doc (one field of each kind), T Sub (submittable)."""
	doctype("T Cat", field("title", "Data", reqd=1), field("tel", "Data"), autoname="field:title")
	doctype(
		"T Line",
		field("item", "Data", reqd=1),
		field("qty", "Int", non_negative=1),
		field("cat", "Link", options="T Cat"),
		field("kind", "Select", options="A\nB"),
		field("short", "Data", length=5),
		istable=1,
	)
	doctype(
		"T Doc",
		field("title", "Data", reqd=1),
		field("body", "Text"),
		field("code", "Code"),
		field("kind", "Select", options="A\nB"),
		field("cat", "Link", options="T Cat"),
		field("tel", "Data", fetch_from="cat.tel"),
		field("tel2", "Data", fetch_from="cat.tel", fetch_if_empty=1),
		field("due", "Date", default="Today"),
		field("at", "Datetime"),
		field("who", "Link", options="User", default="__user"),
		field("amount", "Currency"),
		field("num", "Int", non_negative=1),
		field("chk", "Check", default="1"),
		field("mail", "Data", options="Email"),
		field("once", "Data", set_only_once=1),
		field("short", "Data", length=5),
		field("extra", "JSON"),
		field("target_type", "Link", options="DocType"),
		field("target", "Dynamic Link", options="target_type"),
		field("code_no", "Data", unique=1),
		field("hint", "Data", no_copy=1),
		field("lines", "Table", options="T Line"),
		autoname="T-.####",
		track_changes=1,
	)
	doctype(
		"T Sub",
		field("title", "Data"),
		field("note", "Data", allow_on_submit=1),
		field("lines", "Table", options="T Line"),
		field("more", "Table", options="T Line", allow_on_submit=1),
		autoname="TS-.YYYY.-.###",
		is_submittable=1,
		permissions=[{"role": "System Manager", **ALL, "submit": 1, "cancel": 1, "amend": 1}],
	)


def doc(kind: str = "T Doc", /, **values: Any) -> Any:
	"""An unsaved document; T Doc with a title."""
	if kind == "T Doc":
		values = {"title": "t", **values}
	return frappe.get_doc({"doctype": kind, **values})


def insert(kind: str = "T Doc", /, **values: Any) -> Any:
	"""A stored document."""
	return doc(kind, **values).insert()


def user(name: str, *roles: str) -> str:
	"""A user with roles, which are made where they are missing."""
	for role in roles:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role}).insert()
	values = {"doctype": "User", "email": name, "first_name": name.split("@")[0]}
	frappe.get_doc({**values, "roles": [{"role": role} for role in roles]}).insert()
	return name
