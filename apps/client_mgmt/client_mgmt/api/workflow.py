"""Transitions with their reason and values in one call, and what the ledger tells of a document."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from client_mgmt.domain.evidence.verify_evidence import EVENT
from client_mgmt.domain.workflow.state_machine import Refusal, Transition
from client_mgmt.people import team as people
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import sent
from client_mgmt.workflow_policy import ledger, owned_fields, policies, proof, transitions
from client_mgmt.workflow_policy.plugins.reasons import Reasons
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow, get_workflow, get_workflow_name
from frappe.utils import escape_html, get_datetime, get_system_timezone

HIDDEN = {"content", "ip"}  # the pack holds them
STANDARD = {"name", "doctype", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "flags"}


@frappe.whitelist(methods=["POST"])
def act(
	doctype: str,
	name: str,
	action: str,
	reason: str | None = None,
	values: dict[str, Any] | str | None = None,
) -> dict[str, Any]:
	"""Takes a workflow action on a document, with its reason and the values it needs; returns the document.

	`values` maps field names to values (a JSON object). A DocType that has a Workflow and no policy moves as
	the framework moves it, by staff alone; a reason given is its comment.

	Raises frappe.PermissionError (403) for who may not, frappe.ValidationError (417) for what a rule refuses.
	"""
	if not policies.is_guarded(doctype):
		return _act_plainly(doctype, name, action, reason, sent("values", values) or {})
	doc = frappe.get_doc(doctype, name, for_update=True)
	people.check_permission(doc, "write")
	state_field = policies.of(doctype, doc).state_field
	workflow = policies.workflow_of(doctype, state_field)
	if not workflow:
		frappe.throw(_("{0} has no active Workflow: its state cannot change.").format(_(doctype)))
	step = _step(doc, workflow, action)
	_set_values(doc, state_field, sent("values", values) or {})
	policies.enter(doc, workflow, step.next_state)
	doc.workflow_reason = reason
	with policies.choosing(doc, action):
		doc.save()
	return _visible(doc)


def _act_plainly(doctype: str, name: str, action: str, reason: str | None, values: Any) -> dict[str, Any]:
	if not get_workflow_name(doctype):
		frappe.throw(_("{0} has no Workflow Policy.").format(_(doctype)))
	staff_only()
	doc = frappe.get_doc(doctype, name, for_update=True)
	people.check_permission(doc, "write")
	workflow = get_workflow(doctype)
	_step(doc, workflow, action)
	if values:
		_set_values(doc, workflow.workflow_state_field, values)
		doc.save()
	moved = apply_workflow(doc, action)
	if reason:
		moved.add_comment("Comment", escape_html(reason))
	return _visible(moved)


@frappe.whitelist(methods=["GET", "POST"])
def actions(doctype: str, name: str) -> list[dict[str, Any]]:
	"""The workflow actions that the session's user may take on a document as it stands, in the Workflow's
	order: `[{action, next_state, needs_reason, min_length}]`, `min_length` in characters, 0: no reason asked.

	Raises frappe.PermissionError (403) for who may not read the document.
	"""
	if not policies.is_guarded(doctype):
		frappe.throw(_("{0} has no Workflow Policy.").format(_(doctype)))
	doc = frappe.get_doc(doctype, name)
	people.check_permission(doc, "read")
	if not frappe.has_permission(doctype, "write", doc=doc):
		return []
	policy = policies.of(doctype, doc)
	rules = policy.rows(Reasons.rows_field)
	return [
		{
			"action": step.action,
			"next_state": step.next_state,
			"needs_reason": bool(least),
			"min_length": least,
		}
		for step in transitions.open_to(doc, policies.workflow_of(doctype, policy.state_field), policy)
		for least in [Reasons.least(rules, step.action)]
	]


def _step(doc: Document, workflow: Document, action: str) -> Transition:
	row = doc.as_dict()
	state = row.get(workflow.workflow_state_field) or workflow.states[0].state
	step = transitions.transition_for(doc.doctype, row, workflow, state, action=action)
	if isinstance(step, Refusal):
		error = frappe.PermissionError if step.about_the_person else frappe.ValidationError
		frappe.throw(transitions.refusal_text(doc.doctype, step, state, action, row), error)
	return step


def _set_values(doc: Document, state_field: str, values: Any) -> None:
	if not isinstance(values, dict):
		frappe.throw(_("values is an object of field names and their values."))
	for field, value in values.items():
		if field in STANDARD or field == state_field or not doc.meta.has_field(field):
			frappe.throw(_("{0} is no field that an action sets.").format(field))
		if owned_fields.owns(doc.doctype, field):
			frappe.throw(
				_("{0} is kept by the system: leave it as it is.").format(_(doc.meta.get_label(field)))
			)
		doc.set(field, value)


def _visible(doc: Document) -> dict[str, Any]:
	"""The document without the fields above the permission levels that the user may read."""
	roles = frappe.get_roles()
	levels = {row.permlevel or 0 for row in doc.meta.permissions if row.read and row.role in roles} | {0}
	hidden = {field.fieldname for field in doc.meta.fields if (field.permlevel or 0) not in levels}
	return {field: value for field, value in doc.as_dict().items() if field not in hidden}


@frappe.whitelist(methods=["GET", "POST"])
def history(doctype: str, name: str) -> list[dict[str, Any]]:
	"""The Workflow Events of a document in order, times in UTC.

	Each transition has `seconds_in_from_state`, how long the document stood in the state it left, and
	`seconds_in_to_state`, how long in the one it came to (until now, for the last).
	"""
	if not frappe.db.exists("DocType", doctype) or not frappe.get_meta(doctype).has_field("chain_head"):
		frappe.throw(_("The ledger keeps nothing about {0}.").format(_(doctype)))
	frappe.has_permission(doctype, "read", throw=True)  # before it is told whether there is such a document
	doc = frappe.get_doc(doctype, name)
	people.check_permission(doc, "read")
	events = [entry for entry in proof.handed_over(ledger.entries(doctype, name)) if entry["kind"] == EVENT]
	moves = [event for event in events if event["event_type"] == "Transition"]
	times = [_time(event["at"]) for event in moves]
	zone = ZoneInfo(get_system_timezone())
	born = get_datetime(doc.creation).replace(tzinfo=zone)
	spans = [
		later - earlier for earlier, later in zip([born, *times], [*times, _time(ledger.now())], strict=True)
	]
	for at, move in enumerate(moves):
		move["seconds_in_from_state"] = round(spans[at].total_seconds(), 3)
		move["seconds_in_to_state"] = round(spans[at + 1].total_seconds(), 3)
	return [{key: value for key, value in event.items() if key not in HIDDEN} for event in events]


def _time(text: str) -> datetime.datetime:
	return datetime.datetime.fromisoformat(text)
