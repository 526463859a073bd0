"""One read-only page about a project for development, test and operations (S004-04). For staff."""

from typing import TypedDict

import frappe
from client_mgmt.client_archive.dossiers import brief
from client_mgmt.client_archive.dossiers.brief import Section
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import existing
from frappe import _


class Brief(TypedDict):
	"""The dossier's name and title, its revision and state, and the sections that hold something."""

	name: str
	title: str
	state: str
	revision: int
	sections: list[Section]
	words: dict[str, str]


@frappe.whitelist(methods=["GET", "POST"])
def project_brief(project: str) -> Brief:
	"""The facts of a dossier that its builders need, in words of the caller's language; without money.

	Raises PermissionError for who may not read the dossier, as nobody on a client's side may.
	"""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	row = existing("Project Archive", project, ["name", "project_name", "workflow_state", "revision"])
	return {
		"name": row.name,
		"title": row.project_name,
		"state": _(row.workflow_state or ""),
		"revision": row.revision,
		"sections": brief.of_project(project),
		"words": {"language": frappe.local.lang, "print": _("Print"), "revision": _("Revision")},
	}
