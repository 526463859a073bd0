"""Issue 2: "An administrator adds a state and a transition to the Change Request workflow, and a mandatory
custom field to Client, over REST; both work at once without restart, and survive `migrate`", and what an
administrator's edit of a workflow does not open (guarantee 5, attack surface)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.acceptance.process import Served
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory, unique

from client_mgmt.demo import people

WORKFLOW = "Change Request Control"
STATE, ACTION = "Quotation", "Ask for Quotation"
PM_STEP = {"allowed": "Project Manager", "allow_self_approval": 1}


def extend(admin: Api, *transitions: dict[str, Any], states: tuple[dict[str, Any], ...] = ()) -> None:
	"""Adds rows to the workflow, as the Workflow form does."""
	before = admin.read("Workflow", WORKFLOW)
	admin.update(
		"Workflow",
		WORKFLOW,
		modified=before["modified"],
		states=[*before["states"], *states],
		transitions=[*before["transitions"], *transitions],
	)


@pytest.fixture
def workflow(admin: Api) -> Iterator[dict[str, Any]]:
	"""The workflow as it was, and is again after the test."""
	before = admin.read("Workflow", WORKFLOW)
	yield before
	admin.update(
		"Workflow", WORKFLOW, is_active=1, states=before["states"], transitions=before["transitions"]
	)


@pytest.fixture(scope="module")
def edited(host: Served, admin: Api) -> None:
	"""A state between Submitted and Under Assessment, and a mandatory field, by REST alone."""
	admin.create("Workflow State", workflow_state_name=STATE)
	admin.create("Workflow Action Master", workflow_action_name=ACTION)
	extend(
		admin,
		{"state": "Submitted", "action": ACTION, "next_state": STATE, **PM_STEP},
		{"state": STATE, "action": "Accept for Assessment", "next_state": "Under Assessment", **PM_STEP},
		states=({"state": STATE, "doc_status": "0", "allow_edit": "Project Manager"},),
	)
	field = {
		"dt": "Client",
		"label": "Sector Code",
		"fieldname": "sector_code",
		"fieldtype": "Data",
		"reqd": 1,
	}
	admin.create("Custom Field", **field)


def check_edits(host: Served, make: Factory) -> None:
	"""The new state is entered and left by its transitions alone; the new field is demanded and kept."""
	pm, sales = make.api(people.PM), make.api(people.SALES)
	name = make.change("Submitted")
	refuses(make.api(people.OTHER_PM).try_act(CHANGE, name, ACTION), 404)
	refuses(make.api(people.BUSINESS_OWNER).try_act(CHANGE, name, ACTION), 403)
	assert pm.act(CHANGE, name, ACTION)["workflow_state"] == STATE
	refuses(pm.try_update(CHANGE, name, workflow_state="Rejected"), 417, "", "no step")
	make.step(name, "Under Assessment")
	make.step(name, "Awaiting Signatures")
	make.step(name, "Signed")
	states = [event["to_state"] for event in pm.history(CHANGE, name) if event["event_type"] == "Transition"]
	assert states == ["Submitted", STATE, "Under Assessment", "Awaiting Signatures", "Signed"]
	assert pm.verdict(CHANGE, name)["valid"]
	refuses(sales.try_create("Client", client_name=unique("客户")), 417, "MandatoryError", "sector_code")
	client = sales.create("Client", client_name=unique("客户"), sector_code="J66")["name"]
	assert sales.read("Client", client)["sector_code"] == "J66"
	refuses(sales.try_update("Client", client, sector_code=""), 417, "MandatoryError", "sector_code")
	assert client in sales.names("Client", sector_code="J66")
	columns = [row[1] for row in rows(host, "PRAGMA table_info(`tabClient`)")]
	assert "sector_code" in columns


def rows(host: Served, sql: str) -> list[tuple[Any, ...]]:
	with host.sqlite() as database:
		return [tuple(row) for row in database.execute(sql)]


def test_both_work_at_once(host: Served, edited: None, make: Factory) -> None:
	before = host.process
	check_edits(host, make)
	assert host.process is before


def test_both_survive_migrate_and_restart(host: Served, edited: None, admin: Api, make: Factory) -> None:
	"""Migrated while it is served, and twice while it is not; no edit is overwritten."""
	before = admin.read("Workflow", WORKFLOW)
	assert "up to date" in host.run("migrate")
	check_edits(host, make)
	host.stop()
	host.run("migrate")
	host.run("migrate")
	host.start()
	after = admin.read("Workflow", WORKFLOW)
	assert [row["name"] for row in after["transitions"]] == [row["name"] for row in before["transitions"]]
	assert after["modified"] == before["modified"]
	check_edits(host, make)


@pytest.mark.parametrize("target", ["Signed", "Scheduled", "Implemented", "Closed"])
def test_no_added_transition_leads_past_the_signatures(
	workflow: dict, api: Callable[..., Api], admin: Api, make: Factory, target: str
) -> None:
	"""Without a signature, with one, and with one of the client alone; by every way of saving."""
	action = unique("Shortcut")
	admin.create("Workflow Action Master", workflow_action_name=action)
	extend(admin, {"state": "Awaiting Signatures", "action": action, "next_state": target, **PM_STEP})
	pm, name = api(people.PM), make.change("Awaiting Signatures")
	for _signatures in range(2):
		before = admin.read(CHANGE, name)
		for answer in shortcuts(pm, name, action, target):
			refuses(answer, 417, "ValidationError", "signature")
		assert admin.read(CHANGE, name) == before
		api(people.BUSINESS_OWNER).sign(CHANGE, name)
	verdict = admin.verdict(CHANGE, name)
	assert (verdict["valid"], verdict["in_force"]) == (True, False)


def shortcuts(pm: Api, name: str, action: str, target: str) -> Iterator[Any]:
	doc = {"doctype": CHANGE, "name": name}
	yield pm.try_act(CHANGE, name, action, "快一点")
	yield pm.try_update(CHANGE, name, workflow_state=target)
	yield pm.try_call("frappe.model.workflow.apply_workflow", doc=doc, action=action)
	yield pm.try_call("frappe.client.set_value", **doc, fieldname="workflow_state", value=target)


def test_a_deactivated_workflow_moves_nothing(
	workflow: dict, api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	names = [make.change(state) for state in ("Submitted", "Awaiting Signatures")]
	admin.update("Workflow", WORKFLOW, is_active=0)
	for name in names:
		before = admin.read(CHANGE, name)["workflow_state"]
		for person in (api(people.PM), admin):
			for state in ("Under Assessment", "Signed", "Closed", "Draft"):
				refuses(person.try_update(CHANGE, name, workflow_state=state), (403, 417))
		refuses(api(people.PM).try_act(CHANGE, name, "Withdraw", "不要了"), 417, "", "no active Workflow")
		assert admin.read(CHANGE, name)["workflow_state"] == before
	admin.update("Workflow", WORKFLOW, is_active=1)
	assert api(people.PM).act(CHANGE, names[0], "Accept for Assessment")


def test_the_workflow_is_neither_deleted_nor_renamed(admin: Api, make: Factory) -> None:
	refuses(admin.try_delete("Workflow", WORKFLOW), 417)
	names = {"old_name": WORKFLOW, "new_name": "Other"}
	refuses(admin.try_call("frappe.client.rename_doc", doctype="Workflow", **names), (403, 417))
	assert admin.read("Workflow", WORKFLOW)["is_active"] == 1


def test_the_workflow_keeps_its_field_and_the_states_in_use(
	workflow: dict, api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	"""A workflow that moves another field than the policy watches would leave the state to anybody."""
	name, used = make.change("Awaiting Signatures"), "Awaiting Signatures"
	refuses(admin.try_update("Workflow", WORKFLOW, workflow_state_field="title"), 417)
	kept = [row for row in workflow["states"] if row["state"] != used]
	moves = [row for row in workflow["transitions"] if used not in (row["state"], row["next_state"])]
	refuses(admin.try_update("Workflow", WORKFLOW, states=kept, transitions=moves), 417, "", used)
	refuses(api(people.PM).try_update(CHANGE, name, workflow_state="Signed"), 417)
	assert admin.read(CHANGE, name)["workflow_state"] == used


def test_another_workflow_in_its_place(
	workflow: dict, api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	"""It has the actions that rules name. Lax as it may be otherwise: the signatures are proven at
	the door."""
	lax = {key: workflow[key] for key in ("document_type", "workflow_state_field", "states", "is_active")}
	name = make.change("Awaiting Signatures")
	api(people.PM).act(CHANGE, name, "Reopen", "再议")
	moves = [
		{"state": state["state"], "action": "Accept for Assessment", "next_state": target, **PM_STEP}
		for state in workflow["states"]
		for target in ("Signed", "Closed")
		if state["state"] != target
	]
	lacking = admin.try_create("Workflow", workflow_name=unique("Lax"), transitions=moves, **lax)
	refuses(lacking, 417, "ValidationError", "Sign-off Rules, row 1, Action When Complete")
	moves += workflow["transitions"]
	other = admin.create("Workflow", workflow_name=unique("Lax"), transitions=moves, **lax)["name"]
	for target in ("Signed", "Closed"):
		refuses(api(people.PM).try_update(CHANGE, name, workflow_state=target), 417, "", "signature")
	assert admin.read(CHANGE, name)["workflow_state"] == "Under Assessment"
	admin.update("Workflow", other, is_active=0)
	admin.update("Workflow", WORKFLOW, is_active=1)
