"""What an administrator changes works at once and stays (S000-97): states, transitions, fields, policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory, unique

from client_mgmt.demo import people

WORKFLOW = "Change Request Control"


@pytest.fixture
def extended(admin: Api) -> Iterator[str]:
	"""The workflow with a state between Submitted and Under Assessment, taken back at the end."""
	before = admin.read("Workflow", WORKFLOW)
	state, action = unique("Parked"), unique("Park")
	admin.create("Workflow State", workflow_state_name=state)
	admin.create("Workflow Action Master", workflow_action_name=action)
	here = {"allowed": "Project Manager", "allow_self_approval": 1}
	moves = [
		{"state": "Submitted", "action": action, "next_state": state, **here},
		{"state": state, "action": "Accept for Assessment", "next_state": "Under Assessment", **here},
	]
	states = [*before["states"], {"state": state, "doc_status": "0", "allow_edit": "Project Manager"}]
	admin.update("Workflow", WORKFLOW, states=states, transitions=[*before["transitions"], *moves])
	yield state
	for name in admin.names(CHANGE, workflow_state=state):
		admin.act(CHANGE, name, "Accept for Assessment")
	admin.update("Workflow", WORKFLOW, states=before["states"], transitions=before["transitions"])


def test_a_new_state_works_at_once(api: Callable[..., Api], admin: Api, make: Factory, extended: str) -> None:
	name = make.change("Submitted")
	action = extended.replace("Parked", "Park")
	actions = {row["action"]: row["next_state"] for row in _transitions(api(people.PM), name)}
	assert extended in actions.values()
	moved = next(action for action, state in actions.items() if state == extended)
	assert api(people.PM).act(CHANGE, name, moved)["workflow_state"] == extended, action
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
