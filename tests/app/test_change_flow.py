"""The whole way of a change over REST, from raise to acceptance by signature (S000-46 to S000-53)."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.client import Api, refuses
from tests.factory import CHANGE, Factory, unique

from client_mgmt.demo import people, texts


def test_a_change_runs_from_raise_to_acceptance(api: Callable[..., Api], make: Factory) -> None:
	"""S000-46 form, -47 raised by the client, -48 initial review, -49 assessment, -50 both sign, -51
	scheduled."""
	contact, pm, lead = api(people.BUSINESS_OWNER), api(people.PM), api(people.TECH_LEAD)
	name = make.change()
	feature = contact.read(CHANGE, name)["change_items"][0]["proposed_feature"]

	assert contact.act(CHANGE, name, "Submit")["workflow_state"] == "Submitted"
	assert pm.act(CHANGE, name, "Accept for Assessment")["workflow_state"] == "Under Assessment"
	assessed = lead.act(CHANGE, name, "Complete Assessment", **texts.ASSESSMENT)
	assert (assessed["workflow_state"], assessed["round"]) == ("Awaiting Signatures", 1)
	assert assessed["assessed_by"] == people.TECH_LEAD.user

	package = contact.package(CHANGE, name)
	assert (package["my_party"], package["can_sign"]) == ("Client", True)
	assert package["missing_parties"] == ["Client", "Vendor"]
	assert contact.sign(CHANGE, name)["party"] == "Client"
	half = pm.read(CHANGE, name)
	assert (half["workflow_state"], half["in_force"]) == ("Awaiting Signatures", 0)
	assert pm.sign(CHANGE, name)["party"] == "Vendor"
	signed = pm.read(CHANGE, name)
	assert (signed["workflow_state"], signed["in_force"]) == ("Signed", 1)

	assert not pm.names("Requirement", feature=feature)
	assert pm.act(CHANGE, name, "Schedule")["workflow_state"] == "Scheduled"
	added = pm.list("Requirement", filters={"feature": feature}, fields=["status", "last_change", "revision"])
	assert added == [{"status": "Baselined", "last_change": name, "revision": 1}]

	assert lead.act(CHANGE, name, "Complete")["workflow_state"] == "Implemented"
	assert contact.package(CHANGE, name)["purpose"] == "Acceptance"
	assert contact.sign(CHANGE, name)["purpose"] == "Acceptance"
	closed = contact.read(CHANGE, name)
	assert (closed["workflow_state"], closed["in_force"]) == ("Closed", 1)
	verdict = contact.verdict(CHANGE, name)
	assert (verdict["valid"], verdict["in_force"], verdict["problems"]) == (True, True, [])


def test_signatures_carry_name_and_time(api: Callable[..., Api], make: Factory) -> None:
	"""S000-50: two signatures, client and vendor, each with name, time, how it was given, and the hash of its
	entry in the chain, by which a receipt vouches for the evidence pack."""
	name = make.change("Signed")
	pack = api(people.BUSINESS_OWNER).query("client_mgmt.api.signing.evidence", doctype=CHANGE, name=name)
	chained = {entry["hash"] for entry in pack["chain"] if entry["kind"] == "Signature Record"}
	signatures = api(people.BUSINESS_OWNER).package(CHANGE, name)["signatures"]
	assert [(row["party"], row["signer_name"], row["decision"]) for row in signatures] == [
		("Client", people.BUSINESS_OWNER.name, "Signed"),
		("Vendor", people.PM.name, "Signed"),
	]
	for row in signatures:
		assert row["signed_at"].endswith("+00:00")
		assert row["method"] == "Password"
	assert {row["hash"] for row in signatures} == chained


def test_steps_cannot_be_skipped(api: Callable[..., Api], make: Factory) -> None:
	"""S000-49: the assessment is a step of its own and needs the impact filled."""
	name = make.change("Submitted")
	pm, lead = api(people.PM), api(people.TECH_LEAD)
	refuses(lead.try_act(CHANGE, name, "Complete Assessment"), (403, 417))
	refuses(pm.try_act(CHANGE, name, "Schedule"), (403, 417))
	pm.act(CHANGE, name, "Accept for Assessment")
	refuses(lead.try_act(CHANGE, name, "Complete Assessment"), 417, "MandatoryError")
	assert pm.read(CHANGE, name)["workflow_state"] == "Under Assessment"


def test_only_the_projects_manager_reviews(api: Callable[..., Api], make: Factory) -> None:
	"""S000-48: neither the client, another role, nor another project's manager."""
	name = make.change("Submitted")
	for person in (people.BUSINESS_OWNER, people.TECH_LEAD, people.LIAISON, people.OTHER_PM, people.MANAGER):
		refuses(api(person).try_act(CHANGE, name, "Accept for Assessment"), (403, 404))
		refuses(api(person).try_update(CHANGE, name, workflow_state="Under Assessment"), (403, 404, 417))
	assert api(people.PM).act(CHANGE, name, "Accept for Assessment")


def test_staff_raise_for_a_client(api: Callable[..., Api], make: Factory) -> None:
	"""S000-47: on behalf, with the client's name; who raised it is whoever did."""
	contact = make.contact_of(people.BUSINESS_OWNER)
	values = {"title": unique("代提"), "project": make.project(), "raised_for": contact}
	made = api(people.LIAISON).create(CHANGE, **values)
	assert (made["raised_by"], made["raised_for"]) == (people.LIAISON.user, contact)
	foreign = make.contact_of(people.OTHER_CONTACT)
	refuses(api(people.LIAISON).try_create(CHANGE, **{**values, "raised_for": foreign}), 417)


def test_reasons_are_demanded(api: Callable[..., Api], make: Factory) -> None:
	"""Return, Reject, Reopen, Rework, Withdraw and Decline need a reason; it stands in the history."""
	pm, contact = api(people.PM), api(people.BUSINESS_OWNER)
	for state, action, person in (
		("Submitted", "Return", pm),
		("Submitted", "Reject", pm),
		("Signed", "Reopen", pm),
		("Submitted", "Withdraw", contact),
		("Implemented", "Rework", contact),
	):
		name = make.change(state)
		refuses(person.try_act(CHANGE, name, action), 417, contains="reason")
		assert person.read(CHANGE, name)["workflow_state"] == state
		person.act(CHANGE, name, action, "业务量尚未说明")
		assert person.history(CHANGE, name)[-1]["reason"] == "业务量尚未说明"


def test_a_put_counts_as_the_action(api: Callable[..., Api], make: Factory) -> None:
	"""A plain PUT and `apply_workflow` make the transition under the same rules, with `workflow_reason`."""
	pm, contact, name = api(people.PM), api(people.BUSINESS_OWNER), make.change()
	contact.update(CHANGE, name, workflow_state="Submitted")
	refuses(pm.try_update(CHANGE, name, workflow_state="Returned"), 417, contains="reason")
	assert (
		pm.update(CHANGE, name, workflow_state="Returned", workflow_reason="请补充")["workflow_state"]
		== "Returned"
	)
	doc = {"doctype": CHANGE, "name": name}
	contact.call("frappe.model.workflow.apply_workflow", doc=doc, action="Submit")
	history = pm.history(CHANGE, name)
	assert [event["to_state"] for event in history] == ["Submitted", "Returned", "Submitted"]
	assert [event["action"] for event in history] == ["Submit", "Return", "Submit"]
	assert all(event["seconds_in_from_state"] >= 0 for event in history)


def test_a_reopened_change_is_another_revision(api: Callable[..., Api], make: Factory) -> None:
	"""Reopen raises the revision; a new round never uses an old round's signatures."""
	name, pm, lead = make.change("Signed"), api(people.PM), api(people.TECH_LEAD)
	reopened = pm.act(CHANGE, name, "Reopen", "范围有误")
	assert (reopened["workflow_state"], reopened["revision"], reopened["in_force"]) == (
		"Under Assessment",
		2,
		0,
	)
	lead.act(CHANGE, name, "Complete Assessment", **{**texts.ASSESSMENT, "impact_days": 4})
	package = pm.package(CHANGE, name)
	assert (package["round"], package["signatures"]) == (2, [])
	assert "impact_days" in str(package["changes_since_last_round"])
	refuses(pm.try_act(CHANGE, name, "Schedule"), (403, 417))


def test_who_raised_it_may_withdraw(api: Callable[..., Api], make: Factory) -> None:
	name = make.change("Submitted")
	refuses(api(people.CLIENT_PRODUCT).try_act(CHANGE, name, "Withdraw", "暂缓"), 403)
	assert api(people.BUSINESS_OWNER).act(CHANGE, name, "Withdraw", "暂缓")["workflow_state"] == "Withdrawn"


def test_scope_changes_by_scheduled_changes_alone(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""S000-51, S000-52: an archived project's requirements and iterations."""
	pm, name = api(people.PM), make.requirement("操作审计日志")
	refuses(pm.try_create("Requirement", project=make.project(), feature="直接新增"), 417)
	for person in (pm, admin):
		refuses(person.try_update("Requirement", name, acceptance_criteria="改了"), 417)
		refuses(person.try_delete("Requirement", name), (403, 417))
	unsigned = make.change("Awaiting Signatures")
	iteration = make.one("Iteration", project=make.project(), status="Planned")
	items = [{"change_request": unsigned}]
	refuses(pm.try_update("Iteration", iteration, iteration_items=items), 417)
	scheduled = [{"change_request": make.change("Scheduled")}]
	assert pm.update("Iteration", iteration, iteration_items=scheduled)


def test_actions_say_what_is_mine_and_what_needs_a_reason(api: Callable[..., Api], make: Factory) -> None:
	"""What the Desk asks before it shows a dialog."""
	name = make.change("Submitted")

	def actions(person: people.Person) -> dict[str, int]:
		found = api(person).query("client_mgmt.api.workflow.actions", doctype=CHANGE, name=name)
		assert all(row["needs_reason"] == (row["min_length"] > 0) and row["next_state"] for row in found)
		return {row["action"]: row["min_length"] for row in found}

	assert actions(people.PM) == {"Accept for Assessment": 0, "Return": 2, "Reject": 2, "Withdraw": 2}
	assert actions(people.BUSINESS_OWNER) == {"Withdraw": 2}
	assert actions(people.ASSISTANT) == {}
	for stranger in (people.OTHER_PM, people.OTHER_CONTACT):
		answer = api(stranger).try_query("client_mgmt.api.workflow.actions", doctype=CHANGE, name=name)
		refuses(answer, 404, "DoesNotExistError")
	client = make.client(people.PM)
	answer = api(people.PM).try_query("client_mgmt.api.workflow.actions", doctype="Client", name=client)
	refuses(answer, 417, "ValidationError")


def test_a_plain_workflow_action_brings_its_reason(api: Callable[..., Api], make: Factory) -> None:
	"""As the Desk does it: `apply_workflow` with `workflow_reason` on the posted document."""
	name, pm = make.change("Submitted"), api(people.PM)
	method = "frappe.model.workflow.apply_workflow"
	document = {"doctype": CHANGE, "name": name}
	refuses(pm.try_call(method, doc=json.dumps(document), action="Return"), 417, contains="needs a reason")
	document["workflow_reason"] = "请补充受影响的报表"
	assert pm.call(method, doc=json.dumps(document), action="Return")["workflow_state"] == "Returned"
	assert pm.history(CHANGE, name)[-1]["reason"] == document["workflow_reason"]
