"""Updates of a dossier every 14 days: what they hold, when they are due, who is reminded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, FREIGHT, PROJECT, Factory, day

from client_mgmt.demo import people

UPDATE, LOG = "Dossier Update", "Dossier Reminder"
OVERDUE = "client_mgmt.api.living.overdue_updates"


def test_archiving_begins_the_fourteen_days(api: Callable[..., Api], make: Factory) -> None:
	"""S004-76, S004-77: last updated and next due, on the record and in the list; a draft has neither."""
	pm = api(people.PM)
	draft = pm.read(PROJECT, make.dossier())
	assert (draft.get("last_update_on"), draft.get("next_update_due")) == (None, None)
	name = make.archived()
	(row,) = pm.list(PROJECT, filters={"name": name}, fields=["last_update_on", "next_update_due"])
	assert row == {"last_update_on": day(0), "next_update_due": day(14)}


def test_an_update_knows_what_has_changed(api: Callable[..., Api], make: Factory) -> None:
	"""S004-77: requirement changes and new acceptance points since the last one, and the next due day."""
	pm = api(people.PM)
	pm.create(UPDATE, project=make.project(), notes="基线")
	change = make.change("Scheduled")
	update = pm.create(UPDATE, project=make.project())
	assert change in update["requirement_changes"] and "Scheduled" in update["requirement_changes"]
	assert "可以演示" in update["acceptance_points"]
	assert (update["period_to"], update["updated_by"]) == (day(0), people.PM.user)
	project = pm.read(PROJECT, make.project())
	assert (project["last_update_on"], project["next_update_due"]) == (day(0), day(14))
	after = pm.create(UPDATE, project=make.project(), acceptance_points="报表可导出")
	assert (after.get("requirement_changes") or "", after["acceptance_points"]) == ("", "报表可导出")
	refuses(pm.try_create(UPDATE, project=make.project()), 417, contains="Say what is new")


def test_who_is_delivered_or_not_archived_has_no_update(api: Callable[..., Api], make: Factory) -> None:
	"""S004-77: a draft is edited itself; delivered and closed dossiers are done."""
	pm = api(people.PM)
	refuses(pm.try_create(UPDATE, project=make.dossier(), notes="x"), 417, contains="not archived yet")
	delivered, closed = make.archived(), make.archived()
	pm.act(PROJECT, delivered, "Deliver")
	pm.update(PROJECT, closed, stage="Closed")
	for name in (delivered, closed):
		assert pm.read(PROJECT, name).get("next_update_due") is None
		refuses(pm.try_create(UPDATE, project=name, notes="x"), 417, contains="delivered or closed")
	assert pm.update(PROJECT, closed, stage="Acceptance")["next_update_due"] == day(14)


def test_the_interval_is_a_setting(site: Any) -> None:
	"""S004-77: it counts from the next update on."""
	settings = site.get_doc("Client Mgmt Settings", "Client Mgmt Settings")
	settings.update_interval_days = 7
	settings.save()
	project = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	site.get_doc({"doctype": UPDATE, "project": project, "notes": "无变化"}).insert()
	assert str(site.db.get_value(PROJECT, project, "next_update_due")) == day(7)


def make_overdue(site: Any, offset: int) -> str:
	"""The bank's dossier with its update due `offset` days from today."""
	project = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	site.db.set_value(PROJECT, project, "next_update_due", day(offset), update_modified=False)
	return project


def test_the_overdue_list_shows_what_the_caller_sees(site: Any, as_user: Callable[..., Any]) -> None:
	"""S004-77: overdue from the day after; another project's manager does not see it."""
	from client_mgmt.api import living

	make_overdue(site, 0)
	with as_user(people.PM):
		assert living.overdue_updates() == []
	project = make_overdue(site, -3)
	with as_user(people.PM):
		(row,) = living.overdue_updates()
		assert (row["name"], row["days_overdue"]) == (project, 3)
	with as_user(people.OTHER_PM):
		assert living.overdue_updates() == []


def queued(site: Any, project: str) -> set[str]:
	rows = site.get_all("Email Queue", filters={"reference_name": project}, pluck="name")
	return set(site.get_all("Email Queue Recipient", filters={"parent": ("in", rows)}, pluck="recipient"))


@pytest.fixture
def outgoing(site: Any, host: Any) -> None:
	"""An account to send from, which a bench needs before it queues anything."""
	if host.embedded:
		return
	account = {"email_account_name": "Reminders", "email_id": "noreply@vendor.example"}
	server = {"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "127.0.0.1"}
	doc = site.get_doc({"doctype": "Email Account", **account, **server, "no_smtp_authentication": 1})
	doc.flags.ignore_validate = True  # which would call the server
	doc.insert()


@pytest.mark.usefixtures("outgoing")
def test_owner_and_manager_are_reminded_once_a_day(site: Any) -> None:
	"""S004-77: on the due day and when overdue, by mail, logged; a second run sends nothing."""
	from client_mgmt.client_archive.living import reminders

	project = make_overdue(site, 1)
	reminders.send_due()
	assert site.get_all(LOG, filters={"project": project}) == []
	make_overdue(site, 0)
	reminders.send_due()
	reminders.send_due()
	(log,) = site.get_all(LOG, filters={"project": project}, fields=["recipients", "due_on", "sent_on"])
	assert (log.recipients, str(log.due_on), str(log.sent_on)) == (people.PM.user, day(0), day(0))
	assert queued(site, project) == {people.PM.user}


def test_reminders_have_a_switch_and_a_sender(site: Any) -> None:
	"""S000-98, S004-77: off means nothing goes out; a preview sends nothing either."""
	from client_mgmt.api import living
	from client_mgmt.client_archive.living import reminders

	project = make_overdue(site, -2)
	settings = site.get_doc("Client Mgmt Settings", "Client Mgmt Settings")
	settings.update({"reminders_enabled": 0, "reminder_sender": "pmo@vendor.example"})
	settings.save()
	reminders.send_due()
	(mail,) = living.preview_reminder(project)
	assert (mail["sender"], mail["recipient"]) == ("pmo@vendor.example", people.PM.user)
	assert "2 days overdue" in mail["subject"] and BANK in mail["subject"]
	assert site.get_all(LOG, filters={"project": project}) == []
	assert queued(site, project) == set()


def test_no_client_is_ever_reminded(site: Any) -> None:
	"""S000-98: an owner who is switched off, or stands for a client, gets nothing."""
	from client_mgmt.api import living

	project = make_overdue(site, -2)
	site.db.set_value(PROJECT, project, "archive_owner", people.BUSINESS_OWNER.user, update_modified=False)
	assert [mail["recipient"] for mail in living.preview_reminder(project)] == [people.PM.user]
	site.db.set_value("User", people.PM.user, "enabled", 0)
	assert living.preview_reminder(project) == []


@pytest.mark.usefixtures("outgoing")
def test_one_failure_stops_no_other(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""S004-77: what could not be sent stands in the Error Log, and is tried again; the others are told."""
	from client_mgmt.client_archive.living import reminders

	bank = make_overdue(site, -1)
	freight = site.db.get_value(PROJECT, {"project_name": FREIGHT}, "name")
	site.db.set_value(PROJECT, freight, "next_update_due", day(-1), update_modified=False)
	preview = reminders.preview

	def broken(project: str) -> list[dict[str, str]]:
		return [{}] if project == bank else preview(project)

	errors = site.db.count("Error Log")
	monkeypatch.setattr(reminders, "preview", broken)
	reminders.send_due()
	assert site.db.count("Error Log") == errors + 1
	assert set(site.get_all(LOG, pluck="project")) & {bank, freight} == {freight}
	monkeypatch.setattr(reminders, "preview", preview)
	reminders.send_due()
	assert set(site.get_all(LOG, pluck="project")) >= {bank, freight}


def test_overdue_over_rest(api: Callable[..., Api], guest: Api) -> None:
	"""S004-77: for staff; not for a client's login, not for nobody."""
	assert isinstance(api(people.PM).query(OVERDUE), list)
	refuses(api(people.BUSINESS_OWNER).try_query(OVERDUE), 403)
	refuses(guest.try_query(OVERDUE), (401, 403))
