"""The living dossier: revisions, updates, delivered clients and visits. For staff alone."""

from typing import Any

import frappe
from client_mgmt.client_archive.living import library, reminders, revisions, updates, visits
from client_mgmt.people.viewer import staff_only
from frappe.utils import cint, getdate


@frappe.whitelist(methods=["GET", "POST"])
def revision_difference(project: str, against: int | str = 0, revision: int | str = 0) -> dict[str, Any]:
	"""How two revisions of a dossier differ, field by field (S004-75).

	`revision`: an archived one, 0 for the dossier as it stands. `against`: an archived one, 0 for the one in
	effect, or for the one before `revision`. Answers `{project, old, new, fields: [{field, label, old,
	new}]}`; of a table `{field, label, rows: [{change, row, old_row, cells}]}`. Raises PermissionError
	for who may not read the dossier, ValidationError for a revision that was never archived.
	"""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return revisions.difference(project, cint(against), cint(revision))


@frappe.whitelist(methods=["GET", "POST"])
def overdue_updates() -> list[dict[str, Any]]:
	"""Dossiers whose update is overdue among those that the caller sees, the longest first (S004-77):
	`[{name, project_name, client, archive_owner, last_update_on, next_update_due, days_overdue}]`."""
	staff_only()
	frappe.has_permission("Project Archive", "read", throw=True)
	return updates.overdue()


@frappe.whitelist(methods=["GET", "POST"])
def preview_reminder(project: str) -> list[dict[str, str]]:
	"""The mails that remind of a dossier's update, as they would be sent today; sends nothing (S000-98):
	`[{sender, recipient, subject, message}]`. Raises PermissionError for who may not read the dossier."""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return reminders.preview(project)


@frappe.whitelist(methods=["GET", "POST"])
def delivered_library(due_by: str = "") -> list[dict[str, Any]]:
	"""Delivered clients among those that the caller sees, the next to be contacted first (S004-78, S004-79).

	`due_by`: ISO date; only those to be contacted until then. `[{name, client_name, industry, city,
	next_contact_on, next_offer, delivered_on, contact_due, suggested_offers}]`, the last what they asked for
	and did not get: `[{name, title, project, workflow_state}]` of change requests.
	"""
	staff_only()
	frappe.has_permission("Client", "read", throw=True)
	return library.entries(getdate(due_by) if due_by else None)


@frappe.whitelist(methods=["GET", "POST"])
def overdue_visits() -> list[dict[str, Any]]:
	"""Visits whose day has passed among those that the caller sees (S004-80):
	`[{name, client, project, due_on, days_overdue}]`."""
	staff_only()
	frappe.has_permission("Client Visit", "read", throw=True)
	return visits.overdue()
