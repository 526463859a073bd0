"""What marks a client as a high risk, and how late its people confirm."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.clients import risk

TODAY = date(2026, 6, 30)


def node(due: date | None = date(2026, 6, 1), **values: Any) -> dict[str, Any]:
	return {"node_name": "尾款", "amount": 100, "due_date": due, **values}


@pytest.mark.parametrize(
	("last", "days"),
	[
		(node(), 29),
		(node(received_amount=99.99), 29),
		(node(paid=1, received_on=date(2026, 6, 20)), 19),
		(node(received_amount=100, received_on=date(2026, 6, 2)), 1),
		(node(paid=1, received_on=date(2026, 6, 1)), None),
		(node(paid=1), None),
		(node(due=TODAY), None),
		(node(due=None), None),
	],
)
def test_a_final_payment_that_was_or_is_overdue(last: dict[str, Any], days: int | None) -> None:
	"""S004-63: 曾拖欠尾款: not fully paid after its day, or paid after it, ever."""
	late = risk.late_final_payment(
		[node(date(2026, 1, 1), paid=1, received_on=date(2026, 5, 1)), last], TODAY
	)
	assert (late.days if late else None) == days


def test_an_earlier_node_is_no_final_payment() -> None:
	assert risk.late_final_payment([node(), node(date(2026, 12, 1))], TODAY) is None
	assert risk.late_final_payment([], TODAY) is None


@given(st.lists(st.integers(0, 200), max_size=30), st.integers(1, 8))
def test_the_busiest_30_days(offsets: list[int], threshold: int) -> None:
	"""S004-05: against a slow count of every window."""
	rows = [(str(number), TODAY + timedelta(days=offset)) for number, offset in enumerate(offsets)]
	most = max((sum(0 <= other - offset < 30 for other in offsets) for offset in offsets), default=0)
	many = risk.too_many_changes(rows, threshold)
	assert (len(many.names) if many else None) == (most if most > threshold else None)
	assert risk.too_many_changes(rows, 0) is None


def test_how_late_confirmations_come() -> None:
	"""S004-90: the median of days from the last asking to the first answer; three at least."""
	day = datetime(2026, 6, 1, 9)
	asked = [("A", day), ("A", day + timedelta(days=4)), ("B", day), ("C", day), ("D", day)]
	answered = [
		("A", day + timedelta(days=6)),
		("B", day + timedelta(days=9)),
		("C", day - timedelta(days=1)),
	]
	days = risk.confirmation_days(asked, answered)
	assert days == {"A": 2.0, "B": 9.0}
	assert risk.typical_delay(days.values()) is None
	assert risk.typical_delay([2, 9, 7]) == 7
