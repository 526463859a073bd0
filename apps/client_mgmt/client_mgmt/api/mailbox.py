"""Mail accounts for first dossiers: what has come, and what a person makes of it (S004-92). For staff."""

from typing import Any

import frappe
from client_mgmt.client_archive.intake import mailboxes
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import sent


@frappe.whitelist(methods=["POST"])
def read_now(mailbox: str) -> None:
	"""Has an account read now instead of at the next hour. Raises PermissionError for who may not read the
	Dossier Mailbox."""
	staff_only()
	frappe.has_permission("Dossier Mailbox", "write", mailbox, throw=True)
	mailboxes.enqueue(mailbox)


@frappe.whitelist(methods=["GET", "POST"])
def suggestions(mail: str) -> dict[str, Any]:
	"""What an Incoming Mail suggests, as `client_mgmt.api.dossier.extract_mail` answers it; stores nothing.

	Raises PermissionError for anybody but its receiver and a Client Mgmt Manager, ValidationError for a mail
	that is done with.
	"""
	staff_only()
	return mailboxes.suggest(mail)


@frappe.whitelist(methods=["POST"])
def accept(mail: str, values: dict[str, Any] | str) -> dict[str, Any]:
	"""Drafts out of confirmed values, as `client_mgmt.api.dossier.accept_mail` makes them; the mail
	is then done with. Raises as `suggestions`."""
	staff_only()
	return mailboxes.accept(mail, sent("values", values))


@frappe.whitelist(methods=["POST"])
def dismiss(mail: str, reason: str) -> None:
	"""The mail begins no dossier. Raises as `suggestions`, and ValidationError without a reason."""
	staff_only()
	mailboxes.dismiss(mail, reason)
