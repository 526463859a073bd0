"""The dossier standard: its versions, and what they enforce."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses, some
from tests.factory import PROJECT, Factory, day, unique

from client_mgmt.demo import people

STANDARD = "Archive Standard"
NEW_VERSION = "client_mgmt.api.standards.new_version"
PUT_IN_FORCE = "client_mgmt.api.standards.put_in_force"
COMPLETENESS = "client_mgmt.api.dossier.completeness"
TABLES = ("asked_fields", "entry_rights")
Put = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def current(api: Api) -> dict[str, Any]:
	"""The version in force; there is exactly one."""
	(name,) = api.names(STANDARD, status="In Force")
	return api.read(STANDARD, name)


def rows_of(version: dict[str, Any], table: str) -> list[dict[str, Any]]:
	own = (
		"name",
		"parent",
		"parentfield",
		"parenttype",
		"owner",
		"creation",
		"modified",
		"modified_by",
		"idx",
	)
	return [{key: cell for key, cell in row.items() if key not in own} for row in version[table]]


@pytest.fixture
def put(manager: Api) -> Iterator[Put]:
	"""`put(asks, rights)` puts a version with these further rows in force; the first one's rows come back."""
	first = current(manager)

	def stricter(asks: list[dict[str, Any]] = (), rights: list[dict[str, Any]] = ()) -> dict[str, Any]:  # type: ignore[assignment]
		draft = manager.call(NEW_VERSION, title=unique("规范"))
		paths = {(row["document_type"], row["fieldname"]) for row in asks}
		known = [
			row for row in rows_of(draft, TABLES[0]) if (row["document_type"], row["fieldname"]) not in paths
		]
		places = {(row["document_type"], row["section"]) for row in rights}
		kept = [
			row for row in rows_of(draft, TABLES[1]) if (row["document_type"], row["section"]) not in places
		]
		manager.update(STANDARD, draft["name"], asked_fields=[*known, *asks], entry_rights=[*kept, *rights])
		return manager.call(PUT_IN_FORCE, name=draft["name"])

	yield stricter
	back = manager.call(NEW_VERSION, title=first["title"])
	manager.update(STANDARD, back["name"], **{table: rows_of(first, table) for table in TABLES})
	manager.call(PUT_IN_FORCE, name=back["name"])


def ask(doctype: str, field: str, **more: Any) -> dict[str, Any]:
	return {"document_type": doctype, "fieldname": field, "compulsory": 1, **more}


def test_one_version_is_in_force_from_the_start(manager: Api) -> None:
	"""S004-58, S004-60, S004-61: a versioned record with the fixed facts compulsory, each with help in both
	languages, and the systems of entry named."""
	version = current(manager)
	compulsory = {
		(row["document_type"], row["fieldname"]) for row in version["asked_fields"] if row["compulsory"]
	}
	assert {("Client", "uscc"), (PROJECT, "background"), ("Requirement", "acceptance_criteria")} <= compulsory
	assert all(row["help_zh"] and row["help_en"] for row in version["asked_fields"])
	background = next(row for row in version["asked_fields"] if row["fieldname"] == "background")
	assert "因税务政策变化,需重构报销系统。" in background["help_zh"]
	assert all(word in version["content"] for word in ("CRM", "自建数据库", "Excel"))


def test_a_new_version_supersedes_the_one_before(manager: Api, put: Put) -> None:
	"""S004-58: copied into a draft, edited, put in force."""
	before = current(manager)
	after = put([ask("Client", "city", compulsory=0)])
	assert (after["status"], after["version"] > before["version"]) == ("In Force", True)
	assert (after["supersedes"], after["effective_from"]) == (before["name"], day(0))
	assert manager.read(STANDARD, before["name"])["status"] == "Superseded"
	assert current(manager)["name"] == after["name"]


@pytest.mark.parametrize(
	("row", "sentence"),
	[
		(ask("Client", "no_such_field"), "no such field"),
		(ask(PROJECT, "goals.nope"), "no such field"),
		(ask(PROJECT, "archived_on"), "nobody can enter"),
		(ask(PROJECT, "workflow_state"), "nobody can enter"),
		(ask("Requirement", "status"), "nobody can enter"),
		(ask("Client", "cross_border"), "no empty value"),
		(ask("Client", "city", condition="eval:frappe.call(1)"), "not understood"),
		(ask("Change Request", "title"), "Asked field"),
	],
)
def test_rows_are_checked_against_the_forms(manager: Api, row: dict[str, Any], sentence: str) -> None:
	"""S004-61: a standard asks for what a person can fill in."""
	draft = manager.call(NEW_VERSION)
	others = [each for each in rows_of(draft, "asked_fields") if each["fieldname"] != row["fieldname"]]
	answer = manager.try_update(STANDARD, draft["name"], asked_fields=[*others, row])
	refuses(answer, 417, contains=sentence)
	twice = [*rows_of(draft, "asked_fields"), ask("Client", "city")]
	refuses(
		manager.try_update(STANDARD, draft["name"], asked_fields=twice), 417, contains="asked for already"
	)
	place = [{"document_type": "Client", "section": "Nowhere", "role": "PMO"}]
	refuses(manager.try_update(STANDARD, draft["name"], entry_rights=place), 417, contains="Nowhere")
	assert manager.try_delete(STANDARD, draft["name"]).ok


def test_custom_fields_are_fields(admin: Api, manager: Api, put: Put, pm: Api, make: Factory) -> None:
	"""S004-61: an administrator's own field is asked for like any other."""
	field = {"dt": PROJECT, "fieldname": "bid_no", "label": "Bid Number", "fieldtype": "Data"}
	made = admin.create("Custom Field", **field, insert_after="reason")["name"]
	put([ask(PROJECT, "bid_no")])
	name = make.dossier()
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Background: Bid Number")
	pm.update(PROJECT, name, bid_no="T-1")
	assert pm.act(PROJECT, name, "Submit")["workflow_state"] == "Submitted"
	admin.try_delete("Custom Field", made)


def test_submitting_names_all_that_is_missing_with_its_section(pm: Api, put: Put, make: Factory) -> None:
	"""S004-61: compulsory fields of dossier, client, contacts and requirements, in one answer."""
	put([ask(PROJECT, "contract_no"), ask("Client", "invoice_phone"), ask("Client Contact", "job_title")])
	client = make.client()
	contact = make.contact(client)
	name = pm.create(PROJECT, project_name=unique("项目"), client=client, background="短")["name"]
	requirement = pm.create("Requirement", project=name, feature=unique("功能"))["name"]
	answer = pm.try_act(PROJECT, name, "Submit")
	for text in ("Contract and Payment: Contract Number", "Schedule: Planned Start, Planned End"):
		refuses(answer, 417, "MandatoryError", text)
	for text in (
		f"Client {client}",
		"Client Type",
		"Invoicing: Invoice Phone",
		contact,
		"Job Title",
		requirement,
	):
		refuses(answer, 417, "MandatoryError", text)
	assert pm.read(PROJECT, name)["workflow_state"] == "Draft"


def test_what_is_compulsory_depends_on_the_client_type(api: Callable[..., Api], put: Put) -> None:
	"""S004-10, S004-61: asked of enterprises, not of individuals, and at once when the type changes."""
	put([ask("Client", "annual_revenue", enterprise=1)])
	sales = api(people.SALES)
	facts = {"client_name": unique("客户"), "country": "Germany", "lifecycle": "Active"}
	person = sales.create("Client", **facts, client_type="Individual")["name"]
	answer = sales.try_update("Client", person, client_type="Enterprise")
	refuses(answer, 417, "MandatoryError", "Profile: Annual Revenue")
	sales.update("Client", person, client_type="Enterprise", annual_revenue=1000)
	answer = sales.try_create("Client", **{**facts, "client_name": unique("客户")}, client_type="Enterprise")
	refuses(answer, 417, "MandatoryError", "Profile: Annual Revenue")


def test_the_dossier_keeps_the_version_that_applied(
	pm: Api, api: Callable[..., Api], put: Put, make: Factory
) -> None:
	"""S004-58: set at the beginning, moved at each submission; a later version invalidates no archive."""
	first = current(api(people.MANAGER))["name"]
	name = make.archived()
	assert pm.read(PROJECT, name)["archive_standard"] == first
	before = pm.query(COMPLETENESS, doctype=PROJECT, name=name)
	second = put([ask(PROJECT, "breach_terms"), ask(PROJECT, "major_days")])["name"]
	pm.update(PROJECT, name, actual_start=day(-3))
	assert pm.read(PROJECT, name)["archive_standard"] == first
	assert pm.query(COMPLETENESS, doctype=PROJECT, name=name)["completeness"] == before["completeness"]
	asked = pm.query(COMPLETENESS, doctype=PROJECT, name=name, standard=second)
	assert asked["standard"] == second and asked["completeness"] < before["completeness"]
	assert "major_days" in {row["field"] for row in asked["missing"]}
	pm.act(PROJECT, name, "Revise")
	pm.update(PROJECT, name, background="因监管要求变化，需要重构支付与结算系统的对账模块。")
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Change Rules: Major From (Days)")
	pm.update(PROJECT, name, breach_terms="按日万分之五", major_days=5)
	assert pm.act(PROJECT, name, "Submit")["archive_standard"] == second


def test_what_is_filled_is_not_taken_away_again(pm: Api, api: Callable[..., Api], make: Factory) -> None:
	"""S004-61: enforced in every later state, also in the client that a submitted dossier rests on."""
	client = make.client(client_type="Individual")
	make.contact(client)
	liaison = make.contact(client)
	seat = {"party": "Client", "contact": liaison, "project_role": "Business Owner"}
	name = make.dossier(client=client, team=[seat])
	pm.act(PROJECT, name, "Submit")
	refuses(pm.try_update("Client", client, client_type=""), 417, "MandatoryError", "Client Type")
	refuses(pm.try_update("Client Contact", liaison, email=""), 417, "MandatoryError", "Phone, Email")
	other = make.archived()
	pm.act(PROJECT, other, "Revise")
	refuses(pm.try_update(PROJECT, other, reason=""), 417, "MandatoryError", "Background: Reason")


def test_who_joins_a_submitted_dossier_is_complete(pm: Api, admin: Api, put: Put, make: Factory) -> None:
	"""S004-61: the team lives on after review, and the standard with it."""
	put([ask("Client Contact", "job_title")])
	team = [row for row in make.team(people.PM) if row["party"] == "Vendor"]
	name = make.dossier(team=team)
	contacts = admin.list("Client Contact", filters={"is_primary": 1}, fields=["name", "job_title"])
	for contact in some(contacts):
		assert contact["job_title"] or admin.update("Client Contact", contact["name"], job_title="经理")
	pm.act(PROJECT, name, "Submit")
	newcomer = make.contact(admin.read(PROJECT, name)["client"])
	seat = {"party": "Client", "contact": newcomer, "project_role": "Architect"}
	answer = pm.try_update(PROJECT, name, team=[*team, seat])
	refuses(answer, 417, "MandatoryError", f"{newcomer}: fill these fields first: Details: Job Title")
	pm.update("Client Contact", newcomer, job_title="架构师")
	assert len(pm.update(PROJECT, name, team=[*team, seat])["team"]) == len(team) + 1


def test_a_pm_or_csm_leads(api: Callable[..., Api], make: Factory) -> None:
	"""S004-57: a dossier is submitted with an owner who holds one of the two roles."""
	sales, client = api(people.SALES), make.client(client_type="Individual")
	make.contact(client)
	facts = {
		"project_name": unique("项目"),
		"client": client,
		"background": "为测试而建的项目，背景说明需要写满二十个字以上才可以提交审核。",
		"reason": "Compliance",
		"planned_start": day(1),
		"planned_end": day(9),
	}
	name = sales.create(PROJECT, **facts)["name"]
	refuses(sales.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Archive Owner")
	sales.update(PROJECT, name, archive_owner=people.TECH_LEAD.user)
	refuses(
		sales.try_act(PROJECT, name, "Submit"), 417, contains="Customer Success Manager / Project Manager"
	)
	sales.update(PROJECT, name, archive_owner=people.SUCCESS.user)
	assert sales.act(PROJECT, name, "Submit")["workflow_state"] == "Submitted"


def test_sections_are_entered_by_their_roles(api: Callable[..., Api], put: Put, make: Factory) -> None:
	"""S004-59: contract and payment belong to sales, PMO and the project manager."""
	name = make.dossier(archive_owner=people.SUCCESS.user, team=team_with(make, people.SUCCESS))
	success = api(people.SUCCESS)
	success.update(PROJECT, name, communication_tool="WeCom")
	answer = success.try_update(PROJECT, name, contract_no=unique("HT"))
	refuses(answer, 403, "PermissionError", "Contract and Payment")
	refuses(answer, 403, contains="Client Sales")
	api(people.PM).update(PROJECT, name, contract_no=unique("HT"))
	put(rights=[{"document_type": PROJECT, "section": "Communication", "role": "PMO"}])
	refuses(success.try_update(PROJECT, name, communication_tool="Teams"), 403, "PermissionError", "PMO")


def team_with(make: Factory, person: people.Person) -> list[dict[str, Any]]:
	row = {"party": "Vendor", "user": person.user, "project_role": person.roles[0]}
	return [*make.team(people.PM), row]


def test_a_site_from_before_gets_its_first_standard(site: Any) -> None:
	"""S004-58: plain records become numbered history, one version is seeded, and it is seeded once."""
	from client_mgmt.patches.v0_1 import number_standards, seed_standard

	before = site.get_all(STANDARD, pluck="name", order_by="creation asc")
	for name in before:
		site.db.set_value(STANDARD, name, {"status": "Draft", "version": 0})
	number_standards.execute()
	for _run in range(2):
		seed_standard.execute()
		(current_row,) = site.get_all(STANDARD, filters={"status": "In Force"}, fields=["name", "version"])
		assert current_row.name not in before and int(current_row.version) == len(before) + 1
		assert {site.db.get_value(STANDARD, name, "status") for name in before} == {"Superseded"}
