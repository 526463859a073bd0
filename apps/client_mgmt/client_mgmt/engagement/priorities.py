"""A client confirms the priorities of requirements, or proposes others (S000-11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.engagement import conversation
from client_mgmt.integrations import telling
from client_mgmt.integrations.telling import Notice
from client_mgmt.people import notices
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

REQUIREMENT, REMOVED = "Requirement", "Removed"
CONFIRMED, PROPOSED = "Priority Confirmed", "Priority Proposed"
PRIORITIES = ("High", "Medium", "Low")
MOST = 200
FIELDS = (
	"name feature acceptance_criteria priority kind status revision project modified "
	"confirmed_by_client confirmed_on"
).split()


def listed(project: str, start: int = 0, limit: int = MOST) -> list[dict[str, Any]]:
	"""The requirements of a project that the caller reads, those not confirmed first: `{name, feature,
	acceptance_criteria, priority, status, revision, confirmed_by, confirmed_on, proposed, waits}` and the
	labels of what is chosen. `proposed`: another priority that the client wants and nobody has answered."""
	rows = frappe.get_list(
		REQUIREMENT,
		filters={"project": project, "status": ("!=", REMOVED)},
		fields=FIELDS,
		order_by="confirmed_on asc, name asc",
		limit_start=start,
		limit_page_length=min(limit, MOST),
	)
	wanted = proposals([row.name for row in rows])
	return [_line(row, wanted.get(row.name, "")) for row in rows]


def _line(row: Any, proposed: str) -> dict[str, Any]:
	by = row.pop("confirmed_by_client")
	return {
		**row,
		"modified": str(row.modified),
		"confirmed_on": str(row.confirmed_on) if row.confirmed_on else None,
		"confirmed_by": (frappe.db.get_value("Client Contact", by, "contact_name") if by else "") or "",
		"priority_label": _(row.priority or ""),
		"status_label": _(row.status or ""),
		"proposed": proposed,
		"proposed_label": _(proposed),
		"waits": is_waiting(row.priority, by, proposed),
	}


def is_waiting(priority: str | None, confirmed_by: str | None, proposed: str) -> bool:
	"""Whether the client is asked to confirm: not while another priority that they want is unanswered."""
	return bool(priority) and not confirmed_by and proposed in ("", priority)


def waiting() -> dict[str, int]:
	"""Project → how many of its priorities wait for the caller, a person of the client."""
	rows = frappe.get_list(
		REQUIREMENT,
		filters=[["status", "!=", REMOVED], ["confirmed_by_client", "is", "not set"]],
		fields=["name", "project", "priority"],
		limit_page_length=0,
	)
	wanted = proposals([row.name for row in rows])
	found: dict[str, int] = {}
	for row in rows:
		if is_waiting(row.priority, None, wanted.get(row.name, "")):
			found[row.project] = found.get(row.project, 0) + 1
	return found


def proposals(requirements: list[str]) -> dict[str, str]:
	"""Requirement → the priority that the client last proposed, where nobody has answered."""
	rows = frappe.get_all(
		conversation.MESSAGE,
		filters={
			"kind": PROPOSED,
			"requirement": ("in", requirements or [""]),
			"answered_on": ("is", "not set"),
		},
		fields=["requirement", "priority"],
		order_by="creation asc",
		limit_page_length=0,
	)
	return {row.requirement: row.priority for row in rows}


def confirm(seen: Mapping[str, str]) -> list[str]:
	"""The caller, a person of the client, confirms priorities: `{requirement: the priority that they saw}`,
	at most 200. Answers the requirements.

	Raises frappe.PermissionError for another's, frappe.ValidationError for a priority that is another by now.
	"""
	if not seen or len(seen) > MOST:
		frappe.throw(_("Confirm 1 to {0} priorities at a time.").format(MOST))
	for name in sorted(seen):
		requirement = _theirs(name)
		if not requirement.priority or requirement.priority != seen[name]:
			now = _(requirement.priority or "") or "–"
			frappe.throw(_("The priority of {0} is {1} now: look at it again.").format(name, now))
		conversation.answered(requirement, conversation.CLIENT)  # what they wanted before
		conversation.answered(requirement, conversation.VENDOR)
		_stamp(requirement, _contact(requirement.project), nowdate())
		conversation.add(
			requirement, party=conversation.CLIENT, kind=CONFIRMED, priority=requirement.priority
		)
	_tell(seen)
	return sorted(seen)


def _tell(confirmed: Mapping[str, str]) -> None:
	"""One notice a project, however many priorities were confirmed at once."""
	rows = frappe.get_all(
		REQUIREMENT,
		filters={"name": ("in", list(confirmed))},
		fields=["name", "project"],
		limit_page_length=0,
	)
	for project, count in Counter(row.project for row in rows).items():
		notice = Notice(notices.PRIORITY, "Project Archive", project, frappe.session.user, more=str(count))
		telling.queue(notice, conversation.managers(project))


def propose(name: str, priority: str, text: str) -> Document:
	"""The caller, a person of the client, wants another priority and says why; a confirmation before it no
	longer holds. Answers the message. Raises as `confirm`, and for what is no other priority."""
	requirement, text = _theirs(name), conversation.worded(text)
	if priority not in PRIORITIES or priority == requirement.priority:
		frappe.throw(_("Propose one of {0} that is another.").format(", ".join(map(_, PRIORITIES))))
	conversation.answered(requirement, conversation.VENDOR)
	_stamp(requirement, None, None)
	values = {"party": conversation.CLIENT, "kind": PROPOSED, "priority": priority, "asks": 1}
	return conversation.add(requirement, text=text, **values)


def _theirs(name: str) -> Document:
	if not viewer_of().client_side:
		frappe.throw(_("The client's own people confirm a priority."), frappe.PermissionError)
	conversation.document(REQUIREMENT, name)
	requirement = frappe.get_doc(REQUIREMENT, name, for_update=True)
	if requirement.status == REMOVED:
		frappe.throw(_("{0} was removed from the scope.").format(name))
	return requirement


def _contact(project: str) -> str:
	client = frappe.db.get_value("Project Archive", project, "client")
	return next(contact for contact, its in viewer_of().contacts.items() if its == client)


def _stamp(requirement: Document, contact: str | None, day: str | None) -> None:
	"""Stands also while the scope is locked: it changes nothing of what was agreed."""
	with engine.acting():
		engine.write(requirement, confirmed_by_client=contact, confirmed_on=day)
