"""Surveys behind a link without login, and the review of their answers (S004-104)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

API = "client_mgmt.api.survey."
FORM = "客户调研问卷"
Asked = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture(scope="module")
def invited(api: Callable[..., Api], make: Factory) -> Callable[..., tuple[str, str]]:
	"""`invited(**client's values)`: a new client of sales, and the token of a survey link about it."""

	def invite(**values: Any) -> tuple[str, str]:
		client = make.client(**values)
		link = api(people.SALES).call(API + "invite", survey_form=FORM, client=client)["link"]
		return client, link.partition("#")[2]

	return invite


def by_text(guest: Api, token: str, language: str = "en") -> Asked:
	"""question → what the form shows of it."""
	shown = guest.call(API + "form", token=token, language=language)
	return {row["question"]: row for row in shown["questions"]}


def test_the_form_speaks_both_languages(guest: Api, invited: Any) -> None:
	"""S004-104: a link opens the questions without login, in zh or en, and shows nothing of the dossier but
	the names."""
	client, token = invited(city="深圳")
	zh, en = (guest.call(API + "form", token=token, language=lang) for lang in ("zh", "en"))
	assert (zh["title"], en["title"]) == ("客户调研问卷", "Client Survey")
	assert zh["words"]["send"] == "提交答卷" and en["words"]["send"] == "Send answers"
	labels = {o["value"]: o["label"] for q in zh["questions"] for o in q["options"]}
	assert labels["Finance"] == "金融"
	assert set(zh) == {"title", "intro", "about", "language", "words", "questions"}
	assert client not in str(zh) and "深圳" not in str(zh) and "Client." not in str(zh)
	assert guest.query(API + "form", token=token)["language"] == "zh"


def test_answers_wait_and_go_in_after_review(
	guest: Api, api: Callable[..., Api], invited: Any, admin: Api
) -> None:
	"""S004-104, S004-62: no answer enters a dossier by itself; taken ones carry the source Survey, and a
	value that stood there stays until somebody settles the conflict."""
	client, token = invited(employees=200)
	asked = by_text(guest, token)
	answers = {
		asked["Your industry"]["id"]: "Finance",
		asked["Number of employees"]["id"]: 350,
		asked["Which problem should this project solve first?"]["id"]: "审批太慢",
	}
	guest.call(API + "answer", token=token, answers=answers)
	sales = api(people.SALES)
	stored = sales.read("Client", client)
	assert (stored["industry"] or "", stored["employees"]) == ("", 200)
	(name,) = sales.names("Survey Response", client=client)
	rows = {row["question"]: row for row in sales.read("Survey Response", name)["answers"]}
	assert {row["status"] for row in rows.values()} == {"Waiting"}

	def decide(row: dict[str, Any], accept: int, reason: str = "") -> Any:
		return sales.call(API + "review", response=name, answer=row["name"], accept=accept, reason=reason)

	industry, employees, problem = rows.values()
	assert decide(industry, 1) == {"status": "Accepted", "response": "Waiting", "conflicts": []}
	assert decide(employees, 1)["conflicts"] == ["employees"]
	refuses(
		sales.try_call(API + "review", response=name, answer=problem["name"], accept=0),
		417,
		contains="Say why",
	)
	assert decide(problem, 0, "另行沟通") == {"status": "Refused", "response": "Reviewed", "conflicts": []}
	stored = sales.read("Client", client)
	assert (stored["industry"], stored["employees"]) == ("Finance", 200)
	kept = sales.query("client_mgmt.api.collect.sources", doctype="Client", name=client)
	assert {row["field"]: row["source"] for row in kept["values"]}["industry"] == "Survey"
	assert [(row["other_value"], row["source"]) for row in kept["conflicts"]] == [("350", "Survey")]
	again = sales.try_call(API + "review", response=name, answer=industry["name"], accept=1)
	refuses(again, 417, contains="waits for review")


def test_a_link_keeps_its_questions(admin: Api, api: Callable[..., Api], make: Factory, guest: Api) -> None:
	"""S004-104: an administrator edits the form without code; links that are out keep their version."""
	question = {"question_en": "Old?", "kind": "Text"}
	form = admin.create("Survey Form", form_name=unique("调研"), questions=[question])
	client, sales = make.client(), api(people.SALES)

	def link() -> str:
		made = sales.call(API + "invite", survey_form=form["name"], client=client)
		return made["link"].partition("#")[2]

	first = link()
	row = form["questions"][0]
	edited = admin.update("Survey Form", form["name"], questions=[{**row, "question_en": "New?"}])
	assert (form["version"], edited["version"]) == (1, 2)
	assert (list(by_text(guest, first)), list(by_text(guest, link()))) == (["Old?"], ["New?"])
	admin.update("Survey Form", form["name"], enabled=0)
	answer = sales.try_call(API + "invite", survey_form=form["name"], client=client)
	refuses(answer, 417, contains="not in use")


@pytest.mark.parametrize(
	("row", "sentence"),
	[
		({"question_en": ""}, "write it in Chinese or English"),
		({"kind": "Choice"}, "choices are missing"),
		({"target": "Client.high_risk_reason"}, "no answer goes into"),
		({"target": "Client.value_sources"}, "no answer goes into"),
		({"target": "Project Archive.archived_content"}, "no answer goes into"),
		({"target": "User.email"}, "no answer goes into"),
		({"target": "Client.employees"}, "does not fit"),
		({"kind": "Choice", "target": "Client.industry", "options": "Magic"}, "has others"),
	],
)
def test_what_a_form_refuses(admin: Api, row: dict[str, Any], sentence: str) -> None:
	"""S004-104: no answer is led into what staff judge, the engine keeps, or another DocType."""
	question = {"question_en": "x", "kind": "Text", **row}
	answer = admin.try_create("Survey Form", form_name=unique("调研"), questions=[question])
	refuses(answer, 417, contains=sentence)


def test_only_who_may_write_the_client_invites(
	api: Callable[..., Api], make: Factory, pm: Api, guest: Api
) -> None:
	"""S004-104, attack: strangers, the client's side, another client's project or contact, no end of time."""
	client, project = make.client(), make.dossier()
	for stranger in (people.OTHER_PM, people.BUSINESS_OWNER, people.TECH_LEAD):
		refuses(api(stranger).try_call(API + "invite", survey_form=FORM, client=client), 403)
	refuses(guest.try_call(API + "invite", survey_form=FORM, client=client), 403)
	sales = api(people.SALES)
	foreign = make.contact(make.client())
	ask = {"survey_form": FORM, "client": client}
	refuses(sales.try_call(API + "invite", **ask, contact=foreign), 417, contains="not of this client")
	refuses(sales.try_call(API + "invite", **ask, project=project), 404)
	refuses(pm.try_call(API + "invite", **ask, project=project), 417, contains="not of this client")
	for days in (-1, 91, 10**6):
		refuses(sales.try_call(API + "invite", **ask, valid_days=days), 417, contains="1 to 90 days")


def test_a_project_link_fills_the_dossier(
	guest: Api, pm: Api, make: Factory, api: Callable[..., Api]
) -> None:
	"""S004-104: a locked dossier is not changed by an answer; it waits as a conflict (S004-62)."""
	project = make.dossier()
	client = pm.read(PROJECT, project)["client"]
	made = pm.call(API + "invite", survey_form=FORM, client=client, project=project)
	token = made["link"].partition("#")[2]
	asked = by_text(guest, token)
	answers = {
		asked["Which problem should this project solve first?"]["id"]: "对账",
		asked["How often should we meet?"]["id"]: "Weekly",
	}
	guest.call(API + "answer", token=token, answers=answers)
	pm.act(PROJECT, project, "Submit")
	(name,) = pm.names("Survey Response", project=project)
	row = next(r for r in pm.read("Survey Response", name)["answers"] if r["target"])
	refuses(api(people.OTHER_PM).try_call(API + "review", response=name, answer=row["name"], accept=1), 403)
	decided = pm.call(API + "review", response=name, answer=row["name"], accept=1)
	assert decided["conflicts"] == ["meeting_frequency"]
	assert not pm.read(PROJECT, project)["meeting_frequency"]
