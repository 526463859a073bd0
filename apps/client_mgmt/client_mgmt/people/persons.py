"""Who sees whom (domain.md, "Roles and visibility"): staff find each other and the people of their own
clients; the logins of another client's people are not there for them, as its contacts are not.

Frappe lets every desk user select every User (v15.41).
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.people import permissions
from client_mgmt.people.viewer import Viewer, viewer_of

PERSON, CONTACT = "User", "Client Contact"


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Hook `permission_query_conditions` of User: SQL for the logins that `user` may list; "" is all."""
	viewer = viewer_of(user)
	if viewer.firm_wide(reading=True):
		return ""
	name = f"`tab{PERSON}`.`name`"
	self = f"{name} = {frappe.db.escape(viewer.user)}"
	if viewer.client_side:
		return self
	named = f"select `user` from `tab{CONTACT}` where `user` is not null"
	mine = permissions.query_conditions(viewer.user, CONTACT)
	return f"({self} or {name} not in ({named}) or {name} in ({named} and ({mine})))"


def has_permission(doc: Any, ptype: str | None = None, user: str | None = None) -> bool:
	"""Hook `has_permission` of User: the same for a single login."""
	return _may_see(str(doc.name), viewer_of(user))


def sees(name: str) -> bool:
	"""Whether there is such a login, and the session's user may know of it."""
	return bool(frappe.db.exists(PERSON, name)) and _may_see(name, viewer_of())


def _may_see(name: str, viewer: Viewer) -> bool:
	if viewer.firm_wide(reading=True) or name == viewer.user:
		return True
	if viewer.client_side:
		return False
	contacts = frappe.get_all(CONTACT, filters={"user": name}, pluck="name")
	return not contacts or any(permissions.reads(CONTACT, contact, viewer) for contact in contacts)
