"""What a client does in the portal, by people whose it is not (issue 8, 7; attack-surface.md): another
client's, staff without the team, guests; internal documents; over REST and `frappe.client`; forged fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, FREIGHT, MINUTES, Factory, day, unique

from client_mgmt.demo import people

UI, PORTAL = "client_mgmt.api.ui.", "client_mgmt.api.portal."
SAY, SETTLE = "client_mgmt.api.portal.say", "client_mgmt.api.portal.settle"
TICK = "client_mgmt.api.person.tick"
CONFIRM, PROPOSE = PORTAL + "confirm_priorities", PORTAL + "propose_priority"
ACTION, MESSAGE, REQUIREMENT = "Action Item", "Client Message", "Requirement"
# Another client's person; staff of another team; firm-wide readers who are on no team.
STRANGERS = (people.OTHER_CONTACT, people.OTHER_PM, people.OTHER_TECH_LEAD, people.MANAGER, people.SALES)


@pytest.fixture
def client(api: Callable[..., Api]) -> Api:
	return api(people.BUSINESS_OWNER)


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture(scope="module")
def requirement(make: Factory) -> str:
	facts = {"feature": unique("功能"), "priority": "High", "acceptance_criteria": "可以演示"}
	return make.api(people.PM).create(REQUIREMENT, project=make.dossier(), **facts)["name"]


def said(admin: Api, field: str, name: str) -> list[dict[str, Any]]:
	return admin.list(MESSAGE, filters={field: name}, fields=["*"])


@pytest.mark.parametrize("person", STRANGERS, ids=lambda person: person.user)
def test_nobody_else_joins_a_conversation(
	api: Callable[..., Api], client: Api, admin: Api, make: Factory, person: Any
) -> None:
	"""Neither a word in nor a word out; the same answer as for what is not there."""
	word = unique("secret")
	change, minutes, wish = make.change("Submitted"), make.minutes(), make.requirement("操作审计日志")
	client.call(SAY, doctype=CHANGE, name=change, text=word)
	stranger = api(person)
	before = len(said(admin, "requirement", wish))
	for doctype, name in ((CHANGE, change), (MINUTES, minutes), (REQUIREMENT, wish), (CHANGE, "CR-1900-1")):
		refuses(stranger.try_call(SAY, doctype=doctype, name=name, text="x"), 403, "PermissionError")
		refuses(stranger.try_call(SETTLE, doctype=doctype, name=name), 403, "PermissionError")
	assert len(said(admin, "change_request", change)) == 1
	assert len(said(admin, "requirement", wish)) == before
	if person.party == "Client" or person in (people.OTHER_PM, people.OTHER_TECH_LEAD):
		asked = (
			stranger.try_list(MESSAGE, fields=["text"], limit_page_length=0),
			stranger.try_query(UI + "list", doctype=MESSAGE),
			stranger.try_query(UI + "search", text=word),
			stranger.try_query(UI + "inbox"),
			stranger.try_query(UI + "page", doctype=CHANGE, name=change),
		)
		assert not [answer.text for answer in asked if word in answer.text]


def test_guests_say_nothing(guest: Api, make: Factory, requirement: str) -> None:
	change = make.change()
	for method, arguments in (
		(SAY, {"doctype": CHANGE, "name": change, "text": "x"}),
		(SETTLE, {"doctype": CHANGE, "name": change}),
		(CONFIRM, {"priorities_seen": {requirement: "High"}}),
		(PROPOSE, {"requirement": requirement, "priority": "Low", "text": "x"}),
		(TICK, {"name": "ACT-00001"}),
	):
		refuses(guest.try_call(method, **arguments), (401, 403))
	refuses(guest.try_list(MESSAGE), (401, 403))


def test_internal_documents_have_no_conversation(
	api: Callable[..., Api], client: Api, admin: Api, make: Factory
) -> None:
	"""A client writes about nothing that they do not read, and about no other kind of document."""
	internal, draft = make.minutes("Internal", "Internal Sync"), make.minutes(draft=True)
	for name in (internal, draft):
		refuses(client.try_call(SAY, doctype=MINUTES, name=name, text="x"), 403, "PermissionError")
	for doctype in ("Project Archive", "Internal Estimate", "User", "Client", "client message", MESSAGE):
		name = admin.list(doctype.title() if doctype == "client message" else doctype)
		about = {"doctype": doctype, "name": name[0]["name"] if name else "x", "text": "x"}
		refuses(client.try_call(SAY, **about), 403, "PermissionError")
		refuses(api(people.PM).try_call(SAY, **about), 403, "PermissionError")
	assert said(admin, "minutes", internal) == []


@pytest.mark.parametrize("name", [{"title": ["like", "%"]}, ["CR-2026-0001"], "%", "../x", "", None, 1])
def test_a_name_is_a_name(client: Api, name: Any) -> None:
	for method, arguments in (
		(SAY, {"doctype": CHANGE, "name": name, "text": "x"}),
		(TICK, {"name": name}),
		(PROPOSE, {"requirement": name, "priority": "Low", "text": "x"}),
	):
		refuses(client.try_call(method, **arguments), (403, 417))


FORGED = {
	"party": "Vendor",
	"kind": "Priority Confirmed",
	"owner": people.PM.user,
	"project": "PRJ-2026-0002",
	"answered_on": "2020-01-01 00:00:00",
	"answered_by": people.PM.user,
	"flags": {"ignore_permissions": 1},
	"ignore_permissions": 1,
}


def test_forged_fields_are_nothing(client: Api, admin: Api, make: Factory) -> None:
	"""What a call sends beside its arguments decides nothing."""
	name = make.change()
	answer = client.try_call(SAY, doctype=CHANGE, name=name, text="真话", **FORGED)
	rows = said(admin, "change_request", name)
	assert len(rows) == (1 if answer.ok else 0)
	for row in rows:
		facts = (row["party"], row["kind"], row["owner"], row["project"], row.get("answered_on"))
		assert facts == ("Client", "Message", people.BUSINESS_OWNER.user, make.project(), None)


@pytest.mark.parametrize("person", [people.BUSINESS_OWNER, people.PM, "Administrator"], ids=str)
def test_no_other_door_writes_messages(
	api: Callable[..., Api], client: Api, admin: Api, make: Factory, person: Any
) -> None:
	"""Neither REST nor `frappe.client`, Administrator included: the record says who wrote what."""
	change = make.change()
	name = client.call(SAY, doctype=CHANGE, name=change, text="原话")
	session = api(person)
	values = {"project": make.project(), "change_request": change, "party": "Client", "text": "假话"}
	document = {"doctype": MESSAGE, **values}
	for answer in (
		session.try_create(MESSAGE, **values),
		session.try_update(MESSAGE, name, text="假话"),
		session.try_delete(MESSAGE, name),
		session.try_call("frappe.client.insert", doc=document),
		session.try_call("frappe.client.save", doc={**document, "name": name}),
		session.try_call(
			"frappe.client.set_value", doctype=MESSAGE, name=name, fieldname="text", value="假话"
		),
		session.try_call("frappe.client.delete", doctype=MESSAGE, name=name),
		session.try_call("frappe.client.rename_doc", doctype=MESSAGE, old_name=name, new_name="y"),
	):
		refuses(answer, (403, 417))
	[row] = said(admin, "change_request", change)
	assert (row["name"], row["text"]) == (name, "原话")


def test_comments_of_colleagues_stay_inside(client: Api, pm: Api, make: Factory) -> None:
	"""A client gets no internal comment, by the page or by REST, and makes none."""
	name, word = make.change("Submitted"), unique("inside")
	comment = {"reference_doctype": CHANGE, "reference_name": name, "content": word}
	pm.call(
		"frappe.desk.form.utils.add_comment",
		**comment,
		comment_email=people.PM.user,
		comment_by=people.PM.name,
	)
	assert word in pm.try_query(UI + "page", doctype=CHANGE, name=name).text
	for answer in (
		client.try_query(UI + "page", doctype=CHANGE, name=name),
		client.try_list(MESSAGE, fields=["*"], limit_page_length=0),
		client.try_read(CHANGE, name),
	):
		assert answer.ok
		assert word not in answer.text
	refuses(client.try_list("Comment"), 403)
	refuses(client.try_call("frappe.desk.form.utils.add_comment", **comment), 403)


def test_messages_leave_with_what_the_client_reads(client: Api, pm: Api, make: Factory) -> None:
	"""Minutes in dispute are out of the client's sight, and what was written about them with them."""
	name, word = make.minutes(), unique("unseen")
	pm.call(SAY, doctype=MINUTES, name=name, text=word, asks=1)
	assert word in client.try_list(MESSAGE, fields=["text"], limit_page_length=0).text
	client.act(MINUTES, name, "Dispute", "记录有误，请更正")
	for answer in (
		client.try_list(MESSAGE, fields=["text"], limit_page_length=0),
		client.try_query(UI + "inbox"),
	):
		assert word not in answer.text
	refuses(client.try_call(SAY, doctype=MINUTES, name=name, text="x"), 403)


@pytest.mark.parametrize("person", [*STRANGERS, people.PM], ids=lambda person: person.user)
def test_only_the_clients_own_confirm_priorities(
	api: Callable[..., Api], admin: Api, requirement: str, person: Any
) -> None:
	"""Not for them by anybody, their own project manager included (S000-11)."""
	session = api(person)
	before = admin.read(REQUIREMENT, requirement)
	refuses(session.try_call(CONFIRM, priorities_seen={requirement: "High"}), 403, "PermissionError")
	wish = {"requirement": requirement, "priority": "Low", "text": "x"}
	refuses(session.try_call(PROPOSE, **wish), 403, "PermissionError")
	assert admin.read(REQUIREMENT, requirement) == before
	assert said(admin, "requirement", requirement) == []


def test_a_confirmation_is_all_or_nothing(client: Api, admin: Api, make: Factory, requirement: str) -> None:
	"""One that is another's, or stale, among them: none is confirmed."""
	theirs = make.one(REQUIREMENT, project=make.project(FREIGHT))
	for seen in ({requirement: "High", theirs: "High"}, {requirement: "High", "REQ-99999": "High"}):
		refuses(client.try_call(CONFIRM, priorities_seen=seen), 403, "PermissionError")
	faulty: Any
	for faulty in ({requirement: "Low"}, {requirement: ""}, {requirement: None}, {}, [requirement], "x", 1):
		refuses(client.try_call(CONFIRM, priorities_seen=faulty), 417)
	many = {f"REQ-{number:05}": "High" for number in range(201)}
	refuses(client.try_call(CONFIRM, priorities_seen=many), 417)
	assert not admin.read(REQUIREMENT, requirement).get("confirmed_by_client")


def test_a_client_writes_no_requirement(client: Api, admin: Api, requirement: str) -> None:
	before = admin.read(REQUIREMENT, requirement)
	for answer in (
		client.try_update(REQUIREMENT, requirement, confirmed_on=day(0)),
		client.try_update(REQUIREMENT, requirement, priority="Low"),
		client.try_call(
			"frappe.client.set_value",
			doctype=REQUIREMENT,
			name=requirement,
			fieldname="priority",
			value="Low",
		),
	):
		refuses(answer, 403)
	assert admin.read(REQUIREMENT, requirement) == before


@pytest.mark.parametrize("person", [*STRANGERS, people.PM, people.ARCHITECT], ids=lambda person: person.user)
def test_nobody_ticks_anothers_action(
	api: Callable[..., Api], admin: Api, make: Factory, person: Any
) -> None:
	"""Neither the project's manager, nor a colleague of the client's, nor anybody else."""
	facts = {
		"description": unique("事项"),
		"due_date": day(3),
		"project": make.project(),
		"audience": "Client",
	}
	name = api(people.PM).create(ACTION, owner_user=people.BUSINESS_OWNER.user, **facts)["name"]
	refuses(api(person).try_call(TICK, name=name), 403, "PermissionError")
	assert admin.read(ACTION, name)["status"] == "Open"


def test_a_tick_changes_its_state_alone(client: Api, pm: Api, admin: Api, make: Factory) -> None:
	"""No internal action, though it names the client's person; no other field; no REST."""
	facts = {"owner_user": people.BUSINESS_OWNER.user, "due_date": day(3), "project": make.project()}
	hidden = pm.create(ACTION, description=unique("内部"), audience="Internal", **facts)["name"]
	refuses(client.try_call(TICK, name=hidden), 403, "PermissionError")
	name = pm.create(ACTION, description=unique("事项"), audience="Client", **facts)["name"]
	before = admin.read(ACTION, name)
	client.try_call(TICK, name=name, status="Cancelled", description="x", owner_user=people.PM.user)
	after = admin.read(ACTION, name)
	same = {"description", "owner_user", "due_date", "audience", "project"}
	assert {key: after.get(key) for key in same} == {key: before.get(key) for key in same}
	assert after["status"] in ("Open", "Done")
	for values in ({"status": "Done"}, {"due_date": day(30)}):
		refuses(client.try_update(ACTION, name, **values), 403)


@pytest.mark.parametrize("person", STRANGERS[:3], ids=lambda person: person.user)
def test_lists_of_the_portal_are_the_projects_own(
	api: Callable[..., Api], make: Factory, person: Any
) -> None:
	for method in ("decisions", "requirements"):
		asked = api(person).try_query(PORTAL + method, project=make.project())
		refuses(asked, 403, "PermissionError")
	refuses(api(people.BUSINESS_OWNER).try_query(PORTAL + "requirements", project=make.project(FREIGHT)), 403)
