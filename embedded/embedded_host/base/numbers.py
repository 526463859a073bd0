"""Numbers out of whatever a form sends (measured on v15.41, tests/unit/host/test_utils.py)."""

from __future__ import annotations

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


def flt(value: Any) -> float:
	"""A float; `,` groups; what is no number gives 0."""
	if isinstance(value, str):
		value = value.replace(",", "")
	try:
		return float(value)
	except (TypeError, ValueError):
		return 0.0


def cstr(value: Any, encoding: str = "utf-8") -> str:
	"""Text of any value; None is empty, bytes are decoded."""
	if value is None:
		return ""
	return value.decode(encoding) if isinstance(value, bytes) else str(value)
