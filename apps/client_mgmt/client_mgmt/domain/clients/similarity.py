"""How alike two clients are, and what may be told of one to who does not see it (S004-105)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

# Employees, from the bounds by which China counts micro, small, medium and large firms.
BANDS = ((1, "1–19"), (20, "20–299"), (300, "300–999"), (1000, "1000+"))
INDUSTRY, TYPE, SIZE, NEXT_SIZE, TAGS = 40, 15, 20, 10, 25
ALIKE = 40  # of 100: at least the industry, or several of the others
MASK = "***"
LEGAL_FORM = re.compile(
	r"(股份有限公司|有限责任公司|有限公司|集团|公司|,? (Co|Ltd|Inc|LLC|GmbH|AG)\b\.?)+$", re.I
)


class Likeness(NamedTuple):
	"""0 to 100, and what it comes from: industry, type, size, tags."""

	score: int
	matched: tuple[str, ...]


def band(employees: Any) -> int | None:
	"""The number of a size band, 0 the smallest; None where the number of employees is not known."""
	found = [number for number, (least, _label) in enumerate(BANDS) if (employees or 0) >= least]
	return found[-1] if found else None


def band_label(employees: Any) -> str:
	"""The band of employees as text, "" where it is not known."""
	number = band(employees)
	return "" if number is None else BANDS[number][1]


def likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> Likeness:
	"""Compares industry, client_type, employees and tags (a collection of names); what is empty matches
	nothing."""
	score, matched = 0, []
	for field, points in (("industry", INDUSTRY), ("client_type", TYPE)):
		if one.get(field) and one.get(field) == other.get(field):
			score += points
			matched.append(field)
	size, its = band(one.get("employees")), band(other.get("employees"))
	if size is not None and its is not None and abs(size - its) < 2:
		score += SIZE if size == its else NEXT_SIZE
		matched.append("employees")
	mine, theirs = set(one.get("tags") or ()), set(other.get("tags") or ())
	if mine & theirs:
		score += round(TAGS * len(mine & theirs) / len(mine | theirs))
		matched.append("tags")
	return Likeness(score, tuple(matched))


def masked(text: str | None, names: Iterable[str | None]) -> str:
	"""`text` without the names (of clients, projects, people), whole or without their legal form."""
	known = {part for name in names if name for part in (name.strip(), LEGAL_FORM.sub("", name.strip()))}
	for name in sorted((name for name in known if len(name) > 1), key=len, reverse=True):
		text = re.sub(re.escape(name), MASK, text or "", flags=re.I)
	return text or ""


def overdue(nodes: Iterable[Mapping[str, Any]], today: date) -> int:
	"""How many payment nodes came, or still are, later than due (dates, or None)."""
	late = 0
	for node in nodes:
		due, received = node.get("due_date"), node.get("received_on")
		end = received or (None if node.get("paid") else today)
		late += bool(due and end and end > due)
	return late


def days_late(planned: date | None, actual: date | None) -> int | None:
	"""Days from the planned to the actual end, below zero when early; None while one is missing."""
	return (actual - planned).days if planned and actual else None
