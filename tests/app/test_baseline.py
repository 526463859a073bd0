"""Change requests and the baseline: items, weight, scheduling, iterations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, CHANGE, FREIGHT, Factory, unique

from client_mgmt.demo import people, texts


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def client(api: Callable[..., Api]) -> Api:
	return api(people.BUSINESS_OWNER)


@pytest.fixture
def requirement(admin: Api, make: Factory, pm: Api) -> dict[str, Any]:
	"""A baselined requirement of the bank that no other test touches: a change adds it."""
	change = make.change("Scheduled")
	(name,) = admin.names("Requirement", last_change=change)
	return admin.read("Requirement", name)


def modify(requirement: dict[str, Any], **proposed: Any) -> dict[str, Any]:
	return {"operation": "Modify", "requirement": requirement["name"], **proposed}


def test_an_added_requirement_is_baselined(requirement: dict[str, Any]) -> None:
	"""S000-51, S004-38: by the change that it names."""
	assert (requirement["status"], requirement["revision"]) == ("Baselined", 1)


def test_an_item_shows_what_it_changes(client: Api, make: Factory, requirement: dict[str, Any]) -> None:
	"""S004-38: filled by the engine, refused from a request."""
	item = modify(requirement, proposed_priority="Low")
	change = make.change(change_items=[item])
	(row,) = client.read(CHANGE, change)["change_items"]
	assert row["before_feature"] == requirement["feature"]
	assert row["requirement_revision"] == requirement["revision"]
	refuses(client.try_update(CHANGE, change, change_items=[{**item, "before_feature": "x"}]), 417)
	refuses(client.try_update(CHANGE, change, change_items=[{**item, "requirement_revision": 9}]), 417)


@pytest.mark.parametrize(
	("proposed", "sentence"),
	[({}, "proposes nothing"), ({"operation": "Add"}, "cannot name an existing one")],
)
def test_items_that_say_nothing(
	client: Api, make: Factory, requirement: dict[str, Any], proposed: dict[str, Any], sentence: str
) -> None:
	change = make.change()
	item = {**modify(requirement), **proposed}
	refuses(client.try_update(CHANGE, change, change_items=[item]), 417, contains=sentence)


def test_another_projects_requirement_is_refused(client: Api, make: Factory, admin: Api) -> None:
	foreign = admin.list("Requirement", filters={"project": make.project(FREIGHT)})[0]
	change = make.change()
	answer = client.try_update(CHANGE, change, change_items=[modify(foreign, proposed_priority="Low")])
	refuses(answer, 417, "LinkValidationError")
	answer = admin.try_update(CHANGE, change, change_items=[modify(foreign, proposed_priority="Low")])
	refuses(answer, 417, contains="no requirement of this project")


def test_a_stale_item_is_refused_with_both_versions(
	api: Callable[..., Api], pm: Api, admin: Api, make: Factory, requirement: dict[str, Any]
) -> None:
	"""Two signed changes of one requirement: the second is shown both versions, and is reassessed."""
	first = make.change("Signed", change_items=[modify(requirement, proposed_acceptance="三秒内响应")])
	second = make.change("Signed", change_items=[{"operation": "Remove", "requirement": requirement["name"]}])
	pm.act(CHANGE, first, "Schedule")
	now = admin.read("Requirement", requirement["name"])
	assert (now["revision"], now["acceptance_criteria"], now["last_change"]) == (2, "三秒内响应", first)
	answer = pm.try_act(CHANGE, second, "Schedule")
	refuses(answer, 417, contains="revision 1")
	refuses(answer, 417, contains="revision 2")
	assert pm.read(CHANGE, second)["workflow_state"] == "Signed"
	reopened = pm.act(CHANGE, second, "Reopen", "需求已经变化")
	assert (reopened["revision"], reopened["in_force"]) == (2, 0)
	assert reopened["change_items"][0]["requirement_revision"] == 2
	api(people.TECH_LEAD).act(CHANGE, second, "Complete Assessment", **texts.ASSESSMENT)
	for person in (people.BUSINESS_OWNER, people.PM):
		api(person).sign(CHANGE, second)
	pm.act(CHANGE, second, "Schedule")
	assert admin.read("Requirement", requirement["name"])["status"] == "Removed"


def test_a_change_of_a_removed_requirement_ends(
	api: Callable[..., Api], pm: Api, make: Factory, requirement: dict[str, Any]
) -> None:
	"""It can be returned or withdrawn, but not be put up for signature."""
	late = make.change("Under Assessment", change_items=[modify(requirement, proposed_priority="Low")])
	make.change("Scheduled", change_items=[{"operation": "Remove", "requirement": requirement["name"]}])
	lead = api(people.TECH_LEAD)
	answer = lead.try_act(CHANGE, late, "Complete Assessment", **texts.ASSESSMENT)
	refuses(answer, 417, contains="not baselined")
	assert lead.act(CHANGE, late, "Return", "需求已删除")["workflow_state"] == "Returned"


def test_scheduling_happens_once(
	api: Callable[..., Api], admin: Api, client: Api, make: Factory, requirement: dict[str, Any]
) -> None:
	"""Rework leads back to Scheduled and applies nothing again."""
	change = make.change("Implemented", change_items=[modify(requirement, proposed_acceptance="五秒内响应")])
	reworked = client.act(CHANGE, change, "Rework", "验收未通过")
	assert (reworked["workflow_state"], reworked["in_force"]) == ("Scheduled", 1)
	assert admin.read("Requirement", requirement["name"])["revision"] == 2
	refuses(api(people.CLIENT_PRODUCT).try_act(CHANGE, change, "Rework", "x"), (403, 417))


def test_the_impact_is_ours_to_assess(api: Callable[..., Api], client: Api, make: Factory) -> None:
	"""S000-49: the step needs its values, and the client does not fill them."""
	change = make.change()
	refuses(client.try_update(CHANGE, change, impact_days=1), 403, contains="assessed by the vendor")
	assessed = make.change("Under Assessment")
	answer = api(people.TECH_LEAD).try_act(CHANGE, assessed, "Complete Assessment")
	refuses(answer, 417, "MandatoryError", "Impact on Scope")


def test_what_is_major_follows_the_project(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S000-91: by rule; raised or lowered by a leading hand, with a reason."""
	limits = admin.read("Project Archive", make.project())
	change, lead = make.change("Under Assessment"), api(people.TECH_LEAD)
	days = (limits.get("major_days") or 0) + 100
	expected = int(bool(limits.get("major_days")))
	assert lead.update(CHANGE, change, impact_days=days)["is_major"] == expected
	refuses(lead.try_update(CHANGE, change, major_override="Lower"), 417, "MandatoryError", "Reason")
	lowered = lead.update(CHANGE, change, major_override="Lower", major_override_reason="工期充裕")
	assert lowered["is_major"] == 0
	raised = lead.update(CHANGE, change, major_override="Raise", major_override_reason="影响核心账务")
	assert raised["is_major"] == 1


def test_the_project_of_a_change_stays(admin: Api, make: Factory) -> None:
	change = make.change("Submitted")
	refuses(admin.try_update(CHANGE, change, project=make.project(FREIGHT)), 417, contains="project")


def test_raised_for_a_contact_of_the_client(api: Callable[..., Api], make: Factory) -> None:
	"""S000-47: staff raise it on behalf, with the client's name."""
	values = {"title": unique("变更"), "project": make.project(BANK)}
	liaison, foreign = api(people.LIAISON), make.contact_of(people.OTHER_CONTACT)
	refuses(liaison.try_create(CHANGE, raised_for=foreign, **values), 417, contains="Could not find")
	own = make.contact_of(people.BUSINESS_OWNER)
	assert liaison.create(CHANGE, raised_for=own, **values)["raised_by"] == people.LIAISON.user


def test_iterations_hold_what_is_planned(api: Callable[..., Api], pm: Api, make: Factory, admin: Api) -> None:
	"""S000-42, S000-51: two weeks, baselined requirements and scheduled changes, nothing else."""
	project, signed, scheduled = make.project(), make.change("Signed"), make.change("Scheduled")
	foreign = admin.list("Requirement", filters={"project": make.project(FREIGHT)})[0]["name"]
	values = {"title": unique("迭代"), "project": project, "start_date": "2026-03-02"}
	made = pm.create("Iteration", iteration_items=[{"change_request": scheduled}], **values)
	assert made["end_date"] == "2026-03-15"
	for item, said in (
		({"change_request": signed}, "Item 1"),
		({"requirement": foreign}, "Could not find"),
		({"notes": "顺便做"}, "Item 1"),
	):
		refuses(pm.try_create("Iteration", iteration_items=[item], **values), 417, contains=said)
	refuses(pm.try_update(CHANGE, signed, iteration=made["name"]), 417, contains="when it is scheduled")
	assert pm.update(CHANGE, scheduled, iteration=made["name"])["iteration"] == made["name"]
