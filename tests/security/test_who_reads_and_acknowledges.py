"""Who signed keeps reading, who was absent acknowledges nothing, and a draft stays with its client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, MINUTES, PROJECT, Factory, unique

from client_mgmt.demo import people, texts

API = "client_mgmt.api.signing."


@pytest.fixture
def left(api: Callable[..., Api], admin: Api, make: Factory) -> tuple[str, str]:
	"""A change that the business owner signed, on a project whose team names nobody of the client now."""
	project = make.archived()
	make.authority(people.BUSINESS_OWNER, project)
	owner, pm, lead = api(people.BUSINESS_OWNER), api(people.PM), api(people.TECH_LEAD)
	item = {"operation": "Add", "proposed_feature": unique("功能"), "proposed_priority": "Low",
		"proposed_acceptance": "可以演示"}  # fmt: skip
	facts = {"title": unique("变更"), "description": "把导出改为后台任务", "reason": "页面超时"}
	name = owner.create(CHANGE, project=project, change_items=[item], **facts)["name"]
	owner.act(CHANGE, name, "Submit")
	pm.act(CHANGE, name, "Accept for Assessment")
	lead.act(CHANGE, name, "Complete Assessment", **texts.ASSESSMENT)
	owner.sign(CHANGE, name)
	team = [row for row in admin.read(PROJECT, project)["team"] if row["party"] == "Vendor"]
	pm.update(PROJECT, project, team=team)
	return name, project


def test_who_signed_keeps_reading(api: Callable[..., Api], left: tuple[str, str]) -> None:
	"""The document, its rows, history, proof and pack; and writes nothing."""
	name, project = left
	owner, other = api(people.BUSINESS_OWNER), api(people.CLIENT_PRODUCT)
	assert owner.read(CHANGE, name)["name"] == name
	assert name in owner.names(CHANGE, project=project)
	assert owner.names("Signature Record", reference_name=name)
	assert owner.verdict(CHANGE, name)["chain_ok"] and owner.history(CHANGE, name)
	assert owner.query(API + "evidence", doctype=CHANGE, name=name)["name"] == name
	refuses(owner.try_act(CHANGE, name, "Withdraw", "不需要了"), (403, 417))
	refuses(owner.try_update(CHANGE, name, title="x"), (403, 417))
	for call in (other.try_read(CHANGE, name), other.try_query(API + "evidence", doctype=CHANGE, name=name)):
		refuses(call, (403, 404))
	assert other.names(CHANGE, project=project) == set()


def test_in_the_process_too(site: Any) -> None:
	"""Lists and single documents by one predicate."""
	from client_mgmt.people import permissions
	from client_mgmt.people.viewer import Viewer

	row = site.get_all("Signature Record", filters={"party": "Client"}, fields=["*"], limit_page_length=1)[0]
	viewer = Viewer(row.signer)
	viewer.__dict__["projects"] = frozenset()
	signed = site.get_doc(row.reference_doctype, row.reference_name)
	reading = permissions.rules_for(signed.doctype, viewer, reading=True)
	assert permissions._any_holds(reading, signed, viewer)
	assert not permissions._any_holds(
		permissions.rules_for(signed.doctype, viewer, reading=False), signed, viewer
	)


def test_who_was_absent_acknowledges_nothing(api: Callable[..., Api], make: Factory) -> None:
	owner, contact = api(people.BUSINESS_OWNER), make.contact_of(people.BUSINESS_OWNER)
	pm = api(people.PM)
	for present, status in ((0, 403), (1, 200)):
		name = make.minutes(draft=True)
		rows = [{"user": people.PM.user, "present": 1}, {"contact": contact, "present": present}]
		pm.update(MINUTES, name, attendees=rows)
		pm.act(MINUTES, name, "Circulate")
		answer = owner.try_sign(MINUTES, name)
		assert answer.status_code == status, answer.text


def test_a_draft_stays_with_its_client(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""Also for who leads both projects, and for an administrator; within a client a draft may move."""
	client = admin.read(PROJECT, make.project())["client"]
	same = make.archived(client=client)
	name = api(people.PM).create(CHANGE, title=unique("变更"), project=make.project())["name"]
	for person in (admin, api(people.PM)):
		refuses(person.try_update(CHANGE, name, project=make.project(people.FREIGHT)), (403, 417))
		refuses(person.try_update(CHANGE, name, project=None), 417, contains="stays with its client")
	assert api(people.PM).update(CHANGE, name, project=same)["project"] == same
	returned = make.change("Returned")
	refuses(admin.try_update(CHANGE, returned, project=make.project(people.FREIGHT)), 417)


def test_nor_does_it_move_in_the_process(site: Any) -> None:
	draft = site.get_doc(
		{"doctype": CHANGE, "title": "变更", "project": _project(site, people.BANK)}
	).insert()
	draft.project = _project(site, people.FREIGHT)
	with pytest.raises(site.ValidationError, match="stays with its client"):
		draft.save(ignore_permissions=True)


def _project(site: Any, title: str) -> str:
	return site.db.get_value(PROJECT, {"project_name": title}, "name")
