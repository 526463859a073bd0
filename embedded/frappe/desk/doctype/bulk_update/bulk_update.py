"""One action on many documents of a list."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.services import arguments
from frappe import _


@frappe.whitelist(methods=["POST", "PUT"])
def submit_cancel_or_update_docs(
	doctype: str, docnames: Any, action: str = "submit", data: Any = None, task_id: str | None = None
) -> list[str]:
	"""Submits, cancels or updates (`data`: values) up to 500 documents; answers the refused names."""
	names = arguments.as_list("docnames", docnames)
	if len(names) > 500:
		frappe.throw(_("Bulk operations only support up to 500 documents."), title=_("Too Many Documents"))
	values = arguments.as_object("data", data or {})
	return [
		name for name in names if not _done(frappe.get_doc(doctype, name, for_update=True), action, values)
	]


def _done(doc: Any, action: str, values: dict[str, Any]) -> bool:
	frappe.db.savepoint("bulk_update")
	try:
		_act(doc, action, values)
	except Exception as error:
		frappe.db.rollback(save_point="bulk_update")
		frappe.msgprint(f"{frappe.bold(doc.name)}: {error}", indicator="red")
		return False
	return True


def _act(doc: Any, action: str, values: dict[str, Any]) -> None:
	if action == "update":
		doc.update({k: v for k, v in values.items() if k not in ("flags", "doctype", "name")})
		doc.save()
	elif action == "submit":
		doc.submit()
	elif action == "cancel":
		doc.cancel()
	else:
		frappe.throw(_("Unknown action {0}").format(action))
