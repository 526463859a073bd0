"""Notification Log: what the bell shows to one person."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class NotificationLog(Document):
	"""Written by apps for somebody; their mails are sent by whoever writes it."""


def get_permission_query_conditions(for_user: str) -> str:
	"""One's own; all for Administrator."""
	if for_user == "Administrator":
		return ""
	return f"(`tabNotification Log`.`for_user` = {frappe.db.escape(for_user)})"
