"""Entered values beside the contract's, on plain values."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from client_mgmt.domain.contract import compare


@pytest.mark.parametrize(
	("field", "entered", "contract", "same"),
	[
		("contract_no", "HX－2026－0117", "hx-2026-0117", True),
		("contract_no", "HX-2026-0118", "HX-2026-0117", False),
		("contract_no", "", "HX-2026-0117", False),
		("contract_no", "HX-2026-0117", "", None),
		("amount", "2400000", "2400000.00", True),
		("amount", "2400000", "2400000.01", False),
		("amount", "", "2400000", False),
		("client_name", "华信银行股份有限公司", "华信银行 股份有限公司", True),
		("client_name", "华信银行股份有限公司", "华信银行有限公司", False),
		("vendor_name", "", "北京云帆软件有限公司", None),
		("signed_on", "2026-01-15", "2026-01-16", False),
	],
)
def test_a_value_side_by_side(field: str, entered: str, contract: str, same: bool | None) -> None:
	"""S004-72: what the contract does not say is no difference, what only it says is one."""
	rows = compare.rows({compare.ROWS[field]: entered}, {field: contract})
	assert next(row["same"] for row in rows if row["field"] == field) is same


def node(name: str = "", percent: Any = "", amount: Any = "", due: str = "") -> dict[str, Any]:
	return {"node_name": name, "percent": percent, "amount": amount, "due_date": due}


def test_nodes_are_compared_by_their_place() -> None:
	ours = [node("首付", 30, 300), node("尾款", 70, 700, "2026-09-30")]
	theirs = [node("", 30), node("", "", 700, "2026-10-01"), node("质保金", 5)]
	rows = compare.nodes(ours, theirs, "1000", "1000")
	assert [row["differs"] for row in rows] == [[], ["due_date"], ["node"]]
	assert rows[1]["contract"]["percent"] == "70.00"
	assert compare.nodes(ours, [], "1000", "1000") == []


def test_another_value_is_another_difference() -> None:
	"""A waiver covers two values, not a field."""
	digests = {
		compare.digest("amount", "1", "2"),
		compare.digest("amount", "1", "3"),
		compare.digest("x", "1", "2"),
	}
	assert len(digests) == 3


def test_contradictions_are_differences_of_their_own() -> None:
	(one,) = compare.differences([], [], {"amount_in_words": ["100", "120"]})
	assert (one["key"], one["entered"], one["contract"]) == ("contract amount_in_words", "100", "120")


@pytest.mark.parametrize(
	("first", "second", "client"),
	[
		("甲公司", "乙公司", "甲公司"),
		("我们", "客户", "客户"),
		("丙公司", "客户", "客户"),
		("丙", "丁", "丙"),
	],
)
def test_who_is_the_client(first: str, second: str, client: str) -> None:
	parties = {"party_a": SimpleNamespace(value=first), "party_b": SimpleNamespace(value=second)}
	assert compare.sides(parties, "客户", "我们")[0].value == client
