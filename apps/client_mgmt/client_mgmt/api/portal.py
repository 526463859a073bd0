"""Facts that a client-side login may see without a DocPerm on Project Archive, Client or Client Contact."""

from typing import TypedDict

import frappe
from client_mgmt.people.viewer import Viewer
from frappe import _

PROJECT_FIELDS = (
	"name project_name stage delivery_method planned_start planned_end actual_start actual_end".split()
)
ATTACHMENTS_OF = ("Change Request", "Meeting Minutes", "Requirement")


class Person(TypedDict):
	"""One row of a project's team: a name and a role, no phone, no address."""

	party: str
	project_role: str
	full_name: str


class Project(TypedDict, total=False):
	"""Dates are ISO text or None; `team` is only in the answer for one project."""

	name: str
	project_name: str
	stage: str
	delivery_method: str
	planned_start: str | None
	planned_end: str | None
	actual_start: str | None
	actual_end: str | None
	team: list[Person]


class Attachment(TypedDict):
	"""A private file: `file_url` answers to those who may read the document."""

	file_name: str
	file_url: str
	file_size: int
	content_hash: str


@frappe.whitelist(methods=["GET"])
def my_projects() -> list[Project]:
	"""The projects whose team names the caller (staff: also those that they own), newest first."""
	names = sorted(Viewer().projects)
	return frappe.get_all(
		"Project Archive",
		filters={"name": ("in", names)},
		fields=PROJECT_FIELDS,
		order_by="creation desc, name desc",
	)


@frappe.whitelist(methods=["GET"])
def project(name: str) -> Project:
	"""One project's facts and its team by name and role. Raises PermissionError for anybody else's project,
	whether it exists or not."""
	if name not in Viewer().projects:
		frappe.throw(_("You are not on the team of project {0}.").format(name), frappe.PermissionError)
	project: Project = frappe.db.get_value("Project Archive", name, PROJECT_FIELDS, as_dict=True)
	project["team"] = _team(name)
	return project


def _team(project: str) -> list[Person]:
	rows = frappe.get_all(
		"Project Member",
		filters={"parenttype": "Project Archive", "parent": project},
		fields=["party", "project_role", "user", "contact"],
		order_by="idx asc",
	)
	return [
		{"party": row.party, "project_role": row.project_role, "full_name": _full_name(row.user, row.contact)}
		for row in rows
	]


def _full_name(user: str | None, contact: str | None) -> str:
	if contact:
		return frappe.db.get_value("Client Contact", contact, "contact_name") or ""
	return frappe.db.get_value("User", user, "full_name") or ""


@frappe.whitelist(methods=["GET"])
def attachments(doctype: str, name: str) -> list[Attachment]:
	"""The private files of a document that the caller may read. Raises PermissionError otherwise."""
	if doctype not in ATTACHMENTS_OF:
		frappe.throw(_("{0} has no attachments here.").format(_(doctype)), frappe.PermissionError)
	frappe.has_permission(doctype, "read", name, throw=True)
	return frappe.get_all(
		"File",
		filters={"attached_to_doctype": doctype, "attached_to_name": name, "is_private": 1},
		fields=["file_name", "file_url", "file_size", "content_hash"],
		order_by="creation asc",
	)
