"""The milestone that the gate out of Kick-off asks for (S004-85). An administrator's edit stands."""

from __future__ import annotations

import frappe
from client_mgmt.domain.dossier.living import COMPLETE

TEMPLATE = "Milestone Template"


def seed() -> None:
	"""Insert the template that is missing."""
	if not frappe.db.exists(TEMPLATE, COMPLETE):
		frappe.get_doc({"doctype": TEMPLATE, "milestone_name": COMPLETE}).insert(
			ignore_permissions=True  # the installer acts, no person
		)
