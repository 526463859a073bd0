"""The one page for those who build, over REST and in a browser's files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import Factory

from client_mgmt.demo import people
from client_mgmt.demo.people import BANK

BRIEF = "client_mgmt.api.brief.project_brief"


def section(answer: dict[str, Any], key: str) -> dict[str, Any]:
	return next(part for part in answer["sections"] if part["key"] == key)


def test_a_developer_reads_who_why_and_what(api: Callable[..., Api], make: Factory) -> None:
	"""S004-04: client, background, goals, requirements and people on one page, for the Delivery Member."""
	answer = api(people.DEVELOPER).query(BRIEF, project=make.project())
	assert (answer["title"], answer["state"]) == (BANK, "Archived")
	project = {fact["key"]: fact["value"] for fact in section(answer, "project")["facts"]}
	assert len(project["background"]) >= 20
	client = {fact["key"]: fact["value"] for fact in section(answer, "client")["facts"]}
	assert client["client_name"]
	rows = section(answer, "requirements")["rows"]
	assert rows and all(row["feature"] and row["acceptance_criteria"] for row in rows)
	assert {row["contact_name"] for row in section(answer, "contacts")["rows"]}


def test_money_stays_out_of_the_brief(api: Callable[..., Api], make: Factory) -> None:
	project = make.project()
	dossier = api("Administrator").read("Project Archive", project)
	assert dossier["contract_amount"] and dossier["contract_no"]
	text = api(people.DEVELOPER).get(f"/api/method/{BRIEF}", params={"project": project}).text
	budget = next(row["target_value"] for row in dossier["kpis"] if row["kpi"] == "Budget Limit")
	for money in (dossier["contract_no"], f"{dossier['contract_amount']:.0f}", f"{budget:.0f}"):
		assert money not in text


def test_nobody_else_reads_it(api: Callable[..., Api], make: Factory, guest: Api) -> None:
	"""Another project's manager, the client's side, nobody."""
	project = make.project()
	for session in (api(people.OTHER_PM), api(people.BUSINESS_OWNER)):
		refuses(session.try_query(BRIEF, project=project), (403, 404))
	refuses(guest.try_query(BRIEF, project=project), (401, 403))
	refuses(api(people.DEVELOPER).try_query(BRIEF, project="PRJ-2026-9999"), (403, 404))


def test_its_words_are_the_readers(site: Any, as_user: Callable[..., Any]) -> None:
	"""S004-04: labels and choices in Chinese for a Chinese reader."""
	project = site.db.get_value("Project Archive", {"project_name": BANK})
	with as_user(people.DEVELOPER):
		site.local.lang = "zh"
		answer = site.get_attr(BRIEF)(project)
		site.local.lang = "en"
	assert [part["label"] for part in answer["sections"]][:2] == ["项目", "客户"]
	facts = {fact["key"]: fact for fact in section(answer, "project")["facts"]}
	assert facts["background"]["label"] == "项目背景"
	assert answer["state"] == "已归档"


@pytest.mark.parametrize(
	"file", ["brief.html", "brief.js", "metrics.html", "metrics.js", "facts.js", "facts.css"]
)
def test_the_pages_files_are_served(guest: Api, file: str) -> None:
	response = guest.get(f"/assets/client_mgmt/pages/{file}")
	assert response.status_code == 200
	kinds = {"html": "text/html", "js": "javascript", "css": "text/css"}
	assert kinds[file.rsplit(".", 1)[1]] in response.headers["Content-Type"]
