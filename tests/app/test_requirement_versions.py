"""Requirements under version control: who, when and why, and what differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import CHANGE, Factory, unique

from client_mgmt.demo import people

VERSION = "Requirement Version"
VERSIONS = "client_mgmt.api.requirements.versions"
DIFFERENCE = "client_mgmt.api.requirements.difference"
LOG = "client_mgmt.api.requirements.log"
FOUR = ("change_items", "description", "scope_impact", "project")


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture(scope="module")
def changed(api: Callable[..., Api], admin: Api, make: Factory) -> dict[str, str]:
	"""A requirement of the bank that one change added and another modified."""
	added = make.change("Scheduled")
	(name,) = admin.names("Requirement", last_change=added)
	item = {"operation": "Modify", "requirement": name, "proposed_acceptance": "可以在三秒内演示"}
	modified = make.change("Scheduled", change_items=[item])
	return {"requirement": name, "added": added, "modified": modified}


def test_each_change_leaves_a_version(pm: Api, admin: Api, changed: dict[str, str]) -> None:
	"""S004-37: who, when, why."""
	first, second = pm.query(VERSIONS, requirement=changed["requirement"])
	assert (first["revision"], first["change_request"]) == (1, changed["added"])
	assert (second["revision"], second["change_request"]) == (2, changed["modified"])
	assert (second["changed_by"], second["why"]) == (
		people.PM.user,
		admin.read(CHANGE, changed["modified"])["reason"],
	)
	assert second["changed_on"] >= first["changed_on"]
	assert second["digest"] != first["digest"]


def test_two_versions_are_compared_by_character(pm: Api, changed: dict[str, str]) -> None:
	"""S004-37: diff of two versions."""
	arguments = {"requirement": changed["requirement"], "from_revision": 1, "to_revision": 2}
	(field,) = pm.query(DIFFERENCE, **arguments)
	assert (field["field"], field["before"], field["after"]) == (
		"acceptance_criteria",
		"可以演示",
		"可以在三秒内演示",
	)
	assert field["pieces"] == [
		{"op": "equal", "text": "可以"},
		{"op": "insert", "text": "在三秒内"},
		{"op": "equal", "text": "演示"},
	]
	assert pm.query(DIFFERENCE, **{**arguments, "to_revision": 1}) == []
	refuses(pm.try_query(DIFFERENCE, **{**arguments, "to_revision": 9}), 417, contains="no revision 9")


def test_removal_is_a_version_too(pm: Api, admin: Api, make: Factory) -> None:
	added = make.change("Scheduled")
	(name,) = admin.names("Requirement", last_change=added)
	make.change("Scheduled", change_items=[{"operation": "Remove", "requirement": name}])
	assert [row["status"] for row in pm.query(VERSIONS, requirement=name)] == ["Baselined", "Removed"]


def test_review_keeps_the_first_version(pm: Api, admin: Api, make: Factory) -> None:
	"""S004-37: archiving a dossier baselines its requirements, and says who reviewed it."""
	project = make.archived(features=2)
	for name in some(admin.names("Requirement", project=project)):
		(version,) = pm.query(VERSIONS, requirement=name)
		assert (version["revision"], version["changed_by"]) == (1, people.QUALITY.user)
		assert project in version["why"]


def test_every_edit_of_a_draft_is_in_the_log(pm: Api, make: Factory) -> None:
	"""S004-38, S004-83: no silent edit; history shows old and new value, also of who asks for none."""
	name = pm.create("Requirement", project=make.dossier(), feature="登录", priority="High")["name"]
	assert pm.query(VERSIONS, requirement=name) == []
	pm.update("Requirement", name, feature="手机登录", flags={"ignore_version": 1})
	pm.call("frappe.client.set_value", doctype="Requirement", name=name, fieldname="priority", value="Low")
	first, second = pm.query(LOG, requirement=name)
	(change,) = first["changes"]
	assert (change["field"], change["before"], change["after"]) == ("feature", "登录", "手机登录")
	(change,) = second["changes"]
	assert (change["label"], change["before"], change["after"]) == ("Priority", "High", "Low")
	assert second["by"] == people.PM.user


def test_the_log_itself_stays(pm: Api, admin: Api, make: Factory) -> None:
	"""S004-38: nobody edits, forges or deletes it, Administrator included; it goes with a draft."""
	name = pm.create("Requirement", project=make.dossier(), feature="登录")["name"]
	pm.update("Requirement", name, feature="手机登录")
	newest: dict[str, Any] = {"order_by": "creation desc", "limit_page_length": 1}  # a number may come again
	entry = admin.list("Version", filters={"docname": name}, **newest)[0]["name"]
	forged = {"doctype": "Version", "ref_doctype": "Requirement", "docname": name, "data": "{}"}
	for session in (pm, admin):
		refuses(session.try_update("Version", entry, docname="x"), 403)
		refuses(session.try_update("Version", entry, ref_doctype="ToDo"), 403)
		change = {"doctype": "Version", "name": entry, "fieldname": "data", "value": "{}"}
		refuses(session.try_call("frappe.client.set_value", **change), 403)
		refuses(session.try_call("frappe.client.insert", doc=forged), 403)
		refuses(session.try_delete("Version", entry), 403)
		refuses(session.try_call("frappe.client.delete", doctype="Version", name=entry), 403)
	assert len(pm.query(LOG, requirement=name)) == 1
	assert pm.try_delete("Requirement", name).ok


def test_the_log_stays_in_the_process(site: Any) -> None:
	"""S004-38: over the ORM too."""
	requirement = site.get_doc({"doctype": "Requirement", "feature": "登录"}).insert()
	requirement.feature = "手机登录"
	requirement.save()
	newest: dict[str, Any] = {"order_by": "creation desc", "limit": 1, "pluck": "name"}  # numbers come again
	(entry,) = site.get_all("Version", filters={"docname": requirement.name}, **newest)
	for attempt in (site.get_doc("Version", entry).save, site.get_doc("Version", entry).delete):
		with pytest.raises(site.PermissionError):
			attempt()


def test_a_change_record_has_its_four_facts(api: Callable[..., Api], make: Factory) -> None:
	"""S004-32: time, content, scope of impact and approver; without the impact nobody is asked to sign."""
	name = make.change("Under Assessment")
	refuses(
		api(people.TECH_LEAD).try_act(CHANGE, name, "Complete Assessment"), 417, "MandatoryError", "Scope"
	)
	make.step(name, "Awaiting Signatures")
	make.step(name, "Signed")
	record = api(people.PM).read(CHANGE, name)
	assert all(record[field] for field in FOUR)
	events = api(people.PM).history(CHANGE, name)
	assert all(event["at"] and event["user"] for event in events)
	signed = api(people.PM).verdict(CHANGE, name)["parties"]
	assert {who["signer"] for who in signed.values()} == {people.BUSINESS_OWNER.user, people.PM.user}


def test_a_draft_without_content_is_not_submitted(api: Callable[..., Api], make: Factory) -> None:
	"""S004-32: the content is mandatory."""
	client = api(people.BUSINESS_OWNER)
	name = client.create(CHANGE, title=unique("变更"), project=make.project())["name"]
	refuses(client.try_act(CHANGE, name, "Submit"), 417, "MandatoryError", "Description")


@pytest.mark.parametrize("state", ["Rejected", "Withdrawn", "Implemented"])
def test_past_changes_cannot_be_deleted(
	api: Callable[..., Api], admin: Api, make: Factory, state: str
) -> None:
	"""S004-33: all past changes are kept, whatever became of them."""
	name = make.change(state)
	for person in (admin, api(people.PM), api(people.BUSINESS_OWNER)):
		refuses(person.try_delete(CHANGE, name), (403, 417))
	refuses(admin.try_call("frappe.client.delete", doctype=CHANGE, name=name), (403, 417))
	assert admin.read(CHANGE, name)["workflow_state"] == state


def test_versions_are_append_only(pm: Api, admin: Api, changed: dict[str, str]) -> None:
	"""S004-38: by nobody, over REST."""
	version = pm.query(VERSIONS, requirement=changed["requirement"])[0]["name"]
	for person in (pm, admin):
		refuses(person.try_update(VERSION, version, why="x"), 403)
		refuses(person.try_delete(VERSION, version), 403)
		values = {"requirement": changed["requirement"], "revision": 7, "status": "Baselined"}
		refuses(person.try_create(VERSION, **values), 403)
	assert admin.read(VERSION, version)["revision"] == 1


def test_versions_are_append_only_in_the_process(site: Any) -> None:
	"""S004-38: nor over the ORM, nor past its checks."""
	name = site.get_all(VERSION, pluck="name")[0]
	version = site.get_doc(VERSION, name)
	for attempt in (version.save, version.delete, lambda: version.db_set("why", "x")):
		with pytest.raises(site.PermissionError):
			attempt()
	with pytest.raises(site.PermissionError):
		site.get_doc({"doctype": VERSION, "requirement": version.requirement, "revision": 9}).insert()


def test_others_learn_nothing_of_a_requirement(
	api: Callable[..., Api], guest: Api, changed: dict[str, str]
) -> None:
	"""The client's side, another project's people and nobody."""
	arguments = {"requirement": changed["requirement"]}
	for session in (api(people.BUSINESS_OWNER), api(people.OTHER_PM), api(people.OTHER_CONTACT), guest):
		refuses(session.try_query(VERSIONS, **arguments), 403)
		refuses(session.try_query(LOG, **arguments), 403)
		refuses(session.try_query(DIFFERENCE, **arguments, from_revision=1, to_revision=2), 403)
	assert api(people.OTHER_PM).list(VERSION, filters=arguments) == []
	assert api(people.PM).list(VERSION, filters=arguments) != []


def test_requirements_from_before_versions_get_theirs(site: Any) -> None:
	"""S004-37: what they are, and by whom; running the patch again adds nothing."""
	from client_mgmt.patches.v0_1 import record_requirement_versions

	name = site.get_all("Requirement", filters={"status": "Baselined"}, pluck="name")[0]
	site.db.delete(VERSION, {"requirement": name})
	record_requirement_versions.execute()
	requirement, count = site.get_doc("Requirement", name), site.db.count(VERSION)
	(row,) = site.get_all(VERSION, filters={"requirement": name}, fields=["revision", "changed_by"])
	assert (row.revision, row.changed_by) == (requirement.revision, requirement.modified_by)
	record_requirement_versions.execute()
	assert site.db.count(VERSION) == count


def test_an_administrators_field_is_under_version_control(admin: Api, pm: Api, make: Factory) -> None:
	"""S004-37: a custom field is in the versions and in the log without code."""
	field = {"dt": "Requirement", "fieldname": "test_no", "label": "Test No", "fieldtype": "Data"}
	made = admin.create("Custom Field", **field, insert_after="goal")
	try:
		project = make.dossier()
		facts = {"feature": unique("功能"), "priority": "High", "acceptance_criteria": "可以演示"}
		name = pm.create("Requirement", project=project, **facts)["name"]
		pm.update("Requirement", name, test_no="T-7")
		(entry,) = pm.query(LOG, requirement=name)
		assert [(change["label"], change["after"]) for change in entry["changes"]] == [("Test No", "T-7")]
		pm.act("Project Archive", project, "Submit")
		make.api(people.QUALITY).act("Project Archive", project, "Review")
		(version,) = admin.list(VERSION, filters={"requirement": name}, fields=["content"])
		assert '"test_no":"T-7"' in version["content"]
	finally:
		assert admin.try_delete("Custom Field", made["name"]).ok
