"""Which transition of the active Workflow a person may take on a stored row, and on what it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.workflow import state_machine
from client_mgmt.domain.workflow.state_machine import Refusal, Transition
from client_mgmt.people import asking
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import policies, proof
from client_mgmt.workflow_policy.plugins.base import Move
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name


def transition_for(
	doctype: str,
	stored: Mapping[str, Any],
	workflow: Document | None,
	from_state: str,
	to_state: str | None = None,
	action: str | None = None,
) -> Transition | Refusal:
	"""The transition of the active Workflow that this person may take on a stored row, or why none."""
	user = frappe.session.user
	found = state_machine.candidates(policies.transitions(workflow, from_state), from_state, to_state, action)
	actor = state_machine.Actor(
		roles=frappe.get_roles(user),
		is_owner=stored.get("owner") == user,
		in_team=people.team_rule(doctype, stored, user),
	)

	def holds(transition: Transition) -> bool:
		condition = transition.condition
		read = lambda: policies.condition_holds(condition, frappe._dict(stored))  # noqa: E731
		return asking.of_one(stored, condition, read)

	return state_machine.decide(found, actor, holds)


def open_to(doc: Document, workflow: Document | None, policy: policies.Policy) -> list[Transition]:
	"""The transitions out of a stored document's state that the session's user may take, one an action."""
	row = doc.as_dict()
	state = policies.state_of(policy, row, workflow)
	names = dict.fromkeys(step.action for step in policies.transitions(workflow, state))
	found = (transition_for(doc.doctype, row, workflow, state, action=name) for name in names)
	return [step for step in found if isinstance(step, Transition)]


def refusal_text(
	doctype: str, refusal: Refusal, from_state: str, target: str, stored: Mapping[str, Any]
) -> str:
	"""What names the rule and what would satisfy it, the missing signatures of an open round among it;
	`target` is a state or an action."""
	sentences = {
		Refusal.NO_TRANSITION: _("The workflow of {0} has no step {2} out of {1}."),
		Refusal.ROLE: _("{0}: the step {2} out of {1} belongs to another role."),
		Refusal.SELF_APPROVAL: _(
			"{0}: the step {2} out of {1} belongs to somebody other than who entered it."
		),
		Refusal.TEAM: _("{0}: the step {2} out of {1} belongs to the team of its project."),
		Refusal.PERSON: _("{0}: the step {2} out of {1} belongs to another person."),
		Refusal.CONDITION: _("{0}: what the step {2} out of {1} waits for has not happened yet."),
		Refusal.BROKEN: _(
			"{0}: the condition of the step {2} out of {1} cannot be evaluated: an administrator corrects "
			"it in the Workflow {3}."
		),
	}
	workflow = get_workflow_name(doctype) or ""
	text = sentences[refusal].format(_(doctype), _(from_state), _(target), _(workflow))
	missing = [] if refusal.about_the_person else proof.missing_parties(stored)
	if missing:
		parties = ", ".join(_(party) for party in missing)
		text += " " + _("It still waits for the signature of: {0}.").format(parties)
	return text


def check_transition(
	doc: Document, stored: Mapping[str, Any], workflow: Document | None, from_state: str, to_state: str | None
) -> str:
	"""The action of the transition that a save makes; raises frappe.ValidationError when there is none."""
	if not workflow:
		frappe.throw(_("{0} has no active Workflow: its state cannot change.").format(_(doc.doctype)))
	chosen = policies.chosen_action(doc)
	decision = transition_for(doc.doctype, stored, workflow, from_state, to_state or "", chosen)
	if isinstance(decision, Refusal):
		frappe.throw(refusal_text(doc.doctype, decision, from_state, to_state or _("(none)"), stored))
	return decision.action


def check_condition(doc: Document, move: Move) -> None:
	"""A step's condition holds for what will be stored, not for the stored row alone: `impact_cost <= 100000`
	is no way round for who sends 500000 along. Raises frappe.ValidationError. The state is still the one that
	is left, which conditions may ask for."""
	policy = policies.of(doc.doctype, move.stored)
	workflow = policies.workflow_of(doc.doctype, policy.state_field)
	row = doc.as_dict()
	row.update({policy.state_field: move.from_state, "docstatus": move.stored.get("docstatus")})
	found = transition_for(doc.doctype, row, workflow, move.from_state, move.to_state, move.action)
	if isinstance(found, Refusal):
		frappe.throw(refusal_text(doc.doctype, found, move.from_state, move.action, move.stored))
