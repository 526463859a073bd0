"""A number as a form or a program sends it: read where it is beyond doubt, refused otherwise."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from client_mgmt.domain.evidence.signed_content import DECIMALS, INTEGERS
from client_mgmt.domain.language.numerals import half_width

NUMBERS = frozenset(DECIMALS | INTEGERS)
WHOLE = frozenset(INTEGERS)
WORDS = {"true": 1, "false": 0}
MOST = {"Int": 2**31, **dict.fromkeys(DECIMALS, 10**12)}  # what the columns of every database hold
YUAN = frozenset({"", "CNY"})
FIGURE = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?")
PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?")


class Read(NamedTuple):
	"""A number, and whether it was written in a way that its reader should be told of."""

	value: Any
	notice: bool = False


def read(value: Any, fieldtype: str, currency: str | None = "") -> Read:
	"""What `value` means in a field of this type; nothing stays nothing.

	Text may have full-width characters, thousands separators in groups of three, in a Currency field of
	yuan (`currency`: "CNY", or "" where none is said) a ¥ before it, in a Percent field a % behind it. Raises
	ValueError for anything else: other words, NaN, lists, a fraction in a field of whole numbers, and what
	no column holds.
	"""
	if value is None or value == "":
		return Read(value)
	if isinstance(value, bool):
		if fieldtype != "Check":
			raise ValueError(value)
		return Read(int(value))
	if isinstance(value, str):
		return _spoken(value, fieldtype, currency or "")
	if not isinstance(value, int | float | Decimal):
		raise ValueError(value)
	return Read(_fitting(Decimal(str(value)), value, fieldtype))


def _spoken(text: str, fieldtype: str, currency: str) -> Read:
	if not text.strip():
		return Read("")
	if fieldtype == "Check" and text.strip().lower() in WORDS:
		return Read(WORDS[text.strip().lower()])
	written = half_width(text).replace("，", ",").strip()
	if fieldtype == "Currency" and currency in YUAN:
		written = re.sub(r"^([-+]?)[¥￥]\s*", r"\1", written)
	if fieldtype == "Percent":
		written = written.removesuffix("%").rstrip()
	if not FIGURE.fullmatch(written):
		raise ValueError(text)
	exact = Decimal(written.replace(",", ""))
	number = int(exact) if exact == exact.to_integral_value() else float(exact)
	return Read(_fitting(exact, number, fieldtype), not PLAIN.fullmatch(text.strip()) or not text.isascii())


def _fitting(exact: Decimal, value: Any, fieldtype: str) -> Any:
	"""`value` if a field of this type holds it."""
	try:
		whole = exact == exact.to_integral_value()
	except InvalidOperation as error:  # NaN, infinity
		raise ValueError(value) from error
	if not exact.is_finite() or abs(exact) >= MOST.get(fieldtype, 10**18):
		raise ValueError(value)
	if fieldtype in WHOLE:
		if not whole:
			raise ValueError(value)
		return int(exact)
	return value
