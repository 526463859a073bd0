"""One cell of the workbook: how a value is written, and what people write instead (S004-67..69).

Values are plain (`domain.signed_content.plain`): amounts and numbers as decimal text, dates as YYYY-MM-DD,
whole numbers as int. No text can become a formula: one that begins like it gets an apostrophe in front, in
the workbook and in a CSV that is saved from it, and loses that one again when it is read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.language.amounts import CAPITALS, PIECE, QUANTITY, SCALES, find_amounts
from client_mgmt.domain.language.numerals import half_width
from client_mgmt.domain.workbook.layout import NUMBERS, TEXTS, Field, Title

MOST_TEXT = 32_767  # characters of a cell
FORMULA = re.compile(r"^'*[=+\-@\t\r\n＝＋－＠]")
HIDDEN = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
SHOWN = re.compile(r"_x([0-9A-Fa-f]{4})_")
YES, NO = frozenset("是 yes y true 1 √ ✓ 对 有".split()), frozenset("否 no n false 0 × x ✗ 无 没有".split())
CHECK = {True: ("Yes", "是"), False: ("No", "否")}
FIRST_SERIAL = date(1900, 3, 1)
SERIALS = range(18_264, 73_051)  # 1950 to 2099
MONEY = re.compile(
	rf"(?:RMB|CNY|人民币|[¥￥])?\s?(?P<sign>[-−]?)\s?(?:[¥￥])?\s?(?P<quantity>{QUANTITY})\s?(?:元整?|圆|人民币|RMB|CNY)?",
	re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?(?:[T ][0:.]+)?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class Problem(ValueError):
	"""Something to tell about a cell or a file: `sentence` with `values` for its placeholders."""

	def __init__(self, sentence: str, *values: str) -> None:
		super().__init__(sentence.format(*values))
		self.sentence, self.values = sentence, values


def shorten(value: Any) -> str:
	"""A value for a message."""
	text = str(value)
	return text if len(text) <= 60 else f"{text[:60]}…"


def is_empty(value: Any, field: Field) -> bool:
	"""Whether a plain value is none; zero is, as no database tells it from an empty amount."""
	return value in ("", None, 0, "0")


# Writing
def written(value: Any, field: Field, language: str) -> Any:
	"""A plain value as it stands in a cell: number, date, text or None."""
	if field.fieldtype == "Check":
		return CHECK[bool(value)][language.startswith("zh")]
	if value in ("", None) or (field.least == 1 and value in (0, "0")):
		return None
	if field.fieldtype in NUMBERS:
		return _number(str(value))
	if field.fieldtype == "Date":
		day = date.fromisoformat(value)
		return day if day >= FIRST_SERIAL else value
	if field.fieldtype == "Select":
		return text_cell(_option(str(value), field, language))
	return value if isinstance(value, int) else text_cell(str(value))


def _number(text: str) -> float | int:
	exact = Decimal(text)
	return int(exact) if exact == exact.to_integral_value() and abs(exact) < 2**53 else float(exact)


def _option(value: str, field: Field, language: str) -> str:
	"""The option in the language, where it names that one alone."""
	shown = next((option.of(language) for option in field.options if option.en == value), value)
	return shown if sum(option.of(language) == shown for option in field.options) < 2 else value


def text_cell(text: str) -> str:
	"""A text as a cell holds it: nothing in it is a formula, and no character is lost; of one that no cell
	can hold, its beginning."""
	safe = HIDDEN.sub(lambda match: f"_x{ord(match[0][0]):04X}_{match[0][1:]}", text)
	if FORMULA.match(safe):
		safe = f"'{safe}"
	return safe if len(safe) <= MOST_TEXT else text_cell(text[: len(text) // 2])


def text_of(cell: str) -> str:
	"""The text that `text_cell` was given."""
	if cell.startswith("'") and FORMULA.match(cell):
		cell = cell[1:]
	return SHOWN.sub(lambda match: chr(int(match[1], 16)), cell)


def exported(value: Any, field: Field) -> Any:
	"""The plain value that a cell with `value` says: another one only for a text that no cell can hold, and
	for an amount of zero where zero is none."""
	if field.least == 1 and value in (0, "0"):
		return "0"
	return text_of(text_cell(value)) if field.fieldtype in TEXTS and isinstance(value, str) else value


def native(value: Any, fieldtype: str) -> Any:
	"""A plain value as a document takes it, and as rules compare it: numbers as such, None for empty."""
	if fieldtype in NUMBERS:
		return float(value or 0)
	if fieldtype in ("Int", "Check"):
		return int(value or 0)
	return None if value == "" else value


# Reading
def read(cell: Any, field: Field, number_format: str = "") -> tuple[Any, str]:
	"""(plain value, how it was written where that was put right, else ""); None for an empty cell. Raises
	Problem."""
	if isinstance(cell, str) and not cell.strip() and not (field.fieldtype in TEXTS and cell):
		cell = None
	if cell is None:
		return None, ""
	if field.fieldtype in NUMBERS or field.fieldtype == "Int":
		return _read_number(cell, field, number_format)
	if field.fieldtype == "Date":
		return _read_date(cell)
	if field.fieldtype == "Check":
		return _read_check(cell), ""
	text = _as_text(cell)
	return (_read_option(text, field), "") if field.fieldtype == "Select" else (_checked(text, field), "")


def _as_text(cell: Any) -> str:
	"""Numbers and dates that somebody typed where a text belongs."""
	if isinstance(cell, str):
		return text_of(cell)
	if isinstance(cell, bool):
		return "TRUE" if cell else "FALSE"
	if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
		return str(int(cell))
	if isinstance(cell, datetime) and cell.time() == time():
		return cell.date().isoformat()
	return str(cell)


def _checked(text: str, field: Field) -> str:
	if field.length and len(text) > field.length:
		raise Problem("{0} characters are too many: {1} are the limit.", str(len(text)), str(field.length))
	return text


def _read_option(text: str, field: Field) -> str:
	known = _options(field.options).get(_folded(text))
	if known is not None:
		return known
	names = ", ".join(option.both for option in field.options)
	raise Problem("{0} is none of: {1}.", shorten(text), names)


@lru_cache(maxsize=512)
def _options(options: tuple[Title, ...]) -> dict[str, str]:
	"""What people write for an option, in either language → the option; the first of two alike."""
	return {_folded(name): option.en for option in reversed(options) for name in option}


def _folded(text: str) -> str:
	return half_width(text).strip().casefold()


def _read_check(cell: Any) -> int:
	word = _folded(_as_text(cell))
	if word in YES or word in NO:
		return int(word in YES)
	raise Problem("{0} is neither yes nor no.", shorten(cell))


def _read_number(cell: Any, field: Field, number_format: str) -> tuple[Any, str]:
	if isinstance(cell, bool) or not isinstance(cell, str | int | float):
		raise Problem("{0} is no number.", shorten(cell))
	if isinstance(cell, str):
		value, notice = _spoken_number(cell, field), shorten(cell)
	else:
		value, notice = _exact(cell), ""
		if field.fieldtype == "Percent" and "%" in number_format:
			value *= 100
	if field.least is not None and (value < 0 or (field.least and value == 0)):
		if field.least:
			raise Problem("{0}: an amount must be greater than zero.", shorten(cell))
		raise Problem("{0} must not be negative.", shorten(cell))
	if field.fieldtype == "Int" and value != value.to_integral_value():
		raise Problem("{0} is no whole number.", shorten(cell))
	known = plain(value, field.fieldtype)
	return known, "" if notice == str(known) else notice


def _exact(cell: float) -> Decimal:
	exact = Decimal(repr(cell))
	if not exact.is_finite():
		raise Problem("{0} is no number.", shorten(cell))
	return exact


def _spoken_number(cell: str, field: Field) -> Decimal:
	"""A number as people write it: ￥1,200,000, 120万, １２０, 30%, 壹拾贰万元整."""
	text = re.sub(r"(?<=\d)[\s'\u00a0\u202f](?=\d{3})", "", half_width(text_of(cell))).strip()
	if field.fieldtype == "Percent":
		text = text.removesuffix("%").rstrip()
	if CAPITALS.fullmatch(text):
		return find_amounts(text)[0].value
	found = MONEY.fullmatch(text)
	if not found:
		raise Problem(
			"{0} is no number: write it in figures, without a unit; a currency has its own column.",
			shorten(cell),
		)
	total = sum(
		(
			Decimal(re.sub("[,，]", "", number)) * SCALES.get(scale.lower(), 1)
			for number, scale in PIECE.findall(found["quantity"])
		),
		Decimal(0),
	)
	return -total if found["sign"] else total


def _read_date(cell: Any) -> tuple[str, str]:
	if isinstance(cell, datetime | date):
		return (cell.date() if isinstance(cell, datetime) else cell).isoformat(), ""
	if isinstance(cell, float) and cell.is_integer():
		cell = int(cell)
	text = half_width(text_of(cell) if isinstance(cell, str) else str(cell)).strip()
	day = _compact(text) or _year_first(text) or _year_last(text)
	if not day or isinstance(cell, bool):
		raise Problem("{0} is no date. Write it as YYYY-MM-DD.", shorten(cell))
	known = day.isoformat()
	return known, "" if known == text else shorten(cell)


def _compact(text: str) -> date | None:
	"""20250820, or the number of days that Excel stores."""
	if not text.isdigit():
		return None
	if len(text) == 8:
		return _day(text[:4], text[4:6], text[6:])
	return date(1899, 12, 30) + timedelta(days=int(text)) if len(text) == 5 and int(text) in SERIALS else None


def _year_first(text: str) -> date | None:
	found = YEAR_FIRST.fullmatch(text)
	return _day(*found.groups()) if found else None


def _year_last(text: str) -> date | None:
	"""20-08-2025 and 08/20/2025; refused where day and month could be either."""
	found = YEAR_LAST.fullmatch(text)
	if not found:
		return None
	first, second, year = found.groups()
	if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
		raise Problem("{0} could be either of two days. Write it as YYYY-MM-DD.", text)
	return _day(year, second, first) if int(second) <= 12 else _day(year, first, second)


def _day(year: str, month: str, day: str) -> date | None:
	try:
		return date(int(year), int(month), int(day))
	except ValueError:
		return None
