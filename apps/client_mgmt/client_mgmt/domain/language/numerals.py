"""Numbers written in Chinese characters, small (十二) and capital (壹拾贰), and full-width characters."""

from __future__ import annotations

DIGITS = {
	character: value
	for value, characters in enumerate(
		("零〇", "一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
	)
	for character in characters
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
NUMERAL = "".join([*DIGITS, *UNITS, *MYRIADS])
# One character each, so that a place in the text stays the same place: digits, letters and signs of numbers.
_WIDE = {
	code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}
_SIGNS = str.maketrans("．／－％＄￥＠＋～　", "./-%$¥@+~ ")
HALF_WIDTH = {**_WIDE, **_SIGNS}


def half_width(text: str) -> str:
	"""`text` with full-width digits, letters and number signs as ASCII; every character keeps its place."""
	return text.translate(HALF_WIDTH)


def to_int(text: str) -> int | None:
	"""The whole number that a Chinese numeral means, with units (一百二十) or digit by digit (二〇二五); None
	for what is none, such as two digits without a unit between them (一二百), or units that rise (百千)."""
	if not text or any(character not in NUMERAL for character in text):
		return None
	if all(character in DIGITS for character in text):
		return int("".join(str(DIGITS[character]) for character in text))
	total, rest = 0, text
	for unit in (10**8, 10**4):
		at = max(rest.rfind(character) for character, value in MYRIADS.items() if value == unit)
		if at < 0:
			continue
		head = to_int(rest[:at]) if unit == 10**8 else _section(rest[:at])
		if not head:
			return None
		total, rest = total + head * unit, rest[at + 1 :]
	tail = _section(rest) if rest else 0
	return None if tail is None else total + tail


def _section(text: str) -> int | None:
	"""A numeral below 10,000: 三千零五, 十二, 贰佰. None where it is malformed."""
	total, digit, last = 0, None, 10**4
	for character in text:
		if character in UNITS:
			unit = UNITS[character]
			if unit >= last or digit == 0 or (digit is None and unit != 10):
				return None
			total, digit, last = total + (digit or 1) * unit, None, unit
		elif character in DIGITS and digit in (None, 0):
			digit = DIGITS[character]
		else:
			return None
	return total + (digit or 0) if text else None
