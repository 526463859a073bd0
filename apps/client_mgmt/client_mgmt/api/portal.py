"""What a client-side login sees without a DocPerm on Project Archive, Client or Client Contact; what both
sides write to each other, and the priorities that a client confirms."""

from typing import Any, TypedDict

import frappe
from client_mgmt.engagement import conversation, priorities
from client_mgmt.engagement import decisions as decided
from client_mgmt.people import often
from client_mgmt.people.viewer import Viewer, staff_only
from client_mgmt.values import sent
from frappe import _
from frappe.utils import cint

PROJECT_FIELDS = (
	"name project_name stage delivery_method planned_start planned_end actual_start actual_end".split()
)
PER_HOUR = 300  # messages of one person
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


@frappe.whitelist(methods=["GET", "POST"])
def my_projects() -> list[Project]:
	"""The projects whose team names the caller (staff: also those that they own), newest first."""
	names = sorted(Viewer().projects)
	return frappe.get_all(
		"Project Archive",
		filters={"name": ("in", names)},
		fields=PROJECT_FIELDS,
		order_by="creation desc, name desc",
	)


@frappe.whitelist(methods=["GET", "POST"])
def project(name: str) -> Project:
	"""One project's facts and its team by name and role. Raises PermissionError for anybody else's project,
	whether it exists or not."""
	_on_team(name)
	project: Project = frappe.db.get_value("Project Archive", name, PROJECT_FIELDS, as_dict=True)
	project["team"] = _team(name)
	return project


def _on_team(project: str) -> None:
	if project not in Viewer().projects:
		frappe.throw(_("You are not on the team of project {0}.").format(project), frappe.PermissionError)


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


@frappe.whitelist(methods=["GET", "POST"])
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


@frappe.whitelist(methods=["GET", "POST"])
def decisions(project: str, start: int | str = 0, limit: int | str = 20) -> dict[str, Any]:
	"""The decisions of a project's minutes that the caller may read, the newest minutes first, `limit` (at
	most 100) minutes at a time: `{rows: [{name, minutes, title, on, decision, rationale, decided_by,
	change_request, supersedes}], has_next}`. Raises PermissionError for anybody else's project."""
	_on_team(project)
	return decided.listed(project, max(cint(start), 0), min(max(cint(limit), 1), 100))


@frappe.whitelist(methods=["GET", "POST"])
def requirements(project: str, start: int | str = 0) -> list[dict[str, Any]]:
	"""The requirements of a project, 200 at a time, those whose priority waits for the client first: `[{name,
	feature, acceptance_criteria, priority, priority_label, kind, status, status_label, revision,
	confirmed_by, confirmed_on, proposed, proposed_label, waits}]` (S000-11). Raises PermissionError for
	anybody else's project."""
	_on_team(project)
	return priorities.listed(project, max(cint(start), 0))


@frappe.whitelist(methods=["POST"])
def confirm_priorities(priorities_seen: Any) -> list[str]:
	"""Confirms priorities of requirements: `priorities_seen` is `{requirement: priority}` as the caller saw
	them, at most 200, as JSON (S000-11). Answers the requirements. For a person of the client on the
	project's team; raises PermissionError for anybody else, ValidationError where a priority is another by
	now."""
	seen = sent("priorities_seen", priorities_seen)
	if not isinstance(seen, dict):
		frappe.throw(_("{0} is an object of requirements and priorities.").format("priorities_seen"))
	return priorities.confirm(seen)


@frappe.whitelist(methods=["POST"])
def propose_priority(requirement: str, priority: str, text: str) -> str:
	"""Wants another priority, High, Medium or Low, and says why in at most 4,000 characters; a confirmation
	before it no longer holds. Answers the Client Message, which waits for the project's managers. For a
	person of the client on the project's team; raises PermissionError for anybody else."""
	return str(priorities.propose(requirement, priority, text).name)


@frappe.whitelist(methods=["POST"])
def say(doctype: str, name: str, text: str, asks: Any = 0) -> str:
	"""Writes `text` (plain, at most 4,000 characters) to the other side, about a Change Request, Meeting
	Minutes or a Requirement; answers the name of the Client Message. With `asks` it waits in the other side's
	inbox for an answer, as a client's always does. What the other side had asked is answered with it.

	For those on the project's team, where the client reads the document. Raises frappe.PermissionError for
	anybody else, frappe.ValidationError for a text that is empty or too long.
	"""
	often.check("say", PER_HOUR, 3600)
	return str(conversation.say(conversation.document(doctype, name), text, bool(cint(asks))).name)


@frappe.whitelist(methods=["POST"])
def settle(doctype: str, name: str) -> None:
	"""What the client has asked about a document needs no answer any more. For our own people on the team;
	raises frappe.PermissionError for anybody else."""
	staff_only()
	conversation.answered(conversation.document(doctype, name), conversation.CLIENT)
