"""What a person sets for themselves, and the actions that are theirs."""

from typing import Any

import frappe
from client_mgmt.people import team as people
from frappe import _
from frappe.utils import cint

LANGUAGES = ("zh", "en")
ACTION = "Action Item"
OPEN, DONE = "Open", "Done"


@frappe.whitelist(methods=["POST"])
def set_language(language: str) -> str:
	"""The language in which the caller reads: labels, messages and mails, from now on and on every device.

	Takes "zh" or "en", answers it. Raises ValidationError for another one.
	"""
	if language not in LANGUAGES:
		frappe.throw(_("The app speaks zh and en, not {0}.").format(language))
	person = frappe.get_doc("User", frappe.session.user)
	person.language = language
	person.save(ignore_permissions=True)  # nobody but the caller, and this field alone
	return language


@frappe.whitelist(methods=["POST"])
def tick(name: str, done: Any = 1) -> str:
	"""Marks an action as done, with `done` 0 as open again; answers its status. For its owner alone, on
	either side. Raises frappe.PermissionError for anybody else, frappe.ValidationError for one that was
	cancelled."""
	action = frappe.get_doc(ACTION, name, for_update=True) if frappe.db.exists(ACTION, name) else None
	if not action or action.owner_user != frappe.session.user or not people.may(action, "read"):
		frappe.throw(_("Not permitted: {0} {1}").format(_(ACTION), name), frappe.PermissionError)
	if action.status not in (OPEN, DONE):
		frappe.throw(_("{0} was cancelled.").format(name))
	status = DONE if cint(done) else OPEN
	if action.status != status:
		action.status = status
		action.save(ignore_permissions=True)  # its owner's own, and this field alone
	return status
