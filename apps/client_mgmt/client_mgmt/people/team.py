"""Who somebody is to a document: in which project's team, for which party."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import frappe
from client_mgmt.domain import Readable
from client_mgmt.domain.workflow import team
from client_mgmt.people.asking import remembered
from client_mgmt.people.permissions import CLIENT
from client_mgmt.people.terms import has_signed
from client_mgmt.people.viewer import viewer_of
from frappe import _

TEAM_FIELDS = ["party", "user", "contact", "project_role"]


def project_of(doctype: str, row: Readable) -> str | None:
	"""The project of a document; None for a DocType that belongs to no project, "" where none is named."""
	if doctype == "Project Archive":
		return row.get("name")
	return row.get("project") or "" if project_field(doctype) else None


def project_field(doctype: str) -> Any:
	"""The field (DocField) by which a document names its project; None where it names none."""
	field = frappe.get_meta(doctype).get_field("project")
	return field if field and field.options == "Project Archive" else None


def may(doc: Any, ptype: str, user: str | None = None) -> bool:
	"""What `check_permission` decides, as an answer; of another `user` too."""
	if not frappe.has_permission(doc.doctype, ptype, doc=doc, user=user):
		return False
	return not _is_beyond_team(doc, ptype, user)


def _is_beyond_team(doc: Any, ptype: str, user: str | None = None) -> bool:
	viewer = viewer_of(user)
	if doc.doctype in CLIENT or not viewer.client_side:
		return False
	if ptype == "read" and has_signed(doc.doctype, str(doc.name), viewer.user):
		return False
	return project_of(doc.doctype, doc) not in viewer.projects


def check_permission(doc: Any, ptype: str) -> None:
	"""Raises frappe.PermissionError for who may not. For a client-side login the project's team decides also
	on what an administrator put under the engine, whatever its role may read."""
	frappe.has_permission(doc.doctype, ptype, doc=doc, throw=True)
	if _is_beyond_team(doc, ptype):
		frappe.throw(_("Not permitted: {0} {1}").format(_(doc.doctype), doc.name), frappe.PermissionError)


@remembered
def team_of(project: str | None) -> list[Mapping[str, Any]]:
	"""The stored team of a project."""
	if not project:
		return []
	return frappe.get_all(
		"Project Member",
		filters={"parent": project, "parenttype": "Project Archive"},
		fields=TEAM_FIELDS,
		order_by="idx asc",
	)


@remembered
def contacts_of(user: str) -> list[Mapping[str, Any]]:
	"""The Client Contacts that name this login: `name, client, contact_name`."""
	return frappe.get_all("Client Contact", filters={"user": user}, fields=["name", "client", "contact_name"])


def team_rule(doctype: str, row: Readable, user: str) -> Callable[[str], bool]:
	"""Whether an action open to a role is open to this person on this document. The team is read only when
	asked for. DocTypes that belong to no project know no team: the role decides."""
	return _rule(project_of(doctype, row), user)


@remembered
def _rule(project: str | None, user: str) -> Callable[[str], bool]:
	facts: list[Any] = []
	answers: dict[str, bool] = {}

	def may_act(role: str) -> bool:
		if project is None or not (role in team.TEAM_ROLES or role == "Client Contact"):
			return True
		if not facts:
			contacts = contacts_of(user)
			facts.extend(
				(team_of(project), contacts[0]["name"] if len(contacts) == 1 else None, bool(contacts))
			)
		members, contact, is_contact = facts
		if role not in answers:
			answers[role] = bool(contact or not is_contact) and team.may_act(members, role, user, contact)
		return answers[role]

	return may_act
