"""What a dossier still lacks. For staff alone."""

import frappe
from client_mgmt.client_archive.dossiers import findings as collected
from client_mgmt.client_archive.dossiers.findings import Finding
from client_mgmt.people.viewer import staff_only


@frappe.whitelist(methods=["GET"])
def findings(project: str) -> list[Finding]:
	"""The flags of a dossier (S004-18, -21, -28, -53, -88..90): goals without a measure, requirements without
	a goal, missing contacts, a cross-border project without a translator, how a tag wants to be handled.

	Raises PermissionError for a client's side and for who may not read the dossier.
	"""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return collected.of_project(project)
