"""Seeds the three Workflow records once. An administrator's edit, or own Workflow for a DocType, stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
from client_mgmt.setup.workflow_data import (
	OPTIONAL_STATES,
	SELF_APPROVAL_REFUSED,
	STYLES,
	WORKFLOWS,
	Transition,
)


def seed() -> None:
	"""Insert states, actions and workflows that are missing."""
	for name, (doctype, states, transitions) in WORKFLOWS.items():
		_seed_names(states, transitions)
		if not frappe.db.exists("Workflow", {"document_type": doctype}):
			_insert(_workflow(name, doctype, states, transitions))


def _seed_names(states: dict[str, str], transitions: tuple[Transition, ...]) -> None:
	for state in states:
		_insert_missing(
			{
				"doctype": "Workflow State",
				"workflow_state_name": state,
				"style": STYLES.get(state, "Primary"),
			},
			state,
		)
	for _states, action, _next_state, _who in transitions:
		_insert_missing({"doctype": "Workflow Action Master", "workflow_action_name": action}, action)


def _insert_missing(values: dict[str, Any], name: str) -> None:
	if not frappe.db.exists(values["doctype"], name):
		_insert(values)


def _insert(values: dict[str, Any]) -> None:
	frappe.get_doc(values).insert(ignore_permissions=True)  # the installer acts, no person


def _workflow(
	name: str, doctype: str, states: dict[str, str], transitions: tuple[Transition, ...]
) -> dict[str, Any]:
	optional = OPTIONAL_STATES.get(name, ())
	return {
		"doctype": "Workflow",
		"workflow_name": name,
		"document_type": doctype,
		"workflow_state_field": "workflow_state",
		"is_active": 1,
		"send_email_alert": 0,
		"states": [
			{
				"state": state,
				"doc_status": "0",
				"allow_edit": role,
				"is_optional_state": int(state in optional),
			}
			for state, role in states.items()
		],
		"transitions": [row for transition in transitions for row in _rows(transition)],
	}


def _rows(transition: Transition) -> Iterator[dict[str, Any]]:
	states, action, next_state, who = transition
	for state in states.split(", "):
		for role, condition in who:
			yield {
				"state": state,
				"action": action,
				"next_state": next_state,
				"allowed": role,
				"condition": condition,
				"allow_self_approval": 0 if action in SELF_APPROVAL_REFUSED else 1,
			}
