"""Attacks on what a document is made of: rows of other documents, and the definition of its DocType."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, FREIGHT, PROJECT, Factory, unique

from client_mgmt.demo import people

OWN = ("Change Request", "Signature Record", "Workflow Event", "Workflow Policy Version", "Change Item")


def item(text: str) -> dict[str, Any]:
	return {
		"operation": "Add",
		"proposed_feature": text,
		"proposed_priority": "Low",
		"proposed_acceptance": "可以演示",
	}


def test_rows_of_another_document_stay_there(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""A row sent with the name of a signed change's row: Frappe moves it over and overwrites it."""
	signed, draft = make.change("Signed"), make.change()
	row = admin.read(CHANGE, signed)["change_items"][0]
	contact = api(people.BUSINESS_OWNER)
	taken = {**row, "proposed_feature": "taken"}
	contact.update(CHANGE, draft, change_items=[item("own"), taken])
	contact.create(CHANGE, title=unique("变更"), project=make.project(), change_items=[taken])
	assert admin.read(CHANGE, signed)["change_items"][0]["proposed_feature"] == row["proposed_feature"]
	assert admin.verdict(CHANGE, signed)["valid"]
	rows = admin.read(CHANGE, draft)["change_items"]
	assert [row["proposed_feature"] for row in rows] == ["own", "taken"]
	assert row["name"] not in {row["name"] for row in rows}


def test_members_of_another_team_stay_there(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	seat = admin.read(PROJECT, make.project(FREIGHT))["team"][0]
	own = make.dossier()
	team = admin.read(PROJECT, own)["team"]
	api(people.PM).try_update(PROJECT, own, team=[*team, {**seat, "project_role": "Other"}])
	assert admin.read(PROJECT, make.project(FREIGHT))["team"][0]["name"] == seat["name"]


def test_signed_rows_keep_their_order(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""The order of the rows is signed; `idx` says it, whatever the order in which they are sent."""
	name = make.change("Awaiting Signatures", change_items=[item("first"), item("second")])
	rows = admin.read(CHANGE, name)["change_items"]
	rows[0]["idx"], rows[1]["idx"] = 2, 1
	api(people.PM).try_update(CHANGE, name, change_items=rows)
	after = [row["proposed_feature"] for row in admin.read(CHANGE, name)["change_items"]]
	assert after == ["first", "second"]
	assert admin.verdict(CHANGE, name)["chain_ok"] and not admin.verdict(CHANGE, name)["problems"]


@pytest.mark.parametrize("doctype", OWN)
def test_definitions_come_with_the_app(admin: Api, doctype: str) -> None:
	"""`custom: 1` makes Frappe forget the controller and lets the DocType be emptied and deleted."""
	before = admin.read("DocType", doctype)
	for values in (
		{"custom": 1},
		{"custom": 1, "fields": before["fields"][:3]},
		{"custom": 1, "module": "Core"},
	):
		refuses(admin.try_update("DocType", doctype, **values), (403, 417))
	refuses(admin.try_delete("DocType", doctype), (403, 417))
	refuses(admin.try_call("frappe.client.delete", doctype="DocType", name=doctype), (403, 417))
	renaming = {"doctype": "DocType", "old_name": doctype, "new_name": unique("Other")}
	refuses(admin.try_call("frappe.client.rename_doc", **renaming), (403, 417))
	after = admin.read("DocType", doctype)
	assert not after.get("custom") and len(after["fields"]) == len(before["fields"])


def test_modules_of_the_app_stay(admin: Api) -> None:
	renaming = {"doctype": "Module Def", "old_name": "Workflow Policy", "new_name": unique("Module")}
	refuses(admin.try_call("frappe.client.rename_doc", **renaming), (403, 417))
	refuses(admin.try_delete("Module Def", "Workflow Policy"), (403, 417))


def test_fields_are_not_taken_by_another_doctype(admin: Api) -> None:
	"""A custom DocType whose field row has the name of a row of ours."""
	cost = next(f for f in admin.read("DocType", CHANGE)["fields"] if f["fieldname"] == "impact_cost")
	name = unique("Taker").replace("-", " ")
	taken = {key: cost[key] for key in ("name", "fieldname", "fieldtype", "label")}
	admin.try_create(
		"DocType",
		name=name,
		module="Custom",
		custom=1,
		fields=[{"fieldname": "plain", "fieldtype": "Data", "label": "Plain"}, taken],
		permissions=[{"role": "System Manager", "read": 1}],
	)
	names = {field["name"] for field in admin.read("DocType", CHANGE)["fields"]}
	assert cost["name"] in names
	assert admin.try_delete("DocType", name).status_code in (202, 404)


def test_rows_of_the_app_stand_in_its_own_tables(admin: Api) -> None:
	"""A second table of Project Members would be a second team, which nobody checks."""
	for doctype, options in (
		(PROJECT, "Project Member"),
		("Client", "Change Item"),
		("ToDo", "Project Member"),
	):
		field = {"dt": doctype, "fieldname": "more_rows", "label": "More", "fieldtype": "Table"}
		refuses(admin.try_create("Custom Field", **field, options=options), (403, 417))
	fields = [{"fieldname": "team", "fieldtype": "Table", "label": "Team", "options": "Project Member"}]
	refuses(
		admin.try_create("DocType", name=unique("T"), module="Custom", custom=1, fields=fields), (403, 417)
	)


@pytest.mark.parametrize(
	("doctype", "field", "kind", "value"),
	[
		(CHANGE, "project", "options", "Client"),
		(CHANGE, "change_items", "options", "Iteration Item"),
		(PROJECT, "raci", "options", "Project Member"),
		("Workflow Policy", "document_type", "fieldtype", "Data"),
		("Workflow Policy", None, "is_virtual", "1"),
		("Workflow Policy Version", None, "issingle", "1"),
		("Evidence Anchor", None, "allow_rename", "1"),
		("Evidence Log Entry", "leaves", "ignore_xss_filter", "0"),
		("Sign-off Rule", "parties", "permlevel", "1"),
	],
)
def test_properties_lead_nowhere_else(
	admin: Api, doctype: str, field: str | None, kind: str, value: str
) -> None:
	setter = {
		"doctype_or_field": "DocField" if field else "DocType",
		"doc_type": doctype,
		"field_name": field,
		"property": kind,
		"value": value,
		"property_type": "Data",
	}
	refuses(admin.try_create("Property Setter", **setter), (403, 417))


def test_a_signer_keeps_the_name(admin: Api, make: Factory) -> None:
	"""Signing as one login, renaming it and signing as another would be one person for two parties."""
	make.change("Signed")
	for person in (people.BUSINESS_OWNER, people.PM, people.MANAGER):
		renaming = {"doctype": "User", "old_name": person.user, "new_name": "other@test.example"}
		refuses(admin.try_call("frappe.client.rename_doc", **renaming), (403, 417))
