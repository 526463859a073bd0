"""A DocType as its forms and lists need it: trimmed, translated, cut to the reader."""

from __future__ import annotations

from typing import Any, cast

import frappe
from client_mgmt.interface import reading, titles
from client_mgmt.interface.shapes import Field, Form
from client_mgmt.people.asking import asking
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import policies
from frappe import _
from frappe.model.workflow import get_workflow, get_workflow_name
from frappe.utils import cint

FLAGS = {
	"reqd": "reqd",
	"read_only": "read_only",
	"hidden": "hidden",
	"in_list": "in_list_view",
	"in_filter": "in_standard_filter",
	"length": "length",
	"permlevel": "permlevel",
	"no_copy": "no_copy",
}
TEXTS = ("default", "depends_on", "mandatory_depends_on", "read_only_depends_on", "precision")
RIGHTS = ("create", "write", "delete", "export", "print")


@asking()
def form(doctype: Any) -> Form:
	"""The form of a DocType; raises DoesNotExistError for one that this reader does not see."""
	if not reading.is_open(doctype) and not reading.is_open(doctype, "create"):
		reading.refuse()
	meta = frappe.get_meta(doctype)
	found = _shape(doctype)
	tables = [df for df in reading.fields(doctype) if df.fieldtype in ("Table", "Table MultiSelect")]
	return {
		**found,
		"is_single": bool(meta.issingle),
		"tables": {df.options: _shape(df.options, doctype) for df in tables},
		"can": {right: may(doctype, right) for right in RIGHTS},
	}


def may(doctype: str, right: str) -> bool:
	"""Whether this reader may do something with documents of a DocType at all."""
	if viewer_of().client_side and right not in ("create", "write"):
		return False
	return reading.is_open(doctype, right)


def state_field(doctype: str) -> str:
	"""The field that the active Workflow of a DocType moves; "" without one."""
	if policies.is_guarded(doctype):
		return policies.state_field(doctype)
	return get_workflow(doctype).workflow_state_field if get_workflow_name(doctype) else ""


def _shape(doctype: str, parent: str = "") -> Form:
	meta = frappe.get_meta(doctype)
	shown = [df for df in reading.fields(doctype, parent) if df.fieldtype not in reading.NOT_SENT]
	return {
		"name": doctype,
		"label": _(doctype),
		"title_field": "name" if parent else titles.title_field(doctype),
		"state_field": "" if parent else state_field(doctype),
		"is_child": bool(meta.istable),
		"track_changes": bool(meta.get("track_changes")),
		"max_attachments": cint(meta.get("max_attachments")),
		"fields": [field(df) for df in shown],
	}


def field(df: Any) -> Field:
	"""One field in the reader's language, without what is empty."""
	found: dict[str, Any] = {"fieldname": df.fieldname, "label": _(df.label or ""), "fieldtype": df.fieldtype}
	found |= {key: cint(df.get(name)) for key, name in FLAGS.items() if cint(df.get(name))}
	found |= {key: str(df.get(key)) for key in TEXTS if df.get(key) not in (None, "")}
	if df.get("description"):
		found["description"] = _(df.description)
	if df.fieldtype == "Select":
		options = str(df.options or "").split("\n")
		found["choices"] = [{"value": value, "label": _(value) if value else ""} for value in options]
	elif df.options:
		found["options"] = df.options
	return cast(Field, found)
