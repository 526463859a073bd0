"""REST v1: `/api/resource/<DocType>[/<name>]`. Documents leave out what is null."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base import json_reader
from embedded_host.services import arguments, calls, permlevels
from embedded_host.web import limits, rpc
from embedded_host.web.errors import JSONDecodeError
from embedded_host.web.responses import Reply
from frappe import _
from frappe.client import get_list as rows_of
from frappe.exceptions import DoesNotExistError

#: keys of a posted document that are the host's own
_OWN_KEYS = frozenset(("flags", "cmd", "csrf_token", "doctype", "run_method"))


def no_route() -> Reply:
	"""A path or verb without a route: 404 without a message, as v15.41 answers."""
	raise DoesNotExistError


def get_list(doctype: str) -> Reply:
	"""Rows that the user may read: 20 unless `limit_page_length` (or `limit`) says otherwise, 0 for all."""
	frappe.get_meta(doctype)
	form = frappe.local.form_dict
	form["doctype"] = doctype
	form["limit_page_length"] = form.pop("limit", None) or form.get("limit_page_length") or 20
	if form["limit_page_length"] == "0":
		form["limit_page_length"] = 0
	return rpc.with_messages({"data": arguments.call(rows_of, form)})


def create(doctype: str) -> Reply:
	"""Inserts a document and answers it as stored."""
	doc = frappe.get_doc({**posted(), "doctype": doctype})
	return document(doc.insert())


def read(doctype: str, name: str) -> Reply:
	"""One document, without the fields that the user may not read."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return document(doc)


def update(doctype: str, name: str) -> Reply:
	"""Changes the posted fields; a `modified` among them must be the stored one (417)."""
	return document(changed(doctype, name))


def changed(doctype: str, name: str) -> Any:
	"""The document with the posted values, saved; a child row is followed by its parent."""
	values = posted()
	values.pop("name", None)
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.update(values)
	doc.save()
	if doc.get("parenttype") and doc.get("parent"):
		frappe.get_doc(doc.parenttype, doc.parent).save()
	return doc


def delete(doctype: str, name: str) -> Reply:
	"""Deletes a document: 202 and `"ok"`."""
	frappe.delete_doc(doctype, name, ignore_missing=False)
	return rpc.with_messages({"data": "ok"}, 202)


def run_method(doctype: str, name: str) -> Reply:
	"""Calls the whitelisted document method that `run_method` names."""
	method = str(frappe.local.form_dict.pop("run_method", "") or "")
	doc = frappe.get_doc(doctype, name, for_update=frappe.request.method not in ("GET", "HEAD"))
	return rpc.answer(calls.document_method(doc, method), "data")


def document(doc: Any) -> Reply:
	"""`{"data": document}` without nulls and without what the user's permission level hides."""
	permlevels.hide(doc)
	return rpc.with_messages({"data": doc.as_dict(no_nulls=True)})


def posted() -> dict[str, Any]:
	"""The field values of the request: a JSON body (of any content type), a `data` field with JSON, or form
	fields.

	Raises JSONDecodeError (400). Keys that belong to the host are left out.
	"""
	form = frappe.local.form_dict
	values: Any = form
	if isinstance(form.get("data"), str) and not (frappe.request.mimetype or "").endswith("json"):
		values = _parse(form["data"])
	elif not form and frappe.request.content_length:
		limits.check_json(frappe.request)
		values = _parse(frappe.request.get_data())
	if not isinstance(values, dict):
		frappe.throw(_("The request body must be a JSON object"), JSONDecodeError)
	return {k: v for k, v in values.items() if k not in _OWN_KEYS and not k.startswith("__")}


def _parse(text: str | bytes) -> Any:
	try:
		return json_reader.loads(text)
	except ValueError as error:
		frappe.throw(_("The request body is not valid JSON: {0}").format(error), JSONDecodeError)
