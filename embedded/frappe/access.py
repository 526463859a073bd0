"""Short names for who is acting and what they may do."""

from __future__ import annotations

from typing import Any

from frappe.context import _dict, local
from frappe.exceptions import PermissionError


def set_user(username: str) -> None:
	"""Acts as `username` from here on (tests, demo, jobs)."""
	session = getattr(local, "session", None)
	if session is None:
		session = local.session = _dict()
	session.user = username
	session.sid = username
	session.data = _dict()


def get_roles(username: str | None = None) -> list[str]:
	"""The roles of a user (default: the session's), the automatic ones included."""
	from frappe.permissions import get_roles as impl

	return impl(username)


def has_permission(
	doctype: str | None = None,
	ptype: str = "read",
	doc: Any = None,
	user: str | None = None,
	throw: bool = False,
	*,
	parent_doctype: str | None = None,
) -> bool:
	"""Whether the user may do `ptype`; raises PermissionError instead of False when `throw`."""
	from frappe.permissions import has_permission as impl

	return impl(doctype, ptype, doc, user, throw=throw, parent_doctype=parent_doctype)


def only_for(roles: str | list[str] | tuple[str, ...]) -> None:
	"""Raises PermissionError unless the session's user has one of `roles` (Administrator always has)."""
	wanted = {roles} if isinstance(roles, str) else set(roles)
	if local.session.user != "Administrator" and not wanted & set(get_roles()):
		raise PermissionError
