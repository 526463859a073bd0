"""How values are cast on their way into a column; what is no date is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from embedded_host.base.casts import CASTS, caster, to_text
from embedded_host.base.fieldtypes import DATE_TYPES, FLOAT_TYPES, INTEGER_TYPES
from embedded_host.base.html import escape_html
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _


def is_number(fieldtype: str) -> bool:
	"""Whether a column of this field type holds numbers, which are never null."""
	return fieldtype in INTEGER_TYPES or fieldtype in FLOAT_TYPES


def cast_date(fieldtype: str, value: Any) -> Any:
	"""A Date, Datetime or Time as Python's type; raises ValidationError for what is none."""
	try:
		return CASTS[fieldtype](value)
	except ValueError:
		shown = bold(escape_html(str(value)))
		throw(_("{0} is not a valid date string.").format(shown))


_DATES = {fieldtype: partial(cast_date, fieldtype) for fieldtype in DATE_TYPES}


def cast_of(fieldtype: str, unique: bool = False) -> Callable[[Any], Any]:
	"""The function that casts values for a column; empty text in a unique column becomes null."""
	if fieldtype in _DATES:
		return _DATES[fieldtype]
	return _empty_is_null if unique and not is_number(fieldtype) else caster(fieldtype)


def cast_or_nothing(fieldtype: str) -> Callable[[Any], Any]:
	"""As `cast_of`, where null stands for a date that cannot be read."""
	plain = caster(fieldtype)

	def cast(value: Any) -> Any:
		try:
			return plain(value)
		except ValueError:
			return None

	return cast


def _empty_is_null(value: Any) -> Any:
	return None if value == "" else to_text(value)
