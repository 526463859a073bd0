"""Guarantee 5 of the dual signature: weakening a sign-off policy takes a second administrator, and binds only
documents that start later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.acceptance.process import Served
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people

POLICY, APPROVE = "Workflow Policy", "client_mgmt.api.policy.approve"
FACTS = ("effective_version", "pending_version")


def rules(policy: dict[str, Any], **changes: Any) -> list[dict[str, Any]]:
	"""The sign-off rules with other values in the first, the approval."""
	first, *others = ({**rule, "name": None} for rule in policy["sign_off_rules"])
	return [{**first, **changes}, *others]


def versions(admin: Api) -> tuple[int, int]:
	policy = admin.read(POLICY, CHANGE)
	return tuple(policy.get(field) or 0 for field in FACTS)


@pytest.fixture
def policy(admin: Api) -> dict[str, Any]:
	return admin.read(POLICY, CHANGE)


@pytest.mark.parametrize(
	"changes",
	[
		{"parties": "Vendor"},
		{"parties": "Client"},
		{"protected_states": "Closed"},
		{"signed_fields": "risk_level"},
		{"allow_token": 1},
		{"condition": "doc.is_major"},
		{"condition": "False"},
		{"signing_state": "Submitted"},
		{"signers": "Attendees"},
		{"purpose": "Cancellation"},
	],
)
def test_a_weaker_rule_waits(
	policy: dict, api: Callable[..., Api], admin: Api, make: Factory, changes: dict[str, Any]
) -> None:
	effective, _pending = versions(admin)
	answer = admin.try_update(POLICY, CHANGE, sign_off_rules=rules(policy, **changes))
	if answer.ok:
		assert versions(admin)[0] == effective
		assert versions(admin)[1] > effective
		assert admin.read(POLICY, CHANGE)["pending_reasons"]
		refuses(admin.try_call(APPROVE, policy=CHANGE), 403, "PermissionError", "Another administrator")
	else:
		refuses(answer, 417, "ValidationError")
	name = make.change("Awaiting Signatures")
	assert api(people.PM).package(CHANGE, name)["missing_parties"] == ["Client", "Vendor"]
	admin.update(POLICY, CHANGE, sign_off_rules=rules(policy))
	assert versions(admin) == (effective, 0)


@pytest.mark.parametrize("field", ["sign_off_rules", "reason_rules"])
def test_rules_taken_away_wait(policy: dict, admin: Api, field: str) -> None:
	effective, _pending = versions(admin)
	admin.update(POLICY, CHANGE, **{field: policy[field][:-1]})
	assert versions(admin)[0] == effective < versions(admin)[1]
	admin.update(POLICY, CHANGE, **{field: policy[field]})
	assert versions(admin) == (effective, 0)


def test_switching_it_off_waits(policy: dict, admin: Api, make: Factory) -> None:
	effective, _pending = versions(admin)
	admin.update(POLICY, CHANGE, enabled=0)
	assert versions(admin)[0] == effective < versions(admin)[1]
	make.change("Awaiting Signatures")
	admin.update(POLICY, CHANGE, enabled=1)
	refuses(admin.try_delete(POLICY, CHANGE), (403, 417))
	refuses(admin.try_update(POLICY, CHANGE, effective_version=99), 417, "", "kept by the system")


def test_a_stronger_rule_holds_at_once(policy: dict, admin: Api, make: Factory) -> None:
	effective, _pending = versions(admin)
	stronger = [*policy["reason_rules"], {"action": "Schedule", "min_length": 5}]
	admin.update(POLICY, CHANGE, reason_rules=stronger)
	assert versions(admin) == (len(all_versions(admin)), 0)
	assert versions(admin)[0] > effective
	name = make.change("Signed")
	refuses(make.api(people.PM).try_act(CHANGE, name, "Schedule"), 417, "", "reason")
	make.api(people.PM).act(CHANGE, name, "Schedule", "按计划排期")


def all_versions(admin: Api) -> list[dict[str, Any]]:
	return admin.list("Workflow Policy Version", filters={"policy": CHANGE}, fields=["version", "digest"])


def test_a_second_administrator_and_later_documents(
	host: Served, policy: dict, api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	"""Approved by another, it binds what starts from then on; what had started keeps both signatures."""
	draft, waiting, signed = make.change(), make.change("Awaiting Signatures"), make.change("Signed")
	admin.update(POLICY, CHANGE, sign_off_rules=rules(policy, parties="Vendor"))
	pending = versions(admin)[1]
	started_while_waiting = make.change()
	for person in (people.PM, people.SALES, people.BUSINESS_OWNER):
		refuses(api(person).try_call(APPROVE, policy=CHANGE), 403)
	refuses(admin.try_call(APPROVE, policy=CHANGE), 403, "", "Another administrator")
	answer = api(people.MANAGER).call(APPROVE, policy=CHANGE)
	assert answer == {"policy": CHANGE, "effective_version": pending, "pending_version": 0}
	refuses(api(people.MANAGER).try_call(APPROVE, policy=CHANGE), 417, "", "waiting")
	for name in (draft, started_while_waiting):
		make.bring(name, "Awaiting Signatures")
	for name in (draft, waiting, started_while_waiting):
		assert api(people.PM).package(CHANGE, name)["missing_parties"] == ["Client", "Vendor"]
		api(people.PM).sign(CHANGE, name)
		refuses(api(people.PM).try_update(CHANGE, name, workflow_state="Signed"), 417)
		assert admin.read(CHANGE, name)["workflow_state"] == "Awaiting Signatures"
		api(people.BUSINESS_OWNER).sign(CHANGE, name)
	later = make.change("Awaiting Signatures")
	assert api(people.PM).package(CHANGE, later)["missing_parties"] == ["Vendor"]
	api(people.PM).sign(CHANGE, later)
	for name in (draft, waiting, started_while_waiting, signed, later):
		assert admin.read(CHANGE, name)["workflow_state"] == "Signed"
		assert admin.verdict(CHANGE, name)["problems"] == []
	refuses(admin.try_update(CHANGE, draft, policy_version=str(pending)), 417, "", "kept by the system")


def test_the_policys_own_ledger_tells_who(admin: Api) -> None:
	"""Who weakened and who approved stands in the chain of the policy."""
	filters = {"reference_doctype": POLICY, "reference_name": CHANGE}
	fields = ["action", "user", "sequence"]
	events = admin.list("Workflow Event", filters=filters, fields=fields, order_by="creation asc")
	told = [(event["action"], event["user"]) for event in events]
	assert ("Waiting", "Administrator") in told
	assert ("Approved", people.MANAGER.user) in told
	assert [int(event["sequence"]) for event in events] == list(range(1, len(events) + 1))
