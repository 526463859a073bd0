"""Attacks by what is sent as an argument: filters for names, lists for texts, names of hidden documents."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, FREIGHT, Factory

from client_mgmt import api as methods
from client_mgmt.demo import people

ASKING = tuple(
	f"client_mgmt.api.{name}"
	for name in "signing.get_package signing.verify signing.evidence workflow.history".split()
)


@pytest.fixture(scope="module")
def contact(api: Callable[..., Api]) -> Api:
	return api(people.BUSINESS_OWNER)


@pytest.fixture(scope="module")
def waiting(make: Factory) -> str:
	return make.change("Awaiting Signatures")


def test_annotations_are_types() -> None:
	"""Frappe checks arguments against types, and passes over annotations that are text."""
	for module in some(list(pkgutil.iter_modules(methods.__path__))):
		found = importlib.import_module(f"{methods.__name__}.{module.name}")
		for name, function in inspect.getmembers(found, inspect.isfunction):
			own = inspect.unwrap(function)
			for parameter, kind in own.__annotations__.items() if own.__module__ == found.__name__ else ():
				assert not isinstance(kind, str), f"{found.__name__}.{name}: {parameter}"


@pytest.mark.parametrize("method", ASKING)
@pytest.mark.parametrize("doctype", ["Change Request", "User", "Client", "Internal Estimate"])
def test_a_filter_is_no_name(contact: Api, method: str, doctype: str) -> None:
	"""`name` as a filter tells by its answer what any column of a hidden document holds."""
	for column in ("name", "owner"):
		arguments = {"doctype": doctype, "name": {column: ["like", "%"]}}
		refuses(contact.request("GET", f"/api/method/{method}", json=arguments), 417)
	for name in (["like", "%"], [["name", "like", "%"]], 1.5):
		arguments = {"doctype": doctype, "name": name}
		refuses(contact.request("GET", f"/api/method/{method}", json=arguments), (404, 417))


def test_a_filter_names_nothing_to_act_on(contact: Api, waiting: str, make: Factory) -> None:
	before = contact.read(CHANGE, waiting)
	name = {"project": make.project(FREIGHT)}
	shared = {"doctype": CHANGE, "name": name}
	refuses(contact.try_call("client_mgmt.api.workflow.act", **shared, action="Submit"), 417)
	for method in ("sign", "decline"):
		arguments = {**shared, "digest": "0", "password": "x", "reason": "x"}
		refuses(contact.try_call(f"client_mgmt.api.signing.{method}", **arguments), 417)
	assert contact.read(CHANGE, waiting) == before


@pytest.mark.parametrize(
	"values",
	[
		{"doctype": ["Change Request"]},
		{"digest": ["a"]},
		{"digest": {"a": 1}},
		{"digest": None},
		{"password": ["x"]},
		{"password": {"x": 1}},
		{"password": True},
		{"comment": ["x"]},
	],
	ids=str,
)
def test_signing_takes_texts(contact: Api, waiting: str, values: dict[str, Any]) -> None:
	package = contact.package(CHANGE, waiting)
	arguments = {"doctype": CHANGE, "name": waiting, "digest": package["digest"], "password": "wrong"}
	refuses(contact.try_call("client_mgmt.api.signing.sign", **{**arguments, **values}), 417)
	assert contact.package(CHANGE, waiting) == package


@pytest.mark.parametrize("method", ASKING)
def test_methods_tell_nobodys_names(contact: Api, make: Factory, method: str) -> None:
	"""The answer about a login or a client that exists is the one about none."""
	hidden = {"User": people.PM.user, "Client": make.one("Client"), "Project Archive": make.project(FREIGHT)}
	for doctype, name in hidden.items():
		there = contact.try_query(method, doctype=doctype, name=name)
		none = contact.try_query(method, doctype=doctype, name="nobody@nowhere.example")
		assert (there.status_code, none.status_code) in ((403, 403), (404, 404), (417, 417))


def test_owned_and_standard_fields_are_no_values(contact: Api, make: Factory) -> None:
	"""`act` sets fields of the form alone, whatever else is sent as a value."""
	name = make.change()
	for values in (
		{"workflow_state": "Signed"},
		{"round": 9},
		{"name": "x"},
		{"owner": "x"},
		{"doctype": "User"},
		{"flags": {"ignore_permissions": 1}},
		{"docstatus": 1},
		[["title", "x"]],
		"[1]",
		'"text"',
	):
		arguments = {"doctype": CHANGE, "name": name, "action": "Submit", "values": values}
		refuses(contact.try_call("client_mgmt.api.workflow.act", **arguments), 417)
	assert contact.read(CHANGE, name)["workflow_state"] == "Draft"
