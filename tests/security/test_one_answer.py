"""What one may not see answers as what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from tests.client import Api
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


@pytest.mark.parametrize("field", ["project", "iteration", "requirement"])
def test_a_hidden_link_answers_as_none(api: Callable[..., Api], make: Factory, field: str) -> None:
	person = api(people.OTHER_CONTACT)
	hidden = {"project": make.project(), "iteration": make.one("Iteration", project=make.project())}
	answers = []
	for name in (hidden.get(field) or make.one("Requirement", project=make.project()), ABSENT):
		item = (
			{"operation": "Remove", "requirement": name} if field == "requirement" else {"operation": "Add"}
		)
		given: dict[str, Any] = {"title": "x", "description": "y", "project": make.project(FREIGHT)}
		given |= {"change_items": [item]} if field == "requirement" else {field: name}
		answers.append(_said(person.try_create(CHANGE, **given), name))
	assert answers[0] == answers[1] and answers[0][0] in (403, 404, 417)
