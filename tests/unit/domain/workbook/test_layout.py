"""The five sheets, written and read again without a site."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from client_mgmt.domain.workbook import layout
from client_mgmt.domain.workbook.cells import Problem
from client_mgmt.domain.workbook.layout import Field, Title
from client_mgmt.domain.workbook.reader import Issue, Row, Structure, group, read
from client_mgmt.domain.workbook.writer import Line, write

NAME = Field("project_name", "Data", Title("Project Name", "项目名称"), length=140)
START = Field("planned_start", "Date", Title("Planned Start", "计划开始"))
CLIENT = Field("client_name", "Data", Title("Client Name", "客户名称"), length=140)
TYPE = Field(
	"client_type",
	"Select",
	Title("Client Type", "客户类型"),
	(Title("Enterprise", "企业"), Title("Individual", "个人")),
)
WHY = Field("background", "Small Text", Title("Background", "项目背景"), help="Why.")
GOAL = Field("goal", "Data", Title("Goal", "目标"))
UNIT = Field("unit", "Data", Title("Unit", "单位"))
KPI = Field("kpi", "Select", Title("KPI", "指标"), (Title("Go, Live", "上线"), Title('Say "x"', "说")))
DONE = Field("target_value", "Float", Title("Target Value", "目标值"))
FEATURE = Field("feature", "Data", Title("Feature", "功能点"))
NODE = Field("node_name", "Data", Title("Node", "付款节点"))
AMOUNT = Field("amount", "Currency", Title("Amount", "金额"), least=1)
DUE = Field("due_date", "Date", Title("Due Date", "截止日期"))
PAID = Field("paid", "Check", Title("Paid", "已付款"))
CONTACT = Field("contact_name", "Data", Title("Contact Name", "联系人姓名"))
PHONE = Field("phone", "Data", Title("Phone", "电话"))
HELD: dict[str, list[Field]] = {
	"project": [NAME, START, WHY],
	"client": [CLIENT, TYPE],
	"goals": [GOAL, UNIT],
	"kpis": [KPI, UNIT, DONE],
	"requirement": [FEATURE],
	"payment_nodes": [NODE, AMOUNT, DUE, PAID],
	"contact": [CONTACT, PHONE],
}


def structure() -> Structure:
	found = []
	for sheet in layout.SHEETS:
		blocks = {block: _held(sheet, block) for kind in sheet.kinds for block in kind.blocks}
		found.append((sheet, layout.columns(sheet, blocks)))
	return found


def _held(sheet: layout.Sheet, block: layout.Block) -> list[Field]:
	fields = HELD.get(block.target, [])
	if block.target == "project":
		fields = {"基础信息": [NAME, START], "项目目标": [WHY]}.get(sheet.title.zh, [])
	return [] if block.target == "client" and sheet.title.zh != "基础信息" else fields


def rows_of(data: bytes) -> tuple[list[Row], list[Issue]]:
	items = list(read(io.BytesIO(data), len(data), structure()))
	return [item for item in items if isinstance(item, Row)], [
		item for item in items if isinstance(item, Issue)
	]


def typed(sheets: dict[str, list[list[Any]]]) -> bytes:
	"""A workbook as somebody types it."""
	book, buffer = Workbook(write_only=True), io.BytesIO()
	for title, lines in sheets.items():
		page = book.create_sheet(title)
		for line in lines:
			page.append(line)
	book.save(buffer)
	return buffer.getvalue()


def export(lines: dict[str, list[Line]], language: str = "zh") -> bytes:
	buffer = io.BytesIO()
	write(
		buffer,
		structure(),
		{sheet.title.en: lines.get(sheet.title.en, []) for sheet in layout.SHEETS},
		language,
	)
	return buffer.getvalue()


@pytest.mark.parametrize(
	("language", "titles"),
	[
		("zh", ["基础信息", "项目目标", "需求明细", "财务条款", "协作记录"]),
		("en", ["Basic Information", "Project Goals", "Requirements", "Financial Terms", "Collaboration"]),
	],
)
def test_exactly_five_sheets_in_order(language: str, titles: list[str]) -> None:
	"""S004-66, S004-64."""
	assert openpyxl.load_workbook(io.BytesIO(export({}, language))).sheetnames == titles


def test_columns_are_validated() -> None:
	"""S004-67, S004-68, S004-69: lists, amounts greater than zero, dates; help; a frozen heading."""
	book = openpyxl.load_workbook(io.BytesIO(export({})))
	finance = book["财务条款"]
	assert finance.freeze_panes == "B2"
	rules = {rule.promptTitle or rule.formula1: rule for rule in finance.data_validations.dataValidation}
	assert (rules["金额"].type, rules["金额"].operator, rules["金额"].formula1) == (
		"decimal",
		"greaterThan",
		"0",
	)
	assert rules["截止日期"].type == "date"
	assert rules['"是,否"'].type == "list"
	kinds = book["基础信息"].data_validations.dataValidation
	assert '"企业,个人"' in {rule.formula1 for rule in kinds}
	goals = {rule.promptTitle: rule for rule in book["项目目标"].data_validations.dataValidation}
	assert "Why." in goals["项目背景"].prompt


def test_options_that_no_rule_can_hold_stand_in_hidden_columns() -> None:
	data = export({}, "en")
	page = openpyxl.load_workbook(io.BytesIO(data))["Project Goals"]
	rule = next(rule for rule in page.data_validations.dataValidation if str(rule.formula1).startswith("$"))
	first = page[rule.formula1.replace("$", "").partition(":")[0]]
	assert first.value == "Go, Live"
	assert page.column_dimensions[first.column_letter].hidden
	assert rows_of(data) == ([], [])


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@'\t\r\n"), min_size=1, max_size=40)
DAYS = st.dates().map(str)
MONIES = st.decimals("0.01", "99999999999", places=2).map(lambda value: format(value.normalize(), "f"))


@settings(max_examples=60, deadline=None)
@given(
	st.lists(
		st.fixed_dictionaries(
			{
				"project.project_name": TEXTS,
				"project.planned_start": st.just("") | DAYS,
				"client.client_name": TEXTS,
				"client.client_type": st.sampled_from(["", "Enterprise", "Individual"]),
			}
		),
		max_size=3,
	),
	st.lists(
		st.fixed_dictionaries(
			{
				"payment_nodes.node_name": TEXTS,
				"payment_nodes.amount": MONIES,
				"payment_nodes.due_date": st.just("") | DAYS,
				"payment_nodes.paid": st.sampled_from([0, 1]),
			}
		),
		max_size=3,
	),
	st.sampled_from(["zh", "en"]),
)
def test_export_then_read_is_the_identity(
	facts: list[dict[str, Any]], nodes: list[dict[str, Any]], language: str
) -> None:
	"""S004-70: any text, formula-like or not, any date, any amount, in either language."""
	lines = {
		"Basic Information": [
			Line("Dossier", f"PRJ-{at}", "", "a=12345678", values) for at, values in enumerate(facts)
		],
		"Financial Terms": [
			Line("Payment Node", "PRJ-0", f"row{at}", "", values) for at, values in enumerate(nodes)
		],
	}
	rows, issues = rows_of(export(lines, language))
	assert issues == []
	found = [
		{name: "" if value is None else value for name, value in row.values.items()}
		for row in rows
		if row.kind == "Dossier"
	]
	visible = [values for values in facts if any(str(value).strip() for value in values.values())]
	assert found == visible
	paid = [
		{name: "" if value is None else value for name, value in row.values.items()}
		for row in rows
		if row.kind == "Payment Node"
	]
	assert paid == nodes
	assert [row.row for row in rows if row.kind == "Payment Node"] == [f"row{at}" for at in range(len(nodes))]


def test_no_cell_of_an_export_is_a_formula() -> None:
	values = {"project.project_name": "=HYPERLINK(1)", "client.client_name": "@x"}
	data = export({"Basic Information": [Line("Dossier", "=1+1", "", "", values)]})
	with zipfile.ZipFile(io.BytesIO(data)) as archive:
		assert not any(re.search(rb"<f[ >]", archive.read(name)) for name in archive.namelist())
	cells = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(data))["基础信息"][2] if cell.value]
	assert "'=HYPERLINK(1)" in cells and "'=1+1" in cells and "'@x" in cells


def test_habits_of_real_people() -> None:
	"""Title rows above the headings, other names, a kind that is not said, blank rows, text in dates."""
	data = typed(
		{
			"基础信息": [
				["客户档案（2025 版）"],
				["填表说明：带 * 必填", None],
				["项目编号", "工程名称", " 公司名称 *", "客户类型（必填）", "预计开始", "备注栏"],
				["A", "OA系统", "甲公司", "企业", "2025年9月1日", "急"],
				[None, None, None, None, None, None],
				["", "  ", None, None, None, None],
			],
			"财务条款": [
				["项目编号", "类型", "节点", "付款金额", "到期日"],
				["A", None, "首付款", "￥30万", "2025.9.15"],
				["A", "付款节点", "尾款", 0, "03/04/2025"],
			],
			"草稿": [["x"]],
		}
	)
	rows, issues = rows_of(data)
	assert [(row.number, row.kind, row.key, row.bad) for row in rows] == [
		(4, "Dossier", "A", False),
		(2, "Payment Node", "A", False),
		(3, "Payment Node", "A", True),
	]
	assert rows[0].values["project.planned_start"] == "2025-09-01"
	assert rows[1].values["payment_nodes.amount"] == "300000"
	told = {(issue.level, issue.sheet, issue.row, issue.column) for issue in issues}
	assert {
		("notice", "基础信息", 3, "备注栏"),
		("notice", "基础信息", 4, "预计开始"),
		("notice", "财务条款", 2, "付款金额"),
		("notice", "财务条款", 2, "到期日"),
		("error", "财务条款", 3, "付款金额"),
		("error", "财务条款", 3, "到期日"),
		("notice", "草稿", 0, ""),
	} == told


def test_a_row_whose_kind_is_open_is_refused() -> None:
	_rows, issues = rows_of(
		typed({"项目目标": [["项目编号", "类型", "单位"], ["A", None, "天"], ["A", "什么", "天"]]})
	)
	assert [(issue.level, issue.row) for issue in issues] == [("error", 2), ("error", 3)]


def test_rows_without_a_dossier_belong_to_the_only_one() -> None:
	one = {
		"基础信息": [["项目编号", "项目名称"], [None, "OA系统"]],
		"需求明细": [["功能点", "项目编号"], ["登录", None]],
	}
	dossiers, issues = group(read(io.BytesIO(typed(one)), 1, structure()), lambda row: row.kind)
	assert (dossiers, issues) == ({"OA系统": ["Dossier", "Requirement"]}, [])
	one["基础信息"].append(["B", "另一个"])
	dossiers, issues = group(read(io.BytesIO(typed(one)), 1, structure()), lambda row: row.kind)
	assert [issue.level for issue in issues] == ["error"]
	assert "Requirement" not in [kind for kinds in dossiers.values() for kind in kinds]


def test_a_workbook_without_the_sheets_is_refused() -> None:
	with pytest.raises(Problem, match="基础信息"):
		rows_of(typed({"Sheet1": [["a", "b"]]}))


def test_lies_about_the_size_of_a_sheet_cost_nothing() -> None:
	data = typed({"基础信息": [["项目编号", "项目名称"], ["A", "OA"]]})
	buffer = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
		for name in old.namelist():
			content = old.read(name)
			if name == "xl/worksheets/sheet1.xml":
				content = content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
				assert b"XFD1048576" in content
			new.writestr(name, content)
	rows, issues = rows_of(buffer.getvalue())
	assert ([row.key for row in rows], issues) == (["A"], [])
