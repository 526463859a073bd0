"""Sessions, as far as an app or a controller has to do with them."""

from __future__ import annotations

import frappe


def clear_sessions(user: str | None = None, keep_current: bool = False, force: bool = False) -> None:
	"""Ends the sessions of `user` (default: the session's), all but the current one when `keep_current`."""
	from embedded_host.web import sessions

	sessions.delete_of(user or frappe.session.user, frappe.session.sid if keep_current else None)
