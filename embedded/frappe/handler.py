"""Whitelisted methods that are called by a short name: ping, logout, upload_file, run_doc_method."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.services import arguments, calls, sign_in
from frappe import _
from frappe.exceptions import PermissionError


@frappe.whitelist(allow_guest=True)
def ping() -> str:
	"""Shows that the site answers."""
	return "pong"


@frappe.whitelist(allow_guest=True, methods=["POST"])
def login() -> None:
	"""Reached by a verb or route other than `POST login`, which `embedded_host.web.login` answers."""
	frappe.throw(_("Not permitted"), PermissionError)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def logout() -> None:
	"""Ends the session and clears its cookies."""
	sign_in.end()


@frappe.whitelist(allow_guest=True, methods=["POST", "PUT"])
def upload_file() -> Any:
	"""Stores the posted `file` (or `file_url`) and answers its File document.

	Form fields: is_private, doctype, docname, fieldname, folder, file_url, file_name. Raises PermissionError
	for a Guest and for somebody who may not write the document it is attached to (stricter than v15.41).
	"""
	if frappe.session.user == "Guest":
		raise PermissionError
	form = frappe.local.form_dict
	if form.get("doctype") and form.get("docname"):
		frappe.get_doc(form.doctype, form.docname).check_permission("write")
	posted = frappe.request.files.get("file")
	values = {
		"doctype": "File",
		"attached_to_doctype": form.get("doctype"),
		"attached_to_name": form.get("docname"),
		"attached_to_field": form.get("fieldname"),
		"folder": form.get("folder") or "Home",
		"file_name": form.get("file_name") or (posted.filename if posted else None),
		"file_url": form.get("file_url"),
		"is_private": frappe.utils.cint(form.get("is_private")),
	}
	doc = frappe.get_doc({k: v for k, v in values.items() if v is not None})
	if posted:
		doc.content = posted.stream.read()
	return doc.insert()


@frappe.whitelist()
def run_doc_method(
	method: str,
	docs: dict | str | None = None,
	dt: str | None = None,
	dn: str | None = None,
	document: dict | str | None = None,
	arg: Any = None,
	args: Any = None,
) -> Any:
	"""Calls a whitelisted method of a stored document (`dt`, `dn`) or of a posted one (`docs`, or v2's
	`document`).
	"""
	doc = _target(docs or document, dt, dn)
	given = frappe.parse_json(args if args is not None else arg)
	frappe.local.form_dict = frappe._dict(given if isinstance(given, dict) else {})
	result = calls.document_method(doc, method)
	frappe.local.response.docs.append(doc)
	return result


def _target(posted: dict | str | None, dt: str | None, dn: str | None) -> Any:
	if not posted:
		if not (dt and dn):
			frappe.throw(_("Missing argument: {0}").format("docs"))
		return frappe.get_doc(dt, dn)
	values = arguments.as_object("docs", posted)
	if values.get("__islocal") or not values.get("name"):
		return frappe.get_doc(values)
	doc = frappe.get_doc(str(values.get("doctype")), values["name"])
	if values.get("modified") and str(doc.modified) != str(values["modified"]):
		text = _("Document has been modified after you have opened it ({0}, {1}).")
		again = _("Please refresh to get the latest document.")
		frappe.throw(
			f"{text.format(values['modified'], doc.modified)} {again}",
			frappe.exceptions.TimestampMismatchError,
		)
	doc.update(values)
	return doc
