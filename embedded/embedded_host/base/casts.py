"""How a value that came in becomes the value of a field's type.

Measured on v15.41: "7.9" becomes Int 7, "yes" becomes Check 0, "12.5" becomes 12.5. A date
that cannot be read is refused here; MariaDB answered 500 (docs/divergences.md).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from embedded_host.base.fieldtypes import FLOAT_TYPES, INTEGER_TYPES

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_USUAL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?")
_TIME = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?")
_EXPECTED = {
	"Date": "YYYY-MM-DD",
	"Datetime": "YYYY-MM-DD HH:MM:SS",
	"Time": "HH:MM:SS",
}


def says(to_number: Callable[[Any], Any], value: Any) -> bool:
	"""Whether a value is nothing, or a number in plain figures that a cast leaves what it is."""
	if value is None or value == "" or value is False or value is True:
		return not isinstance(value, bool) or to_number is to_check
	try:
		return (
			bool(to_number(value) == round(float(value), 9))
			and "_" not in str(value)
			and str(value).isascii()
		)
	except (TypeError, ValueError, OverflowError):
		return False


def to_int(value: Any) -> int:
	"""An integer; what is no number becomes 0."""
	if type(value) is int:
		return value
	try:
		return int(value)
	except (TypeError, ValueError):
		pass
	try:
		return int(float(value))
	except (TypeError, ValueError, OverflowError):
		return 0


def to_check(value: Any) -> int:
	"""0 or 1."""
	if value in (0, 1) and type(value) is int:
		return value
	return 1 if to_int(value) else 0


def to_float(value: Any) -> float:
	"""A float rounded to 9 decimals (thousands separators allowed); what is no number becomes 0.0."""
	if isinstance(value, str):
		value = value.replace(",", "")
	try:
		number = float(value)
	except (TypeError, ValueError):
		return 0.0
	return round(number, 9) if number - number == 0 else 0.0


def to_date(value: Any) -> datetime.date | None:
	"""A date; raises ValueError when it is none."""
	if isinstance(value, datetime.datetime):
		return value.date()
	if value is None or value == "" or isinstance(value, datetime.date):
		return value or None
	found = _DATE.match(str(value).strip())
	if not found:
		raise ValueError(value)
	_rest_of_datetime(str(value).strip()[found.end() :])
	return datetime.date(*map(int, found.groups()))


def to_datetime(value: Any) -> datetime.datetime | None:
	"""A naive datetime (a date alone means midnight); raises ValueError when it is none."""
	if isinstance(value, datetime.datetime):
		return value.replace(tzinfo=None)
	if value is None or value == "":
		return None
	if isinstance(value, datetime.date):
		return datetime.datetime(value.year, value.month, value.day)
	text = str(value).strip()
	if _USUAL.fullmatch(text):
		return datetime.datetime.fromisoformat(text)
	found = _DATE.match(text)
	if not found:
		raise ValueError(value)
	year, month, day = map(int, found.groups())
	midnight = datetime.datetime(year, month, day)
	return midnight + _rest_of_datetime(text[found.end() :])


def _rest_of_datetime(rest: str) -> datetime.timedelta:
	if not rest:
		return datetime.timedelta()
	if rest[0] not in " T":
		raise ValueError(rest)
	clock = to_time(rest[1:])
	if clock is None or clock >= datetime.timedelta(days=1):
		raise ValueError(rest)
	return clock


def to_time(value: Any) -> datetime.timedelta | None:
	"""A time of day as timedelta since midnight; raises ValueError when it is none."""
	if value is None or value == "" or isinstance(value, datetime.timedelta):
		return value if isinstance(value, datetime.timedelta) else None
	if isinstance(value, datetime.time):
		return datetime.timedelta(
			hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
		)
	found = _TIME.fullmatch(str(value).strip())
	if not found:
		raise ValueError(value)
	hours, minutes, seconds = (int(part or 0) for part in found.group(1, 2, 3))
	if minutes > 59 or seconds > 59:
		raise ValueError(value)
	fraction = int((found.group(4) or "0").ljust(6, "0"))
	return datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=fraction)


def to_text(value: Any) -> str | None:
	"""Text as it is, anything else as its text."""
	return value if value is None or type(value) is str else str(value)


CASTS: dict[str, Callable[[Any], Any]] = {
	**dict.fromkeys(INTEGER_TYPES, to_int),
	**dict.fromkeys(FLOAT_TYPES, to_float),
	"Check": to_check,
	"Date": to_date,
	"Datetime": to_datetime,
	"Time": to_time,
}


def caster(fieldtype: str) -> Callable[[Any], Any]:
	"""The function that casts values of `fieldtype`."""
	return CASTS.get(fieldtype, to_text)


def expected_format(fieldtype: str) -> str:
	"""What a Date, Datetime or Time should have looked like."""
	return _EXPECTED[fieldtype]
