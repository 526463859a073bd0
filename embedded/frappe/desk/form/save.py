"""Saving, submitting and cancelling from a form."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.services import arguments, permlevels
from frappe import _
from frappe.client import document_of
from frappe.desk.form.load import add_docinfo


@frappe.whitelist(methods=["POST"])
def savedocs(doc: Any, action: str) -> None:
	"""`action` Save, Submit, Update or Cancel of a posted document; answers `docs` and `docinfo`."""
	values = arguments.as_object("doc", doc)
	local_name = values.get("name") if values.get("__islocal") else None
	document = document_of(_without_local_names(values))
	if action == "Submit":
		document.submit()
	elif action == "Cancel":
		document.cancel()
	else:
		document.save()
	said = {"Submit": _("Submitted"), "Cancel": _("Cancelled")}.get(action) or _("Saved")
	_answer(document, said, local_name)


@frappe.whitelist(methods=["POST"])
def cancel(
	doctype: str,
	name: str,
	workflow_state_fieldname: str | None = None,
	workflow_state: str | None = None,
) -> None:
	"""Cancels a document, and moves it to `workflow_state` when given; answers `docs` and `docinfo`."""
	document = frappe.get_doc(doctype, name, for_update=True)
	if workflow_state_fieldname and workflow_state:
		document.set(workflow_state_fieldname, workflow_state)
	document.cancel()
	_answer(document, _("Cancelled"))


def _without_local_names(values: dict[str, Any]) -> dict[str, Any]:
	"""Names that a form made up for what is new (`__islocal`) are no names."""
	cleaned = {k: v for k, v in values.items() if not (k == "name" and values.get("__islocal"))}
	for key, rows in cleaned.items():
		if isinstance(rows, list):
			cleaned[key] = [_without_local_names(row) if isinstance(row, dict) else row for row in rows]
	return cleaned


def _answer(document: Any, said: str, local_name: str | None = None) -> None:
	permlevels.hide(document)
	answered = document.as_dict()
	if local_name:
		answered["localname"] = local_name
	frappe.response.docs.append(answered)
	add_docinfo(document)
	frappe.msgprint(said, indicator="green", alert=True)
