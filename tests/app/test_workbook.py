"""客户档案.xlsx: export, import, report (S004-64..70)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from tests.client import Api
from tests.factory import PROJECT, Factory, unique
from tests.hosts import Host
from tests.workbooks import Book, exported, imported, report, typed

from client_mgmt.demo import people

SHEETS = ["Basic Information", "Project Goals", "Requirements", "Financial Terms", "Collaboration"]
BASIC, GOALS, NEEDS, FINANCE, TOGETHER = SHEETS


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def dossier(make: Factory, pm: Api) -> str:
	"""A draft of a client of its own, with rows on each sheet."""
	client = pm.create("Client", client_name=unique("客户"), client_type="Enterprise", employees=80)["name"]
	contact = pm.create("Client Contact", client=client, contact_name="张伟", phone="13800138000")["name"]
	name = make.dossier(
		client=client,
		goals=[{"goal": "=1+1 审批缩短", "baseline": "5", "target": "2", "unit": "天"}],
		kpis=[{"kpi": "Budget Limit", "target_value": 100.25}],
		contract_no=unique("HT"),
		contract_amount=100000,
		payment_nodes=[{"node_name": "首付款", "percent": 100, "amount": 100000, "due_trigger": "签约"}],
		escalation=[{"person": "李总", "channel": "电话", "time_limit": 30}],
		raci=[{"activity": "验收", "party": "Client", "project_role": "Business Owner", "letters": "A,R"}],
		team=[
			{"party": "Vendor", "user": people.PM.user, "project_role": "Project Manager"},
			{"party": "Client", "contact": contact, "project_role": "Business Owner"},
		],
	)
	pm.create(
		"Requirement", project=name, feature="登录", acceptance_criteria="扫码\r\n+短信", priority="High"
	)
	return name


def new_dossier(**basic: Any) -> dict[str, list[list[Any]]]:
	"""Sheets of a dossier as somebody types them."""
	values = {
		"项目编号": "N1",
		"项目名称": unique("新项目"),
		"客户名称": unique("新客户"),
		"客户类型": "企业",
		**basic,
	}
	return {
		"基础信息": [list(values), list(values.values())],
		"项目目标": [
			["项目编号", "类型", "项目背景", "目标", "目标值", "单位"],
			["N1", "背景", "税务政策变化，报销系统需要重构，原系统已停止维护。", None, None, None],
			["N1", "目标", None, "审批缩短", "2", "天"],
		],
		"需求明细": [["项目编号", "功能点", "优先级", "验收标准"], ["N1", "登录", "高", "扫码成功率 99%"]],
		"财务条款": [
			["项目编号", "类型", "合同号", "合同金额", "节点", "付款比例", "付款金额", "付款日期"],
			["N1", "合同", unique("HT"), "￥30万", None, None, None, None],
			["N1", None, None, None, "首付款", "100%", "300,000元", "2027.1.15"],
		],
		"协作记录": [
			["项目编号", "类型", "联系人姓名", "电话", "所属方", "联系人", "角色"],
			["N1", "联系人", "张伟", 13800138000, None, None, None],
			["N1", "团队成员", None, None, "客户", "张伟", "业务负责人"],
		],
	}


def stamps(admin: Api, project: str) -> list[Any]:
	"""When everything of a dossier was written last, its versions and its chain."""
	doc = admin.read(PROJECT, project)
	requirements = admin.list("Requirement", filters={"project": project}, fields=["name", "modified"])
	contacts = admin.list("Client Contact", filters={"client": doc["client"]}, fields=["name", "modified"])
	names = [project, doc["client"], *(row["name"] for row in (*requirements, *contacts))]
	versions = admin.list("Version", filters={"docname": ["in", names]}, fields=["name"])
	client = admin.read("Client", doc["client"])["modified"]
	return [doc["modified"], doc["chain_count"], client, requirements, contacts, len(versions)]


def test_export_has_the_name_and_the_sheets(pm: Api, dossier: str) -> None:
	"""S004-65, S004-66."""
	url = "/api/method/client_mgmt.api.dossier.export_workbook"
	answer = pm.get(url, params={"project": dossier})
	disposition = answer.headers["Content-Disposition"].encode("latin-1").decode()  # a bench: plain
	assert "客户档案.xlsx" in unquote(disposition)
	book = Book(answer.content)
	assert book.book.sheetnames == SHEETS
	assert all(book.rows(sheet) for sheet in SHEETS)
	goal = next(row for row in book.rows(GOALS) if row["Type"] == "Goal")
	assert goal["Goal"] == "'=1+1 审批缩短"


def test_internal_marks_are_not_exported(api: Callable[..., Api], admin: Api, pm: Api, dossier: str) -> None:
	"""Decision 10: neither risk nor tags nor what an administrator hides."""
	client = admin.read(PROJECT, dossier)["client"]
	tag = admin.list("Client Tag", fields=["name"])[0]["name"]
	values = {"high_risk": 1, "high_risk_reason": "曾拖欠尾款", "client_tags": [{"tag": tag}]}
	api(people.MANAGER).update("Client", client, **values)
	book = Book(exported(api(people.MANAGER), dossier))
	text = str([book.headings(sheet) + book.rows(sheet) for sheet in SHEETS])
	assert "曾拖欠尾款" not in text and tag not in text and "risk" not in text.lower()
	assert client in text


def test_an_unchanged_file_changes_nothing(host: Host, admin: Api, pm: Api, dossier: str) -> None:
	"""S004-70: no document is written, no version and no entry of the ledger made."""
	before = stamps(admin, dossier)
	found = imported(host, pm, exported(pm, dossier))
	assert (found["status"], found["rows"]) == ("Done", [])
	assert (found["created"], found["updated"], found["unchanged"]) == (0, 0, 4)
	assert stamps(admin, dossier) == before


def test_edits_are_taken_and_nothing_else(host: Host, admin: Api, pm: Api, dossier: str) -> None:
	"""S004-70: an edited cell, a cell that was emptied, a new row, on documents that have not moved."""
	book = Book(exported(pm, dossier))
	book.put(BASIC, 2, "Employees", "１２０")
	goal = next(row["row"] for row in book.rows(GOALS) if row["Type"] == "Goal")
	book.put(GOALS, goal, "Baseline", None)
	book.add(GOALS, **{"Type": "目标", "Project No.": dossier, "Goal": "差错率", "Target": "1"})
	book.add(
		NEEDS, **{"Project No.": dossier, "Feature": "+导出", "Priority": "低", "Acceptance Criteria": "一页"}
	)
	found = imported(host, pm, book.data())
	assert (found["status"], found["created"], found["updated"]) == ("Done", 1, 2), found["rows"]
	assert [row["message"] for row in found["rows"]] == ["１２０ was read as 120."]
	doc = admin.read(PROJECT, dossier)
	assert [(row["goal"], row.get("baseline") or "") for row in doc["goals"]] == [
		("=1+1 审批缩短", ""),
		("差错率", ""),
	]
	assert admin.read("Client", doc["client"])["employees"] == 120
	assert admin.names("Requirement", project=dossier, feature="+导出", priority="Low")
	sources = pm.query("client_mgmt.api.collect.sources", doctype="Client", name=doc["client"])["values"]
	assert next(row for row in sources if row["field"] == "employees")["source"] == "Workbook"


def test_what_has_moved_on_is_not_overwritten(host: Host, admin: Api, pm: Api, dossier: str) -> None:
	"""S004-62: both values are kept and shown; a value that only stood in the file is no edit."""
	client = admin.read(PROJECT, dossier)["client"]
	book = Book(exported(pm, dossier))
	pm.update("Client", client, employees=90, city="上海")
	book.put(BASIC, 2, "Employees", 100)
	found = imported(host, pm, book.data())
	assert (found["status"], found["conflicts"], found["updated"]) == ("Done", 1, 0)
	assert found["rows"][0]["level"] == "conflict" and found["rows"][0]["row"] == 2
	now = admin.read("Client", client)
	assert (now["employees"], now["city"]) == (90, "上海")
	(conflict,) = admin.list("Value Conflict", filters={"reference_name": client}, fields=["*"])
	assert (conflict["our_value"], conflict["other_value"], conflict["source"]) == ("90", "100", "Workbook")


def test_a_typed_workbook_makes_a_dossier_once(host: Host, admin: Api, pm: Api) -> None:
	"""S004-60: by client name, contract number, feature, contact: a second import finds all of it again."""
	data = typed(new_dossier(计划开始="2027年1月2日"))
	found = imported(host, pm, data)
	assert (found["status"], found["created"], found["errors"]) == ("Done", 4, 0), found["rows"]
	assert {row["level"] for row in found["rows"]} == {"notice"}
	(name,) = admin.names(PROJECT, project_name=Book(data).rows("基础信息")[0]["项目名称"])
	doc = admin.read(PROJECT, name)
	assert (doc["planned_start"], doc["contract_amount"], doc["owner"]) == (
		"2027-01-02",
		300000,
		people.PM.user,
	)
	node = doc["payment_nodes"][0]
	assert (node["percent"], node["amount"], node["due_date"]) == (100, 300000, "2027-01-15")
	assert admin.read("Client Contact", doc["team"][0]["contact"])["phone"] == "13800138000"
	again = imported(host, pm, data)
	assert (again["created"], again["updated"], again["unchanged"], again["conflicts"]) == (0, 0, 4, 0)


def test_a_dry_run_writes_nothing_and_says_everything(host: Host, admin: Api, pm: Api) -> None:
	sheets = new_dossier()
	sheets["需求明细"].append(["N1", "导出", "很高", "一页"])
	found = imported(host, pm, typed(sheets), mode="dry_run")
	assert (found["status"], found["errors"], found["created"]) == ("Done", 1, 4)
	assert not admin.names(PROJECT, project_name=sheets["基础信息"][1][1])
	(row,) = [row for row in found["rows"] if row["level"] == "error"]
	assert (row["sheet"], row["row"], row["column"]) == ("需求明细", 3, "优先级")
	assert "High" in row["message"]


def test_refuse_writes_nothing_skip_leaves_out_the_row(host: Host, admin: Api, pm: Api) -> None:
	"""S004-68, S004-19: a bad amount, a client type that is none."""
	sheets = new_dossier()
	sheets["财务条款"].append(["N1", "付款节点", None, None, "尾款", None, -1, None])
	data, title = typed(sheets), sheets["基础信息"][1][1]
	refused = imported(host, pm, data)
	assert (refused["status"], refused["created"], refused["errors"]) == ("Refused", 0, 1)
	assert not admin.names(PROJECT, project_name=title)
	skipped = imported(host, pm, data, on_error="skip")
	assert (skipped["status"], skipped["created"], skipped["errors"]) == ("Done", 4, 1)
	(name,) = admin.names(PROJECT, project_name=title)
	assert [row["node_name"] for row in admin.read(PROJECT, name)["payment_nodes"]] == ["首付款"]
	other = new_dossier(客户类型="个体户")
	found = imported(host, pm, typed(other), on_error="skip")
	assert (found["created"], found["errors"]) == (0, 2)
	assert not admin.names("Client", client_name=other["基础信息"][1][2])


def test_a_rule_that_refuses_takes_back_its_dossier_alone(host: Host, admin: Api, pm: Api) -> None:
	"""Each dossier is there wholly or not at all: the end before the beginning is found when it is saved."""
	sheets = new_dossier(计划开始="2027-05-01", 计划结束="2027-01-01")
	good = [*sheets["基础信息"][1]]
	good[0], good[1], good[2], good[5] = "N2", unique("好项目"), unique("好客户"), "2027-09-01"
	sheets["基础信息"].append(good)
	found = imported(host, pm, typed(sheets), on_error="skip")
	assert (found["status"], found["created"], found["errors"]) == ("Done", 2, 1)
	assert admin.names(PROJECT, project_name=good[1])
	assert not admin.names("Client", client_name=sheets["基础信息"][1][2])
	assert "before" in next(row["message"] for row in found["rows"] if row["level"] == "error")


def test_a_locked_dossier_stays(host: Host, admin: Api, make: Factory, pm: Api) -> None:
	"""S004-75: the rule's own sentence; requirements of an archived scope as well."""
	name = make.archived()
	before = stamps(admin, name)
	book = Book(exported(pm, name))
	book.put(GOALS, 2, "Background", "另一个背景，写得足够长，但是档案已经归档，不可以再修改。")
	book.put(NEEDS, 2, "Acceptance Criteria", "改了")
	found = imported(host, pm, book.data())
	assert found["status"] == "Refused"
	assert "Archived" in " ".join(row["message"] for row in found["rows"])
	assert stamps(admin, name) == before


def test_a_report_speaks_the_readers_language(
	host: Host, admin: Api, api: Callable[..., Api], pm: Api
) -> None:
	sheets = new_dossier(计划开始="03/04/2025")
	found = imported(host, pm, typed(sheets), mode="dry_run")
	assert "either of two days" in str(found["rows"])
	admin.update("User", people.PMO.user, language="zh")
	assert "可能指两个不同的日期" in str(report(api(people.PMO), found["job"])["rows"])
	admin.update("User", people.PMO.user, language="en")


def test_export_then_import_makes_the_same_dossier(host: Host, admin: Api, pm: Api, dossier: str) -> None:
	"""S004-70: as a new dossier of a new client, every exported value is the same."""
	book = Book(exported(pm, dossier))
	for sheet in SHEETS:
		for row in book.rows(sheet):
			book.put(sheet, row["row"], "Project No.", "COPY")
	name, client, contract = unique("副本"), unique("副本客户"), unique("HT")
	for heading, value in {"Project Name": name, "Client No.": None, "Client Name": client}.items():
		book.put(BASIC, 2, heading, value)
	book.put(FINANCE, 2, "Contract Number", contract)
	found = imported(host, pm, book.data())
	assert (found["status"], found["created"], found["rows"]) == ("Done", 4, [])
	(copy,) = admin.names(PROJECT, project_name=name)
	ours, theirs = Book(exported(pm, dossier)), Book(exported(pm, copy))
	own = {
		"Project No.",
		"No.",
		"Client No.",
		"Project Name",
		"Client Name",
		"Contract Number",
		"~digest",
		"row",
	}
	for sheet in SHEETS:
		pairs = [
			[{key: value for key, value in row.items() if key not in own} for row in one.rows(sheet)]
			for one in (ours, theirs)
		]
		assert pairs[0] == pairs[1], sheet


def test_an_administrators_own_field_comes_along(host: Host, admin: Api, pm: Api, dossier: str) -> None:
	"""S004-64: form and workbook have the same structure, a Custom Field of a section included."""
	field = {"dt": PROJECT, "fieldname": "room_of_the_project", "fieldtype": "Select", "label": "Room"}
	made = admin.create("Custom Field", insert_after="background", options="\nNorth\nSouth", **field)["name"]
	try:
		book = Book(exported(pm, dossier))
		assert "Room" in book.headings(GOALS)
		book.put(GOALS, 2, "Room", "south")
		found = imported(host, pm, book.data())
		assert (found["status"], found["updated"]) == ("Done", 1), found["rows"]
		assert admin.read(PROJECT, dossier)["room_of_the_project"] == "South"
	finally:
		assert admin.try_delete("Custom Field", made).ok
