"""The milestone of a dossier, and the gate out of Kick-off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

MILESTONE, WAIVER, TEMPLATE = "Project Milestone", "Gate Waiver", "Milestone Template"
REASON = "客户要求先行驻场，合同已签，档案两周内补齐"


def milestone_of(admin: Api, project: str) -> dict[str, Any]:
	about = {"project": project, "milestone": "Dossier Complete"}
	(row,) = admin.list(MILESTONE, filters=about, fields=["*"])
	return row


def test_every_dossier_has_the_milestone(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-85: by template, due when the project is to start; it follows the plan while it is open."""
	name = make.dossier()
	planned = admin.read(PROJECT, name)["planned_start"]
	milestone = milestone_of(admin, name)
	assert (milestone["milestone"], milestone["due"]) == ("Dossier Complete", planned)
	assert milestone["closed_on"] is None
	api(people.PM).update(PROJECT, name, planned_start="2026-03-02", planned_end="2027-03-02")
	assert milestone_of(admin, name)["due"] == "2026-03-02"


def test_review_closes_it(make: Factory, admin: Api) -> None:
	"""S004-85: closed by the dossier's approval alone, with who and when; a revision leaves it closed."""
	name = make.archived()
	milestone, archived_on = milestone_of(admin, name), admin.read(PROJECT, name)["archived_on"]
	assert (milestone["closed_on"], milestone["closed_by"]) == (archived_on, people.QUALITY.user)
	make.api(people.PM).act(PROJECT, name, "Revise")
	assert milestone_of(admin, name)["closed_on"] == archived_on


def test_kick_off_is_left_with_an_archived_dossier(api: Callable[..., Api], make: Factory) -> None:
	"""S004-85: before it every path is refused, after it the stage moves."""
	pm, name = api(people.PM), make.dossier()
	for stage in ("Delivery", "Acceptance", "Closed"):
		refuses(pm.try_update(PROJECT, name, stage=stage), 417, contains="stays in Kick-off")
	refuses(pm.try_act(PROJECT, name, "Submit", stage="Delivery"), 417, contains="stays in Kick-off")
	pm.act(PROJECT, name, "Submit")
	refuses(pm.try_update(PROJECT, name, stage="Delivery"), 417, contains="stays in Kick-off")
	api(people.QUALITY).act(PROJECT, name, "Review")
	assert pm.update(PROJECT, name, stage="Delivery")["stage"] == "Delivery"
	assert pm.update(PROJECT, name, stage="Kick-off")["stage"] == "Kick-off"


def test_a_named_waiver_opens_the_gate(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-85: by PMO, with a reason; it stands in the ledger and opens its own project alone."""
	pm, name, other = api(people.PM), make.dossier(), make.dossier()
	waiver = api(people.PMO).create(WAIVER, project=name, reason=REASON)
	assert waiver["granted_by"] == people.PMO.user
	refuses(pm.try_update(PROJECT, other, stage="Delivery"), 417, contains="stays in Kick-off")
	assert pm.update(PROJECT, name, stage="Delivery")["stage"] == "Delivery"
	assert milestone_of(admin, name)["closed_on"] is None
	events = [(event["event_type"], event["reason"]) for event in pm.history(PROJECT, name)]
	assert ("Waiver", REASON) in events
	assert "Edit" in [kind for kind, _reason in events]


@pytest.fixture
def warning(api: Callable[..., Api]) -> Any:
	"""The setting Warn, put back afterwards."""
	manager = api(people.MANAGER)
	manager.update("Client Mgmt Settings", "Client Mgmt Settings", kickoff_gate="Warn")
	yield
	manager.update("Client Mgmt Settings", "Client Mgmt Settings", kickoff_gate="Block")


@pytest.mark.usefixtures("warning")
def test_with_warn_it_is_said_and_recorded(api: Callable[..., Api], make: Factory) -> None:
	"""S004-85: an edit and a new project alike."""
	pm, name = api(people.PM), make.dossier()
	answer = pm.try_update(PROJECT, name, stage="Delivery")
	assert answer.ok and "has left Kick-off" in answer.text
	new = pm.create(PROJECT, project_name=unique("项目"), stage="Delivery")["name"]
	for project in (name, new):
		kinds = [event["event_type"] for event in pm.history(PROJECT, project)]
		assert kinds.count("Warning") == 1
	pm.update(PROJECT, name, stage="Acceptance")
	assert [event["event_type"] for event in pm.history(PROJECT, name)].count("Warning") == 1


def test_templates_are_records(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-85: an administrator adds milestones without code; the one that the gate asks for stays."""
	pmo, pm = api(people.PMO), api(people.PM)
	facts = {"closes_with": "Acceptance", "due_from": "Planned End", "due_days": -7}
	added = pmo.create(TEMPLATE, milestone_name=unique("初验"), **facts)["name"]
	name = make.archived(planned_end="2027-03-08")

	def own() -> dict[str, Any]:
		(row,) = admin.list(MILESTONE, filters={"project": name, "milestone": added}, fields=["*"])
		return row

	assert (own()["due"], own()["closed_on"]) == ("2027-03-01", None)
	pm.update(PROJECT, name, stage="Acceptance")
	assert own()["closed_by"] == people.PM.user
	pm.update(PROJECT, name, stage="Delivery")
	assert own()["closed_on"]
	pmo.update(TEMPLATE, added, enabled=0)
	assert admin.names(MILESTONE, project=make.dossier(), milestone=added) == set()
	for values in ({"enabled": 0}, {"closes_with": "Delivery"}, {"milestone_name": "x"}):
		refuses(pmo.try_update(TEMPLATE, "Dossier Complete", **values), 417)
	refuses(admin.try_delete(TEMPLATE, "Dossier Complete"), (403, 417))
	refuses(pm.try_update(TEMPLATE, added, enabled=1), 403)


def test_a_draft_goes_with_its_milestone(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""A draft without evidence is deleted by the app's manager, and leaves nothing behind."""
	name = make.dossier()
	assert api(people.MANAGER).try_delete(PROJECT, name).ok
	assert admin.names(MILESTONE, project=name) == set()
