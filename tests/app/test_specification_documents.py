"""Specification documents: versions, releases, files that stay, and who sees them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import FREIGHT, Factory, unique

from client_mgmt.demo import people

DOCUMENT, VERSION = "Requirement Document", "Requirement Document Version"
METHODS = "client_mgmt.api.requirements."
RELEASE, LIST, FILE = METHODS + "release_document", METHODS + "documents", METHODS + "document_file"
DIFFERENCE = METHODS + "document_difference"
V1, V2 = "一、登录\n系统应快速响应。\n".encode(), "一、登录\n系统应在三秒内响应。\n".encode()


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def document(pm: Api, make: Factory, **values: Any) -> str:
	facts = {"title": unique("需求说明书"), "project": make.project(), **values}
	return pm.create(DOCUMENT, **facts)["name"]


def draft(pm: Api, of: str, content: bytes | None = V1, **values: Any) -> str:
	name = pm.create(VERSION, **{"document": of, "why": "首版", **values})["name"]
	if content is not None:
		pm.ok(pm.upload(VERSION, name, content))
	return name


@pytest.fixture
def released(pm: Api, make: Factory) -> str:
	"""The released first version of an internal document of the bank."""
	name = draft(pm, document(pm, make))
	pm.call(RELEASE, version=name)
	return name


@pytest.mark.parametrize("kind", ["Specification", "Prototype", "UI Design", "API Document", "Other"])
def test_a_document_has_versions_and_a_status(pm: Api, make: Factory, kind: str) -> None:
	"""S004-29, S004-34, S004-35, S004-36: a record by kind, with version and status."""
	name = document(pm, make, kind=kind)
	first = draft(pm, name)
	assert (pm.read(DOCUMENT, name)["status"], pm.read(DOCUMENT, name)["version"]) == ("Draft", 0)
	answer = pm.call(RELEASE, version=first)
	assert (answer["version"], answer["status"]) == (1, "Released")
	assert answer["content_hash"] == hashlib.sha256(V1).hexdigest()
	assert (answer["changed_by"], answer["released_by"]) == (people.PM.user, people.PM.user)
	second = draft(pm, name, V2, why="响应时间量化")
	assert pm.call(RELEASE, version=second)["version"] == 2
	assert pm.read(VERSION, first)["status"] == "Superseded"
	assert (pm.read(DOCUMENT, name)["status"], pm.read(DOCUMENT, name)["version"]) == ("Released", 2)


def test_two_versions_of_a_text_are_compared(pm: Api, make: Factory) -> None:
	"""S004-37: diff of two versions; what is no text says so."""
	name = document(pm, make)
	first, second, third = draft(pm, name), draft(pm, name, V2), draft(pm, name, b"%PDF-1.7\x00\x01")
	for version in (first, second, third):
		pm.call(RELEASE, version=version)
	pieces = pm.query(DIFFERENCE, from_version=first, to_version=second)
	assert [piece["text"] for piece in pieces if piece["op"] != "equal"] == ["快速", "在三秒内"]
	answer = pm.try_query(DIFFERENCE, from_version=first, to_version=third)
	refuses(answer, 417, contains="no text")
	other = draft(pm, document(pm, make))
	pm.call(RELEASE, version=other)
	refuses(pm.try_query(DIFFERENCE, from_version=first, to_version=other), 417, contains="two documents")


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"git_repository": "https://user:secret@git.example/a.git"}, "without user and password"),
		({"git_repository": "file:///etc/passwd"}, "no address"),
		({"git_repository": "javascript:alert(1)"}, "no address"),
		({"git_repository": "https://git.example/a b"}, "no address"),
		({"git_repository": "https://git.example/a.git", "git_commit": "main"}, "no Git commit"),
		({"git_commit": "abcdef1"}, "needs its repository"),
		({"why": ""}, "why"),
	],
)
def test_what_a_version_refuses(pm: Api, make: Factory, values: dict[str, Any], sentence: str) -> None:
	"""S004-37: a reason, and a Git reference that is one."""
	facts = {"document": document(pm, make), "why": "首版", **values}
	refuses(pm.try_create(VERSION, **facts), 417, contains=sentence)


def test_a_git_commit_may_stand_for_the_file(pm: Api, make: Factory) -> None:
	"""S004-37: optional Git repository and commit reference."""
	name = document(pm, make)
	reference = {"git_repository": "git@git.example:team/spec.git", "git_commit": "0a6fa44d"}
	refuses(pm.try_call(RELEASE, version=draft(pm, name, None)), 417, contains="exactly one file")
	assert pm.call(RELEASE, version=draft(pm, name, None, **reference))["status"] == "Released"
	both = draft(pm, name)
	pm.ok(pm.upload(VERSION, both, b"another"))
	refuses(pm.try_call(RELEASE, version=both), 417, contains="exactly one file")


def test_an_older_version_is_not_released_after_a_later_one(pm: Api, make: Factory) -> None:
	name = document(pm, make)
	first, second = draft(pm, name), draft(pm, name, V2)
	pm.call(RELEASE, version=second)
	refuses(pm.try_call(RELEASE, version=first), 417, contains="Version 2")
	refuses(pm.try_call(RELEASE, version=second), 417, contains="is released")


@pytest.mark.parametrize(
	"values",
	[
		{"why": "x"},
		{"status": "Draft"},
		{"version": 9},
		{"content_hash": "0" * 64},
		{"file": "/private/files/other.txt"},
		{"released_by": "x"},
		{"git_repository": "https://git.example/a.git"},
	],
	ids=str,
)
def test_a_released_version_stays(pm: Api, admin: Api, released: str, values: dict[str, Any]) -> None:
	"""S004-37: nobody edits it."""
	before = admin.read(VERSION, released)
	for session in (pm, admin):
		refuses(session.try_update(VERSION, released, **values), 417, contains="stays")
		field, value = next(iter(values.items()))
		arguments = {"doctype": VERSION, "name": released, "fieldname": field, "value": value}
		refuses(session.try_call("frappe.client.set_value", **arguments), 417)
	assert admin.read(VERSION, released)["modified"] == before["modified"]


@pytest.mark.parametrize("field", ["status", "version", "content_hash", "file", "released_on", "changed_by"])
def test_a_draft_takes_no_engine_owned_value(pm: Api, make: Factory, field: str) -> None:
	name = document(pm, make)
	values = {"status": "Released", "version": 7, "released_on": "2026-01-01 00:00:00"}
	facts = {"document": name, "why": "首版", field: values.get(field, "x")}
	refuses(pm.try_create(VERSION, **facts), 417, contains="kept by the system")
	refuses(pm.try_update(VERSION, draft(pm, name), **{field: values.get(field, "x")}), 417)
	refuses(pm.try_update(DOCUMENT, name, status="Released"), 417, contains="kept by the system")
	refuses(pm.try_update(DOCUMENT, name, version=3), 417, contains="kept by the system")


def test_a_released_version_does_not_vanish(pm: Api, admin: Api, released: str) -> None:
	"""S004-37: neither the version, nor its document, nor its file, whose bytes stay."""
	document = admin.read(VERSION, released)["document"]
	(file,) = admin.list("File", filters={"attached_to_name": released}, fields=["name", "file_url"])
	for session in (pm, admin):
		refuses(session.try_delete(VERSION, released), (403, 417))
		refuses(session.try_delete(DOCUMENT, document), (403, 417))
		refuses(session.try_delete("File", file["name"]), (403, 417))
		refuses(session.try_update("File", file["name"], attached_to_name=""), (403, 417))
		refuses(session.try_update("File", file["name"], content="forged"), (403, 417))
		refuses(session.upload(VERSION, released, b"more"), (403, 417))
	assert pm.get(f"/api/method/{FILE}", params={"version": released}).content == V1


def test_over_the_orm_it_stays_too(site: Any) -> None:
	document = site.get_doc(
		{"doctype": DOCUMENT, "title": "x", "project": site.get_all("Project Archive")[0].name}
	)
	document.insert()
	version = site.get_doc({"doctype": VERSION, "document": document.name, "why": "首版"}).insert()
	site.db.set_value(VERSION, version.name, "status", "Released")
	version = site.get_doc(VERSION, version.name)
	for attempt in (version.save, version.delete, lambda: version.db_set("why", "x")):
		with pytest.raises(site.ValidationError):
			attempt()


def test_a_draft_goes_with_its_file(pm: Api, admin: Api, make: Factory) -> None:
	name = document(pm, make)
	version = draft(pm, name)
	assert pm.try_delete(VERSION, version).ok
	assert admin.list("File", filters={"attached_to_name": version}) == []
	assert pm.try_delete(DOCUMENT, name).ok


def test_another_projects_people_reach_nothing(api: Callable[..., Api], make: Factory, released: str) -> None:
	"""Nor do they put a version under a document of ours, by a project of their own."""
	pm, other = api(people.PM), api(people.OTHER_PM)
	document = pm.read(VERSION, released)["document"]
	refuses(other.try_read(VERSION, released), 404)
	refuses(other.try_read(DOCUMENT, document), 404)
	refuses(other.try_query(LIST, project=make.project()), 404)
	refuses(other.try_query(FILE, version=released), 403)
	refuses(other.try_query(DIFFERENCE, from_version=released, to_version=released), 403)
	refuses(other.try_call(RELEASE, version=released), 403)
	values = {"document": document, "why": "x", "project": make.project(FREIGHT)}
	refuses(other.try_create(VERSION, **values), (403, 417))
	assert other.list(VERSION, filters={"document": document}) == []
	refuses(other.try_create(DOCUMENT, title="x", project=make.project()), 417)
	refuses(pm.try_update(DOCUMENT, document, project=make.project(FREIGHT)), (403, 417))
	refuses(pm.try_update(DOCUMENT, document, project=make.dossier()), 417, contains="stays in its project")


def test_who_does_not_lead_does_not_release(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	version = draft(pm, document(pm, make))
	for person in (people.MANAGER, people.ASSISTANT, people.OTHER_PM, people.DEVELOPER):
		refuses(api(person).try_call(RELEASE, version=version), 403)
	assert pm.read(VERSION, version)["status"] == "Draft"


def test_the_client_sees_what_is_released_to_it(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""Audience Client, released, of its own project; neither reasons nor repositories."""
	client, other = api(people.BUSINESS_OWNER), api(people.OTHER_CONTACT)
	shown, hidden = document(pm, make, audience="Client"), document(pm, make)
	versions = {name: draft(pm, name, why="内部原因") for name in (shown, hidden)}
	later = {}
	for name, version in versions.items():
		pm.call(RELEASE, version=version)
		later[name] = draft(pm, name, V2)
	listed = {row["name"]: row for row in client.query(LIST, project=make.project())}
	assert hidden not in listed and [row["version"] for row in listed[shown]["versions"]] == [1]
	assert "内部原因" not in str(listed) and people.PM.user not in str(listed)
	assert client.get(f"/api/method/{FILE}", params={"version": versions[shown]}).content == V1
	for version in (versions[hidden], later[shown], later[hidden], "no such version"):
		refuses(client.try_query(FILE, version=version), 403)
	url = pm.read(VERSION, versions[shown])["file"]
	for session in (client, other, api(people.OTHER_PM)):
		assert session.get(url).status_code == 403
	for session in (other, api(people.OTHER_PM)):
		refuses(session.try_query(FILE, version=versions[shown]), 403)
		refuses(session.try_query(LIST, project=make.project()), 404)
	refuses(client.try_read(DOCUMENT, shown), 403)
	refuses(client.try_list(VERSION), 403)
	refuses(client.try_query(DIFFERENCE, from_version=versions[shown], to_version=versions[shown]), 403)
	refuses(client.try_call(RELEASE, version=later[shown]), 403)
	refuses(client.upload(VERSION, later[shown]), 403)


def test_guests_reach_nothing(guest: Api, released: str) -> None:
	for method, arguments in ((LIST, {"project": "x"}), (FILE, {"version": released})):
		refuses(guest.try_query(method, **arguments), 403)
	refuses(guest.try_call(RELEASE, version=released), 403)
	refuses(guest.try_read(VERSION, released), 403)


def test_altered_bytes_are_not_served(host: Any, pm: Api, released: str) -> None:
	"""S004-37: what is served is what was released, even against who writes on the disk."""
	with host.connected() as frappe:
		url = frappe.db.get_value(VERSION, released, "file")
		path = Path(frappe.get_site_path(*url.strip("/").split("/"))).absolute()
	before = path.read_bytes()
	path.write_bytes(before + b"forged")
	try:
		refuses(pm.try_query(FILE, version=released), 417, contains="altered")
	finally:
		path.write_bytes(before)  # a bench gives them to the next upload of the same content


def test_an_administrator_adds_a_kind(pm: Api, admin: Api, make: Factory) -> None:
	"""S004-36: without code."""
	refuses(pm.try_create(DOCUMENT, title="x", project=make.project(), kind="Test Plan"), 417)
	kinds = "Specification\nPrototype\nUI Design\nAPI Document\nTest Plan\nOther"
	setter = {"doctype_or_field": "DocField", "doc_type": DOCUMENT, "field_name": "kind"}
	made = admin.create("Property Setter", **setter, property="options", property_type="Text", value=kinds)
	try:
		assert pm.read(DOCUMENT, document(pm, make, kind="Test Plan"))["kind"] == "Test Plan"
	finally:
		assert admin.try_delete("Property Setter", made["name"]).ok
