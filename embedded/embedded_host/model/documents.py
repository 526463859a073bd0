"""`frappe.get_doc` and its kin: documents by name, out of values, as a copy."""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import local
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.model import defaults
from embedded_host.model.base_document import BaseDocument
from embedded_host.model.controllers import get_controller


def get_doc(first: Any, name: Any = None, *, for_update: bool = False) -> Any:
	"""A document by (doctype, name or filters), of a dict, or of a document (itself).

	`for_update` reads the row under lock. Raises DoesNotExistError.
	"""
	if isinstance(first, BaseDocument):
		return first
	if isinstance(first, dict):
		if not first.get("doctype"):
			throw(_("The document has no {0}").format("doctype"))
		return get_controller(first["doctype"])(first)
	if isinstance(name, dict):
		name = local.db.get_value(first, name, "name")
	return get_controller(first)(first, first if name is None else name, for_update=for_update)


def new_doc(doctype: str, **values: Any) -> Any:
	"""A new document with the defaults of its fields, then `values`."""
	doc = get_controller(doctype)({"doctype": doctype})
	doc.owner = local.session.user
	defaults.set_defaults(doc)
	doc.__dict__["__islocal"] = doc.__dict__["__unsaved"] = 1
	return doc.update(values)


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
	"""An unsaved copy without name and state; `no_copy` fields are copied too unless `ignore_no_copy` is
	False.
	"""
	values = doc.as_dict() if isinstance(doc, BaseDocument) else dict(doc)
	copy = get_controller(values["doctype"])(values)
	for row in [copy, *copy.get_all_children()]:
		_make_blank(row, ignore_no_copy)
	copy.__dict__["__islocal"] = 1
	return copy


def _make_blank(row: Any, ignore_no_copy: bool) -> None:
	for key in ("name", "owner", "creation", "modified", "modified_by"):
		row.__dict__[key] = None
	row.docstatus = 0
	row.__dict__["__islocal"] = 1
	for df in () if ignore_no_copy else row.meta.fields:
		if df.get("no_copy") and df.get("fieldname") in row.__dict__:
			row.__dict__[df.fieldname] = [] if df.fieldname in row._plan.tables else None
