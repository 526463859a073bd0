"""Attacks on survey links (S004-104): old, revoked, used, made up, too much, and what a guest may list."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import Factory

from client_mgmt.api.survey import ASKED_SECONDS
from client_mgmt.demo import people

API = "client_mgmt.api.survey."
FORM = "客户调研问卷"
KEPT = ("Survey Form", "Survey Invitation", "Survey Response", "Value Conflict")


@pytest.fixture(scope="module")
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


@pytest.fixture
def link(sales: Api, make: Factory) -> dict[str, str]:
	"""A fresh link: client, invitation, token."""
	client = make.client()
	made = sales.call(API + "invite", survey_form=FORM, client=client)
	return {"client": client, "name": made["name"], "token": made["link"].partition("#")[2]}


def text_question(guest: Api, token: str) -> str:
	rows = guest.call(API + "form", token=token, language="en")["questions"]
	return next(row["id"] for row in rows if row["required"])


def refused_everywhere(guest: Api, token: str, question: str, contains: str) -> None:
	refuses(guest.try_call(API + "form", token=token), 403, contains=contains)
	refuses(guest.try_query(API + "form", token=token), 403, contains=contains)
	refuses(guest.try_call(API + "answer", token=token, answers={question: "x"}), 403, contains=contains)


def test_an_expired_link(guest: Api, link: dict[str, str], host: Any) -> None:
	question = text_question(guest, link["token"])
	with host.connected() as frappe:
		past = {"expires_on": "2020-01-01 00:00:00"}
		frappe.db.set_value("Survey Invitation", link["name"], past)
		frappe.db.commit()
	refused_everywhere(guest, link["token"], question, "no longer valid")


def test_a_revoked_link(guest: Api, sales: Api, link: dict[str, str], api: Callable[..., Api]) -> None:
	question = text_question(guest, link["token"])
	for stranger in (people.OTHER_PM, people.BUSINESS_OWNER):
		refuses(api(stranger).try_call(API + "revoke", invitation=link["name"]), 403)
	assert sales.call(API + "revoke", invitation=link["name"]) == {"status": "Revoked"}
	refused_everywhere(guest, link["token"], question, "no longer valid")


def test_a_link_takes_one_answer(guest: Api, sales: Api, link: dict[str, str]) -> None:
	question = text_question(guest, link["token"])
	guest.call(API + "answer", token=link["token"], answers={question: "第一次"})
	refused_everywhere(guest, link["token"], question, "answered already")
	assert len(sales.names("Survey Response", client=link["client"])) == 1


def test_a_race_takes_one_answer(guest: Api, sales: Api, link: dict[str, str]) -> None:
	"""Eight at once: one is kept."""
	question = text_question(guest, link["token"])
	body = {"token": link["token"], "answers": {question: "抢答"}}
	with ThreadPoolExecutor(8) as pool:
		sent = [pool.submit(Api(guest.base).try_call, API + "answer", **body) for _number in range(8)]
	assert sorted(answer.result().status_code for answer in sent)[:2] != [200, 200]
	assert len(sales.names("Survey Response", client=link["client"])) == 1


def test_a_tampered_or_invented_token(guest: Api, link: dict[str, str], admin: Api) -> None:
	question = text_question(guest, link["token"])
	stored = admin.read("Survey Invitation", link["name"])
	assert link["token"] not in str(stored)
	flipped = ("A" if link["token"][0] != "A" else "B") + link["token"][1:]
	for token in (flipped, link["token"] + "x", "", "%", secrets.token_urlsafe(32), stored["token_digest"]):
		refused_everywhere(guest, token, question, "not valid")
	refuses(guest.try_call(API + "form", token={"a": 1}), (400, 403, 417))
	refuses(guest.try_call(API + "form", token=["like", "%"]), (400, 403, 417))


def test_a_token_answers_for_its_own_client(
	guest: Api, sales: Api, link: dict[str, str], make: Factory
) -> None:
	"""Token of client A for B: whatever else the request names."""
	other = make.client()
	question = text_question(guest, link["token"])
	body = {
		"token": link["token"],
		"answers": {question: "我的"},
		"client": other,
		"project": "PRJ-2026-0001",
	}
	guest.try_call(API + "answer", **body)
	assert not sales.names("Survey Response", client=other)


@pytest.mark.parametrize(
	("answers", "sentence"),
	[
		({"nonesuch": "x"}, "no question nonesuch"),
		({}, "Please answer"),
		("[]", "cannot be read"),
	],
)
def test_answers_to_nothing(guest: Api, link: dict[str, str], answers: Any, sentence: str) -> None:
	body = {"token": link["token"], "answers": answers, "language": "en"}
	refuses(guest.try_call(API + "answer", **body), 417, contains=sentence)


def test_a_megabyte_is_refused(host: Any, guest: Api, sales: Api, link: dict[str, str]) -> None:
	"""Before it is read on the embedded host, which takes a quarter of one; that is refused by the survey."""
	question = text_question(guest, link["token"])
	megabyte = 413 if host.embedded else 417
	for answers in ({question: "长" * 400_000}, {f"q{n}": "x" for n in range(60_000)}):
		refuses(guest.try_call(API + "answer", token=link["token"], answers=answers), megabyte)
	for answers in ({question: "长" * 40_000}, {f"q{n}": "x" for n in range(10_000)}):
		refuses(guest.try_call(API + "answer", token=link["token"], answers=answers), 417)
	assert not sales.names("Survey Response", client=link["client"])


def test_markup_stays_text(guest: Api, sales: Api, link: dict[str, str]) -> None:
	"""A stranger's HTML runs nowhere: it is stored without tags, and the page writes text."""
	question = text_question(guest, link["token"])
	nasty = "<script>alert(1)</script><img src=x onerror=alert(2)>需求"
	guest.call(API + "answer", token=link["token"], answers={question: nasty})
	(name,) = sales.names("Survey Response", client=link["client"])
	(row,) = sales.read("Survey Response", name)["answers"]
	assert row["answer"] == "＜script>alert(1)＜/script>＜img src=x onerror=alert(2)>需求"
	script = guest.get("/assets/client_mgmt/js/survey.js").text
	assert "innerHTML" not in script and "insertAdjacentHTML" not in script


def test_guests_and_clients_list_nothing(guest: Api, api: Callable[..., Api], link: dict[str, str]) -> None:
	for session in (guest, api(people.BUSINESS_OWNER)):
		for doctype in KEPT:
			refuses(session.try_list(doctype), 403)
		refuses(session.try_read("Survey Invitation", link["name"]), 403)
		refuses(session.try_list("Survey Answer", parent="Survey Response"), 403)


def test_nobody_writes_the_records(admin: Api, sales: Api, link: dict[str, str], guest: Api) -> None:
	"""Insert, edit and delete over REST, Administrator included; rows alone."""
	question = text_question(guest, link["token"])
	guest.call(API + "answer", token=link["token"], answers={question: "x"})
	(name,) = sales.names("Survey Response", client=link["client"])
	(row,) = sales.read("Survey Response", name)["answers"]
	for session in (admin, sales):
		refuses(session.try_update("Survey Response", name, status="Reviewed"), (403, 417))
		refuses(session.try_update("Survey Answer", row["name"], answer="y"), (403, 417))
		refuses(session.try_delete("Survey Response", name), (403, 417))
		refuses(session.try_update("Survey Invitation", link["name"], status="Open"), (403, 417))
		refuses(session.try_create("Survey Invitation", survey_form=FORM, client=link["client"]), (403, 417))
	refuses(sales.try_create("Survey Form", form_name="x", questions=[]), 403)


def test_the_page_is_served_and_closed(guest: Api) -> None:
	"""The page holds no words, no inline script, and tells no other site where it was."""
	page = guest.get("/assets/client_mgmt/pages/survey.html")
	assert page.ok and page.headers["Content-Type"].startswith("text/html")
	assert "default-src 'none'" in page.text and 'content="no-referrer"' in page.text
	assert "<title></title>" in page.text


def test_guessing_is_slowed(guest: Api) -> None:
	"""Brute force: 256 bits need no limit, the server's time does. Leaves the window before others ask."""
	answers = [guest.try_call(API + "form", token=secrets.token_urlsafe(32)).status_code for _ in range(70)]
	time.sleep(ASKED_SECONDS)
	assert set(answers) == {403, 429} and answers[-1] == 429
