"""The words of `timespan`, `previous` and `next` filters as a first and a last day (the site's own days)."""

from __future__ import annotations

import datetime
import re

import frappe
from frappe import _

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_COUNTED = re.compile(r"(last|next) (\d+) (days?|weeks?|months?|years?)\Z")
_PLAIN = re.compile(r"(last|this|next) (week|month|quarter|year)\Z")
_PERIOD = re.compile(r"(\d+) (days?|weeks?|months?|years?)\Z")
Span = tuple[datetime.date, datetime.date]


def span(operator: str, words: str) -> Span:
	"""First and last day; `previous` and `next` take words like "3 months", counted to and from today.

	Raises ValidationError for words without a meaning.
	"""
	words = words.strip().lower()
	today = frappe.utils.getdate()
	if operator in ("previous", "next"):
		found = _PERIOD.match(words)
		if found:
			return _counted(today, "last" if operator == "previous" else "next", *found.groups())
	else:
		result = _timespan(today, words)
		if result:
			return result
	frappe.throw(_("{0} is not a time span").format(frappe.bold(frappe.utils.escape_html(words))))
	raise AssertionError


def _timespan(today: datetime.date, words: str) -> Span | None:
	near = {"yesterday": -1, "today": 0, "tomorrow": 1}
	if words in near:
		day = today + datetime.timedelta(days=near[words])
		return day, day
	found = _PLAIN.match(words)
	if found:
		return _whole(today, {"last": -1, "this": 0, "next": 1}[found.group(1)], found.group(2))
	found = _COUNTED.match(words)
	return _counted(today, *found.groups()) if found else None


def _counted(today: datetime.date, direction: str, number: str, unit: str) -> Span:
	"""From `number` units before today until today, or the other way round."""
	sign, count = (-1 if direction == "last" else 1), int(number)
	unit = unit.rstrip("s")
	if unit in ("day", "week"):
		other = today + datetime.timedelta(days=sign * count * (7 if unit == "week" else 1))
	else:
		other = _shift(today, sign * count * _MONTHS[unit])
	return (other, today) if sign < 0 else (today, other)


def _whole(today: datetime.date, offset: int, unit: str) -> Span:
	"""The whole calendar week, month, quarter or year that is `offset` away."""
	if unit == "week":
		first = today - datetime.timedelta(days=(today.weekday() - _first_weekday()) % 7 - offset * 7)
		return first, first + datetime.timedelta(days=6)
	months = _MONTHS[unit]
	start = today.replace(day=1, month=(today.month - 1) // months * months + 1)
	first = _shift(start, offset * months)
	return first, _shift(first, months) - datetime.timedelta(days=1)


def _first_weekday() -> int:
	"""The system setting's first day of the week (Sunday unless set), Monday being 0."""
	day = frappe.db.get_single_value("System Settings", "first_day_of_the_week") or "Sunday"
	return _WEEKDAYS.index(day)


def _shift(day: datetime.date, months: int) -> datetime.date:
	return frappe.utils.getdate(frappe.utils.add_months(day, months))
