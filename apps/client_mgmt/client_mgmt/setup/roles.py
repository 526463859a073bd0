"""The roles of the app. Seeded before anything else: a role that a DocPerm creates gets desk access."""

from __future__ import annotations

import frappe
from client_mgmt.people.roles import CLIENT_ROLE, DESK_ROLES


def seed(fresh: bool = False) -> None:
	"""Insert the missing roles; on a fresh install also take desk access from the portal role, which the
	import of the DocTypes has created with it. Later an administrator's choice stands."""
	for role in DESK_ROLES:
		_insert(role, desk_access=1)
	_insert(CLIENT_ROLE, desk_access=0)
	if fresh:
		portal = frappe.get_doc("Role", CLIENT_ROLE)
		portal.desk_access = 0
		portal.save(ignore_permissions=True)  # the installer acts, no person


def _insert(role: str, desk_access: int) -> None:
	if not frappe.db.exists("Role", role):
		frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": desk_access}).insert(
			ignore_permissions=True  # the installer acts, no person
		)
