"""Who is told of what, by the bell and by mail: the other side's turn, in the reader's language (S000-98)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, MINUTES, PROJECT, Factory, day, unique
from tests.hosts import Host

from client_mgmt.demo import people
from client_mgmt.demo.people import Person

NOTICES = "client_mgmt.api.ui.notices"
SWITCH, SWITCHES, READ = (
	f"client_mgmt.api.person.{name}" for name in ("switch_notice", "notice_switches", "read_notices")
)
Bell = Callable[[Person, str], list[str]]


@pytest.fixture
def bell(api: Callable[..., Api], host: Host) -> Bell:
	"""`bell(person, document)`: what the bell has told somebody about a document, the newest first."""

	def said(person: Person, name: str) -> list[str]:
		host.work()
		lines = api(person).query(NOTICES, limit=100)["notices"]
		return [line["text"] for line in lines if line["document"] == name]

	return said


def begins(told: list[str], *starts: str) -> bool:
	"""Whether these, newest first, are all that was told."""
	return len(told) == len(starts) and all(
		text.startswith(start) for text, start in zip(told, starts, strict=True)
	)


def test_a_change_on_its_way(make: Factory, bell: Bell) -> None:
	"""Whose turn it is, who signed, who declined; nobody of what they did themselves."""
	name = make.change("Submitted")
	assert begins(bell(people.PM, name), "Accept for Assessment waits for you")
	assert bell(people.TECH_LEAD, name) == bell(people.BUSINESS_OWNER, name) == []
	make.step(name, "Under Assessment")
	assert begins(bell(people.TECH_LEAD, name), "Complete Assessment waits for you")
	make.step(name, "Awaiting Signatures")
	for person in (people.PM, people.BUSINESS_OWNER):
		assert bell(person, name)[0].startswith("Your signature is wanted: Change Request")
	assert bell(people.ARCHITECT, name) == []  # no authority
	make.api(people.BUSINESS_OWNER).sign(CHANGE, name)
	assert bell(people.PM, name)[0].startswith("刘芳 has signed")
	assert len(bell(people.BUSINESS_OWNER, name)) == 1
	make.api(people.PM).sign(CHANGE, name)
	assert begins(bell(people.BUSINESS_OWNER, name), "李明 has signed", "Your signature is wanted")
	assert bell(people.OTHER_PM, name) == bell(people.OTHER_CONTACT, name) == []


def test_who_acts_has_seen_it(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	"""What somebody was told of a document is read once they act on it; nobody is asked for what is done."""
	name = make.change("Submitted")
	assert bell(people.PM, name)
	make.step(name, "Under Assessment")
	assert bell(people.TECH_LEAD, name)
	lines = api(people.PM).query(NOTICES)["notices"]
	assert [line["read"] for line in lines if line["document"] == name] == [True]
	late = make.change("Under Assessment")
	assert bell(people.PM, late) == []
	assert len(bell(people.TECH_LEAD, late)) == 1


def test_declined_and_nothing_twice(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	"""Declining returns the change: that is told once, as what it was."""
	name = make.change("Awaiting Signatures")
	before = len(bell(people.PM, name))
	client = api(people.BUSINESS_OWNER)
	digest = client.package(CHANGE, name)["digest"]
	decline = {"doctype": CHANGE, "name": name, "digest": digest, "reason": "价格未谈妥"}
	client.call("client_mgmt.api.signing.decline", **decline)
	assert bell(people.PM, name)[0].startswith("刘芳 has declined to sign")
	assert len(bell(people.PM, name)) == before + 1
	assert begins(bell(people.BUSINESS_OWNER, name), "Your signature is wanted")


@pytest.mark.parametrize(
	("state", "start"), [("Returned", "李明 has returned"), ("Rejected", "李明 has rejected")]
)
def test_who_raised_a_change_hears_of_it(make: Factory, bell: Bell, state: str, start: str) -> None:
	assert begins(bell(people.BUSINESS_OWNER, make.change(state)), start)


def test_a_dossier_waits_for_review(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	name = make.dossier()
	facts = {"feature": unique("功能"), "priority": "High", "acceptance_criteria": "可以演示"}
	api(people.PM).create("Requirement", project=name, **facts)
	api(people.PM).act(PROJECT, name, "Submit")
	assert begins(bell(people.QUALITY, name), "Review waits for you: Project Archive")
	api(people.QUALITY).act(PROJECT, name, "Return", "背景不完整")
	assert begins(bell(people.PM, name), "陈洁 has returned")


def test_minutes(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	"""Who acknowledges is asked to; the other attendees are told; a dispute comes back to us."""
	name = make.minutes()
	assert begins(bell(people.BUSINESS_OWNER, name), "Your signature is wanted: Meeting Minutes")
	api(people.BUSINESS_OWNER).act(MINUTES, name, "Dispute", "第三条与讨论不符")
	assert begins(bell(people.PM, name), "刘芳 has disputed Meeting Minutes")
	plain = make.minutes(kind="Stand-up")
	assert begins(bell(people.BUSINESS_OWNER, plain), "李明 has circulated Meeting Minutes")
	assert bell(people.BUSINESS_OWNER, make.minutes("Internal", "Internal Sync")) == []


def test_actions(site: Any, as_user: Any) -> None:
	"""Who is given one is told, and once more when its day has passed; not who takes one on."""
	from client_mgmt.engagement import actions

	told: list[tuple[str, list[str]]] = []

	def ring(notice: Any, users: list[str]) -> None:
		told.append((notice.kind, users))

	with pytest.MonkeyPatch.context() as patch, as_user(people.PM):
		patch.setattr(
			site, "enqueue", lambda _method, **job: told.append((job["notice"]["kind"], job["users"]))
		)
		patch.setattr(actions.telling, "tell", ring)
		values = {"doctype": "Action Item", "description": "补合同", "due_date": day(-1)}
		site.get_doc({**values, "owner_user": people.PM.user}).insert()
		doc = site.get_doc({**values, "owner_user": people.TECH_LEAD.user}).insert()
		doc.update({"description": "补合同附件"})
		doc.save()
		assert told == [("action", [people.TECH_LEAD.user])]
		told.clear()
		actions.tell_overdue()
		actions.tell_overdue()
		assert told.count(("action_overdue", [people.TECH_LEAD.user])) == 1


def test_reading(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	"""One, then all; the count comes with what has changed."""
	pm = api(people.PM)
	first, second = make.change("Submitted"), make.change("Submitted")
	assert bell(people.PM, first) and bell(people.PM, second)
	found = pm.query(NOTICES)
	assert found["unread"] == pm.query("client_mgmt.api.ui.changes")["unread"] >= 2
	newest = found["notices"][0]
	assert (newest["document"], newest["doctype_label"], newest["read"]) == (second, "Change Request", False)
	assert pm.call(READ, names=[newest["name"]]) == found["unread"] - 1
	assert pm.query(NOTICES)["notices"][0]["read"] is True
	assert pm.call(READ) == 0 == pm.query(NOTICES)["unread"]
	page = pm.query(NOTICES, start=1, limit=1)
	assert (len(page["notices"]), page["has_next"]) == (1, True)
	for names in ({"a": 1}, "x", ["x"] * 501):
		refuses(pm.try_call(READ, names=names), 417)
	assert pm.query(NOTICES, start="9" * 9)["notices"] == []


def test_titles_are_text_in_a_page_that_shows_html(
	api: Callable[..., Api], admin: Api, make: Factory, bell: Bell
) -> None:
	title = unique("<b onclick=x>加急</b> & 补充")
	name = make.change("Submitted", title=title)
	said = bell(people.PM, name)[0]
	kept = admin.list("Notification Log", filters={"document_name": name}, fields=["subject"])
	assert "<b" not in some(kept)[0]["subject"]
	assert said.endswith(api(people.PM).read(CHANGE, name)["title"])


def test_switches_over_rest(api: Callable[..., Api]) -> None:
	"""Clients have those that can reach them."""
	client, staff = api(people.DECISION_MAKER), api(people.TESTER)
	shown = {row["kind"] for row in some(client.query(SWITCHES))}
	assert {row["kind"] for row in staff.query(SWITCHES)} - shown == {
		"turn",
		"disputed",
		"update_due",
		"priority",
	}
	answer = client.call(SWITCH, kind="signed", bell=0, mail=1)
	assert next(row for row in answer if row["kind"] == "signed") | {"label": ""} == {
		"kind": "signed",
		"label": "",
		"bell": False,
		"mail": True,
	}
	assert all(row["bell"] and row["mail"] for row in some(staff.query(SWITCHES)))
	refuses(client.try_call(SWITCH, kind="escalation", bell=0, mail=0), 417)
	refuses(client.try_call(SWITCH, kind="signed\nturn", bell=0, mail=0), 417)


def test_what_both_sides_write(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	"""A question rings at the project's managers, the answer at who asked; each by a switch of its own."""
	name = make.change("Submitted")
	say = {"doctype": CHANGE, "name": name, "text": "能否提前？"}
	api(people.BUSINESS_OWNER).call("client_mgmt.api.portal.say", **say)
	assert bell(people.PM, name)[0].startswith("刘芳 has written about Change Request")
	api(people.PM).call("client_mgmt.api.portal.say", **{**say, "text": "可以"})
	assert begins(bell(people.BUSINESS_OWNER, name), "李明 has written about")
	for person in (people.OTHER_PM, people.OTHER_CONTACT, people.TECH_LEAD):
		assert bell(person, name) == []
	api(people.BUSINESS_OWNER).call(SWITCH, kind="message", bell=0, mail=0)
	api(people.PM).call("client_mgmt.api.portal.say", **{**say, "text": "再看看"})
	assert len(bell(people.BUSINESS_OWNER, name)) == 1
	api(people.BUSINESS_OWNER).call(SWITCH, kind="message", bell=1, mail=1)


def test_confirmed_priorities_ring_once_a_project(api: Callable[..., Api], make: Factory, bell: Bell) -> None:
	project = make.dossier()
	facts = {"project": project, "priority": "High", "acceptance_criteria": "可以演示"}
	names = [api(people.PM).create("Requirement", feature=unique("功能"), **facts)["name"] for _n in range(3)]
	seen = dict.fromkeys(names, "High")
	api(people.BUSINESS_OWNER).call("client_mgmt.api.portal.confirm_priorities", priorities_seen=seen)
	assert begins(bell(people.PM, project), "刘芳 has confirmed priorities (3): Project Archive")
	kinds = {row["kind"] for row in api(people.BUSINESS_OWNER).query(SWITCHES)}
	assert "message" in kinds and "priority" not in kinds


def test_old_notices_are_cleared_and_evidence_stays(site: Any) -> None:
	"""Read or not, after 180 days or what the setting says; with 0 never."""
	from client_mgmt.integrations import telling

	def log(days: int, **values: Any) -> str:
		about = {"subject": "x", "for_user": people.PM.user, "type": "Alert", **values}
		doc = site.get_doc({"doctype": "Notification Log", **about}).insert()
		site.db.set_value("Notification Log", doc.name, "creation", f"{day(-days)} 08:00:00")
		return doc.name

	old, read, young = log(200), log(181, read=1), log(170)
	other = log(400, type="Mention")
	evidence = {kind: site.db.count(kind) for kind in ("Workflow Event", "Signature Record", "Email Queue")}
	telling.clear_old()
	kept = {name for name in (old, read, young, other) if site.db.exists("Notification Log", name)}
	assert kept == {young, other}
	assert evidence == {kind: site.db.count(kind) for kind in evidence}
	for days, stays in ((0, True), (100, False)):
		site.db.set_value("Client Mgmt Settings", None, "notices_kept_days", days)
		site.flags.clear()
		telling.clear_old()
		assert bool(site.db.exists("Notification Log", young)) is stays
