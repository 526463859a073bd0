"""Dates, times and amounts as text for people."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from embedded_host.settings import system_setting
from frappe.utils.dates import get_datetime, getdate
from frappe.utils.numbers import cint, flt

_SYMBOLS = {
	**dict.fromkeys(("USD", "HKD", "SGD", "AUD", "CAD", "NZD"), "$"),
	"EUR": "€",
	"GBP": "£",
	"INR": "₹",
	"JPY": "¥",
}
_TOKENS: dict[str, Callable[[datetime.datetime], str]] = {
	"yyyy": lambda d: f"{d.year:04d}",
	"yy": lambda d: f"{d.year % 100:02d}",
	"y": lambda d: str(d.year),
	"MMMM": lambda d: _MONTHS[d.month - 1],
	"MMM": lambda d: _MONTHS[d.month - 1][:3],
	"MM": lambda d: f"{d.month:02d}",
	"M": lambda d: str(d.month),
	"dd": lambda d: f"{d.day:02d}",
	"d": lambda d: str(d.day),
	"EEEE": lambda d: _WEEKDAYS[d.weekday()],
	"EEE": lambda d: _WEEKDAYS[d.weekday()][:3],
	"HH": lambda d: f"{d.hour:02d}",
	"H": lambda d: str(d.hour),
	"hh": lambda d: f"{(d.hour - 1) % 12 + 1:02d}",
	"h": lambda d: str((d.hour - 1) % 12 + 1),
	"mm": lambda d: f"{d.minute:02d}",
	"m": lambda d: str(d.minute),
	"ss": lambda d: f"{d.second:02d}",
	"s": lambda d: str(d.second),
	"a": lambda d: "AM" if d.hour < 12 else "PM",
}
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def formatdate(value: Any = None, format_string: str | None = None) -> str:
	"""A date in the site's format, or in a pattern such as `dd MMM yyyy`; nothing gives empty text."""
	if not value:
		return ""
	date = getdate(value)
	if date is None:
		return ""
	pattern = (format_string or system_setting("date_format") or "yyyy-mm-dd").replace("mm", "MM")
	return _fill(pattern, datetime.datetime.combine(date, datetime.time()))


def format_datetime(value: Any, format_string: str | None = None) -> str | None:
	"""A datetime in the site's format, or in a pattern where `MM` is the month and `mm` the minute."""
	moment = get_datetime(value) if value else None
	if moment is None:
		return None
	if format_string:
		return _fill(format_string, moment)
	time_format = system_setting("time_format") or "HH:mm:ss"
	return f"{formatdate(moment)} {_fill(time_format, moment)}"


def fmt_money(
	amount: Any,
	precision: int | str | None = None,
	currency: str | None = None,
	format: str | None = None,
) -> str:
	"""An amount with separators, `precision` decimals (default 2), and the currency's sign before it."""
	group, point, indian = _separators(format or system_setting("number_format") or "#,###.##")
	decimals = cint(precision) if precision is not None else 2
	text = f"{abs(flt(amount)):.{decimals}f}"
	whole, _, fraction = text.partition(".")
	number = _grouped(whole, group, indian) + (point + fraction if fraction else "")
	if flt(amount) < 0:
		number = "-" + number
	return f"{_SYMBOLS.get(currency, currency)} {number}" if currency else number


def _fill(pattern: str, moment: datetime.datetime) -> str:
	def token(match: re.Match[str]) -> str:
		known = _TOKENS.get(match[0])
		if known is None:
			raise NotImplementedError(f"date pattern token {match[0]!r}")
		return known(moment)

	return re.sub(r"([A-Za-z])\1*", token, pattern)


def _separators(number_format: str) -> tuple[str, str, bool]:
	marks = [char for char in number_format if char != "#"]
	point = marks[-1] if len(marks) > 1 or number_format.endswith("##") else ""
	group = marks[0] if len(marks) > 1 else ""
	return group, point or ".", number_format.startswith("#,##,###")


def _grouped(whole: str, group: str, indian: bool) -> str:
	head, tail = whole[:-3], whole[-3:]
	parts = [tail]
	size = 2 if indian else 3
	while head:
		parts.insert(0, head[-size:])
		head = head[:-size]
	return group.join(parts)
