"""The RACI matrix: Responsible, Accountable, Consulted, Informed (S000-27 to S000-30)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

LETTERS = "RACI"


class Finding(NamedTuple):
	"""One fault: `rule` is "letters", "accountable" or "responsible", `value` what was found."""

	rule: str
	activity: str
	value: str


def parse(cell: str | None) -> list[str]:
	"""The letters of a cell in the order R, A, C, I; [] where it holds anything else or a letter twice."""
	found = [part for part in re.split(r"[\s,，、/]*", (cell or "").upper()) if part]
	if not set(found) <= set(LETTERS) or len(set(found)) != len(found):
		return []
	return sorted(found, key=LETTERS.index)


def findings(rows: Iterable[tuple[str, str | None]]) -> list[Finding]:
	"""Faults of a matrix of (activity, cell) pairs. Each activity needs exactly one A and at least one R."""
	faults: list[Finding] = []
	counts: dict[str, list[str]] = {}
	for activity, cell in rows:
		letters = parse(cell)
		if not letters:
			faults.append(Finding("letters", activity, cell or ""))
		counts.setdefault(activity.strip(), []).extend(letters)
	for activity, letters in counts.items():
		if letters.count("A") != 1:
			faults.append(Finding("accountable", activity, str(letters.count("A"))))
		if "R" not in letters:
			faults.append(Finding("responsible", activity, "0"))
	return faults
