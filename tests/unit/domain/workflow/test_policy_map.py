"""What makes no sense in the rules of a policy."""

from __future__ import annotations

from typing import Any

import pytest

from client_mgmt.domain.workflow import policy_map
from client_mgmt.domain.workflow.policy_map import Fault, WorkflowMap

KNOWN = WorkflowMap(
	doctype="Paper",
	has_workflow=True,
	states=frozenset({"Draft", "Submitted", "Signed"}),
	actions=frozenset({"Submit", "Complete", "Decline"}),
	fields={"title": "Data", "owner_user": "Link"},
	has_project=True,
	roles=frozenset({"Clerk"}),
)
RULE = {
	"purpose": "Approval",
	"signing_state": "Submitted",
	"protected_states": "Signed",
	"complete_action": "Complete",
	"decline_action": "Decline",
	"signed_fields": "title",
}


def test_rules_in_order_have_no_fault() -> None:
	assert policy_map.sign_off([RULE, {**RULE, "purpose": "Acceptance", "decline_action": ""}], KNOWN) == []


@pytest.mark.parametrize(
	("field", "value", "said"),
	[
		("signing_state", "Nowhere", "Nowhere"),
		("protected_states", "Signed\nElsewhere\nNowhere", "Elsewhere, Nowhere"),
		("complete_action", "Finish", "Finish"),
		("decline_action", "Refuse", "Refuse"),
		("signed_fields", "title\ncolour", "colour"),
		("signing_state", "Signed", "Signed"),
	],
)
def test_a_fault_names_row_and_field(field: str, value: str, said: str) -> None:
	faults = policy_map.sign_off([RULE, {**RULE, "purpose": "Acceptance", field: value}], KNOWN)
	assert [(fault.row, fault.field, fault.values) for fault in faults] == [(2, field, (said,))]


def test_all_faults_are_told() -> None:
	rules = [{**RULE, "signing_state": "Nowhere", "complete_action": "Finish"}, RULE]
	assert [fault.field for fault in policy_map.sign_off(rules, KNOWN)] == [
		"signing_state",
		"complete_action",
		"purpose",
	]


def test_signatures_need_a_project() -> None:
	homeless = WorkflowMap("Paper", True, KNOWN.states, KNOWN.actions, KNOWN.fields, has_project=False)
	assert policy_map.sign_off([RULE], homeless) == [
		Fault(1, "", policy_map.TEXTS["project"], ("Paper",)),
	]


NAMES = {
	"action": policy_map.ACTION,
	"not_action": policy_map.ACTION,
	"not_field": policy_map.PERSON,
	"by": policy_map.ROLE,
	"when": policy_map.CONDITION,
}


@pytest.mark.parametrize(
	("field", "named", "missing"),
	[
		("action", "Submit", None),
		("not_action", "Submit\nTeleport", "Teleport"),
		("not_field", "owner\nowner_user\nboss", "boss"),
		("by", "Clerk\nClerc", "Clerc"),
		("when", "doc.title and doc.docstatus == 0 and not doc.get('owner_user')", None),
		("when", "doc.titel or doc['colour'] or doc.get('weight')", "titel, colour, weight"),
		("action", None, None),
	],
)
def test_names_that_there_are(field: str, named: Any, missing: str | None) -> None:
	faults = policy_map.unknown([{}, {field: named}], NAMES, KNOWN)
	assert [(fault.row, fault.field, fault.values) for fault in faults] == (
		[(2, field, (missing,))] if missing else []
	)


def test_a_workflow_that_is_not_there_yet_lacks_nothing() -> None:
	early = WorkflowMap("Paper", False, frozenset(), frozenset(), KNOWN.fields, has_project=True)
	rows = [{"action": "Teleport", "not_field": "boss"}]
	assert [fault.values for fault in policy_map.unknown(rows, NAMES, early)] == [("boss",)]
