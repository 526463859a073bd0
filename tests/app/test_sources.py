"""Sources of values, and values that another source gives otherwise (S004-62)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from tests.client import Api, refuses, some
from tests.factory import FREIGHT, PROJECT, Factory, unique

from client_mgmt.demo import people

SOURCES, SETTLE = "client_mgmt.api.collect.sources", "client_mgmt.api.collect.settle"
CONFLICT = "Value Conflict"


def of(session: Api, doctype: str, name: str) -> dict[str, Any]:
	"""field → its row in `api.collect.sources`."""
	return {row["field"]: row for row in session.query(SOURCES, doctype=doctype, name=name)["values"]}


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture(scope="module")
def contested(api: Callable[..., Api], make: Factory) -> Callable[[], tuple[str, str, str]]:
	"""A draft dossier of its own client, and an open conflict about the client's name out of a mail."""

	def made() -> tuple[str, str, str]:
		sales = api(people.SALES)
		client = make.client()
		values = {"client": client, "client_name": unique("另一名称"), "project_name": unique("项目")}
		drafted = sales.call("client_mgmt.api.dossier.accept_mail", values=values)
		(conflict,) = sales.names(CONFLICT, reference_name=client)
		return drafted["project"], client, conflict

	return made


def test_form_and_token_are_told_apart(host: Any, api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-62: each value keeps its source; an API token is REST, a session the form."""
	sales, client = api(people.SALES), make.client()
	assert of(sales, "Client", client)["client_name"]["source"] == "Form"
	assert of(sales, "Client", client)["client_name"]["by"] == people.SALES.user
	assert of(sales, "Client", client)["country"]["source"] == ""
	secret = admin.call("frappe.core.doctype.user.user.generate_keys", user=people.SALES.user)["api_secret"]
	key = admin.read("User", people.SALES.user)["api_key"]
	requests.put(
		f"{host.url}/api/resource/Client/{client}",
		json={"city": "深圳", "country": "China"},
		headers={"Authorization": f"token {key}:{secret}"},
		timeout=60,
	).raise_for_status()
	found = of(sales, "Client", client)
	assert (found["city"]["source"], found["client_name"]["source"]) == ("REST", "Form")


def test_a_request_cannot_claim_a_source(api: Callable[..., Api], make: Factory, pm: Api) -> None:
	"""S004-62, attack: the column is the engine's, on a new and on a stored document."""
	claim = json.dumps({"client_name": {"source": "Survey", "by": "x", "on": "", "reference": ""}})
	sales, client, dossier = api(people.SALES), make.client(), make.dossier()
	refuses(sales.try_create("Client", client_name=unique("x"), value_sources=claim), 417, contains="kept by")
	refuses(sales.try_update("Client", client, value_sources=claim), 417, contains="kept by")
	refuses(pm.try_create(PROJECT, project_name=unique("x"), value_sources=claim), 417, contains="kept by")
	refuses(pm.try_update(PROJECT, dossier, value_sources=claim), 417, contains="kept by")
	sales.try_update("Client", client, city="上海", flags={"carried_values": ["Survey", "x"]})
	assert of(sales, "Client", client).get("city", {"source": "Form"})["source"] == "Form"


def test_a_contacts_values_keep_their_sources_too(api: Callable[..., Api]) -> None:
	"""S004-62: out of a mail, then changed in a form; a request cannot claim another."""
	sales = api(people.SALES)
	values = {"client_name": unique("恒泰"), "contact_name": "李明", "contact_phone": "13800138000"}
	contact = sales.call("client_mgmt.api.dossier.accept_mail", values=values)["contact"]
	assert {row["source"] for row in of(sales, "Client Contact", contact).values()} == {"Mail"}
	sales.update("Client Contact", contact, job_title="经理")
	found = of(sales, "Client Contact", contact)
	assert (found["job_title"]["source"], found["phone"]["source"]) == ("Form", "Mail")
	refuses(sales.try_update("Client Contact", contact, value_sources="{}"), 417, contains="kept by")


def test_a_mail_is_named_and_never_overwrites(api: Callable[..., Api], contested: Any) -> None:
	"""S004-62: what a mail says differently is shown, and ours stays."""
	project, client, conflict = contested()
	sales = api(people.SALES)
	row = sales.read(CONFLICT, conflict)
	assert (row["status"], row["source"], row["reference_field"]) == ("Open", "Mail", "client_name")
	assert sales.read("Client", client)["client_name"] == row["our_value"] != row["other_value"]
	assert of(sales, PROJECT, project)["project_name"]["source"] == "Mail"
	shown = sales.query(SOURCES, doctype=PROJECT, name=project)["conflicts"]
	assert [item["name"] for item in shown] == [conflict]


def test_settling_takes_a_reason_and_the_documents_rules(api: Callable[..., Api], contested: Any) -> None:
	"""S004-62: theirs is saved with its source, ours stands; each once, by name and with a reason."""
	sales = api(people.SALES)
	_project, client, conflict = contested()
	refuses(sales.try_call(SETTLE, name=conflict, take="theirs", reason=" "), 417, contains="reason")
	refuses(sales.try_call(SETTLE, name=conflict, take="both", reason="随便"), 417, contains="ours or theirs")
	assert sales.call(SETTLE, name=conflict, take="theirs", reason="营业执照如此")["status"] == "Taken"
	row = sales.read(CONFLICT, conflict)
	assert (row["decided_by"], row["reason"]) == (people.SALES.user, "营业执照如此")
	assert of(sales, "Client", client)["client_name"]["value"] == row["other_value"]
	assert of(sales, "Client", client)["client_name"]["source"] == "Mail"
	refuses(sales.try_call(SETTLE, name=conflict, take="ours", reason="反悔了"), 417, contains="settled by")
	_project, client, conflict = contested()
	before = sales.read("Client", client)["client_name"]
	assert sales.call(SETTLE, name=conflict, take="ours", reason="简称而已")["status"] == "Refused"
	assert sales.read("Client", client)["client_name"] == before


def test_a_value_that_came_later_is_not_overwritten(api: Callable[..., Api], contested: Any) -> None:
	"""S004-62: theirs is taken in place of the value that it stood against, of no later one."""
	sales = api(people.SALES)
	_project, client, conflict = contested()
	later = unique("后来更正的名称")
	sales.update("Client", client, client_name=later)
	refuses(sales.try_call(SETTLE, name=conflict, take="theirs", reason="旧邮件"), 417, contains="by now")
	assert sales.call(SETTLE, name=conflict, take="ours", reason="已更正")["status"] == "Refused"
	assert sales.read("Client", client)["client_name"] == later


def test_a_conflict_is_nobodys_to_write(api: Callable[..., Api], admin: Api, contested: Any) -> None:
	"""S004-62, attack: insert, edit, delete over REST, another project's people, the client's side."""
	_project, client, conflict = contested()
	row = {"reference_doctype": "Client", "reference_name": client, "reference_field": "city"}
	for session in (admin, api(people.SALES)):
		refuses(session.try_create(CONFLICT, **row), (403, 417))
		refuses(session.try_update(CONFLICT, conflict, status="Refused"), (403, 417))
		refuses(session.try_delete(CONFLICT, conflict), (403, 417))
	for stranger in (people.OTHER_PM, people.BUSINESS_OWNER, people.OTHER_CONTACT):
		refuses(api(stranger).try_read(CONFLICT, conflict), (403, 404))
		refuses(api(stranger).try_call(SETTLE, name=conflict, take="ours", reason="别人的"), 403)
		refuses(api(stranger).try_query(SOURCES, doctype="Client", name=client), (403, 404))
	refuses(api(people.TECH_LEAD).try_call(SETTLE, name=conflict, take="ours", reason="没有权限"), 403)


def test_review_waits_for_open_conflicts(api: Callable[..., Api], make: Factory, host: Any) -> None:
	"""S004-62: a locked dossier is not changed by an offer, and is not archived over an open conflict."""
	name = make.dossier()
	api(people.PM).act(PROJECT, name, "Submit")
	with host.connected() as frappe:
		from client_mgmt.client_archive.dossiers import sources

		doc = frappe.get_doc(PROJECT, name)
		offered = {"contract_no": unique("HT"), "planned_end": "2099-01-01", "reason": "Compliance"}
		assert sources.offer(doc, offered, "Workbook", "客户档案.xlsx") == ["contract_no", "planned_end"]
		assert not doc.contract_no
		doc.save()
		frappe.db.commit()
	answer = api(people.QUALITY).try_act(PROJECT, name, "Review")
	refuses(answer, 417, contains="2 values were given differently")
	pm = api(people.PM)
	conflicts = pm.query(SOURCES, doctype=PROJECT, name=name)["conflicts"]
	for row in some(conflicts):
		refuses(pm.try_call(SETTLE, name=row["name"], take="theirs", reason="按合同"), 417, contains="cannot")
		pm.call(SETTLE, name=row["name"], take="ours", reason="按合同")
	assert api(people.QUALITY).act(PROJECT, name, "Review")["workflow_state"] == "Archived"


def test_the_same_offer_is_kept_once(site: Any) -> None:
	"""S004-62: an unchanged file that is imported again asks nothing twice, neither open nor refused."""
	from client_mgmt.client_archive.dossiers import sources

	doc = site.get_doc({"doctype": "Client", "client_name": unique("客户"), "city": "北京"}).insert()
	for _time in range(2):
		assert sources.offer(doc, {"city": "上海", "region": "华东"}, "Workbook") == ["city"]
		doc.save()
	(conflict,) = site.get_all(CONFLICT, filters={"reference_name": doc.name}, pluck="name")
	sources.settle(conflict, "ours", "总部在北京")
	doc.reload()
	assert sources.offer(doc, {"city": "上海", "region": "华东"}, "Workbook") == []
	assert (doc.region, doc.city) == ("华东", "北京")


@pytest.mark.parametrize("field", ["value_sources", "high_risk", "client_tags", "no_such_field"])
def test_what_takes_no_offer(site: Any, field: str) -> None:
	"""S004-62: engine fields, tables and what only staff judge (high risk, tags) are not offered."""
	from client_mgmt.client_archive.dossiers import sources

	doc = site.get_doc({"doctype": "Client", "client_name": unique("客户")}).insert()
	with pytest.raises(site.ValidationError, match="takes no values"):
		sources.offer(doc, {field: "1"}, "Survey")


def test_other_projects_are_closed(api: Callable[..., Api], make: Factory) -> None:
	"""S004-62, attack: the sources of a dossier of another team."""
	refuses(api(people.PM).try_query(SOURCES, doctype=PROJECT, name=make.project(FREIGHT)), 404)
	refuses(api(people.SALES).try_query(SOURCES, doctype="User", name="Administrator"), (403, 417))
