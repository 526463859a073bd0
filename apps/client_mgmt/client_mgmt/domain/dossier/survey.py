"""A survey's questions, and whether answers to them are answers (S004-104)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

TEXT, CHOICE, NUMBER, DATE, RATING = KINDS = ("Text", "Choice", "Number", "Date", "Rating")
# The "<" of a tag is written ＜, so that a stranger's answer is markup nowhere that it is shown.
MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
MAX_ANSWER, MAX_QUESTIONS, MAX_NUMBER, BEST = 2000, 60, Decimal("1e12"), 5
# Which types of field each kind of question may fill.
FILLS = {
	TEXT: frozenset({"Data", "Small Text", "Text", "Long Text"}),
	CHOICE: frozenset({"Select", "Data", "Small Text"}),
	NUMBER: frozenset({"Int", "Float", "Currency", "Percent"}),
	DATE: frozenset({"Date"}),
	RATING: frozenset({"Int"}),
}
Question = Mapping[str, Any]


class Fault(NamedTuple):
	"""What is wrong with an answer: the question's id and the broken rule."""

	question: str
	rule: str


class Option(NamedTuple):
	"""One choice: what is stored, and how it reads."""

	value: str
	zh: str
	en: str


def options(lines: str | None) -> list[Option]:
	"""Choices, one a line: `Weekly | 每周`, or one word for both languages. The first is stored."""
	found = []
	for line in (lines or "").splitlines():
		value, _bar, other = (part.strip() for part in line.partition("|"))
		if value:
			found.append(Option(value, other or value, value))
	return found


def check(questions: Iterable[Question], given: Any) -> tuple[dict[str, str], list[Fault]]:
	"""The answers as text by question id, without the empty ones, and what is wrong with them.

	`questions`: mappings with id, kind, required, options (mappings with value) and whole (numbers without a
	fraction). Dates are ISO text, ratings 1 to 5.
	"""
	known = {question["id"]: question for question in questions}
	if not isinstance(given, Mapping):
		return {}, [Fault("", "shape")]
	faults = [Fault(str(key)[:40], "unknown") for key in given if key not in known]
	clean: dict[str, str] = {}
	for key, question in known.items():
		text = _text(given.get(key))
		rule = _fault(question, text)
		if rule:
			faults.append(Fault(key, rule))
		elif text:
			clean[key] = MARKUP.sub("＜", text)
	return clean, faults


def _text(value: Any) -> str | None:
	"""None for what is no single value."""
	if value is None or isinstance(value, str | int | float):
		return "" if value is None else str(value).strip()
	return None


def _fault(question: Question, text: str | None) -> str | None:
	if text is None:
		return "shape"
	if not text:
		return "required" if question.get("required") else None
	if len(text) > MAX_ANSWER:
		return "length"
	return None if RULES[question["kind"]](question, text) else question["kind"]


def _is_number(question: Question, text: str) -> bool:
	try:
		number = Decimal(text)
	except InvalidOperation:
		return False
	whole = not question.get("whole") or number == number.to_integral_value() if number.is_finite() else False
	return whole and abs(number) <= MAX_NUMBER


def _is_date(_question: Question, text: str) -> bool:
	try:
		return date.fromisoformat(text).isoformat() == text
	except ValueError:
		return False


RULES: dict[str, Callable[[Question, str], bool]] = {
	TEXT: lambda _question, text: "\x00" not in text,
	CHOICE: lambda question, text: text in {option["value"] for option in question.get("options") or []},
	NUMBER: _is_number,
	DATE: _is_date,
	RATING: lambda _question, text: text in {str(number) for number in range(1, BEST + 1)},
}
