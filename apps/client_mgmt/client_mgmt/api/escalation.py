"""Raising an emergency from a project, and taking it on. For the project's own staff."""

from typing import Any

import frappe
from client_mgmt.engagement import escalations
from client_mgmt.people.staff import is_manager
from client_mgmt.people.viewer import Viewer, staff_only
from frappe import _
from frappe.utils import cint


@frappe.whitelist(methods=["POST"])
def trigger(project: str, message: str, step: int | str = 1) -> dict[str, Any]:
	"""Tells the person of a step (from 1) of the escalation path, by mail and in the project's groups
	(S004-56). Whoever is not answered within the step's time limit is passed over to the next one.

	Returns the Escalation. Raises PermissionError for who is not on the project's team, ValidationError
	without a path, for a step beyond it and without a message.
	"""
	staff_only()
	_team_only(project)
	return escalations.raise_(project, message, cint(step)).as_dict()


@frappe.whitelist(methods=["POST"])
def acknowledge(escalation: str, note: str = "") -> dict[str, Any]:
	"""Takes an escalation on: nobody further is told. Raises PermissionError as `trigger` does."""
	staff_only()
	doc = frappe.get_doc("Escalation", escalation, for_update=True)
	_team_only(doc.project)
	escalations.acknowledge(doc, note)
	return doc.as_dict()


def _team_only(project: str) -> None:
	frappe.has_permission("Project Archive", "read", project, throw=True)
	if not is_manager() and project not in Viewer().projects and frappe.session.user != "Administrator":
		frappe.throw(_("This is for the team of {0}.").format(project), frappe.PermissionError)
