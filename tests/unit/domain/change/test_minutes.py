"""Minutes: acknowledgement and its end."""

from __future__ import annotations

from datetime import date

import pytest

from client_mgmt.domain.change import minutes


@pytest.mark.parametrize(
	("meeting_type", "audience", "asked"),
	[
		("Review", "Client", True),
		("Demo", "Client", True),
		("Stand-up", "Client", False),
		("Review", "Internal", False),
	],
)
def test_review_and_demo_minutes_ask(meeting_type: str, audience: str, asked: bool) -> None:
	"""Domain model, Meeting Minutes Control."""
	assert minutes.asks_acknowledgement(meeting_type, audience) is asked


@pytest.mark.parametrize(
	("day", "working"),
	[
		(date(2025, 10, 1), False),  # National Day
		(date(2025, 9, 28), True),  # a Sunday worked in exchange
		(date(2025, 9, 27), False),  # a Saturday
		(date(2025, 9, 26), True),
	],
)
def test_chinese_working_days(day: date, working: bool) -> None:
	assert minutes.is_chinese_working_day(day) is working


def test_five_whole_working_days() -> None:
	"""Circulated on a Monday: Tuesday to Monday pass, Tuesday it may be closed."""
	assert minutes.may_close_unacknowledged_from(date(2026, 3, 2)) == date(2026, 3, 10)


def test_a_holiday_does_not_count() -> None:
	"""Golden week 2025: the 1st to the 8th of October are free, the 11th (a Saturday) is worked."""
	assert minutes.may_close_unacknowledged_from(date(2025, 9, 30)) == date(2025, 10, 15)
