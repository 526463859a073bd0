"""What an administrator changes works at once and stays (S000-97): states, transitions, fields, policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests import workflows
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory, unique

from client_mgmt.demo import people


@pytest.fixture
def extended(admin: Api) -> Iterator[tuple[str, str]]:
	"""The workflow with a state between Submitted and Under Assessment: the state, the action into it."""
	with workflows.detour(admin) as add:
		yield add()


def test_a_new_state_works_at_once(api: Callable[..., Api], make: Factory, extended: tuple[str, str]) -> None:
	name, (state, action) = make.change("Submitted"), extended
	actions = {row["action"]: row["next_state"] for row in _transitions(api(people.PM), name)}
	assert actions[action] == state
	assert api(people.PM).act(CHANGE, name, action)["workflow_state"] == state
	refuses(api(people.OTHER_PM).try_act(CHANGE, name, "Accept for Assessment"), 404)
	assert api(people.PM).act(CHANGE, name, "Accept for Assessment")["workflow_state"] == "Under Assessment"


def _transitions(session: Api, name: str) -> list[dict[str, Any]]:
	return session.query("frappe.model.workflow.get_transitions", doc={"doctype": CHANGE, "name": name})


def test_a_mandatory_field_works_at_once(api: Callable[..., Api], admin: Api) -> None:
	field = {
		"dt": "Client",
		"fieldname": "sector_code",
		"label": "Sector Code",
		"fieldtype": "Data",
		"reqd": 1,
	}
	name = admin.create("Custom Field", **field)["name"]
	try:
		sales = api(people.SALES)
		refuses(sales.try_create("Client", client_name=unique("客户")), 417, "MandatoryError", "sector_code")
		made = sales.create("Client", client_name=unique("客户"), sector_code="J66")
		assert sales.read("Client", made["name"])["sector_code"] == "J66"
		assert made["name"] in sales.names("Client", sector_code="J66")
	finally:
		admin.try_delete("Custom Field", name)


def test_weakening_a_policy_takes_two(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Guarantee 5: a weaker version waits for a second administrator and binds only what starts later."""
	old = make.change()
	policy = admin.read("Workflow Policy", CHANGE)
	before = policy["effective_version"]
	weaker = [{**rule, "name": None} for rule in policy["sign_off_rules"]]
	weaker[0]["parties"] = "Vendor"
	saved = admin.update("Workflow Policy", CHANGE, sign_off_rules=weaker)
	assert (saved["effective_version"], bool(saved["pending_version"])) == (before, True)
	refuses(admin.try_call("client_mgmt.api.policy.approve", policy=CHANGE), 403)
	refuses(api(people.PM).try_call("client_mgmt.api.policy.approve", policy=CHANGE), 403)
	assert make.change("Awaiting Signatures")
	again = [{**rule, "name": None} for rule in policy["sign_off_rules"]]
	admin.update("Workflow Policy", CHANGE, sign_off_rules=again)
	make.bring(old, "Signed")
