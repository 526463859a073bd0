"""How alike two clients are, on plain values (S004-105)."""

from __future__ import annotations

from datetime import date

import pytest

from client_mgmt.domain.clients import similarity

BANK = {"industry": "Finance", "client_type": "Enterprise", "employees": 12000, "tags": {"敏感型"}}
ALL = ("industry", "client_type", "employees", "tags")


@pytest.mark.parametrize(
	("other", "score", "matched"),
	[
		(BANK, 100, ALL),
		({**BANK, "employees": 500, "tags": {"敏感型", "拖延型"}}, 77, ALL),
		({**BANK, "employees": 50, "tags": ()}, 55, ("industry", "client_type")),
		({"industry": "Retail"}, 0, ()),
		({}, 0, ()),
	],
)  # fmt: skip
def test_alike_by_industry_type_size_and_tags(other: dict[str, object], score: int, matched: object) -> None:
	"""S004-105: what is empty matches nothing, and the comparison has no direction."""
	assert similarity.likeness(BANK, other) == (score, matched)
	assert similarity.likeness(other, BANK) == (score, matched)
	assert similarity.likeness({}, {}) == (0, ())


@pytest.mark.parametrize(
	("employees", "label"),
	[(None, ""), (0, ""), (1, "1–19"), (19, "1–19"), (20, "20–299"), (300, "300–999"), (1000, "1000+")],
)  # fmt: skip
def test_size_bands(employees: int | None, label: str) -> None:
	"""S004-105: sizes are compared by band."""
	assert similarity.band_label(employees) == label


def test_names_are_masked() -> None:
	"""S004-105: who does not see a client reads no name of it, with or without its legal form."""
	names = ["华信银行股份有限公司", "银行支付结算模块", "王强", None, "A"]
	text = "华信银行股份有限公司的王强说，华信银行在银行支付结算模块上反复修改 A。"
	assert similarity.masked(text, names) == "***的***说，***在***上反复修改 A。"
	assert similarity.masked("ACME was late; acme Ltd. too", ["Acme Ltd."]) == "*** was late; *** too"
	assert similarity.masked(None, names) == ""
	assert similarity.masked("x" * 3, []) == "xxx"


def test_what_was_late() -> None:
	"""S004-105: payments after their day, or still out; ends after the plan."""
	today, due = date(2026, 3, 1), date(2026, 2, 1)
	nodes = [
		{"due_date": due, "received_on": date(2026, 2, 2), "paid": 1},
		{"due_date": due, "received_on": due, "paid": 1},
		{"due_date": due, "received_on": None, "paid": 0},
		{"due_date": due, "received_on": None, "paid": 1},
		{"due_date": today, "received_on": None, "paid": 0},
		{"due_date": None, "received_on": None, "paid": 0},
	]
	assert similarity.overdue(nodes, today) == 2
	assert similarity.days_late(due, today) == 28
	assert similarity.days_late(today, due) == -28
	assert similarity.days_late(None, today) is None
