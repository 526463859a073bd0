"""A person's notices and switches are theirs: nobody reads, counts, marks or writes another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, Factory
from tests.hosts import Host

from client_mgmt.demo import people
from client_mgmt.demo.people import Person

LOG, PREFERENCE = "Notification Log", "Notice Preference"
READ, SWITCH = "client_mgmt.api.person.read_notices", "client_mgmt.api.person.switch_notice"
NOTICES = "client_mgmt.api.ui.notices"
STRANGERS = [people.PMO, people.MANAGER, people.TECH_LEAD, people.OTHER_PM]
CLIENTS = [people.BUSINESS_OWNER, people.OTHER_CONTACT]


@pytest.fixture(scope="module")
def notice(api: Callable[..., Api], make: Factory, host: Host) -> str:
	"""Something that the bank's project manager was told, unread."""
	make.change("Submitted")
	host.work()
	line = some(api(people.PM).query(NOTICES)["notices"])[0]
	assert not line["read"]
	return str(line["name"])


def is_unread(admin: Api, notice: str) -> bool:
	return not admin.read(LOG, notice)["read"]


@pytest.mark.parametrize("person", STRANGERS, ids=lambda person: person.user)
def test_nobody_reads_anothers(api: Callable[..., Api], notice: str, person: Person) -> None:
	"""By no door, firm-wide roles included; it is not even counted."""
	session = api(person)
	refuses(session.try_read(LOG, notice), (403, 404))
	refuses(session.try_query("frappe.client.get", doctype=LOG, name=notice), (403, 404))
	assert session.list(LOG, filters={"name": notice}) == []
	mine = {"for_user": people.PM.user}
	assert session.list(LOG, filters=mine) == []
	assert not session.query("frappe.client.get_count", doctype=LOG, filters=mine)
	found = session.try_query("frappe.client.get_value", doctype=LOG, filters=notice, fieldname="subject")
	assert found.status_code in (403, 404) or not found.json().get("message")
	assert notice not in {line["name"] for line in session.query(NOTICES, limit=100)["notices"]}


@pytest.mark.parametrize("person", [*STRANGERS, *CLIENTS], ids=lambda person: person.user)
def test_nobody_marks_anothers(api: Callable[..., Api], admin: Api, notice: str, person: Person) -> None:
	"""Names that are somebody else's are passed over; so is everything, when all are marked."""
	session = api(person)
	session.call(READ, names=[notice])
	session.call(READ)
	mark = "frappe.desk.doctype.notification_log.notification_log.mark_as_read"
	assert session.try_call(mark, docname=notice).status_code in (200, 403, 404, 417)
	refuses(session.try_update(LOG, notice, read=1), (403, 404))
	write = {"doctype": LOG, "name": notice, "fieldname": "read", "value": 1}
	refuses(session.try_call("frappe.client.set_value", **write), (403, 404))
	assert is_unread(admin, notice)


@pytest.mark.parametrize("person", CLIENTS, ids=lambda person: person.user)
def test_a_client_has_the_bell_alone(api: Callable[..., Api], notice: str, person: Person) -> None:
	session = api(person)
	refuses(session.try_read(LOG, notice), 403)
	refuses(session.try_list(LOG), 403)
	assert notice not in {line["name"] for line in session.query(NOTICES, limit=100)["notices"]}


def test_a_guest_has_none(guest: Api, admin: Api, notice: str) -> None:
	refuses(guest.try_query(NOTICES), (401, 403))
	refuses(guest.try_call(READ, names=[notice]), (401, 403))
	refuses(guest.try_call(SWITCH, kind="signed", bell=0, mail=0), (401, 403))
	refuses(guest.try_read(LOG, notice), (401, 403))
	assert is_unread(admin, notice)


@pytest.mark.parametrize("person", [people.PMO, people.MANAGER], ids=lambda person: person.user)
def test_nobody_rings_by_hand(api: Callable[..., Api], person: Person) -> None:
	"""A line of the bell that the site did not write would be believed."""
	facts = {"for_user": people.PM.user, "subject": "请立即签字", "type": "Alert"}
	refuses(api(person).try_create(LOG, **facts), 403)


def test_who_lost_sight_reads_no_title(
	api: Callable[..., Api], admin: Api, make: Factory, host: Host
) -> None:
	"""Taken off the team, somebody keeps the line of what they were told, without document or title."""
	project = make.dossier()
	contact = make.contact_of(people.BUSINESS_OWNER)
	title = admin.read("Project Archive", project)["project_name"]
	facts = {
		"description": f"确认 {title}",
		"due_date": "2099-01-01",
		"owner_user": people.BUSINESS_OWNER.user,
	}
	action = api(people.PM).create("Action Item", project=project, audience="Client", **facts)["name"]
	host.work()
	session = api(people.BUSINESS_OWNER)
	before = some(session.query(NOTICES)["notices"])[0]
	assert (before["document"], title in before["text"]) == (action, True)
	team = [row for row in admin.read("Project Archive", project)["team"] if row.get("contact") != contact]
	api(people.PM).update("Project Archive", project, team=team)
	after = next(line for line in session.query(NOTICES)["notices"] if line["name"] == before["name"])
	assert (after["document"], after["doctype"], title in after["text"]) == ("", "", False)


def test_a_reason_of_ours_stays_with_us(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""What the ledger keeps as internal goes to no client by mail."""
	from client_mgmt.integrations import telling

	sent: dict[str, str] = {}
	monkeypatch.setattr(
		site, "sendmail", lambda **mail: sent.update({mail["recipients"][0]: mail["message"]})
	)
	name = site.get_all(CHANGE, filters={"workflow_state": "Scheduled"}, pluck="name", limit=1)[0]
	notice = telling.Notice("returned", CHANGE, name, remark="利润不足", internal=True)
	telling.tell(notice, [people.PM.user, people.BUSINESS_OWNER.user])
	assert {user: "利润不足" in text for user, text in sent.items()} == {
		people.PM.user: True,
		people.BUSINESS_OWNER.user: False,
	}


def test_switches_are_ones_own(api: Callable[..., Api], admin: Api) -> None:
	"""Nobody sees what another is told of, or changes it."""
	api(people.PM).call(SWITCH, kind="disputed", bell=1, mail=0)
	name = admin.names(PREFERENCE, user=people.PM.user).pop()
	for person in (*STRANGERS, *CLIENTS):
		session = api(person)
		refuses(session.try_read(PREFERENCE, name), (403, 404))
		refuses(session.try_update(PREFERENCE, name, bell_off="signature_wanted"), (403, 404))
		refuses(session.try_create(PREFERENCE, user=people.QUALITY.user), 403)
		session.try_call(SWITCH, kind="signed", bell=0, mail=0, user=people.PM.user)
	assert (admin.read(PREFERENCE, name)["bell_off"] or "", admin.read(PREFERENCE, name)["mail_off"]) == (
		"",
		"disputed",
	)
