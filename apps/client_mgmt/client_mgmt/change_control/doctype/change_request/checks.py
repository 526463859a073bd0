"""What a change request refuses, whoever saves it and whatever its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.domain.evidence import signoff
from client_mgmt.people import staff as people
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import engine, policies, signers
from client_mgmt.workflow_policy.plugins.base import Move
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

if TYPE_CHECKING:
	from client_mgmt.change_control.doctype.change_request.change_request import ChangeRequest

APPLIED_STATES = frozenset({"Scheduled", "Implemented", "Closed"})
SETTLED_STATES = APPLIED_STATES | {"Signed", "Awaiting Signatures"}
ASSESSMENT = tuple(
	"scope_impact quality_impact response_plan impact_days impact_cost impact_effort risk_level "
	"major_override major_override_reason".split()
)


def locks(before: ChangeRequest | Document) -> dict[str, str]:
	"""The fields of a stored change request that rest for the session's user: → sentence, {0} for labels."""
	found = {}
	if before.workflow_state and before.workflow_state != "Draft":
		found["project"] = _("The project of a change request cannot change once it is submitted.")
	if not people.acts_as(before.project, "Project Manager", "Technical Lead"):
		found["major_override"] = _(
			"Whether a change is major is overridden by the project's Project Manager or Technical Lead."
		)
	if viewer_of().client_side:
		found |= dict.fromkeys(ASSESSMENT, _("{0} is assessed by the vendor."))
	if before.workflow_state not in APPLIED_STATES:
		found["iteration"] = _("A change enters an iteration when it is scheduled, not before.")
	return found


def check_project(doc: ChangeRequest) -> None:
	"""The project stays once the draft is left: signatures, team and baseline hang on it. A draft stays with
	its client: what was written about one is not shown to another."""
	before = values.stored(doc)
	if not before or before.project == doc.project:
		return
	if "project" in (found := locks(before)):
		frappe.throw(found["project"])
	if before.project and _client_of(before.project) != _client_of(doc.project):
		frappe.throw(_("A change request stays with its client: raise another one for this project."))


def _client_of(project: str | None) -> str | None:
	return frappe.db.get_value("Project Archive", project, "client") if project else None


def check_taking_back(doc: ChangeRequest, to_state: str) -> None:
	"""What is in the baseline leaves it by another signed change, not by cancelling the one that brought
	it."""
	if doc.scheduled_on and to_state not in APPLIED_STATES and not _is_protected(doc, to_state):
		frappe.throw(
			_(
				"{0} is in the baseline since {1}: it cannot go to {2}. Raise a change that takes its items "
				"back."
			).format(doc.name, formatdate(doc.scheduled_on), _(to_state))
		)


def _is_protected(doc: ChangeRequest, state: str) -> bool:
	"""Whether signatures protect a state: an administrator's own may stand between those of ours."""
	rules = policies.of(doc.doctype, doc).rows("sign_off_rules")
	protected = {name for rule in rules for name in signoff.lines(rule["protected_states"])}
	return state in protected and state not in SETTLED_STATES


def check_people(doc: ChangeRequest) -> None:
	"""On whose behalf, and from what, the change is raised."""
	changed = values.changed(doc, ["raised_for", "project", "source_doctype", "source_name"])
	if doc.raised_for and changed:
		client = frappe.db.get_value("Project Archive", doc.project, "client") if doc.project else None
		contact = frappe.get_doc("Client Contact", doc.raised_for)
		if not client or contact.client != client:
			frappe.throw(_("{0} is no contact of this project's client.").format(doc.raised_for))
		values.require_complete(contact, {"user": "-"})
	if doc.source_name and {"source_doctype", "source_name"}.intersection(changed):
		frappe.has_permission(doc.source_doctype, "read", doc.source_name, throw=True)


def check_assessment(doc: ChangeRequest) -> None:
	"""The impact is assessed by us, not by the client; our leads override whether a change is major."""
	changed = values.changed(doc, ASSESSMENT)
	found = locks(doc) if changed else {}
	for field in changed:
		if field in found:
			labels = values.labels(doc, [name for name in changed if found.get(name) == found[field]])
			frappe.throw(found[field].format(labels), frappe.PermissionError)


def check_rework(move: Move) -> None:
	"""Rework is asked for by somebody who could accept: a client signatory whose authority holds now."""
	if (move.from_state, move.to_state) != ("Implemented", "Scheduled") or engine.is_acting():
		return
	try:
		signers.find(move.stored, {"parties": "Client", "signers": "Signing Authority"}, move.user)
	except signers.NotASigner as error:
		frappe.throw(str(error), frappe.PermissionError)


def check_iteration(doc: ChangeRequest) -> None:
	"""Only a change that is scheduled enters an iteration (S000-51), one of its own project."""
	if not doc.iteration or not values.changed(doc, ["iteration"]):
		return
	if doc.workflow_state not in APPLIED_STATES:
		frappe.throw(_("A change enters an iteration when it is scheduled, not before."))
	if frappe.db.get_value("Iteration", doc.iteration, "project") != doc.project:
		frappe.throw(_("{0} is no iteration of this project.").format(doc.iteration))
