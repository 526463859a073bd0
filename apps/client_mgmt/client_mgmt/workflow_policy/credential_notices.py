"""Whose credentials somebody else has set is told, and so is everybody who signs beside them.

A System Manager who resets a signer's password can sign in as that person: nothing stops it, so it is not
done in silence (docs/security.md).
"""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import receipts
from frappe import _
from frappe.model.document import Document

CREDENTIALS = ("new_password", "api_secret")


def tell(user: Document, _event: str | None = None) -> None:
	"""User, before_validate: mails both parties of each client for which this person may sign when somebody
	else sets a password or a key."""
	given = [field for field in CREDENTIALS if (user.get(field) or "").strip("*")]
	if not given or user.is_new() or frappe.session.user in ("Guest", user.name):
		return
	recipients = _signers_beside(user.name)
	if recipients:
		sentence = _("{0} has set the password or key of {1}, who may sign for a party.")
		lines = [
			sentence.format(frappe.session.user, user.name),
			_("If nobody asked for it, tell the other party before the next signature."),
		]
		receipts.queue_mail(recipients, _("Credentials of a signer were set"), lines)


def _signers_beside(user: str) -> list[str]:
	"""The addresses of all who hold an authority, not revoked, for a client for which this person does."""
	held = {"revoked_on": ("is", "not set")}
	mine = frappe.get_all("Client Contact", filters={"user": user}, pluck="name")
	asked = {"user": user, **({"contact": ("in", mine)} if mine else {})}
	clients = frappe.get_all("Signing Authority", filters=held, or_filters=asked, pluck="client")
	if not clients:
		return []
	rows = frappe.get_all(
		"Signing Authority", filters={**held, "client": ("in", clients)}, fields=["user", "contact"]
	)
	contacts = [row.contact for row in rows if row.contact]
	logins = {row.user for row in rows if row.user}
	if contacts:
		logins |= set(frappe.get_all("Client Contact", filters={"name": ("in", contacts)}, pluck="user"))
	known = {"name": ("in", [login for login in logins if login])}
	return sorted(filter(None, frappe.get_all("User", filters=known, pluck="email")))
