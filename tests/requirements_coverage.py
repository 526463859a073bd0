"""Which requirement is proved by which test: a test proves a line by citing its ID in its own docstring.

Run by `make coverage-of-requirements`: lists the lines without a test, and ends with 1 where one of those
that are built (S004, the dossier) has none. IDs may be shortened: "S004-37, -38", "S004-92..95".
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent
LINES = TESTS / "data" / "requirements.tsv"
BUILT = ("S004",)
CITED = re.compile(r"(S\d{3})-(\d+)((?:\s*(?:,|;|and|\.\.|to|–)\s*(?:\1)?-?\d+(?!\d*\s*%))*)")
MORE = re.compile(r"(,|;|and|\.\.|to|–)\s*(?:S\d{3})?(-?)(\d+)")
RANGES = frozenset({"..", "to", "–"})


class Line(NamedTuple):
	"""A requirement; `later` says why none of the code has to prove it yet."""

	id: str
	later: str
	text: str


def lines() -> list[Line]:
	"""Every requirement of the list, in its order."""
	with LINES.open(encoding="utf-8", newline="") as file:
		return [Line(*row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]


def cited(text: str) -> set[str]:
	"""The IDs that a docstring names, ranges and shortened ones spelt out."""
	found: set[str] = set()
	for match in CITED.finditer(text):
		source, last = match[1], int(match[2])
		found.add(f"{source}-{last:02d}")
		for link, dash, digits in MORE.findall(match[3]):
			number = int(digits)
			if link in RANGES:
				found |= {f"{source}-{between:02d}" for between in range(last, number + 1)}
			elif dash:
				found.add(f"{source}-{number:02d}")
			last = number
	return found


def proofs(folder: Path = TESTS) -> dict[str, list[str]]:
	"""ID → the tests whose docstrings cite it, as `file::function`."""
	found: dict[str, list[str]] = defaultdict(list)
	for file in sorted(folder.rglob("test_*.py")):
		for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
			if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
				for identifier in cited(ast.get_docstring(node) or ""):
					found[identifier].append(f"{file.relative_to(folder)}::{node.name}")
	return found


def unproved() -> list[Line]:
	"""The lines that no test cites."""
	known = proofs()
	return [line for line in lines() if line.id not in known]


def main() -> int:
	"""Prints what is missing; 1 where a built line is."""
	known, missing = proofs(), unproved()
	unknown = sorted(set(known) - {line.id for line in lines()})
	due = [line for line in missing if line.id.startswith(BUILT) and not line.later]
	for line in missing:
		mark = "later" if line.later else "MISSING" if line in due else "not built"
		print(f"{line.id}\t{mark}\t{line.later or line.text}")
	for identifier in unknown:
		print(f"{identifier}\tUNKNOWN\tcited by {', '.join(known[identifier])}")
	for source in BUILT:
		every = [line.id for line in lines() if line.id.startswith(source)]
		print(f"{source}: {len(known.keys() & every)} of {len(every)} cited by a test")
	return 1 if due or unknown else 0


if __name__ == "__main__":
	sys.exit(main())
