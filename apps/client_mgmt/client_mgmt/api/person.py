"""What a person sets for themselves, and the actions that are theirs."""

from typing import Any

import frappe
from client_mgmt.people import notices
from client_mgmt.people import team as people
from client_mgmt.values import sent
from frappe import _
from frappe.utils import cint

LANGUAGES = ("zh", "en")
MOST = 500
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


@frappe.whitelist(methods=["GET", "POST"])
def notice_switches() -> list[dict[str, Any]]:
	"""What the caller can be told of, and by which ways they are: `[{kind, label, bell, mail}]`."""
	return notices.switches()


@frappe.whitelist(methods=["POST"])
def switch_notice(kind: str, bell: bool | int | str, mail: bool | int | str) -> list[dict[str, Any]]:
	"""Switches the two ways of a kind on or off for the caller; answers all switches.

	Raises ValidationError for a kind that there is not.
	"""
	notices.switch(kind, bool(cint(bell)), bool(cint(mail)))
	return notices.switches()


@frappe.whitelist(methods=["POST"])
def read_notices(names: Any = None) -> int:
	"""Marks notices of the caller as read: those of `names` (a list, as JSON), without it all of them.

	Answers how many are still unread. Names of other people's notices are passed over in silence.
	"""
	given = sent("names", names)
	if given is not None and (not isinstance(given, list) or len(given) > MOST):
		frappe.throw(_("names is a list of at most {0} notices.").format(MOST))
	notices.read(given)
	return notices.unread()


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
