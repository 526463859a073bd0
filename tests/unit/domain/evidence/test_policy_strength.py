"""domain/evidence/policy_strength.py: a weaker policy is told from an equal and a stronger one."""

from __future__ import annotations

from typing import Any

import pytest

from client_mgmt.domain.evidence import policy_strength

APPROVAL: dict[str, Any] = {
	"purpose": "Approval",
	"signing_state": "Awaiting Signatures",
	"parties": "Client and Vendor",
	"signers": "Signing Authority",
	"protected_states": "Signed\nScheduled",
	"signed_fields": "risk_level",
	"scope_from_project": 0,
	"allow_token": 0,
	"condition": "",
}


@pytest.mark.parametrize(
	"change",
	[
		{"parties": "Vendor"},
		{"protected_states": "Signed"},
		{"signed_fields": ""},
		{"scope_from_project": 1},
		{"allow_token": 1},
		{"signers": "Attendees"},
		{"condition": "doc.is_major"},
		{"signing_state": "Elsewhere"},
		{"purpose": "Acceptance"},
		{"consent_text": "I agree."},
		{"complete_action": "Other"},
		{"decline_action": "Other"},
	],
)
def test_weaker(change: dict[str, Any]) -> None:
	assert len(policy_strength.sign_off([APPROVAL], [{**APPROVAL, **change}])) == 1


@pytest.mark.parametrize(
	"change",
	[
		{},
		{"protected_states": "Scheduled\nSigned\nClosed\n"},
		{"signed_fields": "impact_effort\nrisk_level"},
	],
)
def test_equal_or_stronger(change: dict[str, Any]) -> None:
	assert policy_strength.sign_off([APPROVAL], [{**APPROVAL, **change}]) == []


def test_removing_a_rule_is_weaker_and_adding_one_is_not() -> None:
	assert policy_strength.sign_off([APPROVAL], [])
	assert policy_strength.sign_off([], [APPROVAL]) == []


def test_what_was_weak_before_may_stay() -> None:
	weak = {**APPROVAL, "allow_token": 1, "signers": "Attendees", "condition": "doc.is_major"}
	assert policy_strength.sign_off([weak], [weak]) == []
	assert policy_strength.sign_off([weak], [APPROVAL]) == []


def test_separation() -> None:
	old = [{"action": "Review", "not_owner": 1, "not_action": "Submit\nRevise", "not_field": ""}]
	split = [{"action": "Review", "not_owner": 1}, {"action": "Review", "not_action": "Revise\nSubmit"}]
	assert policy_strength.separation(old, split) == []
	assert policy_strength.separation(old, [{**old[0], "not_owner": 0}])
	assert policy_strength.separation(old, [{**old[0], "not_action": "Submit"}])
	assert policy_strength.separation(old, [])
	assert policy_strength.separation([], old) == []


def test_reasons() -> None:
	old = [{"action": "Return", "min_length": 5}]
	assert policy_strength.reasons(old, [{"action": "Return", "min_length": 9}]) == []
	assert policy_strength.reasons(old, [{"action": "Return", "min_length": 4}])
	assert policy_strength.reasons(old, [{"action": "Reject", "min_length": 5}])
	assert policy_strength.reasons([{"action": "Return"}], [{"action": "Return", "min_length": 1}]) == []


def test_policy_settings() -> None:
	on = {"enabled": 1, "state_field": "workflow_state"}
	assert policy_strength.policy(on, on) == []
	assert policy_strength.policy(on, {**on, "enabled": 0})
	assert policy_strength.policy(on, {**on, "state_field": "status"})
	assert policy_strength.policy({**on, "enabled": 0}, on) == []


def test_reasons_are_sentences_with_their_values() -> None:
	text, values = policy_strength.sign_off([APPROVAL], [{**APPROVAL, "parties": "Vendor"}])[0]
	assert text.format(*values) == "Approval (Awaiting Signatures): Client no longer signs"
