"""Dates and times: naive, in the site's time zone, as Frappe keeps them (measured on v15.41)."""

from __future__ import annotations

import datetime
from typing import Any, overload
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.relativedelta import relativedelta

from embedded_host.base.context import local
from embedded_host.base.html import escape_html
from embedded_host.base.messages import bold, throw
from embedded_host.base.site_facts import system_setting
from embedded_host.base.translate import _

DATE_FORMAT = "%Y-%m-%d"
DATETIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
_NULL_DATE = "0001-01-01"
DateLike = str | datetime.date | datetime.datetime | None


def get_system_timezone() -> str:
	"""The site's IANA time zone: System Settings, else `time_zone` of the site config, else UTC."""
	conf = getattr(local, "conf", None) or {}
	return system_setting("time_zone") or conf.get("time_zone") or "UTC"


def now_datetime() -> datetime.datetime:
	"""Now, naive, in the site's time zone."""
	return datetime.datetime.now(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def now() -> str:
	"""Now as `2025-08-20 11:22:33.000000`."""
	return now_datetime().strftime(DATETIME_FORMAT)


def nowdate() -> str:
	"""Today as `2025-08-20`."""
	return now_datetime().strftime(DATE_FORMAT)


today = nowdate


def convert_utc_to_system_timezone(utc: datetime.datetime) -> datetime.datetime:
	"""A UTC instant (naive or aware) as an aware one in the site's time zone."""
	aware = utc if utc.tzinfo else utc.replace(tzinfo=datetime.timezone.utc)
	return aware.astimezone(ZoneInfo(get_system_timezone()))


@overload
def getdate(value: datetime.date | None = None) -> datetime.date: ...
@overload
def getdate(value: Any) -> datetime.date | None: ...
def getdate(value: Any = None) -> datetime.date | None:
	"""A date from ISO or free text, a date or a datetime; nothing gives today.

	The null date and other types give None; text that is no date raises ValidationError.
	"""
	if isinstance(value, datetime.datetime):
		return value.date()
	if isinstance(value, datetime.date):
		return value
	if not value:
		return now_datetime().date()
	if not isinstance(value, str) or value.startswith(_NULL_DATE):
		return None
	try:
		return _parse(value).date()
	except (ValueError, OverflowError):
		_refuse(value)
	return None


def get_datetime(value: Any = None) -> Any:
	"""A datetime from text, a date or a datetime; None gives now, empty text None, a timedelta itself.

	Text with an offset gives an aware datetime. Raises ValueError for text that is no datetime.
	"""
	if value is None:
		return now_datetime()
	if isinstance(value, datetime.datetime | datetime.timedelta):
		return value
	if isinstance(value, datetime.date):
		return datetime.datetime.combine(value, datetime.time())
	if isinstance(value, list | tuple):
		return datetime.datetime(*value)
	if not value or value.startswith(_NULL_DATE):
		return None
	return _parse(value)


def add_to_date(
	date: DateLike,
	years: float = 0,
	months: float = 0,
	weeks: float = 0,
	days: float = 0,
	hours: float = 0,
	minutes: float = 0,
	seconds: float = 0,
	as_string: bool = False,
	as_datetime: bool = False,
) -> Any:
	"""`date` (None: now) moved on. Text gives text, a date with hours or less added gives a datetime."""
	text = isinstance(date, str)
	base: Any = now_datetime() if date is None else get_datetime(date) if text else date
	timed = bool(hours or minutes or seconds) or (text and " " in str(date))
	if timed and not isinstance(base, datetime.datetime):
		base = get_datetime(base)
	moved = base + relativedelta(years=int(years), months=int(months))
	delta = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
	moved += delta
	if not (as_string or text):
		return moved
	with_time = as_datetime or timed or (as_string and isinstance(moved, datetime.datetime))
	return moved.strftime(DATETIME_FORMAT if with_time else DATE_FORMAT)


def add_days(date: DateLike, days: float) -> Any:
	"""`date` plus `days` calendar days, in the type that it came in."""
	return add_to_date(date, days=days)


def date_diff(later: DateLike, earlier: DateLike) -> int:
	"""Calendar days from `earlier` to `later`."""
	return (getdate(later) - getdate(earlier)).days  # type: ignore[operator]


def formatdate(value: DateLike = None) -> str:
	"""A date as the site writes it (System Settings: `dd.mm.yyyy` …); nothing gives empty text."""
	date = getdate(value) if value else None
	if date is None:
		return ""
	pattern = system_setting("date_format") or "yyyy-mm-dd"
	return (
		pattern.replace("yyyy", f"{date.year:04}")
		.replace("mm", f"{date.month:02}")
		.replace("dd", f"{date.day:02}")
	)


def _parse(text: str) -> datetime.datetime:
	try:
		return datetime.datetime.fromisoformat(text)
	except ValueError:
		return parser.parse(text)


def _refuse(value: str) -> None:
	message = _("{0} is not a valid date string.").format(bold(escape_html(value)))
	throw(message, title=_("Invalid Date"))
