"""Payment nodes and KPIs (S004-22..24, S004-47, S004-48)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.dossier import terms


def faults(amount: Any, *nodes: tuple[Any, Any]) -> list[str]:
	return [
		fault.rule for fault in terms.payment_faults(amount, [{"amount": a, "percent": p} for a, p in nodes])
	]


def test_amounts_add_up_exactly() -> None:
	"""S004-48: cents are not lost to binary fractions."""
	assert faults(0.3, (0.1, 0), (0.2, None)) == []
	assert faults(100, (33.33, 0), (33.33, 0), (33.33, 0)) == ["sum"]
	assert faults(None, (1, 0)) == ["sum"]
	assert faults(100) == []


def test_percentages_agree_with_the_amounts() -> None:
	"""S004-48: within the rounding of two decimals."""
	assert faults(100, (33.33, 33.33), (33.33, 33.33), (33.34, 33.34)) == []
	assert faults(100, (33.33, 33.33), (33.33, 33.33), (33.34, 33.33)) == []
	assert faults(100, (50, 50), (50, 40)) == ["percents", "share"]
	assert faults(100, (40, 50), (60, 50)) == ["share", "share"]


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_any_split_of_an_amount_passes_and_a_cent_more_does_not(cents: list[int]) -> None:
	"""Against whole cents as the slow oracle; percentages rounded to two decimals always agree."""
	total = sum(cents)
	nodes = [
		(str(Decimal(part) / 100), float(round(Fraction(part * 10000, total)) / Fraction(100)))
		for part in cents
	]
	assert faults(str(Decimal(total) / 100), *nodes) == []
	assert "sum" in faults(str(Decimal(total + 1) / 100), *nodes)


@pytest.mark.parametrize(
	("row", "complete", "expected"),
	[
		({"kpi": "Budget Limit", "target_value": 0}, False, []),
		({"kpi": "Budget Limit", "target_value": 0}, True, ["budget"]),
		({"kpi": "Budget Limit", "target_value": -1}, False, ["budget"]),
		({"kpi": "User Coverage", "target_value": 100}, True, []),
		({"kpi": "User Coverage", "target_value": 100.1}, False, ["coverage"]),
		({"kpi": "Other", "target_value": -5}, True, []),
	],
)
def test_kpis(row: dict[str, Any], complete: bool, expected: list[str]) -> None:
	"""S004-23, S004-24, S004-25."""
	assert [fault.rule for fault in terms.kpi_faults([row], complete)] == expected
