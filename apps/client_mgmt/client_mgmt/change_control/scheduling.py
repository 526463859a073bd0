"""Scheduling a signed change: its items become the baseline, in the transaction of the transition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt.change_control.doctype.change_request import items
from client_mgmt.domain.change import baseline
from client_mgmt.workflow_policy import engine
from frappe import _

if TYPE_CHECKING:
	from client_mgmt.change_control.doctype.change_request.change_request import ChangeRequest


def apply(change: ChangeRequest) -> None:
	"""Apply the items of `change` to the requirements of its project.

	Raises frappe.ValidationError, naming both versions, for an item whose requirement has moved since it was
	signed.
	"""
	rows = items.plain(change)
	requirements = items.requirements_of(change, for_update=True)
	for text in _faults(rows, requirements):
		frappe.throw(text)
	items.refuse(baseline.faults(rows, requirements, change.project))
	with engine.acting():
		for step in baseline.plan(rows, requirements, change.name):
			_take(step, change.project)


def faults(change: ChangeRequest) -> list[str]:
	"""Why the items of a change cannot be applied now, as sentences."""
	return _faults(items.plain(change), items.requirements_of(change))


def _faults(rows: list[dict[str, Any]], requirements: dict[str, dict[str, Any]]) -> list[str]:
	missing = {row["requirement"] for row in rows if row.get("requirement")} - set(requirements)
	if missing:
		return [_("{0} does not exist any more.").format(_(", ").join(sorted(missing)))]
	sentence = _("Item {0}: {1} has moved on. Signed: revision {2}, {3}. Now: revision {4}, {5}. Reopen it.")
	found = []
	for fault in baseline.stale(rows, requirements):
		item, now = rows[fault.idx - 1], requirements[fault.requirement]
		signed = _version(item["before_feature"], item["before_priority"], item["before_acceptance"])
		current = _version(now["feature"], now["priority"], now["acceptance_criteria"])
		facts = (item["requirement_revision"], signed, now["revision"], current)
		found.append(sentence.format(fault.idx, fault.requirement, *facts))
	return found


def _version(feature: str | None, priority: str | None, acceptance: str | None) -> str:
	return " | ".join(frappe.bold(text) for text in (feature or "", _(priority or ""), acceptance or ""))


def _take(step: baseline.Step, project: str | None) -> None:
	if step.requirement:
		requirement = frappe.get_doc("Requirement", step.requirement, for_update=True)
	else:
		requirement = frappe.new_doc("Requirement")
		requirement.project = project
	requirement.update(step.values)
	requirement.save(ignore_permissions=True)  # the signed change decides, no role
