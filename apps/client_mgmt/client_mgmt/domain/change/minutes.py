"""Meeting minutes: who is asked to acknowledge, and when silence ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import holidays

WAIT = 5
ACKNOWLEDGED_TYPES = frozenset({"Review", "Demo"})


def asks_acknowledgement(meeting_type: str | None, audience: str | None) -> bool:
	"""Acknowledgement is asked of Review and Demo minutes for the client by default."""
	return audience == "Client" and meeting_type in ACKNOWLEDGED_TYPES


def is_chinese_working_day(day: date) -> bool:
	"""Whether people work on `day` in China: no weekend or holiday, or a weekend day worked in exchange."""
	return holidays.country_holidays("CN", years=day.year).is_working_day(day)


def may_close_unacknowledged_from(
	circulated: date, is_working_day: Callable[[date], bool] = is_chinese_working_day
) -> date:
	"""The first day on which minutes circulated on day `circulated` may be closed without acknowledgement:
	the client has had five whole working days after that day. Days are in the site's time zone."""
	day, worked = circulated, 0
	while worked < WAIT:
		day += timedelta(days=1)
		worked += is_working_day(day)
	return day + timedelta(days=1)
