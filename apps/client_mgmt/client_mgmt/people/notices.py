"""What a person is told of: the kinds, a switch for each way of each, and what they have read.

A notice is a row of Frappe's Notification Log, so that a bench's Desk rings too; `integrations/telling.py`
writes and mails them.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.people.viewer import Viewer
from frappe import _

LOG, PREFERENCE = "Notification Log", "Notice Preference"
BELL, MAIL = "bell", "mail"
ALERT = "Alert"  # the type of the notices that this app writes
SIGNING, UPDATE = "signature_wanted", "update_due"
MESSAGE, PRIORITY = "message", "priority"
FOR_STAFF = frozenset({"turn", "disputed", UPDATE, PRIORITY})
ALWAYS = frozenset({"escalation"})  # nobody switches an emergency off


def kinds() -> dict[str, str]:
	"""Kind → what its switch says, in the order in which they are shown."""
	return {
		SIGNING: _("Your signature is wanted"),
		"signed": _("The other party has signed"),
		"declined": _("A signature was declined"),
		"turn": _("Something waits for your assessment or review"),
		"returned": _("Something was returned"),
		"rejected": _("Something was rejected"),
		"circulated": _("Minutes were circulated"),
		"disputed": _("Minutes were disputed"),
		MESSAGE: _("The other side has written to you"),
		PRIORITY: _("The client has confirmed priorities"),
		"action": _("You were given an action"),
		"action_overdue": _("Your action is overdue"),
		UPDATE: _("The update of a dossier is due"),
	}


def wants(user: str, kind: str, way: str) -> bool:
	"""Whether a person has left this way of being told switched on; emergencies are."""
	return kind in ALWAYS or kind not in _off(user)[way]


def _off(user: str) -> dict[str, list[str]]:
	row = frappe.db.get_value(PREFERENCE, {"user": user}, ["bell_off", "mail_off"], as_dict=True) or {}
	return {way: (row.get(f"{way}_off") or "").split() for way in (BELL, MAIL)}


def switches() -> list[dict[str, Any]]:
	"""The session user's switches, `{kind, label, bell, mail}`: the kinds that can reach them."""
	off = _off(frappe.session.user)
	hidden = FOR_STAFF if Viewer().client_side else frozenset()
	return [
		{"kind": kind, "label": label, BELL: kind not in off[BELL], MAIL: kind not in off[MAIL]}
		for kind, label in kinds().items()
		if kind not in hidden
	]


def switch(kind: str, bell: bool, mail: bool) -> None:
	"""Sets both switches of a kind for the session's user. Raises frappe.ValidationError for no kind."""
	if kind not in kinds():
		frappe.throw(_("{0} is nothing that people are told of.").format(_(kind)))
	user = frappe.session.user
	name = frappe.db.get_value(PREFERENCE, {"user": user}, "name")
	doc = frappe.get_doc(PREFERENCE, name, for_update=True) if name else frappe.new_doc(PREFERENCE)
	doc.user = user
	for field, is_on in (("bell_off", bell), ("mail_off", mail)):
		others = [one for one in (doc.get(field) or "").split() if one != kind]
		doc.set(field, "\n".join(others if is_on else [*others, kind]))
	doc.save(ignore_permissions=True)  # nobody but the caller's own


def unread() -> int:
	"""How many notices the session's user has not read."""
	return frappe.db.count(LOG, {"for_user": frappe.session.user, "read": 0})


def read(names: list[str] | None) -> None:
	"""Marks notices of the session's user as read, all of them without names; anybody else's stay."""
	mine: dict[str, Any] = {"for_user": frappe.session.user, "read": 0}
	if names is not None:
		mine["name"] = ("in", [str(name) for name in names] or [""])
	_mark(mine)


def seen(user: str, doctype: str, name: str) -> None:
	"""Marks what somebody was told of a document as read: who acts on it has seen it."""
	_mark({"for_user": user, "document_type": doctype, "document_name": name, "read": 0})


def _mark(filters: dict[str, Any]) -> None:
	for name in frappe.get_all(LOG, filters=filters, pluck="name", limit_page_length=0):
		frappe.db.set_value(LOG, name, "read", 1, update_modified=False)


def is_mine(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
	"""Hook `has_permission` of Notification Log: whose it is, and Administrator."""
	return (user or frappe.session.user) in ("Administrator", doc.for_user)
