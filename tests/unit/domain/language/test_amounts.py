"""Amounts of money in a text, against numerals written by a slow oracle."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.language.amounts import find_amounts
from client_mgmt.domain.language.numerals import half_width, to_int

CAPITAL, SMALL = "零壹贰叁肆伍陆柒捌玖", "零一二三四五六七八九"


def written(number: int, digits: str = CAPITAL, units: str = "仟佰拾") -> str:
	"""Slow oracle: the numeral of a whole number, place by place, as on a cheque."""
	if number == 0:
		return digits[0]
	text, pending = "", False
	for scale, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
		section = number // scale % 10**4
		if not section:
			pending = pending or bool(text)
			continue
		for at, unit in enumerate((*units, "")):
			digit = section // 10 ** (3 - at) % 10
			if digit:
				text += (digits[0] if pending else "") + digits[digit] + unit
				pending = False
			else:
				pending = pending or bool(text)
		text, pending = text + name, section % 10 == 0
	return text


def amounts(text: str) -> list[tuple[str, str | None]]:
	return [(str(amount.value), amount.currency) for amount in find_amounts(text)]


@pytest.mark.parametrize(
	("text", "found"),
	[
		("壹拾贰万叁仟元整", [("123000", "CNY")]),
		("预算10万左右", [("100000", None)]),
		("３５万元", [("350000", "CNY")]),
		("一百二十万元", [("1200000", "CNY")]),
		("¥1,234,567.89", [("1234567.89", "CNY")]),
		("1亿2000万元", [("120000000", "CNY")]),
		("USD 50k", [("50000", "USD")]),
		("RMB 8,500", [("8500", "CNY")]),
		("12万美元", [("120000", "USD")]),
		("30-50万元", [("300000", "CNY"), ("500000", "CNY")]),
		("壹佰元伍角贰分", [("100.52", "CNY")]),
		("人民币壹拾贰万元整（¥120,000.00）", [("120000", "CNY")]),
	],
)
def test_amounts_are_read(text: str, found: list[tuple[str, str | None]]) -> None:
	"""S004-92: figures, 万, capitals, full width; no currency where none is named."""
	assert amounts(text) == found


@pytest.mark.parametrize(
	"text",
	["支持10万用户", "5000并发", "2025年8月20日", "3块大屏", "十二元件", "第三条", "0元", "13800138000"],
)
def test_other_numbers_are_no_money(text: str) -> None:
	assert amounts(text) == []


def test_capitals_that_differ_from_the_figures() -> None:
	"""Both stand, and neither is trusted."""
	found = find_amounts("人民币伍拾万元整（￥510,000元）")
	assert [(amount.value, amount.confidence) for amount in found] == [(500000, 0.5), (510000, 0.5)]


@given(st.integers(1, 10**12 - 1))
def test_capitals_against_the_oracle(number: int) -> None:
	assert amounts(f"金额：人民币{written(number)}元整。") == [(str(number), "CNY")]


@given(st.integers(1, 10**12 - 1))
def test_small_numerals_against_the_oracle(number: int) -> None:
	assert to_int(written(number, SMALL, "千百十")) == number


@given(st.decimals(Decimal("0.01"), Decimal("999999999.99"), places=2))
def test_figures_with_separators(number: Decimal) -> None:
	assert [amount.value for amount in find_amounts(f"合同价¥{number:,}。")] == [number]


@given(st.text("零壹贰拾佰仟万亿元整角分一二十百千¥$.,，0123456789-至kK ", max_size=40))
def test_any_text_is_read(text: str) -> None:
	"""Every find is positive and lies in the text."""
	for amount in find_amounts(text):
		assert amount.value > 0
		assert 0 <= amount.start < amount.end <= len(text)


@pytest.mark.parametrize("text", ["", "一二百", "百千", "万", "十十", "零百", "abc"])
def test_malformed_numerals(text: str) -> None:
	assert to_int(text) is None


@given(st.text(max_size=40))
def test_half_width_keeps_places(text: str) -> None:
	assert len(half_width(text)) == len(text)
