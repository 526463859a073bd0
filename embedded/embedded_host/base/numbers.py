"""Numbers out of whatever a form sends (measured on v15.41, tests/unit/host/test_utils.py)."""

from __future__ import annotations

import math
from typing import Any


def cint(value: Any, default: int = 0) -> int:
	"""An int, decimals cut off; what is no number gives `default`."""
	try:
		return int(value)
	except (TypeError, ValueError, OverflowError):
		pass
	try:
		return int(float(value))
	except (TypeError, ValueError, OverflowError):
		return default


def flt(value: Any, precision: int | None = None) -> float:
	"""A float, rounded to `precision` decimals when given; `,` groups; what is no number gives 0."""
	if isinstance(value, str):
		value = value.replace(",", "")
	try:
		number = float(value)
	except (TypeError, ValueError):
		number = 0.0
	return number if precision is None else rounded(number, precision)


def rounded(number: float, precision: int | None = 0) -> float:
	"""Rounds a half to the even number at `precision` 0, else towards plus infinity."""
	digits = cint(precision)
	if not math.isfinite(number):
		return number
	factor = 10**digits
	scaled = round(number * factor, 8)
	floor = math.floor(scaled)
	half = floor + (1 if digits else floor % 2)
	whole = half if scaled - floor == 0.5 else round(scaled)
	return whole / factor if digits else whole


def cstr(value: Any, encoding: str = "utf-8") -> str:
	"""Text of any value; None is empty, bytes are decoded."""
	if value is None:
		return ""
	return value.decode(encoding) if isinstance(value, bytes) else str(value)
