"""What a dossier holds of its project, contract and risks, and what it refuses (S004-01..28, -45..52)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stdnum.cn import uscc
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, day, unique

import client_mgmt
from client_mgmt.demo import people

FREE = f"91440300{secrets.randbelow(10**9):09d}"
DOCTYPES = Path(client_mgmt.__file__).parent / "client_archive" / "doctype"
NODES = [
	{"node_name": "首付", "percent": 30, "amount": 300, "due_date": "2026-12-01"},
	{"node_name": "尾款", "percent": 70, "amount": 700, "due_trigger": "终验"},
]


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def sales(api: Callable[..., Api]) -> Api:
	return api(people.SALES)


@pytest.mark.parametrize("doctype", ["client", "project_archive"])
def test_connections_name_link_fields_that_exist(site: Any, doctype: str) -> None:
	"""S004-01: the form connects to what hangs on it; each connection is a Link back."""
	record = json.loads((DOCTYPES / doctype / f"{doctype}.json").read_text(encoding="utf-8"))
	assert len(record["links"]) >= 3
	for link in record["links"]:
		field = site.get_meta(link["link_doctype"]).get_field(link["link_fieldname"])
		assert (field.fieldtype, field.options) == ("Link", record["name"])


@pytest.mark.parametrize(
	"doctype", ["Requirement", "Iteration", "Change Request", "Meeting Minutes", "Action Item"]
)
def test_what_hangs_on_a_dossier_is_reached_from_it_and_back(pm: Api, make: Factory, doctype: str) -> None:
	"""S004-01: requirements, plan and communication; finance stands in the dossier itself."""
	project = make.project()
	if doctype == "Action Item":
		pm.create(doctype, description=unique("待办"), project=project, owner_user=people.PM.user,
			due_date=day(3))  # fmt: skip
	rows = pm.list(doctype, filters={"project": project}, fields=["name", "project"])
	assert rows
	assert pm.read(doctype, rows[0]["name"])["project"] == project
	assert pm.read(PROJECT, project)["payment_nodes"]


def test_a_confirmation_says_who_and_when(pm: Api, make: Factory) -> None:
	"""S004-03: the stamp is visible, and goes when the words change that it was given for."""
	contact = make.contact_of(people.BUSINESS_OWNER)
	name = pm.create("Requirement", project=make.dossier(), feature=unique("功能"), priority="High",
		acceptance_criteria="可以演示", confirmed_by_client=contact)["name"]  # fmt: skip
	confirmed = pm.read("Requirement", name)
	assert (confirmed["confirmed_by_client"], confirmed["confirmed_on"]) == (contact, day(0))
	refuses(pm.try_update("Requirement", name, confirmed_on=day(3)), 417, contains="day to come")
	refuses(pm.try_update("Requirement", name, confirmed_by_client=None), 417, contains="Name the contact")
	assert pm.update("Requirement", name, goal="上线")["confirmed_by_client"] == contact
	assert not pm.update("Requirement", name, acceptance_criteria="换了").get("confirmed_by_client")


def test_a_risk_has_a_strategy_and_an_owner(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-06: and stays editable by who leads the project, in every state."""
	name = make.archived()
	risk = {"risk": "付款延迟", "strategy": "里程碑前两周提醒财务", "risk_owner": people.PM.user}
	for field in ("strategy", "risk_owner"):
		refuses(pm.try_update(PROJECT, name, risks=[{**risk, field: ""}]), 417, "MandatoryError")
	assert pm.update(PROJECT, name, risks=[risk])["risks"][0]["strategy"] == risk["strategy"]
	refuses(api(people.QUALITY).try_update(PROJECT, name, risks=[]), 403, contains="Risks")
	refuses(pm.try_create("Dossier Risk", parent=name, parenttype=PROJECT, parentfield="risks", **risk),
		(403, 417))  # fmt: skip


def test_preferences_are_kept_and_shown(pm: Api, sales: Api, make: Factory) -> None:
	"""S004-07: with the client and with the contact, and in the project's brief."""
	client = make.client(preferences="周五不开会")
	person = {"contact_name": "甲", "email": "a@b.cn", "preferences": "只用邮件"}
	contact = sales.create("Client Contact", client=client, **person)
	assert sales.read("Client", client)["preferences"] == "周五不开会"
	assert sales.read("Client Contact", contact["name"])["preferences"] == "只用邮件"
	team = [{"party": "Vendor", "user": people.PM.user, "project_role": "Project Manager"}]
	name = make.dossier(client=client, team=team)
	brief = json.dumps(pm.query("client_mgmt.api.brief.project_brief", project=name), ensure_ascii=False)
	assert "周五不开会" in brief
	assert "只用邮件" in brief


def test_an_administrator_adds_an_industry(sales: Api, admin: Api) -> None:
	"""S004-14: the list is extended by a record, without code."""
	refuses(sales.try_create("Client", client_name="x", industry="Aerospace"), 417, contains="Industry")
	setter = admin.create("Property Setter", doctype_or_field="DocField", doc_type="Client",
		field_name="industry", property="options", property_type="Text",
		value="\nManufacturing\nFinance\nEducation\nAerospace")  # fmt: skip
	assert sales.create("Client", client_name=unique("客户"), industry="Aerospace")["industry"] == "Aerospace"
	assert admin.try_delete("Property Setter", setter["name"]).ok


@pytest.mark.parametrize("field", ["employees", "annual_revenue"])
def test_size_is_not_negative(sales: Api, field: str) -> None:
	"""S004-15, S004-16."""
	refuses(sales.try_create("Client", client_name="x", **{field: -1}), 417)
	assert sales.create("Client", client_name=unique("客户"), **{field: 0})[field] == 0


def test_a_client_has_a_place(sales: Api) -> None:
	"""S004-17: city and region."""
	client = sales.create("Client", client_name=unique("客户"), city="宁波", region="华东")
	assert (client["city"], client["region"]) == ("宁波", "华东")


def test_another_reason_is_written_out(pm: Api, make: Factory) -> None:
	"""S004-20: the list, and free text that Other needs."""
	refuses(pm.try_update(PROJECT, make.dossier(), reason="Whim"), 417, contains="Reason")
	name = make.dossier(reason="Other")
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Reason in Detail")
	pm.update(PROJECT, name, reason_detail="集团统一安排")
	assert pm.act(PROJECT, name, "Submit")["workflow_state"] == "Submitted"


@pytest.mark.parametrize(
	("row", "sentence"),
	[
		({"kpi": "Budget Limit", "target_value": -1}, "greater than zero"),
		({"kpi": "User Coverage", "target_value": 101}, "between 0 and 100"),
		({"kpi": "User Coverage", "target_value": -1}, "between 0 and 100"),
		({"kpi": "User Coverage", "target_value": "many"}, "no figure"),
		({"kpi": "Speed"}, "KPI"),
	],
)
def test_kpis_are_of_their_kind(pm: Api, make: Factory, row: dict[str, Any], sentence: str) -> None:
	"""S004-22, S004-23, S004-24."""
	refuses(pm.try_update(PROJECT, make.dossier(), kpis=[row]), 417, contains=sentence)


def test_kpis_are_complete_when_a_dossier_is_submitted(pm: Api, make: Factory) -> None:
	"""S004-22: a date for the going live; S004-23: a limit; S004-25: rows of one's own, with a name."""
	for row in ({"kpi": "Go-live Time"}, {"kpi": "Budget Limit"}, {"kpi": "Other"}):
		refuses(pm.try_act(PROJECT, make.dossier(kpis=[row]), "Submit"), 417)
	rows = [
		{"kpi": "Go-live Time", "target_date": day(60)},
		{"kpi": "Budget Limit", "target_value": 1000},
		{"kpi": "User Coverage", "target_value": 95},
		{"kpi": "Other", "kpi_name": "日活", "target_value": 500},
	]
	assert len(pm.act(PROJECT, make.dossier(kpis=rows), "Submit")["kpis"]) == 4


def test_the_background_shows_an_example() -> None:
	"""S004-27: in English and, translated, in the source's own words."""
	from client_mgmt.locale import build

	record = json.loads((DOCTYPES / "project_archive" / "project_archive.json").read_text(encoding="utf-8"))
	(placeholder,) = [df["placeholder"] for df in record["fields"] if df["fieldname"] == "background"]
	assert placeholder == "Tax policy has changed, so the expense system has to be rebuilt."
	assert build.translated()[placeholder] == "因税务政策变化，需重构报销系统。"


def test_a_contract_number_names_one_contract(pm: Api, make: Factory) -> None:
	"""S004-45, S004-46: a duplicate is refused with a sentence that names no other dossier."""
	number = unique("HT")
	first = make.dossier(contract_no=number, contract_signed_on="2026-08-20")
	assert pm.read(PROJECT, first)["contract_signed_on"] == "2026-08-20"
	answer = pm.try_update(PROJECT, make.dossier(), contract_no=f" {number} ")
	refuses(answer, 417, "UniqueValidationError", "another dossier")
	assert first not in answer.text
	refuses(
		pm.try_create(PROJECT, project_name="x", contract_signed_on="soon"), 417, broken=("OperationalError",)
	)


@pytest.mark.parametrize(("amount", "sentence"), [(0, "greater"), (-1, "greater"), ("abc", "no figure")])
def test_amounts_are_positive_figures(pm: Api, make: Factory, amount: Any, sentence: str) -> None:
	"""S004-47, S004-68: over the API, in the contract and in its payment nodes."""
	name = make.dossier(contract_amount=100)
	refuses(pm.try_update(PROJECT, name, contract_amount=amount), 417, contains=sentence)
	nodes = [{"node_name": "首付", "amount": amount}]
	refuses(pm.try_update(PROJECT, name, payment_nodes=nodes), 417, contains=sentence)
	assert pm.read(PROJECT, name)["contract_amount"] == 100


@pytest.mark.parametrize(
	("change", "sentence"),
	[
		({"amount": 701}, "add up to 1001"),
		({"percent": 60}, "not to 100"),
		({"percent": -1}, "between 0 and 100"),
	],
)
def test_payment_nodes_make_up_the_contract(
	pm: Api, make: Factory, change: dict[str, Any], sentence: str
) -> None:
	"""S004-48: name, percentage, amount, due date or trigger; a draft may still be out of balance."""
	name = make.dossier(contract_amount=1000, payment_nodes=NODES)
	broken = pm.try_update(PROJECT, name, payment_nodes=[NODES[0], {**NODES[1], **change}])
	refuses(broken if not broken.ok else pm.try_act(PROJECT, name, "Submit"), 417, contains=sentence)
	pm.update(PROJECT, name, payment_nodes=NODES)
	assert pm.act(PROJECT, name, "Submit")["workflow_state"] == "Submitted"


def test_payment_nodes_need_the_contract_amount(pm: Api, make: Factory) -> None:
	"""S004-48: none is no amount that they could make up."""
	refuses(pm.try_act(PROJECT, make.dossier(payment_nodes=NODES), "Submit"), 417, contains="contract amount")


def test_invoice_details(sales: Api, make: Factory) -> None:
	"""S004-49: title, type, bank, account, address and phone."""
	details = {
		"invoice_title": "华信银行股份有限公司",
		"invoice_type": "Special VAT",
		"invoice_bank": "工商银行北京分行",
		"invoice_account": "6222020200112233445",
		"invoice_address": "北京市西城区 1 号",
		"invoice_phone": "010-66106610",
	}
	kept = sales.read("Client", make.client(**details))
	assert {field: kept[field] for field in details} == details
	refuses(sales.try_create("Client", client_name="x", invoice_type="Receipt"), 417)


def test_the_tax_number_is_the_credit_code_unless_another_is_given(sales: Api, make: Factory) -> None:
	"""S004-50."""
	name = make.client(client_type="Enterprise")
	code = FREE + uscc.calc_check_digit(FREE)
	kept = sales.update("Client", name, uscc=code)
	assert (kept["tax_number"], kept["uscc"]) == (code, code)
	assert sales.update("Client", name, tax_number="11010 5123456789")["tax_number"] == "110105123456789"
	refuses(sales.try_update("Client", name, tax_number="12-34"), 417, contains="tax number")
	assert sales.update("Client", name, tax_number="")["tax_number"] == code


def test_breach_terms_and_ownership(pm: Api, make: Factory) -> None:
	"""S004-51, S004-52: the owner is the client, the vendor or both."""
	name = make.dossier(breach_terms="逾期按日万分之五", ip_owner="Shared", ip_terms="双方共有")
	kept = pm.read(PROJECT, name)
	assert (kept["breach_terms"], kept["ip_owner"], kept["ip_terms"]) == (
		"逾期按日万分之五",
		"Shared",
		"双方共有",
	)
	refuses(pm.try_update(PROJECT, name, ip_owner="Nobody"), 417)


def test_meeting_rhythm_and_tool_are_of_the_list(pm: Api, make: Factory) -> None:
	"""S004-54, S004-55."""
	kept = pm.read(PROJECT, make.dossier(meeting_frequency="Two-weekly", communication_tool="DingTalk"))
	assert (kept["meeting_frequency"], kept["communication_tool"]) == ("Two-weekly", "DingTalk")
	refuses(pm.try_update(PROJECT, kept["name"], meeting_frequency="Never"), 417)
	refuses(pm.try_update(PROJECT, kept["name"], communication_tool="Pigeon"), 417)
