"""Who sees what (domain.md, "Roles and visibility"): one predicate for lists and single documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.doctypes import child_tables
from tests.factory import BANK, CHANGE, FREIGHT, MINUTES, PROJECT, Factory, unique

from client_mgmt.demo import people, texts
from client_mgmt.people import permissions
from client_mgmt.people.permissions import CLIENT, STAFF

CHILD_TABLES = child_tables(STAFF)

INTERNAL = sorted(set(STAFF) - set(CLIENT))
FIRM_WIDE = (people.MANAGER, people.PMO, people.QUALITY, people.ASSISTANT)


@pytest.mark.parametrize("person", people.EVERYBODY, ids=lambda person: person.roles[0] + " " + person.user)
def test_a_list_shows_exactly_what_a_get_allows(site: Any, as_user: Any, person: people.Person) -> None:
	"""The property behind the one predicate, for everybody and every DocType that belongs to somebody."""
	names = {doctype: sample(site, doctype) for doctype in STAFF}
	with as_user(person):
		for doctype, known in names.items():
			listed = set(visible(site, doctype)) & set(known)
			allowed = {name for name in known if site.has_permission(doctype, "read", doc=name)}
			assert listed == allowed, doctype


def sample(site: Any, doctype: str) -> list[str]:
	"""Up to 16 documents, the oldest and the newest, so that both projects and both audiences are in."""
	names = site.get_all(doctype, pluck="name", order_by="creation asc", limit_page_length=0)
	return list(dict.fromkeys([*names[:8], *names[-8:]]))


def visible(site: Any, doctype: str) -> list[str]:
	try:
		return site.get_list(doctype, pluck="name", limit_page_length=0)
	except site.PermissionError:
		return []


def test_rest_agrees(api: Callable[..., Api], admin: Api) -> None:
	"""The same property over REST, where the framework has more ways to differ."""
	for person in (people.PM, people.OTHER_PM, people.BUSINESS_OWNER, people.OTHER_CONTACT, people.SALES):
		session = api(person)
		for doctype in (CHANGE, MINUTES, "Requirement", "Action Item", "Client"):
			answer = session.try_list(doctype)
			listed = {row["name"] for row in answer.json()["data"]} if answer.ok else set()
			for row in some(admin.list(doctype)[:12]):
				assert session.try_read(doctype, row["name"]).ok == (row["name"] in listed), (person, row)


def test_a_client_sees_its_project_and_nothing_else(
	api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	for person, title in ((people.BUSINESS_OWNER, BANK), (people.OTHER_CONTACT, FREIGHT)):
		mine, session = make.project(title), api(person)
		theirs = {row["name"] for row in some(session.query("client_mgmt.api.portal.my_projects"))}
		for doctype in sorted(CLIENT):
			assert {row["project"] for row in session.list(doctype, fields=["project"])} <= theirs, doctype
		for doctype in (CHANGE, "Requirement", "Iteration"):
			assert session.names(doctype, project=mine) == admin.names(doctype, project=mine)
		for doctype in ("Signature Record", "Workflow Event"):
			shown = admin.names(doctype, project=mine, audience="Client")
			assert session.names(doctype, project=mine) == shown


def test_a_client_sees_minutes_for_clients_once_circulated(api: Callable[..., Api], make: Factory) -> None:
	"""Minutes with audience Client, not before they are circulated (docs/decisions)."""
	seen = api(people.BUSINESS_OWNER)
	draft, internal, circulated = make.minutes(draft=True), make.minutes("Internal"), make.minutes()
	assert seen.try_read(MINUTES, circulated).ok
	for name in (draft, internal, make.minutes(project=FREIGHT)):
		refuses(seen.try_read(MINUTES, name), 404)
	assert {draft, internal}.isdisjoint(seen.names(MINUTES))
	internal_events = {"filters": {"reference_name": internal}}
	assert seen.list("Workflow Event", **internal_events) == []


def test_internal_actions_stay_inside(api: Callable[..., Api], make: Factory) -> None:
	writer = api(people.PM)
	values = {"description": "内部事项", "owner_user": people.PM.user, "due_date": "2030-01-01"}
	hidden = writer.create("Action Item", project=make.project(), audience="Internal", **values)["name"]
	shown = writer.create("Action Item", project=make.project(), audience="Client", **values)["name"]
	drafted = make.minutes(draft=True)
	early = writer.create("Action Item", minutes=drafted, audience="Client", **values)["name"]
	seen = api(people.BUSINESS_OWNER)
	for name in (hidden, early):
		refuses(seen.try_read("Action Item", name), 404)
	assert seen.try_read("Action Item", shown).ok
	assert {hidden, early}.isdisjoint(seen.names("Action Item"))
	writer.act(MINUTES, drafted, "Circulate")
	assert seen.try_read("Action Item", early).ok


@pytest.mark.parametrize("doctype", INTERNAL)
def test_internal_doctypes_are_closed_to_clients(
	site: Any, as_user: Any, api: Callable[..., Api], doctype: str
) -> None:
	"""By role, by predicate and by the allow-list: each alone would do."""
	refuses(api(people.BUSINESS_OWNER).try_list(doctype), 403)
	from client_mgmt.people import permissions

	assert permissions.query_conditions(people.BUSINESS_OWNER.user, doctype) == "1=0"
	name = site.db.get_value(doctype, {}, "name")
	if name:
		doc = site.get_doc(doctype, name)
		assert permissions.has_permission(doc, "read", people.BUSINESS_OWNER.user) is False


def test_hidden_facts_appear_nowhere(api: Callable[..., Api], make: Factory) -> None:
	"""high_risk, tags, phones, contract facts: not in any answer that a client gets."""
	seen = api(people.BUSINESS_OWNER)
	name = make.one(CHANGE, title="对账清单提前到 5 点")
	answers = [
		seen.query("client_mgmt.api.portal.my_projects"),
		seen.query("client_mgmt.api.portal.project", name=make.project()),
		seen.read(CHANGE, name),
		seen.package(CHANGE, name),
		seen.history(CHANGE, name),
		seen.query("client_mgmt.api.signing.evidence", doctype=CHANGE, name=name),
		*(seen.list(doctype, fields=["*"]) for doctype in sorted(CLIENT)),
	]
	text = json.dumps(answers, ensure_ascii=False)
	for secret in (
		"曾拖欠尾款",
		"拖延型",
		"敏感型",
		"13800138",
		"2400000",
		"逾期交付",
		"核对尾款风险",
		"margin",
	):
		assert secret not in text


def test_portal_facts(api: Callable[..., Api], make: Factory) -> None:
	"""Name, stage, dates and the people of both sides by name and role."""
	seen, mine = api(people.ARCHITECT), make.project()
	assert [row["name"] for row in seen.query("client_mgmt.api.portal.my_projects")] == [mine]
	facts = seen.query("client_mgmt.api.portal.project", name=mine)
	assert (facts["project_name"], facts["stage"]) == (BANK, "Delivery")
	assert {"party": "Vendor", "project_role": "Project Manager", "full_name": people.PM.name} in facts[
		"team"
	]
	assert {"party": "Client", "project_role": "Architect", "full_name": people.ARCHITECT.name} in facts[
		"team"
	]
	for other in (make.project(FREIGHT), "PRJ-0000-0000"):
		refuses(seen.try_query("client_mgmt.api.portal.project", name=other), 403, "PermissionError")


def test_project_managers_are_nobody_on_other_projects(
	api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	"""The Project Manager of project A is nobody on project B."""
	stranger, name = api(people.OTHER_PM), make.change("Submitted")
	for doctype, document in (
		(CHANGE, name),
		(PROJECT, make.project()),
		("Requirement", make.requirement("日终对账")),
		("Client", admin.read(PROJECT, make.project())["client"]),
		("Client Contact", make.contact_of(people.BUSINESS_OWNER)),
		(MINUTES, make.minutes()),
	):
		refuses(stranger.try_read(doctype, document), 404)
		refuses(stranger.try_update(doctype, document, title="mine"), 404)
		assert document not in stranger.names(doctype)
	refuses(stranger.try_act(CHANGE, name, "Accept for Assessment"), 404)
	for method in ("get_package", "verify", "evidence"):
		refuses(stranger.try_query(f"client_mgmt.api.signing.{method}", doctype=CHANGE, name=name), 404)
	refuses(stranger.try_query("client_mgmt.api.workflow.history", doctype=CHANGE, name=name), 404)


def test_a_sent_project_opens_nothing(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Row: `has_permission` looks at the sent row; ours at both."""
	stranger, name, own = api(people.OTHER_PM), make.change(), make.project(FREIGHT)
	for attempt in (
		stranger.try_update(CHANGE, name, project=own),
		stranger.try_call("frappe.client.save", doc=json.dumps({**admin.read(CHANGE, name), "project": own})),
		stranger.try_call(
			"frappe.client.set_value", doctype=CHANGE, name=name, fieldname={"project": own, "title": "x"}
		),
		stranger.put(f"/api/v2/document/{CHANGE}/{name}", json={"project": own}),
		stranger.try_create(CHANGE, title="smuggled", project=make.project()),
	):
		refuses(attempt, (403, 404, 417))
	refuses(api(people.PM).try_update(CHANGE, name, project=own), 403)
	contact = api(people.OTHER_CONTACT)
	refuses(contact.try_create(CHANGE, title="smuggled", project=make.project()), 417, "LinkValidationError")
	refuses(contact.try_update(CHANGE, name, project=own), 404)
	assert admin.read(CHANGE, name)["project"] == make.project()


def test_what_has_no_project_is_its_owners(api: Callable[..., Api], make: Factory) -> None:
	name = api(people.PM).create(CHANGE, title=unique("草稿"))["name"]
	assert api(people.PM).try_read(CHANGE, name).ok
	refuses(api(people.TECH_LEAD).try_read(CHANGE, name), 404)
	assert api(people.MANAGER).try_read(CHANGE, name).ok


def test_firm_wide_roles_read_everything(api: Callable[..., Api], admin: Api) -> None:
	for person in FIRM_WIDE:
		assert api(person).names(CHANGE) == admin.names(CHANGE)
	foreign = {row["name"] for row in admin.list(CHANGE, filters={"workflow_state": "Draft"})}
	refuses(api(people.QUALITY).try_update(CHANGE, foreign.pop(), title="reviewed"), 403)


def test_counts_tell_no_more_than_lists(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Rows: client.get_count and get_workflow_state_count, for staff too."""
	stranger, mine = api(people.OTHER_PM), make.project(FREIGHT)
	own = len(admin.names(CHANGE, project=mine))
	secret = {"filters": {"project": make.project()}}
	for ask in (stranger.query, stranger.call):
		assert ask("frappe.client.get_count", doctype=CHANGE) == own
		assert ask("frappe.client.get_count", doctype=CHANGE, **secret) == 0
	assert (
		stranger.ok(stranger.get("/api/v2/method/frappe.client.get_count", params={"doctype": CHANGE})) == own
	)
	assert stranger.query("frappe.desk.reportview.get_count", doctype=CHANGE) == own
	counted = "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"
	asked = {"doctype": CHANGE, "workflow_state_field": "workflow_state", "states": "[]"}
	assert sum(row["count"] for row in stranger.query(counted, **asked)) == own
	refuses(stranger.try_query(counted, **{**asked, "workflow_state_field": "title"}), 403)


def test_searches_find_no_more_than_lists(api: Callable[..., Api], make: Factory) -> None:
	"""Row: search_link with `ignore_user_permissions`."""
	name = texts.CLIENTS[BANK]["client_name"]
	arguments = {"doctype": "Client", "txt": name, "ignore_user_permissions": 1, "page_length": 50}
	found = json.dumps(
		api(people.OTHER_PM).query("frappe.desk.search.search_link", **arguments), ensure_ascii=False
	)
	bank = api("Administrator").read(PROJECT, make.project())["client"]
	assert bank not in found
	own = json.dumps(api(people.PM).query("frappe.desk.search.search_link", **arguments), ensure_ascii=False)
	assert bank in own


def test_link_fields_of_hidden_documents(api: Callable[..., Api], make: Factory) -> None:
	"""Row: `link.field` into a hidden document. Staff of another team see null, not the value."""
	rows = api(people.OTHER_PM).list(CHANGE, fields=["name", "project.contract_amount as amount", "project"])
	assert {row["project"] for row in rows} == {make.project(FREIGHT)}


def test_leaving_the_team_ends_the_sight(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	name, contact = make.dossier(), make.contact_of(people.BUSINESS_OWNER)
	assert name in [
		row["name"] for row in api(people.BUSINESS_OWNER).query("client_mgmt.api.portal.my_projects")
	]
	requirement = api(people.PM).create("Requirement", project=name, feature="a")["name"]
	assert api(people.BUSINESS_OWNER).try_read("Requirement", requirement).ok
	team = [row for row in admin.read(PROJECT, name)["team"] if row.get("contact") != contact]
	api(people.PM).update(PROJECT, name, team=team)
	refuses(api(people.BUSINESS_OWNER).try_read("Requirement", requirement), 404)


def test_staff_who_stand_for_a_contact_are_held_as_clients(site: Any) -> None:
	"""Nobody is both: a login that a contact names is a client's, whatever roles it was given."""
	from client_mgmt.people.viewer import Viewer

	site.db.set_value("User", people.OTHER_CONTACT.user, "user_type", "System User")
	assert Viewer(people.OTHER_CONTACT.user).client_side
	assert not Viewer(people.PM.user).client_side
	assert not Viewer("Administrator").client_side
	assert Viewer("Guest").client_side


def test_link_titles_show_no_name(site: Any) -> None:
	"""Row: get_link_title answers without a permission check, so no DocType of ours shows its title there."""
	for doctype in (*STAFF, *CHILD_TABLES):
		assert not site.db.get_value("DocType", doctype, "show_title_field_in_link"), doctype


def test_every_child_table_has_its_parent(site: Any) -> None:
	"""Told from the DocTypes: rows are seen with their parent; no DocType of others is a child of ours."""
	assert len(CHILD_TABLES) > 20
	for child, parent in CHILD_TABLES.items():
		assert permissions.parent_of(child) == parent
		assert permissions.is_scoped(child)
	assert set(permissions.scoped()) == {*STAFF, *CHILD_TABLES}
	for other in ("Has Role", "User", "No Such DocType", "", None, ["Change Item"], "Sign-off Rule"):
		assert not permissions.is_scoped(other), other
