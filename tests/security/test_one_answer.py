"""What one may not see answers as what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from tests.client import Api, refuses, some
from tests.factory import CHANGE, FREIGHT, Factory

from client_mgmt.demo import people

Ask = Callable[[Api, str, str], requests.Response]
ABSENT = "CR-1999-9999"


def _said(answer: requests.Response, name: str) -> tuple[int, str]:
	body = answer.json() if "json" in answer.headers.get("Content-Type", "") else {"text": answer.text}
	said = str(
		{k: v for k, v in body.items() if k in ("exc_type", "_server_messages", "errors", "message", "text")}
	)
	return answer.status_code, re.sub(
		r'"__frappe_exc_id.*?[,}]', "", said.replace("\\", "").replace(name, "NAME")
	)


READS: dict[str, Ask] = {
	"resource": lambda api, doctype, name: api.get(f"/api/resource/{doctype}/{name}"),
	"v2": lambda api, doctype, name: api.get(f"/api/v2/document/{doctype}/{name}"),
	"client.get": lambda api, doctype, name: api.try_query("frappe.client.get", doctype=doctype, name=name),
	"getdoc": lambda api, doctype, name: api.try_query(
		"frappe.desk.form.load.getdoc", doctype=doctype, name=name
	),
	"put": lambda api, doctype, name: api.try_update(doctype, name, title="x"),
	"delete": lambda api, doctype, name: api.try_delete(doctype, name),
	"get_value": lambda api, doctype, name: api.try_query(
		"frappe.client.get_value", doctype=doctype, filters=name, fieldname="name"
	),
	"set_value": lambda api, doctype, name: api.try_call(
		"frappe.client.set_value", doctype=doctype, name=name, fieldname="title", value="x"
	),
	"act": lambda api, doctype, name: api.try_act(doctype, name, "Submit"),
	"page": lambda api, doctype, name: api.try_query("client_mgmt.api.ui.page", doctype=doctype, name=name),
	"package": lambda api, doctype, name: api.try_query(
		"client_mgmt.api.signing.get_package", doctype=doctype, name=name
	),
	"history": lambda api, doctype, name: api.try_query(
		"client_mgmt.api.workflow.history", doctype=doctype, name=name
	),
}


@pytest.mark.parametrize("ask", READS.values(), ids=list(READS))
@pytest.mark.parametrize("who", [people.OTHER_PM, people.OTHER_CONTACT], ids=["staff", "client"])
def test_a_hidden_document_answers_as_none(
	api: Callable[..., Api], make: Factory, ask: Ask, who: Any
) -> None:
	person, name = api(who), make.change()
	assert _said(ask(person, CHANGE, name), name) == _said(ask(person, CHANGE, ABSENT), ABSENT)


@pytest.mark.parametrize("command", ["client_mgmt.api.ui.page", "frappe.client.validate_link", "ping"])
@pytest.mark.parametrize(
	"path",
	[
		"/api/resource/{doctype}/{name}",
		"/api/v2/document/{doctype}/{name}",
		"/api/v2/document/{doctype}/{name}/method/client_mgmt.api.ui.page",
		"/api/method/frappe.client.get?doctype={doctype}&name={name}",
	],
)
def test_no_method_named_beside_the_path_opens_it(
	api: Callable[..., Api], make: Factory, path: str, command: str
) -> None:
	"""Issue 9, 28: `cmd` has clients of others call methods; it takes no rule off another path."""
	person, answers = api(people.OTHER_PM), []
	for name in (make.change(), ABSENT):
		asked = path.format(doctype=CHANGE, name=name)
		answers.append(_said(person.get(asked, params={"cmd": command}), name))
	assert answers[0] == answers[1]


def test_a_project_named_to_a_command_answers_as_none(api: Callable[..., Api], make: Factory) -> None:
	person, answers = api(people.OTHER_PM), []
	for name in (make.project(), "PRJ-1999-9999"):
		asked = {"cmd": "client_mgmt.api.dossier.findings", "project": name}
		answers.append(_said(person.get("/", params=asked), name))
	assert answers[0] == answers[1] and answers[0][0] == 404
	refuses(person.post("/api/method/ping", json={"cmd": ["ping"]}), 417, "ValidationError")


@pytest.mark.parametrize("field", ["project", "iteration", "requirement"])
@pytest.mark.parametrize("who", [people.OTHER_PM, people.OTHER_CONTACT], ids=["staff", "client"])
def test_a_hidden_link_answers_as_none(api: Callable[..., Api], make: Factory, who: Any, field: str) -> None:
	person = api(who)
	hidden = {"project": make.project(), "iteration": make.one("Iteration", project=make.project())}
	answers = []
	for name in (hidden.get(field) or make.one("Requirement", project=make.project()), ABSENT):
		item = (
			{"operation": "Remove", "requirement": name} if field == "requirement" else {"operation": "Add"}
		)
		given: dict[str, Any] = {"title": "x", "description": "y", "project": make.project(FREIGHT)}
		given |= {"change_items": [item]} if field == "requirement" else {field: name}
		answers.append(_said(person.try_create(CHANGE, **given), name))
	assert answers[0] == answers[1] and answers[0][0] == 417
	assert "LinkValidationError" in answers[0][1]


def test_staff_open_no_client_by_naming_it(api: Callable[..., Api], make: Factory) -> None:
	"""A dossier opens its client to its owner: who types a guessed number would read any client that others
	work for. With a client that has no project yet, any project manager begins one."""
	hidden = api("Administrator").read("Project Archive", make.project())["client"]
	stranger = api(people.OTHER_PM)
	refuses(stranger.try_read("Client", hidden), 404)
	for doctype, given in (
		("Project Archive", {"project_name": "x"}),
		("Client Contact", {"contact_name": "x"}),
		("Client Visit", {"visit_date": "2026-11-30"}),
	):
		answers = [
			_said(stranger.try_create(doctype, client=name, **given), name) for name in (hidden, "CLI-99999")
		]
		assert answers[0] == answers[1], doctype
		assert answers[0][0] in (403, 417)
	own = stranger.create("Project Archive", project_name="自己的项目")["name"]
	refuses(stranger.try_update("Project Archive", own, client=hidden), 417, "LinkValidationError")
	refuses(stranger.try_read("Client", hidden), 404)
	prospect = make.client()
	assert (
		stranger.create("Project Archive", project_name="新客户的项目", client=prospect)["client"] == prospect
	)
	refuses(api(people.PM).try_create("Project Archive", project_name="晚了", client=prospect), 417)


def test_staff_find_each_other_and_no_other_clients_people(api: Callable[..., Api], make: Factory) -> None:
	"""Staff assign their colleagues; the logins of another client's people are as absent as its contacts."""
	hidden, colleague = people.BUSINESS_OWNER.user, people.TECH_LEAD.user
	theirs = people.OTHER_CONTACT.user
	for person, seen, unseen in (
		(people.OTHER_PM, {colleague, theirs}, {hidden}),
		(people.PM, {colleague, hidden}, {theirs}),
		(people.MANAGER, {colleague, hidden, theirs}, set()),
	):
		listed = {row["name"] for row in some(api(person).list("User"))}
		assert seen <= listed and not unseen & listed, person
	session = api(people.OTHER_PM)
	for method in ("search_link", "search_widget"):
		answer = session.try_query(
			f"frappe.desk.search.{method}", doctype="User", txt="liu.fang", page_length=50
		)
		assert answer.ok and hidden not in answer.text
	for method, arguments in (
		("frappe.desk.search.get_link_title", {"doctype": "User", "docname": ""}),
		("frappe.client.get_value", {"doctype": "User", "name": "", "fieldname": "full_name"}),
		("frappe.client.get", {"doctype": "User", "name": ""}),
		("frappe.desk.form.load.getdoc", {"doctype": "User", "name": ""}),
		("frappe.client.validate_link", {"doctype": "User", "docname": ""}),
	):
		answers = []
		for name in (hidden, "nobody@nowhere.example"):
			filled = {key: value or name for key, value in arguments.items()}
			answers.append(_said(session.try_query(method, **filled), name))
		assert answers[0] == answers[1], method
	paths = [session.get(f"/api/resource/User/{name}") for name in (hidden, "nobody@nowhere.example")]
	assert {answer.status_code for answer in paths} == {404}


def test_nobody_is_named_whom_one_does_not_find(api: Callable[..., Api], make: Factory) -> None:
	"""Assigned to, shared with, owner of an action, told by a ToDo: hidden and absent are one answer, and
	nothing reaches another client's person."""
	project, session = make.project(), api(people.PM)
	change = make.change()
	asks: dict[str, Callable[[str], requests.Response]] = {
		"assign": lambda user: session.try_call(
			"frappe.desk.form.assign_to.add", doctype=CHANGE, name=change, assign_to=[user]
		),
		"share": lambda user: session.try_call("frappe.share.add", doctype=CHANGE, name=change, user=user),
		"action": lambda user: session.try_create(
			"Action Item", description="x", owner_user=user, project=project, due_date="2026-12-31"
		),
		"todo": lambda user: session.try_create("ToDo", description="x", allocated_to=user),
		"contact": lambda user: session.try_create("Client Contact", contact_name="x", user=user),
	}
	absent = "nobody@nowhere.example"
	for kind, ask in asks.items():
		hidden = people.OTHER_CONTACT.user
		assert _said(ask(hidden), hidden) == _said(ask(absent), absent), kind
	colleague = asks["todo"](people.TECH_LEAD.user)
	assert colleague.ok


def test_a_client_finds_nobody(site: Any, as_user: Callable[..., Any]) -> None:
	"""Behind the portal's door too: only oneself."""
	from client_mgmt.people import persons

	with as_user(people.BUSINESS_OWNER):
		assert persons.query_conditions(doctype="User").count("=") == 1
		assert persons.sees(people.BUSINESS_OWNER.user)
		assert not persons.sees(people.OTHER_CONTACT.user) and not persons.sees(people.PM.user)
