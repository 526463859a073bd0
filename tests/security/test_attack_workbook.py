"""Attacks by way of 客户档案.xlsx: dossiers, files and imports of others, hostile files, engine columns."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from tests.app.test_workbook import BASIC, NEEDS, new_dossier
from tests.client import Api, refuses, some
from tests.factory import FREIGHT, PROJECT, Factory, unique
from tests.hosts import Host
from tests.workbooks import METHOD, Book, exported, imported, report, run, typed, upload

from client_mgmt.demo import people

PORTAL = (people.BUSINESS_OWNER, people.OTHER_CONTACT)


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def begin(session: Api, url: str, **more: Any) -> Any:
	return session.try_call(f"{METHOD}import_workbook", file_url=url, mode="apply", **more)


def test_others_dossiers_are_not_exported(api: Callable[..., Api], guest: Api, make: Factory) -> None:
	path, name = f"/api/method/{METHOD}export_workbook", make.project(FREIGHT)
	own = make.project()
	for person in (people.PM, people.SALES, *PORTAL):
		refuses(api(person).get(path, params={"project": name}), (403, 404))
	refuses(api(people.PM).get(path, params={"project": f'["{own}", "{name}"]'}), 404)
	refuses(api(people.BUSINESS_OWNER).get(path, params={"project": own}), 403)
	refuses(guest.get(path, params={"project": own}), (401, 403))
	refuses(api(people.PM).get(path, params={"project": '[{"name": "x"}]'}), (404, 417))


def test_portal_and_guests_import_nothing(api: Callable[..., Api], guest: Api) -> None:
	for person in PORTAL:
		refuses(begin(api(person), "/private/files/x.xlsx"), 403)
		refuses(api(person).try_query(f"{METHOD}import_report", job="IMP-00001"), (403, 404))
		refuses(api(person).try_list("Dossier Import"), 403)
	refuses(begin(guest, "/private/files/x.xlsx"), (401, 403))
	refuses(begin(api(people.DEVELOPER), "/private/files/x.xlsx"), 403)


def test_a_get_begins_nothing(pm: Api) -> None:
	url = upload(pm, typed(new_dossier()))
	refuses(pm.try_query(f"{METHOD}import_workbook", file_url=url, mode="apply"), 403)
	refuses(pm.try_query(f"{METHOD}undo_import", job="IMP-00001"), 403)


@pytest.mark.parametrize(
	"url",
	[
		"/private/files/../../site_config.json",
		"/private/files/%2e%2e/site_config.json",
		"/files/x.xlsx",
		"http://127.0.0.1/x.xlsx",
		"file:///etc/passwd",
		"/etc/passwd",
		"/private/files/",
		"/private/files/none.xlsx",
		"",
	],
)
def test_only_private_files_of_the_site(pm: Api, url: str) -> None:
	refuses(begin(pm, url), (403, 417))


def test_others_files_are_not_read(api: Callable[..., Api], pm: Api) -> None:
	"""With the same answer as for a file that does not exist."""
	url = upload(api(people.OTHER_PM), typed(new_dossier()), f"{unique('x')}.xlsx")
	refuses(begin(pm, url), 403, "PermissionError", "You have no file")
	refuses(begin(pm, "/private/files/none.xlsx"), 403, "PermissionError", "You have no file")


def test_others_imports_are_closed(host: Host, api: Callable[..., Api], pm: Api) -> None:
	job = imported(host, pm, typed(new_dossier()), mode="dry_run")["job"]
	for person in (people.OTHER_PM, people.SALES):
		refuses(api(person).try_query(f"{METHOD}import_report", job=job), (403, 404))
		refuses(api(person).try_read("Dossier Import", job), (403, 404))
		assert not api(person).list("Dossier Import Unit", filters={"dossier_import": job})


def test_the_record_of_an_import_is_nobodys_to_write(host: Host, admin: Api, pm: Api) -> None:
	"""Neither forged nor changed: a journal of one's own would undo what is not one's own."""
	job = imported(host, pm, typed(new_dossier()), mode="dry_run")["job"]
	(unit,) = admin.names("Dossier Import Unit", dossier_import=job)
	for session in (pm, admin):
		refuses(session.try_update("Dossier Import", job, status="Done", mode="Apply"), (403, 417))
		refuses(session.try_update("Dossier Import Unit", unit, journal="[]", status="Done"), (403, 417))
		refuses(session.try_create("Dossier Import", file_url="x", status="Done"), (403, 417))
		refuses(session.try_create("Dossier Import Unit", dossier_import=job, journal="[]"), (403, 417))
	refuses(pm.try_call("client_mgmt.client_archive.workbook.jobs.run", name=job), (403, 404, 417))


def test_an_import_reaches_no_other_dossier(
	host: Host, admin: Api, api: Callable[..., Api], make: Factory, pm: Api
) -> None:
	"""By its number: the rows make a dossier of their own. By a requirement's: refused."""
	other, own = make.project(FREIGHT), make.dossier()
	before = admin.read(PROJECT, other)["modified"]
	name = unique("劫持")
	imported(host, pm, typed({"基础信息": [["项目编号", "项目名称"], [other, name]]}))
	assert admin.read(PROJECT, other)["modified"] == before
	assert admin.names(PROJECT, project_name=name) - {other}
	book = Book(exported(pm, own))
	foreign = make.one("Requirement", project=other)
	book.add(NEEDS, **{"Project No.": own, "No.": foreign, "Feature": "劫持"})
	found = imported(host, pm, book.data())
	assert found["status"] == "Refused" and foreign in str(found["rows"])
	client = admin.read(PROJECT, other)["client"]
	found = imported(
		host, pm, typed({"基础信息": [["项目名称", "客户编号", "城市"], [name, client, "劫持"]]})
	)
	assert found["status"] == "Refused"
	assert admin.read("Client", client).get("city") != "劫持"


def test_who_may_read_but_not_write_changes_nothing(
	host: Host, admin: Api, api: Callable[..., Api], make: Factory
) -> None:
	"""Everything goes through the documents' own rules as the importing person."""
	product, own = api(people.PRODUCT), make.project()
	before = admin.read(PROJECT, own)
	book = Book(exported(product, own))
	book.put(BASIC, 2, "Project Name", "劫持")
	found = imported(host, product, book.data())
	assert (found["status"], found["updated"]) == ("Refused", 0)
	assert admin.read(PROJECT, own)["project_name"] == before["project_name"]


def test_columns_of_the_engine_are_not_read(host: Host, admin: Api, pm: Api) -> None:
	sheets = new_dossier(流程状态="Archived", workflow_state="Archived", revision=9, high_risk=1)
	found = imported(host, pm, typed(sheets))
	assert {row["column"] for row in found["rows"] if row["sheet"] == "基础信息"} >= {
		"workflow_state",
		"revision",
	}
	(name,) = admin.names(PROJECT, project_name=sheets["基础信息"][1][1])
	doc = admin.read(PROJECT, name)
	assert (doc["workflow_state"], doc["revision"]) == ("Draft", 1)
	assert not admin.read("Client", doc["client"]).get("high_risk")


def with_part(name: str, content: bytes) -> bytes:
	buffer = io.BytesIO(typed(new_dossier()))
	with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr(name, content)
	return buffer.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
	"macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "macros"),
	"links": (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "links to other files"),
	"bomb": (lambda: with_part("xl/worksheets/sheet9.xml", bytes(80 * 1024 * 1024)), "more than is read"),
	"entities": (lambda: with_part("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "entities"),
	"old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
	"csv": (lambda: "客户名称,城市\n甲,上海\n".encode(), "no .xlsx"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_are_refused_at_once(pm: Api, kind: str) -> None:
	make, sentence = HOSTILE[kind]
	url = upload(pm, make(), f"{unique('hostile')}.xlsx")
	before = len(pm.list("Dossier Import"))
	refuses(begin(pm, url), 417, "ValidationError", sentence)
	assert len(pm.list("Dossier Import")) == before


def test_a_file_that_was_taken_away_ends_the_import(host: Host, admin: Api, pm: Api) -> None:
	"""The job reads as the importing person, at its own time."""
	if not host.embedded:
		pytest.skip("a bench's worker begins at once")
	url = upload(pm, typed(new_dossier()), f"{unique('gone')}.xlsx")
	job = pm.ok(begin(pm, url))["job"]
	for name in some(admin.names("File", file_url=url)):
		assert admin.try_delete("File", name).ok
	run(host, job)
	found = report(pm, job)
	assert (found["status"], found["created"]) == ("Failed", 0)
	assert "You have no file" in str(found["rows"])


def test_wrong_words_are_refused(pm: Api) -> None:
	url = upload(pm, typed(new_dossier()))
	refuses(
		pm.try_call(f"{METHOD}import_workbook", file_url=url, mode="now"), 417, "ValidationError", "dry_run"
	)
	refuses(begin(pm, url, on_error="ignore"), 417, "ValidationError", "skip")
