"""Ways round the review, and ways for a client or another team to see what is internal about a client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.doctypes import child_tables
from tests.factory import BANK, PROJECT, Factory, day, unique

from client_mgmt.demo import people
from client_mgmt.people.permissions import STAFF

CHILD_TABLES = child_tables(STAFF)

INTERNAL = (
	"Contract Facts", "Contract Facts Node", "Review Waiver", "Dossier Entry", "Dossier Review",
	"Dossier Review Tick", "Review Checklist Item", "Client", "Client Tag", "Client Tag Link", PROJECT,
)  # fmt: skip
METHODS = {
	"client_mgmt.api.dossier.compare_contract": {"project": BANK},
	"client_mgmt.api.review.items": {"project": BANK},
	"client_mgmt.api.review.tick": {"project": BANK, "item": "合同已核对"},
	"client_mgmt.api.review.waive": {"project": BANK, "key": "amount", "digest": "x", "reason": "没有原因"},
	"client_mgmt.api.risk.evidence": {"client": BANK},
	"client_mgmt.api.risk.override": {"client": BANK, "reason": "没有原因"},
	"client_mgmt.api.risk.tag_suggestions": {"client": BANK},
}
WORDS = ("high_risk", "曾拖欠", "拖延型", "敏感型", "client_tags", "Derived")


@pytest.fixture
def outsiders(api: Callable[..., Api], guest: Api) -> list[Api]:
	return [api(people.BUSINESS_OWNER), api(people.OTHER_CONTACT), guest]


def named(make: Factory, admin: Api, arguments: dict[str, str]) -> dict[str, str]:
	project = make.project(BANK)
	real = {"project": project, "client": admin.read(PROJECT, project)["client"]}
	return {key: real.get(key, value) for key, value in arguments.items()}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_no_client_calls_a_reviewers_method(
	outsiders: list[Api], api: Callable[..., Api], make: Factory, admin: Api, method: str
) -> None:
	"""S004-63, S004-72: by GET and POST, of the own project too; and no other team."""
	arguments = named(make, admin, METHODS[method])
	for person in [*outsiders, api(people.OTHER_PM)]:
		for answer in (person.try_call(method, **arguments), person.try_query(method, **arguments)):
			assert answer.status_code in (403, 404, 405), (method, person.user, answer.text)


@pytest.mark.parametrize("doctype", INTERNAL)
def test_no_client_reads_what_is_internal(outsiders: list[Api], admin: Api, doctype: str) -> None:
	"""Trap 10: list, get, count, filter, order, link title, report, meta and export of each DocType."""
	rows = [] if doctype in CHILD_TABLES else admin.list(doctype, limit_page_length=1)
	name = rows[0]["name"] if rows else "x"
	for person in outsiders:
		refuses(person.try_list(doctype), 403)
		refuses(person.try_read(doctype, name), 403 if rows else (403, 404))
		for method, arguments in paths(doctype, name):
			refuses(person.try_query(method, **arguments), (403, 417))
			refuses(person.try_call(method, **arguments), (403, 417))


def paths(doctype: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
	yield "frappe.client.get_list", {"doctype": doctype, "fields": ["*"]}
	yield "frappe.client.get", {"doctype": doctype, "name": name}
	yield "frappe.client.get_value", {"doctype": doctype, "filters": {"name": name}, "fieldname": "name"}
	yield "frappe.client.get_count", {"doctype": doctype}
	yield "frappe.desk.reportview.get", {"doctype": doctype, "fields": ["name"]}
	yield "frappe.desk.search.get_link_title", {"doctype": doctype, "docname": name}
	yield "frappe.desk.search.search_link", {"doctype": doctype, "txt": ""}
	yield "frappe.desk.form.load.getdoc", {"doctype": doctype, "name": name}
	yield "client_mgmt.api.dossier.export_workbook", {"project": name}


@pytest.mark.parametrize(
	"arguments",
	[
		{"fields": ["project.client_high_risk"]},
		{"filters": {"project.client_high_risk": 1}},
		{"filters": [["Project Archive", "client_high_risk", "=", 1]]},
		{"order_by": "client_high_risk desc"},
		{"filters": [["Client Tag Link", "tag", "=", "拖延型"]]},
	],
)
def test_no_oracle_over_a_readable_doctype(api: Callable[..., Api], arguments: dict[str, Any]) -> None:
	for doctype in ("Change Request", "Requirement", "Workflow Event", "Iteration"):
		answer = api(people.BUSINESS_OWNER).try_list(doctype, **arguments)
		assert answer.status_code in (403, 417), (doctype, answer.text)


def test_nothing_that_a_client_gets_names_the_mark(
	api: Callable[..., Api], make: Factory, admin: Api
) -> None:
	"""The bank is marked and tagged: neither word in any answer of the portal."""
	person, project = api(people.BUSINESS_OWNER), make.project(BANK)
	assert admin.read(PROJECT, project)["client_high_risk"] == 1
	answers = [
		person.query("client_mgmt.api.portal.my_projects"),
		person.query("client_mgmt.api.portal.project", name=project),
		*(
			person.list(doctype, fields=["*"])
			for doctype in ("Change Request", "Requirement", "Workflow Event")
		),
		*(
			person.list(doctype, fields=["*"])
			for doctype in ("Signature Record", "Iteration", "Meeting Minutes")
		),
	]
	text = json.dumps(answers, ensure_ascii=False)
	assert [word for word in WORDS if word in text] == []


def test_evidence_of_projects_that_one_does_not_see(
	api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	"""Staff: two teams serve one client; each sees the mark, and the evidence of its own projects alone."""
	client = make.client()
	late = [{"node_name": "尾款", "amount": 100, "due_date": day(-3)}]
	facts = {"client": client, "payment_nodes": late}
	mine = api(people.PM).create(PROJECT, project_name=unique("项目"), **facts)["name"]
	other = {"project_name": unique("项目"), "archive_owner": people.OTHER_PM.user}
	theirs = api(people.MANAGER).create(PROJECT, **other, **facts)["name"]
	for person, own in ((people.PM, mine), (people.OTHER_PM, theirs)):
		answer = api(person).query("client_mgmt.api.risk.evidence", client=client)
		assert answer["high_risk"] is True
		assert [row["project"] for row in answer["evidence"]] == [own]
		shown = json.dumps([answer, api(person).read("Client", client)], ensure_ascii=False)
		assert {mine, theirs} - {own} and next(iter({mine, theirs} - {own})) not in shown


@pytest.mark.parametrize("value", [0, 1])
def test_nobody_writes_the_mark_on_a_project(
	api: Callable[..., Api], admin: Api, make: Factory, value: int
) -> None:
	"""It is the client's: by PUT, set_value, on insert, and by the ORM's way of REST."""
	name = make.dossier()
	now = admin.read(PROJECT, name)["client_high_risk"]
	for person in (api(people.PM), admin):
		person.try_update(PROJECT, name, client_high_risk=value)
		told = {"doctype": PROJECT, "name": name, "fieldname": "client_high_risk", "value": value}
		person.try_call("frappe.client.set_value", **told)
		assert admin.read(PROJECT, name)["client_high_risk"] == now
	created = api(people.PM).try_create(PROJECT, project_name=unique("项目"), client_high_risk=1)
	if created.ok:
		assert created.json()["data"]["client_high_risk"] == 0
	else:
		refuses(created, (403, 417))


@pytest.mark.parametrize(
	"field", ["read_by", "in_effect", "entered_by", "file_url", "spans", "contradictions"]
)
def test_nobody_writes_where_the_contracts_figures_come_from(
	api: Callable[..., Api], admin: Api, make: Factory, field: str
) -> None:
	"""S004-72: figures typed by hand never pass for extracted ones, or for somebody else's."""
	name, values = make.dossier(), {"in_effect": 0, "entered_by": people.QUALITY.user}
	forged = values.get(field, "Extracted")
	answer = api(people.PM).try_create("Contract Facts", project=name, amount=1, **{field: forged})
	if answer.ok:
		assert answer.json()["data"][field] != forged
	else:
		refuses(answer, 417, contains="kept by the system")
	facts = api(people.PM).create("Contract Facts", project=name, amount=1)["name"]
	for person in (api(people.PM), admin):
		refuses(person.try_update("Contract Facts", facts, **{field: forged}), (403, 417))
		refuses(person.try_update("Contract Facts", facts, amount=2), (403, 417))
		refuses(person.try_delete("Contract Facts", facts), (403, 417))


def test_no_other_team_says_what_a_contract_says(api: Callable[..., Api], make: Factory) -> None:
	name = make.dossier()
	facts = {"project": name, "amount": 1}
	for person in (people.DEVELOPER, people.BUSINESS_OWNER):
		refuses(api(person).try_create("Contract Facts", **facts), 403)
	refuses(api(people.OTHER_PM).try_create("Contract Facts", **facts), 417, "LinkValidationError")
	mine = api(people.PM).create("Contract Facts", project=name, amount=1, nodes=[{"percent": 100}])
	row = mine["nodes"][0]["name"]
	refuses(api(people.OTHER_PM).try_read("Contract Facts Node", row), 404)
	refuses(api(people.PM).try_update("Contract Facts Node", row, percent=1), (403, 417))
	refuses(api(people.OTHER_PM).try_read("Contract Facts", mine["name"]), 404)


def test_who_entered_changes_no_figures_under_review(api: Callable[..., Api], make: Factory) -> None:
	"""The manager of the project cannot make the contract agree once he has submitted."""
	name, pm = make.dossier(), api(people.PM)
	pm.act(PROJECT, name, "Submit")
	refuses(pm.try_create("Contract Facts", project=name, amount=1), 403)
	assert api(people.QUALITY).create("Contract Facts", project=name, amount=1)["in_effect"] == 1


def test_a_waiver_comes_from_a_reviewer_alone(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Not by REST on the DocType, not by who entered, not by Administrator, who is nobody by name."""
	name, pm = make.dossier(contract_amount=5), api(people.PM)
	pm.create("Contract Facts", project=name, amount=6)
	pm.act(PROJECT, name, "Submit")
	(one,) = pm.call("client_mgmt.api.dossier.compare_contract", project=name)["differences"]
	told = {"project": name, "key": one["key"], "digest": one["digest"], "reason": "金额含税不同"}
	for person in (pm, admin, api(people.ASSISTANT), api(people.PRODUCT)):
		refuses(person.try_call("client_mgmt.api.review.waive", **told), (403, 404))
	forged = {
		"project": name,
		"revision": 1,
		"rule": one["key"],
		"digest": one["digest"],
		"reason": "金额含税",
	}
	for person in (pm, admin, api(people.QUALITY), api(people.MANAGER)):
		refuses(person.try_create("Review Waiver", **forged), 403)
	refuses(api(people.OTHER_PM).try_call("client_mgmt.api.review.waive", **told), 404)


def test_marking_a_client_tells_no_group(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""S004-55: groups have client-side members; a mark is no message to any of them."""
	before, client = admin.names("Channel Message"), make.client()
	late = [{"node_name": "尾款", "amount": 100, "due_date": day(-3)}]
	api(people.PM).create(PROJECT, project_name=unique("项目"), client=client, payment_nodes=late)
	assert admin.read("Client", client)["high_risk"] == 1
	assert admin.names("Channel Message") == before
