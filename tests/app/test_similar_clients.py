"""Similar past clients and their lessons (S004-105), and what of them a stranger reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, FREIGHT, PROJECT, Factory, unique

from client_mgmt.demo import people

SIMILAR, LESSON = "client_mgmt.api.collect.similar_clients", "Lesson Learned"


@pytest.fixture(scope="module")
def bank(make: Factory, admin: Api) -> dict[str, Any]:
	return admin.read("Client", admin.read(PROJECT, make.project())["client"])


@pytest.fixture(scope="module")
def lesson(make: Factory, api: Callable[..., Api], bank: dict[str, Any]) -> dict[str, Any]:
	"""What the bank's leader has learned, with the client's name in it."""
	return api(people.PM).create(
		LESSON,
		project=make.project(),
		topic="Payment",
		what_went_wrong=f"{bank['client_name']}的{people.BUSINESS_OWNER.name}两次推迟验收",
		why=unique("验收人未授权"),
		what_to_do="签约时就确认验收人",
		tags="验收,付款",
	)


@pytest.fixture(scope="module")
def newcomer(make: Factory, bank: dict[str, Any]) -> str:
	"""A new client of another project's leader that is like the bank."""
	return make.client(
		people.OTHER_PM, industry=bank["industry"], client_type=bank["client_type"], employees=9000
	)


def test_a_lesson_belongs_to_its_project(lesson: dict[str, Any], bank: dict[str, Any]) -> None:
	"""S004-105: the client comes from the project."""
	assert lesson["client"] == bank["name"]


def test_a_similar_client_is_suggested_with_what_went_wrong(
	api: Callable[..., Api], make: Factory, bank: dict[str, Any], lesson: dict[str, Any], admin: Api
) -> None:
	"""S004-105: by industry, type and size, with lessons and the figures of past projects."""
	new = api(people.PM).create(
		"Client", client_name=unique("新银行"), industry=bank["industry"], employees=20000
	)["name"]
	found = {row["client"]: row for row in api(people.PM).query(SIMILAR, client=new)}
	row = found[bank["name"]]
	assert (row["client_name"], row["matched"]) == (bank["client_name"], ["industry", "employees"])
	assert (row["score"], row["size_band"]) == (60, "1000+")
	assert lesson["name"] in {told["lesson"] for told in row["lessons"]}
	figures = {project["project"]: project for project in row["projects"]}[make.project()]
	agreed = [
		change
		for change in admin.list(
			"Change Request", filters={"project": make.project()}, fields=["workflow_state"]
		)
		if change["workflow_state"] in ("Signed", "Scheduled", "Implemented", "Closed")
	]
	assert figures["changes"] == len(agreed) > 0
	assert make.project(FREIGHT) not in {project["project"] for project in row["projects"]}


def test_who_does_not_see_a_client_reads_no_name(
	api: Callable[..., Api], newcomer: str, bank: dict[str, Any], lesson: dict[str, Any]
) -> None:
	"""S004-105, attack: who begins with a new client learns what went wrong, not with whom."""
	stranger = api(people.OTHER_PM)
	refuses(stranger.try_read("Client", bank["name"]), 404)
	refuses(stranger.try_read(LESSON, lesson["name"]), 404)
	(row,) = stranger.query(SIMILAR, client=newcomer)
	assert (row["client"], row["client_name"], row["score"], row["projects"]) == (None, None, None, [])
	assert (row["industry"], row["size_band"], row["matched"]) == ("Finance", "1000+", [])
	(told,) = (item for item in row["lessons"] if item["why"] == lesson["why"])
	assert told["what_went_wrong"] == "***的***两次推迟验收"
	assert (told["lesson"], told["project"]) == (None, None)
	text = str(row)
	assert bank["client_name"] not in text and BANK not in text and bank["name"] not in text


def test_a_lesson_is_kept_to_the_team_where_its_writer_says_so(
	api: Callable[..., Api], newcomer: str, lesson: dict[str, Any]
) -> None:
	"""S004-105: shared by choice alone."""
	pm = api(people.PM)

	def reasons() -> list[str]:
		rows = api(people.OTHER_PM).query(SIMILAR, client=newcomer)
		return [told["why"] for row in rows for told in row["lessons"]]

	pm.update(LESSON, lesson["name"], shared=0)
	assert lesson["why"] not in reasons()
	pm.update(LESSON, lesson["name"], shared=1)
	assert reasons().count(lesson["why"]) == 1


def test_who_sees_a_client_but_not_the_project(
	api: Callable[..., Api], lesson: dict[str, Any], make: Factory, bank: dict[str, Any]
) -> None:
	"""S004-105: sales reads the name of a client that they entered, and nothing of its projects."""
	sales = api(people.SALES)
	mine = make.client(industry=bank["industry"], employees=9000)
	row = next(row for row in sales.query(SIMILAR, client=mine) if row["client"] == bank["name"])
	assert row["projects"] == []
	assert {told["project"] for told in row["lessons"]} == {None}


def test_delivering_asks_what_was_learned(api: Callable[..., Api], make: Factory) -> None:
	"""S004-105: asked at delivery, unless somebody has said so already."""
	pm = api(people.PM)
	for lessons, asked in ((0, True), (1, False)):
		name = make.archived()
		for _number in range(lessons):
			pm.create(LESSON, project=name, what_went_wrong="x", what_to_do="y")
		answer = pm.try_act(PROJECT, name, "Deliver")
		assert answer.ok and ("What went wrong" in answer.json().get("_server_messages", "")) == asked


def test_lessons_are_the_teams(
	api: Callable[..., Api], lesson: dict[str, Any], make: Factory, newcomer: str, guest: Api
) -> None:
	"""S004-105, attack: writing to another team's project, reading as client or guest, asking about a client
	that one does not see, sending another client than the project's."""
	wrong = {"what_went_wrong": "x", "what_to_do": "y"}
	refuses(
		api(people.OTHER_PM).try_create(LESSON, project=make.project(), **wrong), 417, "LinkValidationError"
	)
	refuses(api(people.OTHER_PM).try_update(LESSON, lesson["name"], why="x"), 404)
	refuses(api(people.PM).try_update(LESSON, lesson["name"], project=make.project(FREIGHT)), 403)
	claimed = api(people.PM).update(LESSON, lesson["name"], client=newcomer)
	assert claimed["client"] == lesson["client"]
	for session in (api(people.BUSINESS_OWNER), guest):
		refuses(session.try_list(LESSON), 403)
		refuses(session.try_query(SIMILAR, client=lesson["client"]), 403)
	refuses(api(people.PM).try_query(SIMILAR, client=newcomer), 403)
