"""Side doors: child rows, files, shares, assignments, metadata, renames (attack-surface.md, first table)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.doctypes import child_tables
from tests.factory import CHANGE, FREIGHT, MINUTES, PROJECT, Factory

from client_mgmt import hooks
from client_mgmt.demo import people
from client_mgmt.people.permissions import STAFF

CHILD_TABLES = child_tables(STAFF)


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_every_doctype_of_the_app_has_its_hooks(site: Any) -> None:
	"""No DocType of the app, child or not, is forgotten by the predicates and the doors."""
	modules = ["Client Archive", "Change Control", "Engagement", "Workflow Policy"]
	rows = site.get_all("DocType", filters={"module": ("in", modules)}, fields=["name", "istable"])
	open_to_roles = set(
		"Ambiguity Rule,Archive Standard,Client Mgmt Settings,Client Tag,Milestone Template,"
		"Review Checklist Item,Workflow Policy,Workflow Policy Version,Evidence Anchor,"
		"Evidence Log Entry".split(",")
	)
	configuration = {row.name for row in rows if row.istable and row.name.endswith("Rule")}
	assert {row.name for row in rows} == {*STAFF, *CHILD_TABLES, *open_to_roles, *configuration}
	assert {row.name for row in rows if row.istable} == {*CHILD_TABLES, *configuration}
	for doctype in (*STAFF, *CHILD_TABLES):
		assert doctype in hooks.permission_query_conditions
		assert doctype in hooks.has_permission


def test_child_rows_are_not_saved_alone(admin: Api, pm: Api, make: Factory) -> None:
	"""Row: REST on a child DocType's own rows, also moving a row to another parent."""
	name, foreign = make.change(), make.change(project=FREIGHT)
	row = admin.read(CHANGE, name)["change_items"][0]["name"]
	place = {"parent": name, "parenttype": CHANGE, "parentfield": "change_items", "operation": "Add"}
	for person in (admin, pm):
		refuses(person.try_create("Change Item", **place), (403, 417))
		refuses(person.try_update("Change Item", row, proposed_feature="alone"), (403, 417))
		refuses(person.try_update("Change Item", row, parent=foreign), (403, 417))
		refuses(person.try_delete("Change Item", row), (403, 417))
	assert admin.read(CHANGE, name)["change_items"][0]["name"] == row
	seat = admin.read(PROJECT, make.project(FREIGHT))["team"][0]
	joining = {**seat, "name": None, "user": people.PM.user, "project_role": "Project Manager"}
	refuses(pm.try_create("Project Member", **joining), (403, 417))
	refuses(pm.try_update("Project Member", seat["name"], user=people.PM.user), (404, 417))
	refuses(pm.try_delete("Project Member", seat["name"]), (404, 417))


def test_child_rows_of_hidden_parents_are_not_read(pm: Api, admin: Api, make: Factory) -> None:
	"""Frappe reads a row by its path without asking about the parent; lists of rows follow the parent."""
	foreign = admin.read(CHANGE, make.change(project=FREIGHT))["change_items"][0]["name"]
	for path in ("/api/resource", "/api/v1/resource", "/api/v2/document"):
		refuses(pm.get(f"{path}/Change Item/{foreign}"), 404)
	refuses(pm.try_query("frappe.client.get", doctype="Change Item", name=foreign), 404)
	refuses(pm.try_query("frappe.desk.form.load.getdoc", doctype="Change Item", name=foreign), (403, 404))
	listed = pm.list("Change Item", parent=CHANGE, fields=["name", "parent"])
	assert listed and foreign not in {row["name"] for row in listed}
	own = listed[0]["name"]
	assert pm.get(f"/api/resource/Change Item/{own}").ok


def test_attachments_follow_their_document(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Row: File PUT is_private, re-attach, delete, upload by someone without access."""
	contact, name = api(people.BUSINESS_OWNER), make.change()
	file = contact.ok(contact.upload(CHANGE, name, f"specification {name}".encode()))
	stranger = api(people.OTHER_PM)
	refuses(stranger.upload(CHANGE, name), 404)
	refuses(stranger.post("/api/method/frappe.handler.upload_file", files={"file": ("a", b"a")},
		data={"doctype": CHANGE, "docname": name, "is_private": 1}), 404)  # fmt: skip
	refuses(admin.try_update("File", file["name"], is_private=0), 417)
	refuses(admin.upload(CHANGE, name, is_private=0), 417)
	refuses(admin.try_create("File", file_url="https://example.com/a.pdf", attached_to_doctype=CHANGE,
		attached_to_name=name, is_private=1), 417)  # fmt: skip
	foreign = make.change(project=FREIGHT)
	refuses(api(people.PM).try_update("File", file["name"], attached_to_name=foreign), 403)
	refuses(stranger.try_update("File", file["name"], attached_to_name=foreign), 403)
	refuses(stranger.try_delete("File", file["name"]), 403)


def test_a_drafts_attachment_may_go(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	contact, name = api(people.BUSINESS_OWNER), make.change()
	file = contact.ok(contact.upload(CHANGE, name, f"superseded {name}".encode()))
	assert admin.try_delete("File", file["name"]).ok
	assert contact.get(file["file_url"]).status_code in (403, 404)
	assert contact.query("client_mgmt.api.portal.attachments", doctype=CHANGE, name=name) == []


@pytest.mark.parametrize("state", ["Awaiting Signatures", "Signed", "Scheduled"])
def test_attachments_rest_while_they_are_signed(
	api: Callable[..., Api], admin: Api, make: Factory, state: str
) -> None:
	"""They are signed content: adding, moving, publishing or deleting one is refused, Administrator
	included."""
	contact = api(people.BUSINESS_OWNER)
	name = make.change()
	uploaded = contact.ok(contact.upload(CHANGE, name, f"{state} {name}".encode()))
	file = uploaded["name"]
	other = contact.ok(contact.upload(CHANGE, make.change(), f"elsewhere {name}".encode()))["name"]
	make.bring(name, state)
	for person in (api(people.PM), admin):
		refuses(person.upload(CHANGE, name), (403, 417))
		refuses(person.try_delete("File", file), (403, 417))
		refuses(person.try_update("File", file, is_private=0), (403, 417))
		refuses(person.try_update("File", file, attached_to_name=None, attached_to_doctype=None), (403, 417))
		refuses(person.try_update("File", other, attached_to_name=name), (403, 417))
	assert contact.get(uploaded["file_url"]).content == f"{state} {name}".encode()
	assert contact.verdict(CHANGE, name)["problems"] == [] or state == "Awaiting Signatures"


def test_private_urls_are_not_claimed(api: Callable[..., Api], make: Factory) -> None:
	"""Row: claiming another's private `file_url` by POST and by PUT."""
	contact = api(people.OTHER_CONTACT)
	theirs = make.change(project=FREIGHT)
	url = contact.ok(contact.upload(CHANGE, theirs, f"theirs alone {theirs}".encode()))["file_url"]
	pm = api(people.PM)
	refuses(pm.try_create("File", file_name="mine.txt", file_url=url, is_private=1), 403)
	own = pm.ok(pm.upload("Meeting Minutes", make.minutes(draft=True), f"my own {theirs}".encode()))
	refuses(pm.try_update("File", own["name"], file_url=url), (403, 417))
	refuses(pm.post("/api/method/upload_file", data={"file_url": url, "is_private": 1}), 403)
	refuses(pm.get(url), 403)


def test_shares_open_nothing(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Row: shares beat `has_permission`, so there are none on the app's documents."""
	name = make.change()
	for user in (people.OTHER_CONTACT.user, people.OTHER_PM.user):
		share = {"doctype": CHANGE, "name": name, "user": user, "read": 1, "write": 1}
		refuses(admin.try_call("frappe.share.add", **share), (403, 417))
		values = {"share_doctype": CHANGE, "share_name": name, "user": user, "read": 1}
		refuses(admin.try_create("DocShare", **values), (403, 417))
	refuses(
		admin.try_create("DocShare", share_doctype=CHANGE, share_name=name, everyone=1, read=1), (403, 417)
	)
	refuses(api(people.OTHER_PM).try_read(CHANGE, name), 404)


def test_assignments_open_nothing(api: Callable[..., Api], make: Factory) -> None:
	"""Row: an assignment shares with who has no access."""
	pm, name = api(people.PM), make.change()
	for user in (people.OTHER_CONTACT.user, people.OTHER_PM.user, people.BUSINESS_OWNER.user):
		refuses(
			pm.try_call("frappe.desk.form.assign_to.add", doctype=CHANGE, name=name, assign_to=[user]),
			(403, 417),
		)
		refuses(
			pm.try_create(
				"ToDo", reference_type=CHANGE, reference_name=name, allocated_to=user, description="x"
			),
			(403, 417),
		)
	assigned = {"doctype": CHANGE, "name": name, "assign_to": [people.TECH_LEAD.user], "description": "评估"}
	assert pm.try_call("frappe.desk.form.assign_to.add", **assigned).ok
	refuses(api(people.OTHER_PM).try_read(CHANGE, name), 404)


def test_comments_and_tags_stay_inside(api: Callable[..., Api], make: Factory) -> None:
	"""Comments do not reach the client by a mention, nor do tags by the document."""
	pm, name = api(people.PM), make.change()
	mention = f'<span class="mention" data-id="{people.BUSINESS_OWNER.user}">@</span> 内部'
	comment = {
		"reference_doctype": CHANGE,
		"reference_name": name,
		"comment_email": pm.user,
		"comment_by": "x",
	}
	method = "frappe.desk.form.utils.add_comment"
	refuses(pm.try_call(method, content=mention, **comment), 417)
	assert pm.try_call(method, content="内部说明", **comment).ok
	tag = {"tag": "难缠", "dt": CHANGE, "dn": name}
	refuses(pm.try_call("frappe.desk.doctype.tag.tag.add_tag", **tag), 417)
	shown = api(people.BUSINESS_OWNER).read(CHANGE, name)
	assert not {"_comments", "_assign", "_user_tags"} & set(shown)
	assert "内部说明" not in json.dumps(shown, ensure_ascii=False)


def test_likes_are_not_signed(api: Callable[..., Api], make: Factory) -> None:
	"""Row: like, tag, follow write columns beside the fields: the digest does not know them."""
	name = make.change("Awaiting Signatures")
	digest = api(people.PM).package(CHANGE, name)["digest"]
	api(people.PM).call("frappe.desk.like.toggle_like", doctype=CHANGE, name=name, add="Yes")
	assert api(people.PM).package(CHANGE, name)["digest"] == digest


@pytest.mark.parametrize(
	("doctype", "field", "name", "value"),
	[
		("Workflow State", None, "allow_rename", "1"),
		(CHANGE, None, "allow_rename", "1"),
		(PROJECT, None, "show_title_field_in_link", "1"),
		("Client", None, "autoname", "field:client_name"),
		("Client", "high_risk", "permlevel", "0"),
		("Change Request", "chain_head", "read_only", "0"),
		("Change Request", "workflow_state", "no_copy", "0"),
		("Requirement", "status", "default", "Baselined"),
		("Change Item", "requirement_revision", "read_only", "0"),
		("Change Request", "project", "ignore_user_permissions", "1"),
		("Change Request", "currency", "fetch_from", "project.contract_amount"),
	],
)
def test_customising_unlocks_nothing(
	admin: Api, doctype: str, field: str | None, name: str, value: str
) -> None:
	"""Row: Property Setter."""
	setter = {
		"doctype_or_field": "DocField" if field else "DocType",
		"doc_type": doctype,
		"field_name": field,
		"property": name,
		"property_type": "Data",
		"value": value,
	}
	refuses(admin.try_create("Property Setter", **setter), 417)


def test_administrators_may_still_customise(admin: Api) -> None:
	"""Labels, mandatory marks and new fields remain theirs."""
	setter = {
		"doctype_or_field": "DocField",
		"doc_type": "Client",
		"field_name": "city",
		"property": "label",
		"property_type": "Data",
		"value": "Town",
	}
	made = admin.create("Property Setter", **setter)["name"]
	field = {"dt": "Client", "fieldname": "nickname", "label": "Nickname", "fieldtype": "Data"}
	custom = admin.create("Custom Field", **field)["name"]
	refuses(admin.try_create("Custom Field", dt=CHANGE, fieldname="leak", label="Leak", fieldtype="Data",
		fetch_from="project.contract_amount"), 417)  # fmt: skip
	for doctype, name in (("Property Setter", made), ("Custom Field", custom)):
		assert admin.try_delete(doctype, name).ok


def test_no_permission_row_opens_what_is_internal(admin: Api, api: Callable[..., Api]) -> None:
	"""A Custom DocPerm or DocPerm for the client's role is refused; were it there, the predicate shows
	nothing."""
	for doctype in ("Client", "Internal Estimate", PROJECT):
		row = {"parent": doctype, "role": "Client Contact", "permlevel": 0, "read": 1}
		refuses(admin.try_create("Custom DocPerm", **row), 417)
		place = {"parenttype": "DocType", "parentfield": "permissions"}
		refuses(admin.try_create("DocPerm", **row, **place), (403, 417))
	refuses(api(people.BUSINESS_OWNER).try_list("Client"), 403)


@pytest.mark.parametrize(
	("doctype", "name"),
	[
		("User", people.PM.user),
		("User", people.BUSINESS_OWNER.user),
		("Role", "Project Manager"),
		("Workflow State", "Signed"),
		("Workflow", "Change Request Control"),
	],
)
def test_what_evidence_names_keeps_its_name(admin: Api, doctype: str, name: str) -> None:
	"""Row: renaming or merging a User, Role or state that signed documents link to."""
	rename = {"doctype": doctype, "old_name": name, "new_name": f"x{name}"}
	refuses(admin.try_call("frappe.client.rename_doc", **rename), (403, 417))
	assert admin.try_read(doctype, name).ok


def test_records_of_the_app_keep_their_names(admin: Api, make: Factory) -> None:
	"""Row: renaming a Client rewrote links in signature rows. Merging is refused too."""
	for doctype, name in (
		("Client", make.client()),
		("Client Contact", make.contact_of(people.ARCHITECT)),
		(PROJECT, make.project()),
		("Requirement", make.requirement("短信通知")),
		(MINUTES, make.minutes(draft=True)),
	):
		rename = {"doctype": doctype, "old_name": name, "new_name": f"{name}-x"}
		refuses(admin.try_call("frappe.client.rename_doc", **rename), (403, 417))
		refuses(admin.try_call("frappe.client.rename_doc", **rename, merge=1), (403, 417))


def test_merging_states_moves_nothing(admin: Api, make: Factory) -> None:
	"""Row: Property Setter `allow_rename`, then merging two Workflow States."""
	name = make.change("Awaiting Signatures")
	rename = {
		"doctype": "Workflow State",
		"old_name": "Awaiting Signatures",
		"new_name": "Signed",
		"merge": 1,
	}
	refuses(admin.try_call("frappe.client.rename_doc", **rename), (403, 417))
	assert admin.read(CHANGE, name)["workflow_state"] == "Awaiting Signatures"
