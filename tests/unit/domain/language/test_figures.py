"""Numbers as forms and programs send them (S004-68)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.language import figures

READ = [
	(None, None),
	("", ""),
	(0, 0),
	(-1, -1),
	(1.5, 1.5),
	(Decimal("2"), Decimal("2")),
	("12", 12),
	("1,200.50", 1200.5),
	(" 3 ", 3),
	("-1", -1),
	("+2.", 2),
	("￥6,000", 6000),
	("６，０００", 6000),
	("  ", ""),
]
NOTHING = [
	"abc",
	"1.2.3",
	"12 元",
	"1,2",
	"NaN",
	"1e5",
	"6千",
	"1_0",
	"٣",
	float("nan"),
	float("inf"),
	[],
	{},
	True,
]


@pytest.mark.parametrize(("value", "number"), READ)
def test_figures(value: Any, number: Any) -> None:
	assert figures.read(value, "Currency").value == number


@pytest.mark.parametrize("value", NOTHING)
@pytest.mark.parametrize("fieldtype", ["Currency", "Float", "Int", "Percent"])
def test_what_is_no_figure(value: Any, fieldtype: str) -> None:
	with pytest.raises(ValueError):
		figures.read(value, fieldtype)


@pytest.mark.parametrize(
	("value", "fieldtype", "currency"),
	[
		("¥5", "Int", ""),
		("¥5", "Float", ""),
		("¥5", "Currency", "USD"),
		("5%", "Currency", ""),
		(0.5, "Int", ""),
		("0.5", "Int", ""),
		(10**12, "Currency", ""),
		(2**31, "Int", ""),
		("yes", "Check", ""),
		(10**400, "Float", ""),
	],
)
def test_in_the_wrong_field(value: Any, fieldtype: str, currency: str) -> None:
	with pytest.raises(ValueError):
		figures.read(value, fieldtype, currency)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_a_number_survives_its_writing(number: Decimal) -> None:
	for text in (f"{number}", f"{number:,}", f"¥{number:,}", f"{number:,}".translate(WIDE)):
		assert Decimal(str(figures.read(text, "Currency").value)) == pytest.approx(
			number, rel=Decimal("1e-12")
		)


WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.mark.parametrize(("text", "told"), [("12", False), ("1,200", True), ("１２", True), ("¥5", True)])
def test_only_what_was_written_otherwise_is_told(text: str, told: bool) -> None:
	assert figures.read(text, "Currency").notice is told
