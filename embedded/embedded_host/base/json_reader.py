"""The one reader of JSON that a request sends: as a body, as a form field, inside a text."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

#: levels of lists and objects within each other; values altogether; digits of a whole number
DEEPEST, MOST_VALUES, MOST_DIGITS = 40, 250_000, 30


class TooMuch(ValueError):
	"""JSON that no honest request sends."""


def loads(text: str | bytes) -> Any:
	"""The value that `text` (UTF-8) says.

	Raises JSONDecodeError for what is no JSON, and TooMuch for NaN, Infinity and what no honest request
	holds: more levels, values or digits than the bounds above. Both are ValueErrors.
	"""
	plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
	opened = plain.count("[") + plain.count("{")
	if opened + plain.count(",") > MOST_VALUES:
		raise TooMuch(f"more than {MOST_VALUES} values")
	try:
		value = _decoder.decode(plain)
	except RecursionError:
		_too_deep()
	if opened > DEEPEST:
		_check_depth(value)
	if "\\ud" in plain or "\\uD" in plain:
		_check_letters(value)
	return value


def _check_letters(value: Any) -> None:
	"""Half a pair of surrogates is no letter, and nothing stores or sends it."""
	try:
		json.dumps(value, ensure_ascii=False).encode()
	except UnicodeEncodeError:
		raise TooMuch("half a letter") from None


def _check_depth(value: Any) -> None:
	level, depth = [value], 0
	while level:
		depth += 1
		if depth > DEEPEST:
			_too_deep()
		level = [
			child
			for one in level
			if type(one) in (dict, list)
			for child in (one.values() if type(one) is dict else one)
			if type(child) in (dict, list)
		]


def _too_deep() -> NoReturn:
	raise TooMuch(f"more than {DEEPEST} levels of lists and objects")


def _whole(text: str) -> int:
	if len(text) > MOST_DIGITS:
		raise TooMuch(f"a number of more than {MOST_DIGITS} digits")
	return int(text)


def _fraction(text: str) -> float:
	value = float(text)
	return value if math.isfinite(value) else _constant(text[:MOST_DIGITS])


def _constant(text: str) -> NoReturn:
	raise TooMuch(f"{text} is no number of JSON")


_decoder = json.JSONDecoder(parse_int=_whole, parse_float=_fraction, parse_constant=_constant)
