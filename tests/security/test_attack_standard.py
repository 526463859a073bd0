"""Attacks on the dossier standard: its versions, what they make compulsory, and who enters a section."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import FREIGHT, PROJECT, Factory, unique

from client_mgmt.demo import people

STANDARD, FIELD = "Archive Standard", "Archive Standard Field"
NEW_VERSION = "client_mgmt.api.standards.new_version"
PUT_IN_FORCE = "client_mgmt.api.standards.put_in_force"
COMPLETENESS = "client_mgmt.api.dossier.completeness"


@pytest.fixture(scope="module")
def version(admin: Api) -> dict[str, Any]:
	"""The version in force."""
	(name,) = admin.names(STANDARD, status="In Force")
	return admin.read(STANDARD, name)


@pytest.fixture
def draft(api: Callable[..., Api]) -> Iterator[str]:
	manager = api(people.MANAGER)
	name = manager.call(NEW_VERSION, title=unique("草案"))["name"]
	yield name
	manager.try_delete(STANDARD, name)


def test_only_an_administrator_of_the_app_puts_a_version_in_force(
	api: Callable[..., Api], guest: Api, draft: str, version: dict[str, Any]
) -> None:
	"""S004-58: neither by the method, nor by the column, nor by an insert that says so."""
	for person in (people.PM, people.PMO, people.SALES, people.BUSINESS_OWNER):
		refuses(api(person).try_call(PUT_IN_FORCE, name=draft), 403)
		refuses(api(person).try_update(STANDARD, draft, status="In Force"), (403, 404, 417))
	refuses(guest.try_call(PUT_IN_FORCE, name=draft), (401, 403))
	refuses(api(people.PM).try_call(NEW_VERSION), 403)
	for person in (people.PMO, people.MANAGER, "Administrator"):
		session = api(person)
		refuses(session.try_update(STANDARD, draft, status="In Force"), 417, contains="kept by the system")
		refuses(session.try_update(STANDARD, draft, version=99), 417, contains="kept by the system")
		answer = session.try_create(
			STANDARD, title="x", status="In Force", asked_fields=version["asked_fields"]
		)
		refuses(answer, 417, contains="kept by the system")
	refuses(api(people.MANAGER).get(f"/api/method/{PUT_IN_FORCE}", params={"name": draft}), (403, 405))
	assert api("Administrator").names(STANDARD, status="In Force") == {version["name"]}


def test_a_version_that_was_in_force_stays(
	api: Callable[..., Api], admin: Api, version: dict[str, Any], draft: str
) -> None:
	"""S004-58: no edit, no deletion, no rename, no row alone, no file, Administrator included."""
	name, row = version["name"], version["asked_fields"][0]
	for session in (admin, api(people.MANAGER)):
		refuses(session.try_update(STANDARD, name, title="x"), 417, contains="make a new version")
		refuses(session.try_update(STANDARD, name, asked_fields=[]), 417, contains="make a new version")
		refuses(session.try_delete(STANDARD, name), (403, 417))
		refuses(session.try_update(FIELD, row["name"], compulsory=0), 403)
		refuses(session.try_delete(FIELD, row["name"]), 403)
		refuses(session.upload(STANDARD, name), (403, 417), contains="has been in force")
		refuses(session.try_call(PUT_IN_FORCE, name=name), 417, contains="only a draft")
		new = {"parent": name, "parenttype": STANDARD, "parentfield": "asked_fields"}
		answer = session.try_create(FIELD, document_type="Client", fieldname="region", **new)
		refuses(answer, 403)
		rename = {"doctype": STANDARD, "old_name": name, "new_name": "STD-X"}
		refuses(session.try_call("frappe.client.rename_doc", **rename), (403, 417))
		set_value = {"doctype": STANDARD, "name": name, "fieldname": "title", "value": "x"}
		refuses(session.try_call("frappe.client.set_value", **set_value), 417, contains="make a new version")
	taken = admin.try_update(STANDARD, draft, asked_fields=[{**row, "compulsory": 0, "fieldname": "city"}])
	assert taken.ok, "a row of another version becomes a new row of the draft"
	assert admin.read(STANDARD, name) == version


def test_the_orm_keeps_it_too(site: Any) -> None:
	"""S004-58: `db_set`, save, delete and rename in the process."""
	name = site.db.get_value(STANDARD, {"status": "In Force"}, "name")

	def version() -> Any:
		return site.get_doc(STANDARD, name)

	for attempt in (
		lambda: version().db_set("title", "x"),
		lambda: site.delete_doc(STANDARD, name, force=True),
		lambda: version().update({"title": "x"}).save(ignore_permissions=True),
		lambda: version().update({"entry_rights": []}).save(ignore_permissions=True),
	):
		with pytest.raises(site.ValidationError):
			attempt()


def test_a_standard_that_asks_nothing_is_not_put_in_force(api: Callable[..., Api]) -> None:
	"""S004-61: nor one that is dated later than today."""
	manager = api(people.MANAGER)
	empty = manager.create(STANDARD, title=unique("空"))["name"]
	refuses(manager.try_call(PUT_IN_FORCE, name=empty), 417, contains="asks for no field")
	later = manager.call(NEW_VERSION)["name"]
	manager.update(STANDARD, later, effective_from="2199-01-01")
	refuses(manager.try_call(PUT_IN_FORCE, name=later), 417, contains="2199-01-01")
	for name in (empty, later):
		assert manager.try_delete(STANDARD, name).ok


def test_no_way_of_submitting_goes_round_the_standard(api: Callable[..., Api], make: Factory) -> None:
	"""S004-61: PUT of the state, apply_workflow, its bulk form, set_value, an insert in the state."""
	pm, name = api(people.PM), make.dossier(reason="", planned_end=None)
	body = pm.read(PROJECT, name)
	answers = [
		pm.try_act(PROJECT, name, "Submit"),
		pm.try_update(PROJECT, name, workflow_state="Submitted"),
		pm.try_call("frappe.model.workflow.apply_workflow", doc=body, action="Submit"),
		pm.try_call(
			"frappe.client.set_value",
			doctype=PROJECT,
			name=name,
			fieldname="workflow_state",
			value="Submitted",
		),
	]
	for answer in answers:
		refuses(answer, 417, "MandatoryError", "Background: Reason; Schedule: Planned End")
	bulk = {"docnames": f'["{name}"]', "doctype": PROJECT, "action": "Submit"}
	pm.try_call("frappe.model.workflow.bulk_workflow_approval", **bulk)
	refuses(pm.try_create(PROJECT, project_name=unique("项目"), workflow_state="Submitted"), 417)
	assert pm.read(PROJECT, name)["workflow_state"] == "Draft"


def test_the_version_that_applies_is_nobodys_to_choose(
	api: Callable[..., Api], draft: str, make: Factory, version: dict[str, Any]
) -> None:
	"""S004-58: neither in an insert nor by PUT, whatever draft somebody has written for himself."""
	name = make.dossier()
	for session in (api(people.PM), api("Administrator")):
		answer = session.try_update(PROJECT, name, archive_standard=draft)
		refuses(answer, 417, contains="Archive Standard is kept by the system")
		refuses(session.try_update(PROJECT, name, archive_standard=""), 417, contains="kept by the system")
		answer = session.try_create(PROJECT, project_name=unique("项目"), archive_standard=draft)
		refuses(answer, 417, contains="Archive Standard is kept by the system")
	assert api(people.PM).read(PROJECT, name)["archive_standard"] == version["name"]


def test_no_path_enters_a_section_of_others(api: Callable[..., Api], make: Factory) -> None:
	"""S004-59: an insert with the fields filled, child rows alone, the body of apply_workflow, the values of
	act, posted flags, and making oneself the owner on the way."""
	success, seat = api(people.SUCCESS), {"party": "Vendor", "user": people.SUCCESS.user}
	team = [*make.team(people.PM), {**seat, "project_role": "Customer Success Manager"}]
	name = make.dossier(team=team, payment_nodes=[{"node_name": "首付", "amount": 100}])
	node = {"node_name": "尾款", "amount": 5}
	place = {"parent": name, "parenttype": PROJECT, "parentfield": "payment_nodes"}
	body = success.read(PROJECT, name)
	contract = {"contract_no": unique("HT")}
	refused = [
		success.try_update(PROJECT, name, payment_nodes=[*body["payment_nodes"], node]),
		success.try_update(PROJECT, name, payment_nodes=[]),
		success.try_update(PROJECT, name, **contract, archive_owner=people.SUCCESS.user),
		success.try_update(PROJECT, name, **contract, flags={"ignore_permissions": True}),
		success.try_create("Payment Node", **place, **node),
		success.try_update("Payment Node", body["payment_nodes"][0]["name"], amount=1),
		success.try_create(PROJECT, project_name=unique("项目"), **contract),
		success.try_create(PROJECT, project_name=unique("项目"), payment_nodes=[node]),
		success.try_create(PROJECT, project_name=unique("项目"), **contract, flags={"ignore_permissions": 1}),
		success.try_act(PROJECT, name, "Submit", **contract),
	]
	for answer in refused:
		refuses(answer, 403, "PermissionError")
	sent = {**body, **contract}
	success.try_call("frappe.model.workflow.apply_workflow", doc=sent, action="Submit")
	stored = api("Administrator").read(PROJECT, name)
	assert not stored.get("contract_no") and len(stored["payment_nodes"]) == 1


def test_a_role_counts_on_ones_own_project_alone(api: Callable[..., Api], make: Factory) -> None:
	"""S004-59: a project manager by role who sits on a team as a tester enters no contract there."""
	tester = make.user(*people.PM.roles)
	seat = {"party": "Vendor", "user": tester.user, "project_role": "Tester"}
	name = make.dossier(team=[*make.team(people.PM), seat])
	answer = api(tester).try_update(PROJECT, name, contract_no=unique("HT"))
	refuses(answer, 403, "PermissionError", "Contract and Payment")
	api(people.PMO).update(PROJECT, name, contract_no=unique("HT"))


def test_the_orm_asks_the_same(site: Any, as_user: Any) -> None:
	"""S004-59, S004-61: a script in somebody's name is that somebody."""
	with as_user(people.SUCCESS):
		doc = site.get_doc({"doctype": PROJECT, "project_name": "x", "contract_amount": 5})
		with pytest.raises(site.PermissionError):
			doc.insert()
	with as_user(people.PM):
		doc = site.get_doc({"doctype": PROJECT, "project_name": "x"}).insert()
		doc.workflow_state = "Submitted"
		with pytest.raises(site.MandatoryError):
			doc.save()


def test_completeness_tells_nobody_of_another_project(
	api: Callable[..., Api], guest: Api, make: Factory, draft: str
) -> None:
	"""Only to who reads the document; the people named are those of projects that one sees."""
	freight = make.project(FREIGHT)
	client = api("Administrator").read(PROJECT, freight)["client"]
	for person in (people.PM, people.BUSINESS_OWNER, people.OTHER_CONTACT):
		for doctype, name in ((PROJECT, freight), ("Client", client)):
			refuses(api(person).try_query(COMPLETENESS, doctype=doctype, name=name), (403, 404))
	refuses(guest.try_query(COMPLETENESS, doctype=PROJECT, name=freight), (401, 403))
	refuses(guest.try_query("client_mgmt.api.dossier.standard_fields", doctype=PROJECT), (401, 403))
	fields = api(people.BUSINESS_OWNER).try_query("client_mgmt.api.dossier.standard_fields", doctype=PROJECT)
	refuses(fields, 403)
	refuses(api(people.BUSINESS_OWNER).try_list(STANDARD), 403)
	pm = api(people.PM)
	refuses(pm.try_query(COMPLETENESS, doctype="Requirement", name=make.requirement("报表导出")), 417)
	for name in ("Administrator", people.SALES.user):
		refuses(pm.try_query(COMPLETENESS, doctype="User", name=name), 417, contains="no dossier")
	refuses(pm.try_query(COMPLETENESS, doctype="User", name="nobody@nowhere.example"), 404)
	mine = make.client()
	api(people.OTHER_PM).create(PROJECT, project_name=unique("项目"), client=mine)
	report = api(people.SALES).query(COMPLETENESS, doctype="Client", name=mine)
	named = {user["user"] for row in report["missing"] for user in row["who"]["users"]}
	assert named == {people.SALES.user}
