"""REST v2: `/api/v2/document/…`, `/api/v2/doctype/…`, `/api/v2/method/…`. Answers `{"data": …}`, errors
`{"errors": […]}`.
"""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.model.controllers import get_controller
from embedded_host.services import arguments, calls, permlevels
from embedded_host.web import rest_v1, rpc
from embedded_host.web.responses import Reply
from frappe.client import get_list as rows_of
from frappe.desk.reportview import get_count

#: parameters of a v2 list, by the name that `frappe.client.get_list` gives them
_LIST = {
	"fields": "fields",
	"filters": "filters",
	"or_filters": "or_filters",
	"order_by": "order_by",
	"group_by": "group_by",
	"start": "limit_start",
	"limit": "limit_page_length",
	"as_dict": "as_dict",
	"parent": "parent",
}


def get_list(doctype: str) -> Reply:
	"""Rows that the user may read, `limit` (20) from `start` (0)."""
	frappe.get_meta(doctype)
	form = frappe.local.form_dict
	values = {ours: form[theirs] for theirs, ours in _LIST.items() if theirs in form}
	return reply(arguments.call(rows_of, {"limit_page_length": 20, **values, "doctype": doctype}))


def create(doctype: str) -> Reply:
	"""Inserts a document and answers it as stored."""
	return document(frappe.get_doc({**rest_v1.posted(), "doctype": doctype}).insert())


def read(doctype: str, name: str) -> Reply:
	"""One document, without the fields that the user may not read."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return document(doc)


def update(doctype: str, name: str) -> Reply:
	"""Changes the posted fields; a `modified` among them must be the stored one."""
	return document(rest_v1.changed(doctype, name))


def delete(doctype: str, name: str) -> Reply:
	"""Deletes a document: 202 and `"ok"`."""
	frappe.delete_doc(doctype, name, ignore_missing=False)
	return reply("ok", 202)


def run_method(doctype: str, name: str, method: str) -> Reply:
	"""Calls a whitelisted document method."""
	doc = frappe.get_doc(doctype, name, for_update=frappe.request.method not in ("GET", "HEAD"))
	return answer(calls.document_method(doc, method))


def meta(doctype: str) -> Reply:
	"""The DocType's metadata, for those who may read its documents."""
	frappe.has_permission(doctype, "read", throw=True)
	found = frappe.get_meta(doctype).as_dict(no_nulls=True)
	for table, row_type in (("fields", "DocField"), ("permissions", "DocPerm")):
		rows = ({"doctype": row_type, **row} for row in found[table])
		found[table] = [{key: value for key, value in row.items() if value is not None} for row in rows]
	return reply({**found, "actions": [], "links": [], "states": []})


def count(doctype: str) -> Reply:
	"""How many documents the user may read, `filters` applied."""
	frappe.has_permission(doctype, "read", throw=True)
	return reply(get_count(doctype, frappe.local.form_dict.get("filters")))


def call(command: str) -> Reply:
	"""Runs a whitelisted function."""
	return answer(rpc.execute(command))


def call_of_doctype(doctype: str, method: str) -> Reply:
	"""Runs a whitelisted function of the DocType's controller module."""
	return answer(rpc.execute(f"{controller_module(doctype)}.{method}"))


def controller_module(doctype: str) -> str:
	"""The dotted path of the module that holds the DocType's controller."""
	frappe.get_meta(doctype)
	return str(get_controller(doctype).__module__)


def document(doc: Any) -> Reply:
	"""`{"data": document}` without nulls and without what the user's permission level hides."""
	permlevels.hide(doc)
	return reply(doc.as_dict(no_nulls=True))


def reply(data: Any, status: int = 200) -> Reply:
	"""`{"data": …}`, with `messages` when some were collected."""
	return rpc.with_messages({"data": data}, status, version=2)


def answer(result: Any) -> Reply:
	"""The response to a call: as `rpc.answer`, under `data`."""
	return rpc.answer(result, "data", version=2)
