"""The web app's own calls against other people's documents: each call, by name, by list, by search, by what
changed, and as an oracle (attack-surface.md). Over REST, as a browser asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, errors, refuses, some
from tests.factory import BANK, CHANGE, FREIGHT, MINUTES, PROJECT, Factory, unique

from client_mgmt.demo import people
from client_mgmt.people.permissions import CLIENT, STAFF

UI = "client_mgmt.api.ui."
INTERNAL = sorted(set(STAFF) - set(CLIENT))
NOT_THEIRS = (people.OTHER_CONTACT, people.OTHER_PM)


def ask(session: Api, call: str, /, **arguments: Any) -> Any:
	return session.query(UI + call, **arguments)


def ask_raw(session: Api, call: str, /, **arguments: Any) -> Any:
	return session.try_query(UI + call, **arguments)


def of_project(admin: Api, doctype: str, project: str) -> list[str]:
	return sorted(admin.names(doctype, project=project))


@pytest.fixture(scope="module")
def bank(make: Factory) -> str:
	return make.project(BANK)


@pytest.mark.parametrize("person", NOT_THEIRS, ids=lambda person: person.user)
@pytest.mark.parametrize("doctype", [CHANGE, MINUTES, "Requirement", "Iteration", "Action Item"])
def test_anothers_page_is_not_found(
	api: Callable[..., Api], admin: Api, bank: str, person: Any, doctype: str
) -> None:
	"""Somebody else's document answers in the very words of one that is not there."""
	names = of_project(admin, doctype, bank)
	assert names
	missing = ask_raw(api(person), "page", doctype=doctype, name="no such thing")
	refuses(missing, 404, "DoesNotExistError")
	for name in names:
		answer = ask_raw(api(person), "page", doctype=doctype, name=name)
		refuses(answer, 404, "DoesNotExistError")
		assert messages(answer) == messages(missing)
		assert name not in answer.text


def messages(answer: Any) -> list[str]:
	return [json.loads(entry)["message"] for entry in json.loads(answer.json()["_server_messages"])]


@pytest.mark.parametrize(
	"doctype", [*INTERNAL, "User", "DocType", "Change Item", "Nothing", "change request"]
)
def test_a_client_opens_no_internal_doctype(api: Callable[..., Api], admin: Api, doctype: str) -> None:
	client = api(people.BUSINESS_OWNER)
	told = admin.try_list(doctype, limit_page_length=1)
	rows = told.json().get("data") or [] if told.ok else []
	name = rows[0]["name"] if rows else "anything"
	for call, more in (("form", {}), ("page", {"name": name}), ("page", {"name": ""}), ("list", {})):
		answer = ask_raw(client, call, doctype=doctype, **more)
		refuses(answer, 404, "DoesNotExistError")
		assert messages(answer) == ["The page was not found."]


def test_a_client_reads_of_its_documents_nothing_internal(
	api: Callable[..., Api], admin: Api, make: Factory, bank: str
) -> None:
	"""No comments, versions, assignments, no estimate, mood, risk, phone of anybody."""
	phone, secret = people.CLIENT_PRODUCT.phone, unique("秘密")
	change = make.change("Under Assessment")
	admin.create("Internal Estimate", change_request=change, internal_cost=4711, notes=secret)
	comment = "/api/method/frappe.desk.form.utils.add_comment"
	facts = {"reference_doctype": CHANGE, "reference_name": change, "content": secret}
	by = {"comment_email": people.PM.user, "comment_by": "李明"}
	assert api(people.PM).post(comment, json={**facts, **by}).ok
	client = api(people.BUSINESS_OWNER)
	for doctype in CLIENT:
		for row in ask(client, "list", doctype=doctype, limit=200)["rows"]:
			answer = ask_raw(client, "page", doctype=doctype, name=row["name"])
			page = answer.json()["message"]
			assert (page["comments"], page["versions"], page["assigned"]) == ([], [], [])
			assert not page["can"]["comment"]
			assert secret not in answer.text
			assert phone not in answer.text
			assert "high_risk" not in answer.text
	staff = ask(api(people.PM), "page", doctype=CHANGE, name=change)
	assert secret in json.dumps(staff["comments"], ensure_ascii=False)


@pytest.mark.parametrize("person", people.EVERYBODY, ids=lambda person: person.user)
def test_lists_show_what_pages_open(api: Callable[..., Api], admin: Api, person: Any) -> None:
	"""For everybody: what a list shows opens, what it does not show is not found."""
	session = api(person)
	for doctype in (CHANGE, MINUTES, PROJECT, "Requirement", "Action Item", "Client"):
		answer = ask_raw(session, "list", doctype=doctype, limit=200)
		listed = {row["name"] for row in answer.json()["message"]["rows"]} if answer.ok else set()
		for name in some(sorted(admin.names(doctype))[:10]):
			assert ask_raw(session, "page", doctype=doctype, name=name).ok == (name in listed), (
				doctype,
				name,
			)


ORACLES = (
	{"filters": [["workflow_state", "=", "Draft"], ["tabClient`.`high_risk", "=", 1]]},
	{"filters": [["project.client", "=", "CLI-00001"]]},
	{"filters": [["Change Item", "proposed_feature", "like", "%"]]},
	{"filters": [["_comments", "like", "%秘密%"]]},
	{"filters": [["_assign", "like", "%li.ming%"]]},
	{"filters": {"change_items": ["is", "set"]}},
	{"filters": [["title", "in (select name from tabUser) or", "x"]]},
	{"filters": [["name", "descendants of", "x"]]},
	{"or_filters": [["_user_tags", "like", "%x%"]]},
	{"order_by": "project.client_high_risk desc"},
	{"order_by": "(select 1)"},
	{"order_by": "rand()"},
	{"order_by": "_comments asc"},
	{"columns": ["_comments"]},
	{"columns": ["count(name)"]},
	{"columns": ["project.project_name"]},
	{"columns": ["*"]},
	{"columns": [{"SUM": "impact_cost"}]},
	{"group_by": "_assign"},
	{"group_by": "title"},
	{"filters": "title"},
	{"filters": [["title", "=", {"SUM": "impact_cost"}]]},
	{"filters": [["title", "in", [["select", "1"]]]]},
	{"filters": [["Internal Estimate", "internal_cost", ">", 0]]},
)


@pytest.mark.parametrize("clause", ORACLES, ids=str)
@pytest.mark.parametrize("person", [people.BUSINESS_OWNER, people.PM], ids=lambda person: person.user)
def test_no_clause_asks_what_the_reader_may_not_read(
	api: Callable[..., Api], person: Any, clause: dict[str, Any]
) -> None:
	refuses(ask_raw(api(person), "list", doctype=CHANGE, **clause), 417, "ValidationError")


def test_a_column_of_a_higher_level_is_none(api: Callable[..., Api]) -> None:
	"""Sales see the client's assessment at level 1, nobody asks for it who does not."""
	clause: dict[str, Any]
	for clause in ({"filters": {"high_risk": 1}}, {"order_by": "high_risk desc"}, {"columns": ["high_risk"]}):
		answer = ask_raw(api(people.SALES), "list", doctype="Client", **clause)
		allowed = "high_risk" in {
			df["fieldname"] for df in ask(api(people.SALES), "form", doctype="Client")["fields"]
		}
		assert answer.ok == allowed, errors(answer)
	for person in (people.BUSINESS_OWNER, people.OTHER_CONTACT):
		refuses(ask_raw(api(person), "list", doctype="Client", filters={"high_risk": 1}), 404)


def test_totals_and_groups_count_what_the_reader_sees(api: Callable[..., Api], admin: Api) -> None:
	for person in (people.BUSINESS_OWNER, people.OTHER_CONTACT, people.OTHER_PM, people.PMO):
		found = ask(api(person), "list", doctype=CHANGE, group_by="workflow_state", limit=200)
		assert found["total"] == len(found["rows"]) == sum(group["count"] for group in found["groups"])
	assert ask(api(people.PMO), "list", doctype=CHANGE)["total"] == len(admin.list(CHANGE))


@pytest.mark.parametrize("person", NOT_THEIRS, ids=lambda person: person.user)
def test_search_finds_nothing_of_anothers(
	api: Callable[..., Api], make: Factory, admin: Api, person: Any
) -> None:
	word = unique("独词")
	name = make.change(title=f"变更 {word}")
	for text in (word, name, word[:4], "%", "__", "支付", "银行"):
		found = ask_raw(api(person), "search", text=text)
		assert name not in found.text
		assert word not in found.text
		assert BANK not in found.text
	hits = ask(api(people.BUSINESS_OWNER), "search", text=word)
	assert [hit["name"] for group in hits for hit in group["hits"]] == [name]


@pytest.mark.parametrize("person", NOT_THEIRS, ids=lambda person: person.user)
def test_changes_and_inbox_name_nothing_of_anothers(
	api: Callable[..., Api], make: Factory, person: Any, bank: str
) -> None:
	since = ask(api(person), "changes")["now"]
	names = {make.change("Submitted"), make.minutes(), make.minutes("Internal", "Internal Sync")}
	for call, arguments in (
		("changes", {"since": since}),
		("changes", {"since": "2000-01-01"}),
		("inbox", {}),
	):
		answer = ask_raw(api(person), call, **arguments)
		assert answer.ok
		assert not [name for name in (*names, bank) if f'"{name}"' in answer.text]
	mine = {row["name"] for row in ask(api(people.PM), "changes", since=since)["changed"]}
	assert names <= mine
	theirs = {row["name"] for row in ask(api(people.BUSINESS_OWNER), "changes", since=since)["changed"]}
	assert len(theirs & names) == 2, "internal minutes are not told of"


def test_an_inbox_is_ones_own(api: Callable[..., Api], make: Factory) -> None:
	change = make.change("Awaiting Signatures")
	waits = {
		person.user: {item["name"] for item in ask(api(person), "inbox") if item["kind"] == "sign"}
		for person in (
			people.PM,
			people.BUSINESS_OWNER,
			people.OTHER_PM,
			people.OTHER_CONTACT,
			people.ARCHITECT,
		)
	}
	assert [user for user, names in waits.items() if change in names] == [
		people.PM.user,
		people.BUSINESS_OWNER.user,
	]


def test_titles_tell_no_names_of_hidden_documents(api: Callable[..., Api], make: Factory) -> None:
	"""A link to what the reader may not see stays a name."""
	client = api(people.OTHER_CONTACT)
	for row in ask(client, "list", doctype=CHANGE, limit=200)["rows"]:
		titles = ask(client, "page", doctype=CHANGE, name=row["name"])["titles"]
		assert BANK not in titles.values()
		assert titles[f"Project Archive::{make.project(FREIGHT)}"] == FREIGHT


@pytest.mark.parametrize("name", [["CR-2026-0001"], {"title": ["like", "%"]}, "../x", "%", "' or 1=1 --"])
def test_a_name_is_a_name(api: Callable[..., Api], name: Any) -> None:
	answer = ask_raw(api(people.BUSINESS_OWNER), "page", doctype=CHANGE, name=name)
	refuses(answer, (404, 417))


def test_nothing_is_written_by_asking(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""The rehearsal of steps leaves the document, its chain and its requirements as they are."""
	names = [make.change(state) for state in ("Draft", "Signed", "Scheduled")]
	before = {name: (admin.read(CHANGE, name), admin.history(CHANGE, name)) for name in names}
	counts = {doctype: len(admin.list(doctype)) for doctype in ("Requirement", "Version", "Workflow Event")}
	for person in (people.PM, people.TECH_LEAD, people.BUSINESS_OWNER):
		for name in names:
			assert ask(api(person), "page", doctype=CHANGE, name=name)["actions"]
	for name in names:
		history = [{k: v for k, v in e.items() if "seconds" not in k} for e in admin.history(CHANGE, name)]
		known = [{k: v for k, v in e.items() if "seconds" not in k} for e in before[name][1]]
		assert (admin.read(CHANGE, name), history) == (before[name][0], known)
	assert {doctype: len(admin.list(doctype)) for doctype in counts} == counts
