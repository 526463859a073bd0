"""What this reader may open: DocTypes, documents, fields. The same answer for what is not there and for what
is somebody else's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import frappe
from client_mgmt.people import portal
from client_mgmt.people import team as people
from client_mgmt.people.asking import remembered, row_of
from client_mgmt.people.permissions import CLIENT
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import policies
from frappe import _
from frappe.model.document import Document

LEVELS = range(10)
NOT_SENT = frozenset({"Password"})


def refuse(what: str = "") -> NoReturn:
	"""Raises DoesNotExistError (404), the same for what is hidden and for what is not there."""
	frappe.throw(_("{0} was not found.").format(what or _("The page")), frappe.DoesNotExistError)


def is_open(doctype: Any, ptype: str = "read") -> bool:
	"""Whether documents of a DocType may be this reader's at all."""
	return isinstance(doctype, str) and _is_open(doctype, ptype)


@remembered
def _is_open(doctype: str, ptype: str) -> bool:
	try:
		meta = frappe.get_meta(doctype)
	except frappe.DoesNotExistError:
		frappe.clear_messages()
		return False
	if (
		meta.name != doctype
		or meta.istable
		or (viewer_of().client_side and not _is_for_clients(doctype, ptype))
	):
		return False
	return bool(frappe.has_permission(doctype, ptype))


def _is_for_clients(doctype: str, ptype: str) -> bool:
	"""The portal's DocTypes, and what an administrator put under the engine that belongs to a project."""
	if doctype in CLIENT:
		allowed = {"create": portal.CREATABLE, "write": portal.WRITABLE, "read": portal.READABLE}
		return doctype in allowed.get(ptype, frozenset())
	return ptype == "read" and policies.is_guarded(doctype) and bool(people.project_field(doctype))


def document(doctype: Any, name: Any) -> Document:
	"""A stored document that this reader may read; raises DoesNotExistError otherwise."""
	if not is_open(doctype) or not isinstance(name, str):
		refuse()
	if not frappe.get_meta(doctype).issingle and not frappe.db.exists(doctype, name):
		refuse()
	doc = frappe.get_doc(doctype, name)
	if not people.may(doc, "read"):
		refuse()
	return doc


def own_filters(doctype: str) -> list[list[Any]]:
	"""Filters that a list needs beside the permission conditions: what an administrator put under the engine
	is a client's only in their projects."""
	viewer = viewer_of()
	if not viewer.client_side or doctype in CLIENT:
		return []
	return [["project", "in", sorted(viewer.projects) or [""]]]


@remembered
def levels(doctype: str, ptype: str = "read") -> frozenset[int]:
	"""The permission levels of a DocType that this reader may read or write."""
	if frappe.session.user == "Administrator":
		return frozenset(LEVELS)
	roles = set(frappe.get_roles())
	rows = frappe.get_meta(doctype).permissions
	return frozenset({int(row.permlevel or 0) for row in rows if row.role in roles and row.get(ptype)})


@remembered
def fields(doctype: str, parent: str = "") -> list[Any]:
	"""The DocFields of a form that this reader may see; of a child DocType by the levels of its parent."""
	seen = levels(parent or doctype) | {0}
	return [df for df in frappe.get_meta(doctype).fields if int(df.permlevel or 0) in seen]


def values(doc: Document) -> dict[str, Any]:
	"""A document as a plain dict, without what this reader may not see and what no form shows."""
	found = row_of(doc)
	shown = {df.fieldname: df for df in fields(doc.doctype) if not is_internal(df)}
	hidden = {df.fieldname for df in doc.meta.fields} - set(shown)
	kept = {key: value for key, value in found.items() if key not in hidden and not key.startswith("__")}
	for table in doc.meta.get_table_fields():
		if table.fieldname in shown:
			columns = {df.fieldname for df in fields(table.options, doc.doctype) if not is_internal(df)}
			kept[table.fieldname] = [_row(row, columns) for row in found.get(table.fieldname) or []]
	return kept


def _row(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
	return {key: row.get(key) for key in ("name", "idx", *columns)}


def is_internal(df: Any) -> bool:
	"""What no form shows: secrets, and data that the system keeps for itself."""
	return df.fieldtype in NOT_SENT or bool(df.hidden and df.fieldtype in ("JSON", "Code"))
