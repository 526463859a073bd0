"""Who is signed in, as the web knows it."""

from __future__ import annotations

import frappe


@frappe.whitelist()
def get_logged_user() -> str:
	"""The name of the session's user; a Guest is refused."""
	return str(frappe.session.user)
