"""Cells of 客户档案.xlsx: what people write, what is refused, and that no text becomes a formula."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.workbook.cells import (
	FORMULA,
	MOST_TEXT,
	Problem,
	exported,
	read,
	text_cell,
	text_of,
	written,
)
from client_mgmt.domain.workbook.layout import Field, Title

DAY = Field("due", "Date", Title("Due", "日期"))
MONEY = Field("amount", "Currency", Title("Amount", "金额"), least=1)
REVENUE = Field("revenue", "Currency", Title("Revenue", "营收"), least=0)
PERCENT = Field("percent", "Percent", Title("Percent", "百分比"))
COUNT = Field("employees", "Int", Title("Employees", "员工数"), least=0)
TICK = Field("paid", "Check", Title("Paid", "已付款"))
TEXT = Field("goal", "Small Text", Title("Goal", "目标"))
DATA = Field("name", "Data", Title("Name", "名称"), length=140)
TYPE = Field(
	"client_type",
	"Select",
	Title("Client Type", "客户类型"),
	(Title("Government", "政府"), Title("Enterprise", "企业"), Title("Individual", "个人")),
)


@pytest.mark.parametrize(
	"cell",
	[
		"2025/8/20",
		"2025.8.20",
		"2025年8月20日",
		"20-08-2025",
		"20250820",
		"45889",
		45889,
		45889.0,
		"２０２５/８/２０",
	],
)
def test_spellings_of_a_date_are_put_right_and_told(cell: Any) -> None:
	"""S004-69: another spelling is normalised with a notice."""
	value, was = read(cell, DAY)
	assert value == "2025-08-20"
	assert was


@pytest.mark.parametrize(
	"cell", ["2025-08-20", datetime.date(2025, 8, 20), datetime.datetime(2025, 8, 20, 13, 30)]
)
def test_dates_as_they_should_be_need_no_notice(cell: Any) -> None:
	"""S004-69: YYYY-MM-DD, and real dates of Excel."""
	assert read(cell, DAY) == ("2025-08-20", "")


def test_a_date_that_could_be_two_is_refused() -> None:
	"""S004-69."""
	with pytest.raises(Problem, match="YYYY-MM-DD"):
		read("03/04/2025", DAY)
	assert read("08/20/2025", DAY)[0] == "2025-08-20"


@pytest.mark.parametrize("cell", ["2025-02-30", "soon", "8月", 12, True, "2025-08-20 或之后"])
def test_what_is_no_date_is_refused(cell: Any) -> None:
	with pytest.raises(Problem, match="no date"):
		read(cell, DAY)


@pytest.mark.parametrize(
	("cell", "value"),
	[
		("¥1,200,000", "1200000"),
		("￥120万", "1200000"),
		("1.2亿", "120000000"),
		("１２０．５", "120.5"),
		("120 万元", "1200000"),
		("1，200，000.50元", "1200000.5"),
		("1 200 000", "1200000"),
		("壹拾贰万叁仟元整", "123000"),
		("人民币 3000", "3000"),
		(1200000.5, "1200000.5"),
		(7, "7"),
	],
)
def test_amounts_as_people_write_them(cell: Any, value: str) -> None:
	assert read(cell, MONEY)[0] == value


@pytest.mark.parametrize("cell", [0, "0", -1, "-1", "−1", "0.00"])
def test_amounts_are_positive(cell: Any) -> None:
	"""S004-68: 0 and −1 are refused in a cell."""
	with pytest.raises(Problem, match="greater than zero"):
		read(cell, MONEY)


@pytest.mark.parametrize(
	"cell", ["about 5", "abc", "12,5", "$100", "1.200.000,00", "1e6", "NaN", float("nan"), True]
)
def test_text_is_no_amount(cell: Any) -> None:
	"""S004-68: text in an amount is refused; another currency has its own column."""
	with pytest.raises(Problem, match="no number"):
		read(cell, MONEY)


def test_other_numbers() -> None:
	assert read(0, REVENUE)[0] == "0"
	assert read("30%", PERCENT)[0] == read(0.3, PERCENT, "0%")[0] == read(30, PERCENT)[0] == "30"
	assert read("１２００", COUNT)[0] == 1200
	for cell, field in ((-1, REVENUE), (-1, COUNT), (1.5, COUNT)):
		with pytest.raises(Problem):
			read(cell, field)


def test_options_are_known_in_both_languages() -> None:
	assert {
		read(word, TYPE)[0] for word in ("企业", "Enterprise", " enterprise ", "ＥＮＴＥＲＰＲＩＳＥ")
	} == {"Enterprise"}
	assert {read(word, TICK)[0] for word in ("是", "yes", "√", 1, True)} == {1}
	assert {read(word, TICK)[0] for word in ("否", "No", "×", 0, False)} == {0}


@pytest.mark.parametrize("word", ["Individual others", "个体", "Gov", "政府/企业"])
def test_other_client_types_are_refused(word: str) -> None:
	"""S004-19: government, enterprise, individual, and nothing else, in an import too."""
	with pytest.raises(Problem, match="政府 / Government"):
		read(word, TYPE)


def test_numbers_in_text_columns_keep_their_figures() -> None:
	assert read(13800138000, DATA)[0] == "13800138000"
	assert read(13800138000.0, DATA)[0] == "13800138000"
	assert read(datetime.datetime(2025, 8, 1), DATA)[0] == "2025-08-01"
	with pytest.raises(Problem, match="too many"):
		read("x" * 141, DATA)


@pytest.mark.parametrize(
	"text", ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''+1", "\n=1"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
	"""Neither Excel nor a CSV that is saved from the workbook runs it; reading gives the very text back."""
	cell = text_cell(text)
	assert cell[0] in "'_"
	assert text_of(cell) == text


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@'_x\t\r\n\x00\x0b￾"), max_size=60))
def test_every_text_comes_back(text: str) -> None:
	"""S004-70."""
	cell = text_cell(text)
	assert text_of(cell) == text
	assert not FORMULA.match(cell) or cell.startswith("'")


def test_a_text_that_no_cell_holds_is_cut() -> None:
	long = "长" * 40_000
	assert len(text_cell(long)) <= MOST_TEXT
	assert long.startswith(exported(long, TEXT))
	assert len(text_cell("\x01" * 30_000)) <= MOST_TEXT


@given(st.decimals(min_value="0.01", max_value="999999999999.99", places=2) | st.integers(1, 10**12))
def test_every_amount_comes_back(amount: Any) -> None:
	"""S004-70: against the plain decimal itself."""
	plain = format(amount, "f").rstrip("0").rstrip(".") if "." in format(amount, "f") else str(amount)
	assert read(written(plain, MONEY, "zh"), MONEY) == (plain, "")


@given(st.dates())
def test_every_date_comes_back(day: datetime.date) -> None:
	"""S004-70."""
	assert read(written(day.isoformat(), DAY, "en"), DAY) == (day.isoformat(), "")


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)))
def test_spellings_agree_with_the_calendar(day: datetime.date) -> None:
	"""S004-69, against strftime."""
	spellings = [
		f"{day.year}/{day.month}/{day.day}",
		f"{day.year}年{day.month}月{day.day}日",
		day.strftime("%Y%m%d"),
	]
	spellings += [(day - datetime.date(1899, 12, 30)).days]
	assert {read(cell, DAY)[0] for cell in spellings} == {day.isoformat()}
