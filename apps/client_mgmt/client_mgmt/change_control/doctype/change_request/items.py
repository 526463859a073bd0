"""The items of a change request: what they may name, and what they show of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt import values
from client_mgmt.domain.change import baseline
from client_mgmt.people.asking import get_value
from frappe import _

if TYPE_CHECKING:
	from client_mgmt.change_control.doctype.change_request.change_request import ChangeRequest

REQUIREMENT_FIELDS = ("project", "status", "revision", "feature", "priority", "acceptance_criteria")
OPEN_STATES = frozenset({"Draft", "Submitted", "Returned", "Under Assessment"})
SETTLED_STATES = frozenset({"Awaiting Signatures", "Rejected", "Withdrawn"})
CHECKED_STATES = frozenset({"Submitted", "Awaiting Signatures"})


def _sentence(rule: str) -> str:
	"""The sentence for a broken rule."""
	sentences = {
		"add names one": _("Item {0} adds a requirement and cannot name an existing one ({1})."),
		"foreign": _("Item {0}: {1} is no requirement of this project."),
		"not baselined": _("Item {0}: {1} is not baselined, so no change request is needed or possible."),
		"nothing changes": _("Item {0} proposes nothing that differs from {1}."),
		"twice": _("Item {0}: {1} is changed by another item already."),
	}
	return sentences[rule]


def is_open(doc: ChangeRequest) -> bool:
	"""Whether the items still follow their requirements: until the state in which they are signed, and while
	they enter it; again once the change is reopened."""
	before = values.stored(doc)
	settled = before and (before.in_force or before.workflow_state in SETTLED_STATES)
	return doc.workflow_state != "Withdrawn" and (not settled or doc.workflow_state in OPEN_STATES)


def requirements_of(doc: ChangeRequest, for_update: bool = False) -> dict[str, dict[str, Any]]:
	"""The requirements that the items name, by name; `for_update` holds their rows."""
	found, read = {}, frappe.db.get_value if for_update else get_value
	for name in sorted({item.requirement for item in doc.change_items if item.requirement}):
		row = read("Requirement", name, REQUIREMENT_FIELDS, as_dict=True, for_update=for_update)
		if row:
			found[name] = row
	return found


def check(doc: ChangeRequest) -> None:
	"""Refuse items that can never be applied: when they are written, submitted and put up for signature."""
	before = values.stored(doc)
	enters = before and before.workflow_state != doc.workflow_state and doc.workflow_state in CHECKED_STATES
	if doc.change_items and (enters or values.changed(doc, ["project", "change_items"])):
		refuse(baseline.faults(plain(doc), requirements_of(doc), doc.project))


def refuse(faults: list[baseline.Fault]) -> None:
	"""Raise frappe.ValidationError for the first fault, if there is one."""
	for fault in faults:
		frappe.throw(_sentence(fault.rule).format(fault.idx, fault.requirement))


def plain(doc: ChangeRequest) -> list[dict[str, Any]]:
	"""The items as the rules take them."""
	return [item.as_dict() for item in doc.change_items]


def refresh(doc: ChangeRequest) -> None:
	"""Show in each item its requirement as it stands now."""
	requirements = requirements_of(doc)
	for item in doc.change_items:
		requirement = None if item.operation == baseline.ADD else requirements.get(item.requirement or "")
		item.update(baseline.before(requirement))
