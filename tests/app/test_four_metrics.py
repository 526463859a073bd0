"""The four figures over REST: who sees which, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, day, unique

from client_mgmt.demo import people
from client_mgmt.demo.people import BANK

FOUR = "client_mgmt.api.metrics.four_metrics"
YEARS = {"from_date": "2020-01-01", "to_date": "2035-12-31"}


def figures(session: Api, **period: str) -> dict[str, dict[str, Any]]:
	return {metric["key"]: metric for metric in session.query(FOUR, **(period or YEARS))["metrics"]}


def test_all_four_stand_on_one_page(api: Callable[..., Api]) -> None:
	"""S004-100: completion, changes, satisfaction and deviation, each with target, formula and list."""
	answer = api(people.MANAGER).query(FOUR, **YEARS)
	assert [metric["key"] for metric in answer["metrics"]] == [
		"completion",
		"changes",
		"satisfaction",
		"deviation",
	]
	assert [metric["target"] for metric in answer["metrics"]] == [95, -30, 15, 10]
	for metric in answer["metrics"]:
		assert metric["formula"] and metric["columns"] and metric["verdict"]
		for row in metric["rows"]:
			assert set(row) == {column["key"] for column in metric["columns"]}


def test_a_project_started_without_a_dossier_is_a_miss(api: Callable[..., Api], make: Factory) -> None:
	"""S004-96: it is in the denominator and in the list of misses; archived afterwards it stays there."""
	manager, title = api(people.MANAGER), unique("started early")
	before = figures(manager)["completion"]
	parts = {part["key"]: part["value"] for part in before["parts"]}
	project = api(people.PM).create(PROJECT, project_name=title, actual_start=day(-3))["name"]
	after = figures(manager)["completion"]
	now = {part["key"]: part["value"] for part in after["parts"]}
	assert (now["done"], now["started"]) == (parts["done"], parts["started"] + 1)
	assert project in {row["name"] for row in after["rows"]}
	assert after["value"] == pytest.approx(now["done"] / now["started"] * 100, abs=0.051)


def test_outside_the_period_nothing_is_counted(api: Callable[..., Api]) -> None:
	"""S004-97, S004-98, S004-99: not enough data is said, not guessed."""
	found = figures(api(people.MANAGER), from_date="1999-01-01", to_date="1999-12-31")
	for metric in found.values():
		assert (metric["value"], metric["met"], metric["verdict"]) == (None, None, "Not enough data")
		assert metric["rows"] == []


def test_scheduled_changes_are_counted_by_project(api: Callable[..., Api], make: Factory) -> None:
	"""S004-97: the list gives each started project's scheduled changes."""
	rows = {row["name"]: row for row in figures(api(people.MANAGER))["changes"]["rows"]}
	changes = api(people.MANAGER).list(
		"Change Request",
		filters={"project": make.project(), "scheduled_on": ["is", "set"]},
		limit_page_length=0,
	)
	assert rows[make.project()]["changes"] == len(changes) > 0


def test_what_a_client_said_at_a_visit_counts(api: Callable[..., Api], make: Factory) -> None:
	"""S004-98: the score of a visit is an answer of its day."""
	manager = api(people.MANAGER)
	client = manager.create("Client", client_name=unique("visited"))["name"]
	visited = date.today().isoformat()
	visit = manager.create("Client Visit", client=client, due_on=visited)["name"]
	manager.update("Client Visit", visit, visited_on=visited, summary="went well", recommend_score="9")
	rows = figures(manager)["satisfaction"]["rows"]
	assert {"name": visit, "title": client, "day": visited, "score": 9} in rows
	assert visit not in {row["name"] for row in figures(api(people.OTHER_PM))["satisfaction"]["rows"]}


def test_answers_before_the_period_are_its_baseline(site: Any, as_user: Callable[..., Any]) -> None:
	"""S004-98: those after it count for nothing, and each side counts what it may read."""
	from client_mgmt.client_archive.dossiers import figures as module

	client = site.get_doc({"doctype": "Client", "client_name": unique("said")}).insert().name
	for on, score in (("2001-02-01", 9), ("2001-02-02", 9), ("2001-05-01", 7), ("2001-08-01", 0)):
		visit = site.get_doc({"doctype": "Client Visit", "client": client, "due_on": on}).insert()
		site.db.set_value("Client Visit", visit.name, {"visited_on": on, "recommend_score": str(score)})
	first, last = date(2001, 4, 1), date(2001, 6, 30)
	assert ([answer.score for answer in module.answers(first, last)], module.earlier(first)) == ([7], [9, 9])
	with as_user(people.OTHER_PM):
		assert (module.answers(first, last), module.earlier(first)) == ([], [])


def test_each_sees_the_projects_of_their_teams(api: Callable[..., Api], make: Factory) -> None:
	"""Another project's manager gets no row of this one."""
	bank = make.project()
	for person, seen in ((people.PM, True), (people.MANAGER, True), (people.OTHER_PM, False)):
		names = {row["name"] for row in figures(api(person))["changes"]["rows"]}
		assert (bank in names) is seen
	assert api(people.OTHER_PM).query(FOUR, **YEARS)["scope"] == "The projects of your teams"


def test_the_clients_side_and_nobody_get_none(api: Callable[..., Api], guest: Api) -> None:
	refuses(api(people.BUSINESS_OWNER).try_query(FOUR, **YEARS), 403)
	refuses(guest.try_query(FOUR, **YEARS), (401, 403))


@pytest.mark.parametrize(
	("first", "last", "sentence"),
	[
		("2026-02-01", "2026-01-01", "ends before it begins"),
		("2026/01/01", "2026-12-31", "YYYY-MM-DD"),
		("2026-02-30", "2026-12-31", "YYYY-MM-DD"),
		("nonsense00", "2026-12-31", "YYYY-MM-DD"),
	],
)
def test_a_period_that_is_none(api: Callable[..., Api], first: str, last: str, sentence: str) -> None:
	refuses(api(people.PM).try_query(FOUR, from_date=first, to_date=last), 417, contains=sentence)


def test_the_historic_average_stands_for_an_empty_cohort(site: Any, as_user: Callable[..., Any]) -> None:
	"""S004-97, trap 6: with its dates, from the settings; the answer says so and that it proves no cause."""
	from client_mgmt.client_archive.dossiers import figures as module

	settings = site.get_doc("Client Mgmt Settings")
	settings.update({"historic_from": "2020-01-01", "historic_to": "2023-12-31", "historic_changes": 10})
	settings.save()
	assert module.Historic().changes == 10
	settings.update({"historic_to": None})
	settings.save()
	assert (module.Historic().changes, module.Historic().nps) == (None, None)
	assert site.db.get_value(PROJECT, {"project_name": BANK})
