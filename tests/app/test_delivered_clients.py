"""The library of delivered clients, quarterly visits, and what they teach about the standard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, day, unique

from client_mgmt.demo import people

VISIT, SUGGESTION = "Client Visit", "Standard Suggestion"
LIBRARY = "client_mgmt.api.living.delivered_library"


def complete_client(make: Factory) -> str:
	"""A client with all that a dossier needs, and a contact."""
	client = make.client(by=people.SALES, client_type="Individual", lifecycle="Active")
	make.contact(client, email=None, phone="13800138009", is_primary=1)
	return client


def own_dossier(make: Factory, client: str) -> str:
	"""An archived dossier of that client alone."""
	team = [
		{"party": "Vendor", "user": people.PM.user, "project_role": "Project Manager"},
		{"party": "Vendor", "user": people.QUALITY.user, "project_role": "Quality Administrator"},
	]
	return make.archived(client=client, team=team)


def deliver(site: Any, project: str, on: date) -> str:
	"""The project of a client of its own, in the process, as if delivered on that day; answers the client."""
	site.db.set_value(PROJECT, project, {"stage": "Closed", "delivered_on": on}, update_modified=False)
	client = site.db.get_value(PROJECT, project, "client")
	site.db.set_value("Client", client, "lifecycle", "Delivered", update_modified=False)
	return client


def made(site: Any, client: str) -> list[str]:
	"""What a run of the daily job makes for this client."""
	from client_mgmt.client_archive.living import visits

	before = set(site.get_all(VISIT, filters={"client": client}, pluck="name"))
	visits.create_due()
	return [
		name for name in site.get_all(VISIT, filters={"client": client}, pluck="name") if name not in before
	]


@pytest.fixture
def project(site: Any) -> str:
	"""The only dossier of a new client, with the customer success manager on its team."""
	seat = {"party": "Vendor", "user": people.SUCCESS.user, "project_role": "Customer Success Manager"}
	client = site.get_doc(
		{"doctype": "Client", "client_name": unique("客户"), "client_type": "Individual"}
	).insert()
	dossier = {"doctype": PROJECT, "project_name": unique("项目"), "client": client.name, "team": [seat]}
	return site.get_doc(dossier).insert().name


def test_the_last_delivery_moves_the_client_into_the_library(
	api: Callable[..., Api], make: Factory, admin: Api
) -> None:
	"""S004-78: automatically, and only once no other project of theirs runs; a new one brings them back."""
	pm, client = api(people.PM), complete_client(make)
	first, second = own_dossier(make, client), own_dossier(make, client)
	pm.act(PROJECT, first, "Deliver")
	assert admin.read("Client", client)["lifecycle"] == "Active"
	pm.update(PROJECT, second, stage="Closed")
	found = admin.read("Client", client)
	assert found["lifecycle"] == "Delivered" and found["next_contact_on"] > day(80)
	assert admin.read(PROJECT, second)["delivered_on"] == day(0)
	pm.create(PROJECT, project_name=unique("项目"), client=client)
	assert admin.read("Client", client)["lifecycle"] == "Active"


def test_a_reopened_project_takes_the_client_out(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-78: a stage that moves back is no delivery any more."""
	pm, client = api(people.PM), complete_client(make)
	name = own_dossier(make, client)
	pm.update(PROJECT, name, stage="Closed")
	pm.update(PROJECT, name, stage="Acceptance")
	assert admin.read("Client", client)["lifecycle"] == "Active"
	assert admin.read(PROJECT, name).get("delivered_on") is None


def test_nobody_calls_a_client_delivered_whose_project_runs(api: Callable[..., Api], make: Factory) -> None:
	"""S004-78: by hand it is refused, naming the projects."""
	client = complete_client(make)
	name = own_dossier(make, client)
	answer = api(people.MANAGER).try_update("Client", client, lifecycle="Delivered")
	refuses(answer, 417, contains=name)


def test_the_library_says_when_and_what(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-79: next contact and offers: our own, and what they once asked for in vain."""
	pm, client = api(people.PM), complete_client(make)
	name = own_dossier(make, client)
	change = pm.create("Change Request", title=unique("移动审批"), project=name)["name"]
	pm.act("Change Request", change, "Withdraw", "预算不足，二期再议")
	pm.act(PROJECT, name, "Deliver")
	api(people.MANAGER).update("Client", client, next_contact_on=day(-1), next_offer="移动端二期")
	(row,) = [row for row in pm.query(LIBRARY) if row["name"] == client]
	assert (row["next_offer"], row["contact_due"], row["delivered_on"]) == ("移动端二期", True, day(0))
	assert [offer["name"] for offer in row["suggested_offers"]] == [change]
	assert client in {row["name"] for row in pm.query(LIBRARY, due_by=day(0))}
	assert client not in {row["name"] for row in pm.query(LIBRARY, due_by=day(-2))}
	assert client not in {row["name"] for row in api(people.OTHER_PM).query(LIBRARY)}
	refuses(api(people.BUSINESS_OWNER).try_query(LIBRARY), 403)


def test_a_visit_is_made_every_three_months(site: Any, project: str, monkeypatch: pytest.MonkeyPatch) -> None:
	"""S004-80: on the day in calendar months, once, however often the schedule runs."""
	from client_mgmt.client_archive.living import updates, visits
	from client_mgmt.domain.dossier.living import months_after

	start = updates.today()
	client = deliver(site, project, start)
	for months in (3, 6, 9):
		due = months_after(start, months)
		monkeypatch.setattr(visits, "today", lambda day=due: day - timedelta(days=1))
		assert made(site, client) == []
		monkeypatch.setattr(visits, "today", lambda day=due: day)
		(name,) = made(site, client)
		visit = site.get_doc(VISIT, name)
		assert (visit.client, visit.project, visit.due_on) == (client, project, due)
		assert made(site, client) == []


def test_a_running_client_is_not_visited(site: Any, project: str) -> None:
	"""S004-80: visits follow the library."""
	from client_mgmt.client_archive.living import updates
	from client_mgmt.domain.dossier.living import months_after

	client = deliver(site, project, months_after(updates.today(), -7))
	site.get_doc({"doctype": PROJECT, "project_name": unique("二期"), "client": client}).insert()
	assert made(site, client) == []


def test_a_recorded_visit_plans_the_next(site: Any, project: str, as_user: Callable[..., Any]) -> None:
	"""S004-80: overdue until it is recorded with a summary; then it rests, and the next contact is set."""
	from client_mgmt.api import living as api_living
	from client_mgmt.client_archive.living import updates
	from client_mgmt.domain.dossier.living import months_after, visit_after

	delivered = months_after(updates.today(), -7)
	client = deliver(site, project, delivered)
	(name,) = made(site, client)
	with as_user(people.SUCCESS):
		(row,) = (row for row in api_living.overdue_visits() if row["client"] == client)
		assert (row["name"], row["days_overdue"] > 20) == (name, True)
		visit = site.get_doc(VISIT, name)
		visit.visited_on = updates.today()
		with pytest.raises(site.MandatoryError):
			visit.save()
		visit.reload()
		visit.update(
			{"visited_on": updates.today(), "summary": "系统稳定，想要移动端", "satisfaction_note": "满意"}
		)
		visit.save()
		assert visit.visited_by == people.SUCCESS.user
		assert client not in {row["client"] for row in api_living.overdue_visits()}
		visit.summary = "改"
		with pytest.raises(site.ValidationError, match="stays as it is"):
			visit.save()
	following = visit_after(delivered, 3, updates.today())
	assert site.db.get_value("Client", client, "next_contact_on") == following


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"visited_on": day(1), "summary": "x"}, "once it has taken place"),
		({"due_on": day(5)}, "stays as it is"),
		({"contact": "other"}, "no contact of this client"),
		({"visited_on": day(0), "summary": "x", "visited_by": people.OTHER_CONTACT.user}, "user of ours"),
	],
)
def test_what_a_visit_refuses(site: Any, project: str, values: dict[str, Any], sentence: str) -> None:
	"""S004-80: days, people and clients that do not fit."""
	from client_mgmt.client_archive.living import updates
	from client_mgmt.domain.dossier.living import months_after

	client = deliver(site, project, months_after(updates.today(), -7))
	visit = site.get_doc(VISIT, made(site, client)[0])
	if "contact" in values:
		other = site.db.get_value("Client Contact", {"user": people.OTHER_CONTACT.user}, "name")
		values = {"contact": other}
	visit.update(values)
	with pytest.raises(site.ValidationError, match=sentence):
		visit.save()


def test_a_suggestion_leads_to_a_version(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-81: anybody of the project suggests, PMO decides once, an accepted one names the new version."""
	project = make.archived()
	old, new = (admin.create("Archive Standard", title=unique("规范"))["name"] for _ in "ab")
	suggestion = api(people.TECH_LEAD).create(
		SUGGESTION, standard=old, place="项目目标", suggestion="目标应写明基线值", project=project
	)["name"]
	refuses(api(people.TECH_LEAD).try_update(SUGGESTION, suggestion, status="Accepted"), 403)
	pmo = api(people.PMO)
	refuses(pmo.try_update(SUGGESTION, suggestion, suggestion="改写"), 417, contains="who suggested it")
	refuses(pmo.try_update(SUGGESTION, suggestion, status="Accepted"), 417, "MandatoryError")
	refuses(pmo.try_update(SUGGESTION, suggestion, status="Refused"), 417, "MandatoryError")
	accepted = {"status": "Accepted", "resulting_standard": old}
	refuses(pmo.try_update(SUGGESTION, suggestion, **accepted), 417, contains="new version")
	found = pmo.update(SUGGESTION, suggestion, status="Accepted", resulting_standard=new)
	assert (found["decided_by"], found["resulting_standard"]) == (people.PMO.user, new)
	refuses(pmo.try_update(SUGGESTION, suggestion, status="Open"), 417, contains="decided on")
	refuses(pmo.try_delete(SUGGESTION, suggestion), (403, 417))
