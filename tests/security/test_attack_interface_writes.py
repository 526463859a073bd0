"""The web app's calls that write, and that carry off many rows: against what is not the caller's."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, MINUTES, PROJECT, Factory

from client_mgmt.demo import people

SAVE, EXPORT = "client_mgmt.api.ui.save", "client_mgmt.api.ui.export"


def save(session: Api, name: Any, /, doctype: Any = CHANGE, modified: Any = "", **values: Any) -> Any:
	return session.try_call(SAVE, doctype=doctype, name=name, values=values, modified=modified)


def said(answer: Any) -> list[str]:
	return [json.loads(entry)["message"] for entry in json.loads(answer.json()["_server_messages"])]


def modified(admin: Api, name: str, doctype: str = CHANGE) -> str:
	return str(admin.read(doctype, name)["modified"])


@pytest.mark.parametrize("person", [people.OTHER_CONTACT, people.OTHER_PM], ids=lambda person: person.user)
def test_anothers_document_is_not_there(
	api: Callable[..., Api], admin: Api, make: Factory, person: Any
) -> None:
	"""Saving it answers as saving what does not exist, and changes nothing."""
	name = make.change()
	before = admin.read(CHANGE, name)
	answer = save(api(person), name, modified=before["modified"], title="x")
	refuses(answer, 404, "DoesNotExistError")
	missing = save(api(person), "no such thing", modified=before["modified"], title="x")
	assert said(answer) == said(missing)
	assert admin.read(CHANGE, name) == before


@pytest.mark.parametrize(
	"doctype", ["Client", PROJECT, "Iteration", "Requirement", "User", "Workflow Policy"]
)
def test_a_client_saves_what_the_portal_lets_it_write(
	api: Callable[..., Api], admin: Api, doctype: str
) -> None:
	"""The page's call is no way round the portal's list of what may be written."""
	name = sorted(admin.names(doctype))[0]
	answer = save(api(people.BUSINESS_OWNER), name, doctype=doctype, modified=modified(admin, name, doctype))
	refuses(answer, (403, 404))


OWNED = ("chain_head", "chain_count", "policy_version", "workflow_state", "owner", "docstatus", "modified_by")


@pytest.mark.parametrize("field", [*OWNED, "no_such_field", "_comments", "flags", "name"])
def test_a_page_writes_fields_of_its_form_alone(
	api: Callable[..., Api], admin: Api, make: Factory, field: str
) -> None:
	"""What the engine keeps, standard columns and attributes of the object are no way in."""
	name = make.change()
	before = admin.read(CHANGE, name)
	for person in (people.PM, people.BUSINESS_OWNER):
		answer = save(api(person), name, modified=before["modified"], **{field: "Signed"})
		refuses(answer, (403, 417))
	assert admin.read(CHANGE, name) == before


def test_a_row_of_another_document_is_not_taken(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""A row sent with another document's name becomes a new row, and that one stays as it is."""
	theirs, name = make.change(), make.change()
	row = admin.read(CHANGE, theirs)["change_items"][0]
	before = admin.read(CHANGE, theirs)
	rows = [{**row, "proposed_feature": "taken", "parent": theirs, "docstatus": 1}]
	save(api(people.PM), name, modified=modified(admin, name), change_items=rows)
	assert admin.read(CHANGE, theirs) == before
	assert row["name"] not in {one["name"] for one in admin.read(CHANGE, name)["change_items"]}


@pytest.mark.parametrize("rows", ["x", [1], [["a"]], {"name": "x"}, [{"name": {"a": 1}}], None])
def test_rows_are_rows(api: Callable[..., Api], admin: Api, make: Factory, rows: Any) -> None:
	name = make.change()
	answer = save(api(people.PM), name, modified=modified(admin, name), change_items=rows)
	assert answer.status_code in (200, 417), answer.text
	assert admin.read(CHANGE, name)["title"]


def test_signed_content_is_not_saved_away(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""The locks of the engine hold here as for any save."""
	name = make.change("Signed")
	before = admin.read(CHANGE, name)
	for person in (people.PM, people.TECH_LEAD, people.BUSINESS_OWNER):
		refuses(save(api(person), name, modified=before["modified"], title="x"), (403, 417))
	assert admin.read(CHANGE, name) == before


@pytest.mark.parametrize(
	"person", [people.BUSINESS_OWNER, people.OTHER_CONTACT, None], ids=["client", "another", "guest"]
)
def test_a_spreadsheet_is_for_staff(api: Callable[..., Api], guest: Api, person: Any) -> None:
	session = api(person) if person else guest
	for doctype in (CHANGE, MINUTES, "Client", "User"):
		refuses(session.try_query(EXPORT, doctype=doctype), (401, 403))


def test_a_spreadsheet_takes_the_right_to_export(api: Callable[..., Api], admin: Api) -> None:
	"""And tells nothing of DocTypes that the reader does not open."""
	refuses(api(people.PM).try_query(EXPORT, doctype="User"), (403, 404))
	refuses(api(people.PM).try_query(EXPORT, doctype="No Such"), 404)
	rights = {row["name"]: row for row in admin.read("DocType", "Lesson Learned")["permissions"]}
	assert rights
	for person in (people.DEVELOPER, people.SALES, people.PM):
		form = api(person).try_query("client_mgmt.api.ui.form", doctype="Client")
		may = form.ok and form.json()["message"]["can"]["export"]
		assert api(person).try_query(EXPORT, doctype="Client").ok == may


def test_a_spreadsheet_holds_what_the_list_shows(api: Callable[..., Api], make: Factory) -> None:
	"""Named rows of another team are not in it, nor is there a column that a list does not have."""
	name = make.change()
	answer = api(people.OTHER_PM).try_query(EXPORT, doctype=CHANGE, names=[name])
	assert answer.ok, answer.text
	rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
	assert len(rows) == 1
	for clause in (
		{"columns": ["_comments"]},
		{"order_by": "rand()"},
		{"filters": [["project.client", "=", "x"]]},
	):
		refuses(api(people.PM).try_query(EXPORT, doctype=CHANGE, **clause), 417)
	refuses(api(people.PM).try_query(EXPORT, doctype=CHANGE, names=[["select", "1"]]), 417)


def test_a_plain_workflow_moves_by_staff_alone(api: Callable[..., Api], admin: Api) -> None:
	"""`workflow.act` on a DocType without a policy and without a Workflow is refused as before."""
	client = sorted(admin.names("Client"))[0]
	refuses(api(people.PM).try_act("Client", client, "Approve"), (403, 417))
	refuses(api(people.BUSINESS_OWNER).try_act("Client", client, "Approve"), (404, 417))
	refuses(api(people.BUSINESS_OWNER).try_act("User", people.PM.user, "Approve"), 404)
