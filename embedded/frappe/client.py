"""`frappe.client.*`: documents and lists over RPC. Answers include what is null; permissions apply
throughout.
"""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base.fieldtypes import CHILD_COLUMNS, STANDARD_COLUMNS
from embedded_host.base.messages import clear_messages
from embedded_host.services import arguments, permissions, permlevels
from frappe import _
from frappe.desk.reportview import count
from frappe.exceptions import DoesNotExistError, PermissionError
from frappe.utils import cint

#: what `set_value` never sets
_STANDARD = frozenset(("doctype", *STANDARD_COLUMNS, *CHILD_COLUMNS)) - {"idx"}


@frappe.whitelist()
def get_list(
	doctype: str,
	fields: Any = None,
	filters: Any = None,
	group_by: str | None = None,
	order_by: str | None = None,
	limit_start: Any = None,
	limit_page_length: Any = 20,
	parent: str | None = None,
	debug: Any = False,
	as_dict: Any = True,
	or_filters: Any = None,
) -> list[Any]:
	"""Rows that the user may read; rows of a child table need `parent`, the DocType that holds it.

	`fields`, `filters`, `or_filters` may be JSON text; 20 rows unless `limit_page_length` (0: all); lists
	instead of dicts when `as_dict` is false.
	"""
	if frappe.get_meta(doctype).istable:
		check_parent(doctype, parent)
	return frappe.get_list(
		doctype,
		fields=_json(fields),
		filters=_json(filters),
		or_filters=_json(or_filters),
		group_by=group_by,
		order_by=order_by,
		limit_start=cint(limit_start),
		limit_page_length=cint(limit_page_length),
		parent_doctype=parent,
		as_list=not _truth(as_dict),
	)


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, debug: Any = False, cache: Any = False) -> int:
	"""How many documents the user may read (v15.41 counts without permission: docs/divergences.md)."""
	return count(doctype, filters)


@frappe.whitelist()
def get(doctype: str, name: Any = None, filters: Any = None, parent: str | None = None) -> dict[str, Any]:
	"""One document by name or by filters, without the fields that the user may not read."""
	meta = frappe.get_meta(doctype)
	if meta.istable:
		check_parent(doctype, parent)
	if not name and not meta.issingle:
		name = _first_match(doctype, filters, parent)
	doc = frappe.get_doc(doctype, name or doctype)
	doc.check_permission("read")
	return readable(doc)


@frappe.whitelist()
def get_value(
	doctype: str,
	fieldname: Any,
	filters: Any = None,
	as_dict: Any = True,
	debug: Any = False,
	parent: str | None = None,
) -> Any:
	"""Values of the first document that matches `filters` (a name, or filters); `{}` when there is none."""
	if not frappe.has_permission(doctype, "read", parent_doctype=parent):
		clear_messages()
		frappe.throw(_("No permission for {0}").format(_(doctype)), PermissionError)
	wanted = _json(fieldname)
	fields = wanted if isinstance(wanted, list) else [str(wanted)]
	if frappe.get_meta(doctype).issingle:
		return {field: _single_value(doctype, field) for field in fields}
	filters = _json(filters) or {}
	if not isinstance(filters, dict | list):
		filters = {"name": filters}
	rows = get_list(
		doctype, fields=fields, filters=filters, limit_page_length=1, parent=parent, as_dict=as_dict
	)
	if rows:
		return rows[0]
	return {} if _truth(as_dict) else None


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: Any = None) -> dict[str, Any]:
	"""`{name}` and the `fields` of a document that the user may link to, as it is stored; `{name: None}` of
	one that is not there, or that they do not see."""
	if not frappe.has_permission(doctype, "select") and not frappe.has_permission(doctype, "read"):
		clear_messages()
		frappe.throw(_("No permission for {0}").format(_(doctype)), PermissionError)
	wanted = dict.fromkeys(("name", *arguments.as_list("fields", fields or [])))
	rows = get_list(doctype, fields=list(wanted), filters={"name": docname}, limit_page_length=1)
	return rows[0] if rows else {"name": None}


@frappe.whitelist()
def get_single_value(doctype: str, field: str) -> Any:
	"""One value of a single DocType."""
	if not frappe.has_permission(doctype, "read"):
		clear_messages()
		frappe.throw(_("No permission for {0}").format(_(doctype)), PermissionError)
	return _single_value(doctype, field)


@frappe.whitelist(methods=["POST", "PUT"])
def set_value(doctype: str, name: Any, fieldname: Any, value: Any = None) -> dict[str, Any]:
	"""Sets one field, or those of a dict, of a document or child row; answers the saved document."""
	values = _json(fieldname)
	if isinstance(values, str):
		if values in _STANDARD:
			frappe.throw(_("Cannot edit standard fields"))
		values = {values: value}
	if not isinstance(values, dict):
		frappe.throw(_("Missing argument: {0}").format("fieldname"))
	values.pop("doctype", None)
	values.pop("flags", None)
	doc = frappe.get_doc(doctype, name, for_update=True)
	if frappe.get_meta(doctype).istable:
		doc, row = _parent_and_row(doc)
		row.update(values)
	else:
		doc.update(values)
	return readable(doc.save())


@frappe.whitelist(methods=["POST", "PUT"])
def insert(doc: Any = None) -> dict[str, Any]:
	"""Inserts a document (a child row is appended to its `parent`, which is answered)."""
	return readable(_insert(doc))


@frappe.whitelist(methods=["POST", "PUT"])
def insert_many(docs: Any = None) -> list[str]:
	"""Inserts up to 200 documents, all or none; answers their names."""
	docs = _json(docs)
	if not isinstance(docs, list):
		frappe.throw(_("Missing argument: {0}").format("docs"))
	if len(docs) > 200:
		frappe.throw(_("Only 200 inserts allowed in one request"))
	return [_insert(doc).name for doc in docs]


@frappe.whitelist(methods=["POST", "PUT"])
def save(doc: Any) -> dict[str, Any]:
	"""Saves a whole document; its `modified` must be the stored one (417 TimestampMismatchError)."""
	return readable(document_of(doc).save())


@frappe.whitelist(methods=["POST", "PUT"])
def submit(doc: Any) -> dict[str, Any]:
	"""Saves and submits a document."""
	return readable(document_of(doc).submit())


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: Any) -> dict[str, Any]:
	"""Cancels a submitted document."""
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.cancel()
	return readable(doc)


@frappe.whitelist(methods=["DELETE", "POST"])
def delete(doctype: str, name: Any) -> None:
	"""Deletes a document, or a row of a child table by saving its parent without it."""
	if not frappe.get_meta(doctype).istable:
		frappe.delete_doc(doctype, name, ignore_missing=False)
		return
	doc, row = _parent_and_row(frappe.get_doc(doctype, name, for_update=True))
	doc.get(row.parentfield).remove(row)
	doc.save()


@frappe.whitelist(methods=["POST", "PUT"])
def bulk_update(docs: Any) -> dict[str, Any]:
	"""Updates documents (`doctype`, `docname`, values) one by one; answers those that were refused."""
	failed = []
	for values in arguments.as_list("docs", docs):
		frappe.db.savepoint("bulk_update")
		try:
			doc = frappe.get_doc(values["doctype"], values["docname"], for_update=True)
			doc.update({k: v for k, v in values.items() if k not in ("doctype", "docname", "flags")})
			doc.save()
		except Exception as error:
			frappe.db.rollback(save_point="bulk_update")
			failed.append({"doc": values, "exc": f"{type(error).__name__}: {error}"})
	return {"failed_docs": failed}


@frappe.whitelist()
def has_permission(doctype: str, docname: Any, perm_type: str = "read") -> dict[str, bool]:
	"""Whether the user may do `perm_type` to a document."""
	return {"has_permission": bool(frappe.has_permission(doctype, perm_type.lower(), doc=docname))}


@frappe.whitelist()
def get_doc_permissions(doctype: str, docname: Any) -> dict[str, Any]:
	"""All that the user may do to a document: permission type -> 0 or 1."""
	doc = frappe.get_doc(doctype, docname)
	doc.check_permission("read")
	return {"permissions": permissions.get_doc_permissions(doc)}


@frappe.whitelist(methods=["POST", "PUT"])
def rename_doc(doctype: str, old_name: Any, new_name: Any, merge: Any = False) -> str:
	"""Renames (or merges) a document and every link to it; answers the new name."""
	new = frappe.rename_doc(doctype, old_name, new_name, merge=_truth(merge))
	frappe.msgprint(
		_("Document renamed from {0} to {1}").format(frappe.bold(old_name), frappe.bold(new)),
		indicator="green",
		alert=True,
	)
	return new


def document_of(posted: Any) -> Any:
	"""A document out of posted values (a dict or JSON text); what belongs to the host is left out."""
	values = _json(posted)
	if not isinstance(values, dict) or not values.get("doctype"):
		frappe.throw(_("A document needs a doctype"))
	values.pop("flags", None)
	return frappe.get_doc(values)


def readable(doc: Any) -> dict[str, Any]:
	"""The document as a dict with nulls, without the fields above the user's permission level."""
	permlevels.hide(doc)
	return doc.as_dict()


def check_parent(doctype: str, parent: str | None) -> None:
	"""Raises PermissionError unless `parent` is a DocType that holds `doctype` as a table and that the user
	may read.
	"""
	holds = parent and any(df.options == doctype for df in frappe.get_meta(parent).get_table_fields())
	if not holds:
		raise PermissionError
	frappe.has_permission(parent, "read", throw=True)


def _insert(posted: Any) -> Any:
	values = _json(posted)
	if not isinstance(values, dict) or not values.get("doctype"):
		frappe.throw(_("A document needs a doctype"))
	values.pop("flags", None)
	if not (frappe.get_meta(values["doctype"]).istable and values.get("parent")):
		return frappe.get_doc(values).insert()
	parent = frappe.get_doc(values["parenttype"], values["parent"], for_update=True)
	parent.append(values["parentfield"], values)
	return parent.save()


def _parent_and_row(row: Any) -> tuple[Any, Any]:
	parent = frappe.get_doc(row.parenttype, row.parent, for_update=True)
	return parent, next(r for r in parent.get(row.parentfield) if r.name == row.name)


def _first_match(doctype: str, filters: Any, parent: str | None) -> str:
	rows = get_list(doctype, fields=["name"], filters=filters, limit_page_length=1, parent=parent)
	if not rows:
		frappe.throw(_("{0} {1} not found").format(_(doctype), filters), DoesNotExistError)
	return rows[0]["name"]


def _single_value(doctype: str, field: str) -> Any:
	doc = frappe.get_doc(doctype, doctype)
	permlevels.hide(doc)
	return doc.get(field)


def _json(value: Any) -> Any:
	"""Lists and objects out of JSON text; other text as it is."""
	if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
		return frappe.parse_json(value)
	return value


def _truth(value: Any) -> bool:
	return value not in (False, None, 0, "0", "", "false", "False", "null")
