"""What points to a document, by the metadata of the site: Link and Dynamic Link fields, custom ones and
those of child tables included, and attached files."""

from __future__ import annotations

from typing import NamedTuple

import frappe
from client_mgmt.workflow_policy import engine
from frappe.utils import cint

# What stays with the record that it is about: what happened to it, and who may see it.
STAYS = frozenset(
	"Access Log,Activity Log,Audit Trail,Custom DocPerm,Deleted Document,Document Follow,"
	"Document Share Key,DocShare,Duplicate Candidate,Email Queue,Energy Point Log,Integration Request,"
	"Notification Log,Permission Log,Route History,Tag Link,User Permission,Version,View Log,"
	"Webhook Request Log,Workflow Action".split(",")
)


class Field(NamedTuple):
	"""A column that may name a document of a DocType; `kind_field`: the column of that DocType."""

	doctype: str
	field: str
	kind_field: str = ""


class Reference(NamedTuple):
	"""A row that names the document, and the document that the row belongs to (itself, for no child row)."""

	doctype: str
	field: str
	name: str
	owner_doctype: str
	owner: str


def fields(doctype: str) -> list[Field]:
	"""The fields of the site's DocTypes that may name a `doctype`, in order."""
	links = {"fieldtype": "Link", "options": doctype}
	found = {Field(row.parent, row.fieldname) for row in _defined("DocField", links, "parent")}
	found |= {Field(row.dt, row.fieldname) for row in _defined("Custom Field", links, "dt")}
	dynamic = {"fieldtype": "Dynamic Link"}
	for kind, column in ("DocField", "parent"), ("Custom Field", "dt"):
		found |= {Field(row[column], row.fieldname, row.options) for row in _defined(kind, dynamic, column)}
	found.add(Field("File", "attached_to_name", "attached_to_doctype"))
	return sorted(field for field in found if field.doctype not in STAYS and _has_rows(field))


def _defined(kind: str, filters: dict[str, str], column: str) -> list[frappe._dict]:
	return frappe.get_all(kind, filters=filters, fields=[column, "fieldname", "options"])


def _has_rows(field: Field) -> bool:
	"""Whether the DocType has a table with this column; a Single keeps its values elsewhere."""
	if not frappe.db.exists("DocType", field.doctype):
		return False
	meta = frappe.get_meta(field.doctype)
	if cint(meta.get("is_virtual")):
		return False
	return bool(meta.issingle) or field.field in meta.get_valid_columns()


def references(doctype: str, name: str, lock: bool = False) -> list[Reference]:
	"""Every row that names the document, in order; with `lock` as it is committed now, held until the end of
	the transaction."""
	return sorted(reference for field in fields(doctype) for reference in _rows(field, doctype, name, lock))


def _rows(field: Field, doctype: str, name: str, lock: bool) -> list[Reference]:
	meta = frappe.get_meta(field.doctype)
	if cint(meta.issingle):
		held = frappe.db.get_single_value(field.doctype, field.field) == name
		kind = frappe.db.get_single_value(field.doctype, field.kind_field) if field.kind_field else doctype
		single = Reference(field.doctype, field.field, field.doctype, field.doctype, field.doctype)
		return [single] if held and kind == doctype else []
	filters = {field.field: name, **({field.kind_field: doctype} if field.kind_field else {})}
	columns = ["name", *(("parenttype", "parent") if meta.istable else ())]
	rows = frappe.db.get_values(field.doctype, filters, columns, as_dict=True, for_update=lock) or []
	return [
		Reference(
			field.doctype,
			field.field,
			str(row["name"]),
			row.get("parenttype") or field.doctype,
			str(row.get("parent") or row["name"]),
		)
		for row in rows
	]


def has_evidence(reference: Reference, lock: bool = False) -> bool:
	"""Whether the ledger keeps a chain of the document that names the other; `lock` as in `references`."""
	if not frappe.get_meta(reference.owner_doctype).has_field("chain_count"):
		return False
	owner = (reference.owner_doctype, reference.owner)
	return cint(frappe.db.get_value(*owner, "chain_count", for_update=lock)) > 0


def point(reference: Reference, name: str | None) -> None:
	"""Makes the row name another document."""
	with engine.acting():
		frappe.db.set_value(reference.doctype, reference.name, reference.field, name)
