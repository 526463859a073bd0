"""How well mails are read: precision and recall per field over tests/data/mails, written to docs/mail.md.

python -m tests.mail_scores            writes docs/mail.md
python -m tests.mail_scores misses     prints what was read wrongly, of the mails that the rules may know
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from client_mgmt.domain.mail.extraction import FIELDS, LISTS, Known, extract
from client_mgmt.domain.mail.reader import read_eml

ROOT = Path(__file__).resolve().parents[1]
MAILS, PAGE = ROOT / "tests" / "data" / "mails", ROOT / "docs" / "mail.md"
PARTS = {
	"tuned": "Mails that the rules were written with",
	"held-out": "Mails that nobody read who changed the rules",
}


class Score(NamedTuple):
	"""Counts of one field: right values, wrong or needless ones, missed ones."""

	right: int
	wrong: int
	missed: int

	@property
	def precision(self) -> float:
		return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

	@property
	def recall(self) -> float:
		return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def cases(part: str) -> Iterator[tuple[str, dict[str, set[Any]], dict[str, set[Any]]]]:
	"""(mail, expected values, values read) of one part of the corpus, each field as a set."""
	answers = json.loads((MAILS / "answers.json").read_text(encoding="utf-8"))
	for name, answer in answers.items():
		if answer["part"] == part:
			yield name, expected_of(answer["expected"]), read_of(name, answer)


def expected_of(values: dict[str, Any]) -> dict[str, set[Any]]:
	plain = {name: {values[name]} - {None} for name in FIELDS}
	return {
		**plain,
		"deadlines": set(values["deadlines"]),
		"amounts": {tuple(amount) for amount in values["amounts"]},
	}


def read_of(name: str, answer: dict[str, Any]) -> dict[str, set[Any]]:
	known = {key: tuple(rows) for key, rows in answer.get("known", {}).items()}
	received = date.fromisoformat(answer["received"]) if "received" in answer else None
	mail = read_eml((MAILS / f"{name}.eml").read_bytes())
	found = extract(mail, received, Known(**known, own=answer.get("own", False)))
	plain = {field: {found[field]["value"]} if found[field] else set() for field in FIELDS}
	return {
		**plain,
		"deadlines": {row["value"] for row in found["deadlines"]},
		"amounts": {(row["value"], row["currency"]) for row in found["amounts"]},
	}


def scores(part: str) -> dict[str, Score]:
	"""The score of each field over one part of the corpus."""
	found = list(cases(part))
	return {
		field: Score(
			sum(len(want[field] & got[field]) for _name, want, got in found),
			sum(len(got[field] - want[field]) for _name, want, got in found),
			sum(len(want[field] - got[field]) for _name, want, got in found),
		)
		for field in (*FIELDS, *LISTS)
	}


def page() -> str:
	"""The text of docs/mail.md."""
	lines = [(MAILS / "about.md").read_text(encoding="utf-8").strip(), ""]
	for part, title in PARTS.items():
		count = sum(1 for _case in cases(part))
		lines += [f"## {title} ({count})", "", "| field | precision | recall | right | wrong | missed |"]
		lines += ["| --- | --- | --- | --- | --- | --- |"]
		for field, score in scores(part).items():
			shown = f"{score.precision:.2f} | {score.recall:.2f}"
			lines.append(f"| `{field}` | {shown} | {score.right} | {score.wrong} | {score.missed} |")
		lines.append("")
	return "\n".join(lines)


def misses() -> str:
	"""What was read wrongly, a line each."""
	return "\n".join(
		f"{name} {field}: wanted {sorted(map(str, want[field]))}, read {sorted(map(str, got[field]))}"
		for name, want, got in cases("tuned")
		for field in want
		if want[field] != got[field]
	)


if __name__ == "__main__":
	if "misses" in sys.argv:
		print(misses())
	else:
		PAGE.write_text(page(), encoding="utf-8")
