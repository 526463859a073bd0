"""What is stored is what was meant: text that is no number is refused, whatever the field and the way in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, errors, refuses, some
from tests.doctypes import definitions
from tests.factory import CHANGE, PROJECT, Factory, day, unique

from client_mgmt.demo import people, texts

NUMBERS = {"Currency", "Float", "Percent", "Rating", "Int", "Long Int", "Duration", "Check"}
NO_FIGURES = [
	"6千",
	"350人",
	"NaN",
	"Infinity",
	"1,5",
	"12,34,567",
	"六千",
	"5 days",
	"--1",
	"1_000",
	[],
	{},
	[1],
]
KEPT = {"docstatus", "idx"}


def number_fields() -> list[tuple[str, str, str]]:
	"""(DocType, field, type) of every number field of the app's DocTypes."""
	return [
		(doctype["name"], field["fieldname"], field["fieldtype"])
		for doctype in definitions().values()
		for field in doctype["fields"]
		if field["fieldtype"] in NUMBERS
	]


@pytest.mark.parametrize("value", NO_FIGURES, ids=str)
def test_no_number_field_takes_what_is_none(site: Any, value: Any) -> None:
	"""Over the ORM: every number field of every DocType, on insert, before any other rule is asked."""
	from client_mgmt.workflow_policy import meant

	for doctype, field, _type in some(number_fields()):
		doc = site.get_doc({"doctype": doctype})
		doc.__dict__[field] = value
		with pytest.raises(site.ValidationError, match="no figure"):
			meant.settle(doc)


@pytest.mark.parametrize("value", [0.5, "0.5", "1e-3", float("nan"), 2**31])
def test_whole_numbers_take_no_fraction(site: Any, value: Any) -> None:
	from client_mgmt.workflow_policy import meant

	for doctype, field, fieldtype in some(number_fields()):
		doc = site.get_doc({"doctype": doctype, field: value})
		if fieldtype == "Int":
			with pytest.raises(site.ValidationError, match="whole number"):
				meant.settle(doc)


def test_every_save_asks(site: Any) -> None:
	"""The rule hangs on every way of saving, for every DocType of the app."""
	hooks = site.get_hooks("doc_events")["*"]
	for event in ("before_insert", "before_validate", "before_cancel", "before_update_after_submit"):
		assert "client_mgmt.workflow_policy.rows.settle" in hooks[event], event
	from client_mgmt.workflow_policy import rows

	with pytest.raises(site.ValidationError, match="no figure"):
		rows.settle(site.get_doc({"doctype": CHANGE, "impact_cost": "6千"}))


def ways(person: Api, name: str, field: str, value: Any) -> Iterator[Any]:
	whole = {**person.read(CHANGE, name), field: value}
	one = {"doctype": CHANGE, "name": name, "fieldname": field}
	yield person.try_update(CHANGE, name, **{field: value})
	yield person.put(f"/api/v2/document/{CHANGE}/{name}", json={field: value})
	yield person.try_call("frappe.client.save", doc=json.dumps(whole))
	yield person.try_call("frappe.desk.form.save.savedocs", doc=json.dumps(whole), action="Save")
	if not isinstance(value, list):
		yield person.try_call("frappe.client.set_value", **one, value=value)
	yield person.try_act(CHANGE, name, "Complete Assessment", **{**texts.ASSESSMENT, field: value})


@pytest.mark.parametrize("value", ["6千", "NaN", [], "1,5"], ids=str)
def test_no_cost_is_signed_as_nothing(api: Callable[..., Api], make: Factory, value: Any) -> None:
	"""Over REST: insert, save by every method, and with an action; nothing moves, nothing is 0."""
	lead, name = api(people.TECH_LEAD), make.change("Under Assessment")
	lead.update(CHANGE, name, impact_cost=7)
	for answer in ways(lead, name, "impact_cost", value):
		refuses(answer, 417, contains="no figure")
	stored = lead.read(CHANGE, name)
	assert (stored["impact_cost"], stored["workflow_state"]) == (7, "Under Assessment")
	created = {"title": unique("变更"), "project": make.project(), "impact_cost": value}
	refuses(api(people.PM).try_create(CHANGE, **created), 417, contains="no figure")


def test_no_fraction_of_a_day(api: Callable[..., Api], make: Factory) -> None:
	lead, name = api(people.TECH_LEAD), make.change("Under Assessment")
	for answer in ways(lead, name, "impact_days", 0.5):
		refuses(answer, 417, contains="whole number")


@pytest.mark.parametrize(
	("sent", "stored"),
	[("￥6,000", 6000), ("６０００", 6000), ("¥ 1,234,567.5", 1234567.5), ("6000", 6000), ("", 0), (None, 0)],
)
def test_what_is_beyond_doubt_is_read(
	api: Callable[..., Api], make: Factory, sent: Any, stored: float
) -> None:
	"""And said, where it was not written in plain figures."""
	name = make.change("Under Assessment")
	answer = api(people.TECH_LEAD).try_update(CHANGE, name, impact_cost=sent)
	assert answer.ok, errors(answer)
	assert answer.json()["data"]["impact_cost"] == stored
	told = "is taken as" in str(answer.json().get("_server_messages"))
	assert told == (sent not in ("6000", "", None))


def test_a_sign_of_money_in_another_currency_is_in_doubt(api: Callable[..., Api], make: Factory) -> None:
	client = {"currency": "USD", "project_name": unique("项目")}
	name = api(people.PM).create(PROJECT, **client)["name"]
	refuses(api(people.PM).try_update(PROJECT, name, contract_amount="¥6000"), 417, contains="no figure")


@pytest.mark.parametrize("amount", [0, "0", "0.0", 0.0])
def test_no_contract_over_nothing(api: Callable[..., Api], amount: Any) -> None:
	refuses(
		api(people.PM).try_create(PROJECT, project_name=unique("项目"), contract_amount=amount),
		417,
		contains="greater than zero",
	)
	api(people.PM).create(PROJECT, project_name=unique("项目"))


def test_no_node_receives_more_than_it_asks_for(api: Callable[..., Api], make: Factory) -> None:
	"""On insert and on save; an account is no place for a wish."""
	node = {"node_name": "首付", "amount": 100, "due_date": day(3), "paid": 1, "received_on": day(0)}
	pm = api(people.PM)
	more = {**node, "received_amount": 100.01}
	refuses(
		pm.try_create(PROJECT, project_name=unique("项目"), payment_nodes=[more]), 417, contains="received"
	)
	name = make.dossier(payment_nodes=[{**node, "received_amount": 100}])
	rows = pm.read(PROJECT, name)["payment_nodes"]
	refuses(
		pm.try_update(PROJECT, name, payment_nodes=[{**rows[0], "received_amount": 101}]),
		417,
		contains="received",
	)
