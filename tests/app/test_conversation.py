"""What both sides write to each other, the priorities that a client confirms, actions that their owner ticks,
decisions in one call (issue 8, 7; S000-11, S000-15, S000-16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, CHANGE, MINUTES, Factory, day, unique

from client_mgmt.demo import people
from client_mgmt.engagement import conversation

UI, PORTAL = "client_mgmt.api.ui.", "client_mgmt.api.portal."
SAY, SETTLE = "client_mgmt.api.portal.say", "client_mgmt.api.portal.settle"
TICK = "client_mgmt.api.person.tick"
ACTION, REQUIREMENT = "Action Item", "Requirement"


def page(session: Api, doctype: str, name: str) -> Any:
	return session.query(UI + "page", doctype=doctype, name=name)


def inbox(session: Api, kind: str) -> dict[str, Any]:
	return {item["name"]: item for item in session.query(UI + "inbox") if item["kind"] == kind}


@pytest.fixture
def client(api: Callable[..., Api]) -> Api:
	return api(people.BUSINESS_OWNER)


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def requirement(make: Factory) -> str:
	"""A requirement of a dossier that is still being written."""
	facts = {"feature": unique("功能"), "priority": "High", "acceptance_criteria": "可以演示"}
	return make.api(people.PM).create(REQUIREMENT, project=make.dossier(), **facts)["name"]


@pytest.mark.parametrize("doctype", [CHANGE, MINUTES, REQUIREMENT])
def test_both_sides_read_what_is_said(
	api: Callable[..., Api], client: Api, pm: Api, make: Factory, doctype: str
) -> None:
	"""In order, with names; internal comments stay apart."""
	name = {CHANGE: make.change, MINUTES: make.minutes, REQUIREMENT: lambda: make.requirement("手续费计算")}[
		doctype
	]()
	first, second = unique("<b>能否</b>提前"), unique("可以")
	before = len(page(client, doctype, name)["conversation"])
	client.call(SAY, doctype=doctype, name=name, text=f"  {first}\n")
	pm.call(SAY, doctype=doctype, name=name, text=second, asks=1)
	for session in (client, pm, api(people.ARCHITECT)):
		shown = page(session, doctype, name)
		said = [
			(row["by"], row["text"], row["party"], row["waits"]) for row in shown["conversation"][before:]
		]
		assert said == [
			(people.BUSINESS_OWNER.name, first, "Client", False),
			(people.PM.name, second, "Vendor", True),
		]
		assert shown["can"]["say"]
		assert not [row for row in shown["comments"] if first in row["text"]]
	assert page(client, doctype, name)["conversation"][before]["mine"]


def test_a_question_waits_until_it_is_answered(client: Api, pm: Api, make: Factory) -> None:
	name = make.change("Submitted")
	client.call(SAY, doctype=CHANGE, name=name, text="什么时候评估？")
	client.call(SAY, doctype=CHANGE, name=name, text="还有一个问题")
	assert inbox(pm, "answer")[name]["title"] == "还有一个问题"
	pm.call(SAY, doctype=CHANGE, name=name, text="周五之前")
	assert name not in inbox(pm, "answer")
	assert name not in inbox(client, "answer"), "it asked nothing"
	pm.call(SAY, doctype=CHANGE, name=name, text="预算是否够？", asks=1)
	item = inbox(client, "answer")[name]
	assert (item["doctype"], item["title"], item["project_title"]) == (CHANGE, "预算是否够？", BANK)
	client.call(SAY, doctype=CHANGE, name=name, text="够")
	assert name not in inbox(client, "answer")
	pm.call(SETTLE, doctype=CHANGE, name=name)
	assert name not in inbox(pm, "answer"), "no answer is needed"


def test_the_other_side_is_told(
	site: Any, as_user: Any, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""The project's managers once until they have answered; of the client those who wrote."""
	told: list[tuple[Any, set[str]]] = []
	monkeypatch.setattr(conversation.telling, "queue", lambda notice, users: told.append((notice, users)))
	name, said = make.one(CHANGE, title="对账清单提前到 5 点"), unique("问题")
	for person in (people.BUSINESS_OWNER, people.BUSINESS_OWNER, people.PM, people.BUSINESS_OWNER):
		with as_user(person):
			conversation.say(conversation.document(CHANGE, name), said)
	assert [users for _notice, users in told] == [
		{people.PM.user},
		{people.BUSINESS_OWNER.user},
		{people.PM.user},
	]
	notice = told[0][0]
	assert (notice.kind, notice.name, notice.remark) == ("message", name, said)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001, ["x"], None])
def test_a_message_says_something_in_bounds(client: Api, make: Factory, text: Any) -> None:
	refuses(client.try_call(SAY, doctype=CHANGE, name=make.change(), text=text), 417)


def test_nobody_writes_where_the_client_does_not_read(pm: Api, make: Factory) -> None:
	for name in (make.minutes(draft=True), make.minutes("Internal", "Internal Sync")):
		assert not page(pm, MINUTES, name)["can"]["say"]
		refuses(pm.try_call(SAY, doctype=MINUTES, name=name, text="x"), 417, "", "does not read")


def test_what_is_said_is_news(client: Api, pm: Api, make: Factory) -> None:
	"""`changes` tells of it, so that the other's page shows it without being asked."""
	name = make.change()
	since = pm.query(UI + "changes")["now"]
	message = client.call(SAY, doctype=CHANGE, name=name, text="看这里")
	for session in (pm, client):
		changed = session.query(UI + "changes", since=since)["changed"]
		assert {"doctype": "Client Message", "name": message} in changed


def test_evidence_is_not_touched(client: Api, pm: Api, admin: Api, make: Factory) -> None:
	name = make.change("Awaiting Signatures")
	before = (admin.read(CHANGE, name), client.package(CHANGE, name)["digest"])
	client.call(SAY, doctype=CHANGE, name=name, text="签字前的问题")
	pm.call(SAY, doctype=CHANGE, name=name, text="答复")
	assert (admin.read(CHANGE, name), client.package(CHANGE, name)["digest"]) == before
	assert admin.verdict(CHANGE, name)["valid"]


def waits(session: Api, make: Factory, name: str) -> dict[str, Any]:
	project = make.api("Administrator").read(REQUIREMENT, name)["project"]
	return {row["name"]: row for row in session.query(PORTAL + "requirements", project=project)}[name]


def test_a_client_confirms_a_priority(client: Api, pm: Api, make: Factory, requirement: str) -> None:
	"""Who, when and which; staff see it, and it no longer waits (S000-11)."""
	row = waits(client, make, requirement)
	assert (row["waits"], row["confirmed_by"], row["priority_label"]) == (True, "", "High")
	assert inbox(client, "confirm")[row["project"]]["doctype"] == "Project Archive"
	seen = {requirement: "High"}
	assert client.call(PORTAL + "confirm_priorities", priorities_seen=seen) == [requirement]
	stored = pm.read(REQUIREMENT, requirement)
	assert stored["confirmed_by_client"] == make.contact_of(people.BUSINESS_OWNER)
	assert stored["confirmed_on"] == day(0)
	[said] = page(pm, REQUIREMENT, requirement)["conversation"]
	assert (said["kind"], said["priority"], said["by"]) == ("Priority Confirmed", "High", "刘芳")
	row = waits(client, make, requirement)
	assert (row["waits"], row["confirmed_by"]) == (False, "刘芳")
	assert row["project"] not in inbox(client, "confirm")


def test_a_changed_priority_is_confirmed_anew(client: Api, pm: Api, make: Factory, requirement: str) -> None:
	client.call(PORTAL + "confirm_priorities", priorities_seen={requirement: "High"})
	pm.update(REQUIREMENT, requirement, priority="Low")
	assert waits(client, make, requirement)["waits"]
	stale = client.try_call(PORTAL + "confirm_priorities", priorities_seen={requirement: "High"})
	refuses(stale, 417, "ValidationError", "Low now")
	client.call(PORTAL + "confirm_priorities", priorities_seen={requirement: "Low"})
	assert not waits(client, make, requirement)["waits"]


def test_a_scheduled_change_of_priority_is_confirmed_anew(
	api: Callable[..., Api], client: Api, pm: Api, make: Factory
) -> None:
	"""A locked scope is confirmed too; the change that is scheduled asks again."""
	name = make.requirement("清算异常告警")
	first = pm.read(REQUIREMENT, name)["priority"]
	client.call(PORTAL + "confirm_priorities", priorities_seen={name: first})
	kept = pm.read(REQUIREMENT, name)
	assert kept["confirmed_by_client"]
	other = "Low" if first != "Low" else "High"
	item = {"operation": "Modify", "requirement": name, "proposed_priority": other}
	pm.act(CHANGE, make.change("Signed", change_items=[item]), "Schedule")
	changed = pm.read(REQUIREMENT, name)
	assert (changed["priority"], changed["revision"]) == (other, kept["revision"] + 1)
	assert not changed.get("confirmed_by_client")
	assert waits(client, make, name)["waits"]


def test_a_client_proposes_another_priority(client: Api, pm: Api, make: Factory, requirement: str) -> None:
	client.call(PORTAL + "confirm_priorities", priorities_seen={requirement: "High"})
	wish = {"requirement": requirement, "priority": "Low", "text": "可以晚一点"}
	client.call(PORTAL + "propose_priority", **wish)
	row = waits(client, make, requirement)
	assert (row["proposed"], row["confirmed_by"], row["waits"]) == ("Low", "", False)
	assert not pm.read(REQUIREMENT, requirement).get("confirmed_by_client")
	assert pm.read(REQUIREMENT, requirement)["priority"] == "High", "staff decide"
	make_leader(make, requirement)
	assert inbox(pm, "answer")[requirement]["title"] == "可以晚一点"
	pm.call(SAY, doctype=REQUIREMENT, name=requirement, text="监管要求，必须高")
	assert waits(client, make, requirement)["waits"]
	client.call(PORTAL + "confirm_priorities", priorities_seen={requirement: "High"})
	assert not waits(client, make, requirement)["waits"]
	for faulty in ({"priority": "High"}, {"priority": "Urgent"}, {"text": " "}):
		refuses(client.try_call(PORTAL + "propose_priority", **{**wish, **faulty}), 417)


def make_leader(make: Factory, requirement: str) -> None:
	project = make.api("Administrator").read(REQUIREMENT, requirement)["project"]
	team = make.api("Administrator").read("Project Archive", project)["team"]
	assert people.PM.user in [row.get("user") for row in team if row["project_role"] == "Project Manager"]


@pytest.mark.parametrize("person", [people.BUSINESS_OWNER, people.PM], ids=lambda person: person.party)
def test_an_owner_ticks_their_action(api: Callable[..., Api], make: Factory, person: Any) -> None:
	facts = {
		"description": unique("事项"),
		"due_date": day(3),
		"project": make.project(),
		"audience": "Client",
	}
	name = api(people.PM).create(ACTION, owner_user=person.user, **facts)["name"]
	mine = api(person)
	assert name in inbox(mine, "action")
	assert mine.call(TICK, name=name) == "Done"
	assert name not in inbox(mine, "action")
	assert mine.read(ACTION, name)["modified_by"] == person.user
	assert mine.call(TICK, name=name, done=0) == "Open"
	assert name in inbox(mine, "action")
	api(people.PM).update(ACTION, name, status="Cancelled")
	refuses(mine.try_call(TICK, name=name), 417, "", "cancelled")


def test_decisions_come_in_one_call(client: Api, pm: Api, make: Factory) -> None:
	"""Of minutes that the client reads, the newest minutes first; internal ones and drafts are not among
	them."""
	texts = {}
	for audience, kind, draft in (("Client", "Review", False), ("Internal", "Internal Sync", False)):
		name = make.minutes(audience, kind, draft=True)
		texts[audience] = unique("决定")
		row = {"decision": texts[audience], "rationale": "理由", "decided_by": "刘芳"}
		pm.update(MINUTES, name, decisions=[row])
		if not draft:
			pm.act(MINUTES, name, "Circulate")
	seen = client.query(PORTAL + "decisions", project=make.project(), limit=100)["rows"]
	said = [row["decision"] for row in seen]
	assert texts["Client"] in said
	assert texts["Internal"] not in said
	assert [row["on"] for row in seen] == sorted((row["on"] for row in seen), reverse=True)
	staff = client.query(PORTAL + "decisions", project=make.project(), limit=1)
	assert staff["has_next"]
	both = {row["decision"] for row in pm.query(PORTAL + "decisions", project=make.project())["rows"]}
	assert set(texts.values()) <= both


def test_minutes_wait_to_be_confirmed(client: Api, make: Factory) -> None:
	name = make.minutes()
	assert inbox(client, "confirm")[name]["doctype"] == MINUTES
	assert name not in inbox(client, "sign")
