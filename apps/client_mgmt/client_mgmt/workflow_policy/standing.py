"""Where a document stands: its policy, Workflow and state, and what its next steps lack. What pages show is
what the guard asks of a save (`checks.py`); a DocType with a Workflow alone has no rules beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import frappe
from client_mgmt.domain.workflow.state_machine import Refusal, Transition
from client_mgmt.people.asking import remembered, row_of
from client_mgmt.workflow_policy import checks, policies, transitions
from client_mgmt.workflow_policy.plugins.base import Move, Need
from client_mgmt.workflow_policy.policies import Policy
from frappe.model.document import Document
from frappe.model.workflow import get_workflow, get_workflow_name


@dataclass(frozen=True, eq=False)
class Standing:
	"""A stored document in its state; `row` holds it with its children. Nothing of it changes."""

	doc: Document
	row: Mapping[str, Any]
	policy: Policy
	workflow: Document | None
	state: str

	@cached_property
	def steps(self) -> list[Transition]:
		"""The transitions out of the state, in the Workflow's order."""
		return policies.transitions(self.workflow, self.state)

	@property
	def is_first(self) -> bool:
		"""Whether the state is the Workflow's first."""
		return self.workflow is not None and self.workflow.states[0].state == self.state

	@cached_property
	def by_engine(self) -> set[str]:
		"""The actions that the engine takes when a round of signatures ends."""
		rules = self.policy.rows("sign_off_rules")
		return {str(rule.get(key)) for rule in rules for key in ("complete_action", "decline_action")} - {""}


def of(doc: Document) -> Standing:
	"""Where a stored document of a guarded DocType stands."""
	row = row_of(doc)
	policy = policies.of(doc.doctype, row)
	workflow = policies.workflow_of(doc.doctype, policy.state_field)
	return Standing(doc, row, policy, workflow, policies.state_of(policy, row, workflow))


def plain(doc: Document) -> Standing | None:
	"""Where a stored document of a DocType without a policy stands in its Workflow; None without one."""
	if not get_workflow_name(doc.doctype):
		return None
	row, workflow = row_of(doc), get_workflow(doc.doctype)
	nothing = Policy(doc.doctype, 0, workflow.workflow_state_field, False, {})
	return Standing(doc, row, nothing, workflow, policies.state_of(nothing, row, workflow))


def under(at: Standing, version: int) -> Standing:
	"""The same document under another version of its DocType's policy."""
	return replace(at, policy=policies.load(at.doc.doctype, version))


def step_or_refusal(at: Standing, action: str) -> tuple[str, str]:
	"""The state that an action leads to, and why this person may not take it: "" where they may."""
	decision = transitions.transition_for(at.doc.doctype, at.row, at.workflow, at.state, action=action)
	if isinstance(decision, Refusal):
		first = next(step for step in at.steps if step.action == action)
		return first.next_state, transitions.refusal_text(at.doc.doctype, decision, at.state, action, at.row)
	return decision.next_state, ""


def needs(at: Standing, action: str, next_state: str) -> list[Need]:
	"""What taking an action lacks by the document's policy, without a reason given."""
	return checks.transition_needs(_move(at, action, next_state), at.policy)


@remembered
def locks(at: Standing) -> dict[str, str]:
	"""The fields that rest where the document stands: field → sentence with {0} for labels."""
	return checks.locks(_move(at, "", at.state), at.policy)


@remembered
def edit_fault(at: Standing) -> str:
	"""Why this person does not edit the document in its state; "" where they do."""
	return checks.edit_fault(at.doc.doctype, at.row, at.workflow, at.state)


def _move(at: Standing, action: str, next_state: str) -> Move:
	return Move(
		doctype=at.doc.doctype,
		name=at.doc.name,
		stored=at.row,
		proposed={**at.row, at.policy.state_field: next_state},
		from_state=at.state,
		to_state=next_state,
		action=action,
		reason="",
		user=frappe.session.user,
		policy_version=at.policy.version,
		doc=at.doc,
	)
