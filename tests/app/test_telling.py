"""How somebody is told: in their language, by the ways that are left on, of what they may read (S000-98)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.client import some
from tests.factory import CHANGE, day

from client_mgmt.demo import people
from client_mgmt.demo.people import Person


@pytest.fixture
def mails(site: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
	"""What would have been mailed."""
	sent: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "sendmail", lambda **mail: sent.append(mail))
	return sent


@pytest.fixture
def change(site: Any) -> Iterator[Any]:
	"""A change of the bank that the client may read, and of which nobody was told."""
	bank = site.db.get_value("Project Archive", {"project_name": people.BANK}, "name")
	about = {"workflow_state": "Scheduled", "project": bank}
	name = site.get_all(CHANGE, filters=about, pluck="name", order_by="creation asc", limit=1)[0]
	site.db.delete("Notification Log", {"document_name": name})
	yield site.get_doc(CHANGE, name)


def tell(site: Any, doc: Any, *users: Person, **more: Any) -> None:
	from client_mgmt.integrations import telling

	telling.tell(
		telling.Notice(more.pop("kind", "signed"), doc.doctype, doc.name, **more), [u.user for u in users]
	)


def test_each_in_their_own_language(site: Any, change: Any, mails: list[dict[str, Any]]) -> None:
	"""By mail and bell, with a link that begins with the site's own address."""
	from frappe.utils import get_url

	site.db.set_value("User", people.BUSINESS_OWNER.user, "language", "zh")
	tell(site, change, people.BUSINESS_OWNER, people.PM, by=people.CLIENT_PRODUCT.user)
	said = {mail["recipients"][0]: mail for mail in mails}
	assert set(said) == {people.BUSINESS_OWNER.user, people.PM.user}
	assert said[people.PM.user]["subject"] == f"何静 has signed: Change Request {change.name} {change.title}"
	assert "何静已签字" in said[people.BUSINESS_OWNER.user]["subject"]
	assert f"{get_url('/client-mgmt/change/')}{change.name}" in some(mails)[0]["message"]
	subject = site.db.get_value(
		"Notification Log", {"for_user": people.BUSINESS_OWNER.user, "document_name": change.name}, "subject"
	)
	assert subject.startswith("何静已签字")
	assert site.local.lang != "zh"


def test_only_who_may_read_is_told(site: Any, change: Any, mails: list[dict[str, Any]]) -> None:
	"""Nobody else learns so much as a title; nor do who are switched off, or did it themselves."""
	site.db.set_value("User", people.TECH_LEAD.user, "enabled", 0)
	tell(
		site,
		change,
		people.OTHER_CONTACT,
		people.OTHER_PM,
		people.TECH_LEAD,
		people.PM,
		people.DECISION_MAKER,
		by=people.PM.user,
	)
	assert [mail["recipients"] for mail in mails] == [[people.DECISION_MAKER.user]]
	assert site.get_all("Notification Log", filters={"document_name": change.name}, pluck="for_user") == [
		people.DECISION_MAKER.user
	]


def test_of_what_is_gone_nobody_is_told(site: Any, mails: list[dict[str, Any]]) -> None:
	from client_mgmt.integrations import telling

	telling.tell(telling.Notice("action", "Action Item", "ACT-99999"), [people.PM.user])
	assert mails == []


def test_switches_of_a_person(site: Any, as_user: Any, change: Any, mails: list[dict[str, Any]]) -> None:
	"""By way and kind; those of others stay as they are."""
	from client_mgmt.people import notices

	with as_user(people.PM):
		notices.switch("signed", bell=True, mail=False)
		notices.switch("declined", bell=False, mail=True)
		notices.switch("declined", bell=False, mail=True)
	tell(site, change, people.PM, people.DECISION_MAKER)
	tell(site, change, people.PM, kind="declined")
	assert [mail["recipients"][0] for mail in mails] == [people.DECISION_MAKER.user, people.PM.user]
	mine = {"for_user": people.PM.user, "document_name": change.name}
	assert site.db.count("Notification Log", mine) == 1
	with as_user(people.PM):
		notices.switch("signed", bell=True, mail=True)
		assert {row["kind"] for row in notices.switches() if not (row["bell"] and row["mail"])} == {
			"declined"
		}


@pytest.mark.parametrize(("who", "reached"), [("Our Own Staff", [people.PM]), ("Nobody", [])])
def test_the_sites_own_switch(
	site: Any, change: Any, mails: list[dict[str, Any]], who: str, reached: list[Person]
) -> None:
	"""S000-98: no mail goes to a client by itself without a switch and a sender."""
	settings = site.get_doc("Client Mgmt Settings", "Client Mgmt Settings")
	settings.update({"notice_mails": who, "reminder_sender": "pmo@vendor.example"})
	settings.save()
	tell(site, change, people.PM, people.BUSINESS_OWNER)
	assert [(mail["recipients"][0], mail["sender"]) for mail in mails] == [
		(person.user, "pmo@vendor.example") for person in reached
	]


def test_a_failing_mail_stops_nothing(site: Any, change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""It stands in the Error Log; the bell has rung, and the next person is told."""

	def broken(**mail: Any) -> None:
		raise site.OutgoingEmailError(mail["subject"])

	monkeypatch.setattr(site, "sendmail", broken)
	errors = site.db.count("Error Log")
	tell(site, change, people.PM, people.DECISION_MAKER)
	assert site.db.count("Error Log") == errors + 2
	assert site.db.count("Notification Log", {"document_name": change.name}) == 2


def test_the_bell_says_the_same_once_while_it_is_unread(site: Any, as_user: Any, change: Any) -> None:
	"""And of a day that has passed never again."""
	from client_mgmt.people import notices

	mine = {"for_user": people.PM.user, "document_name": change.name}
	for kind, more, often in (("signed", "", 2), ("action_overdue", day(-1), 3)):
		for _time in range(2):
			tell(site, change, people.PM, kind=kind, more=more, mailed=False)
		with as_user(people.PM):
			notices.read(None)
		tell(site, change, people.PM, kind=kind, more=more, mailed=False)
		assert site.db.count("Notification Log", mine) == often
