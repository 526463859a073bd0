"""How well the shipped ambiguity rules do on the labelled sentences of tests/data/ambiguity (S004-73).

	python tests/ambiguity_score.py          writes the table into docs/ambiguity.md
	python tests/ambiguity_score.py zh_dev   prints what one part misses and what it flags wrongly

A finding is right when it overlaps a labelled span of the same kind, and that label is met. Precision is the
share of findings that are right, recall the share of labels that are met.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "apps" / "client_mgmt"))

from client_mgmt.domain.language import ambiguity  # noqa: E402  after the path is set

DATA = ROOT / "tests" / "data" / "ambiguity"
DOCUMENT = ROOT / "docs" / "ambiguity.md"
SEEDS = ROOT / "apps" / "client_mgmt" / "client_mgmt" / "setup"
HELD_OUT = ("zh_fifth_held_out", "en_held_out")
PARTS = (
	*("zh_dev", "zh_first_held_out", "zh_second_held_out", "zh_third_held_out", "zh_fourth_held_out"),
	*("zh_second_dev", "zh_fifth_held_out"),
	*("en_dev", "en_first_held_out", "en_second_held_out", "en_held_out"),
)
BEGIN, END = "<!-- scores: written by `make ambiguity` -->", "<!-- end of scores -->"


class Score(NamedTuple):
	"""Counts of one part, and of each kind in it: labels, labels that were met, findings, right ones."""

	sentences: int
	flagged: int
	labels: Counter[str]
	met: Counter[str]
	found: Counter[str]
	right: Counter[str]


def shipped_rules() -> tuple[ambiguity.Rule, ...]:
	"""The rules that an installation seeds, both languages."""
	rows = [row for name in ("zh", "en") for row in _json(SEEDS / f"ambiguity_{name}.json")]
	return tuple(ambiguity.rule_from(row) for row in rows)


def _json(file: Path) -> Any:
	return json.loads(file.read_text(encoding="utf-8"))


def sentences(part: str) -> list[dict[str, Any]]:
	"""`{text, findings: [{start, end, phrase, kind}]}` of one part."""
	file = DATA / f"{part}.jsonl"
	return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def meets(finding: ambiguity.Finding, label: dict[str, Any]) -> bool:
	"""Whether a finding is of the label's kind and overlaps it."""
	same_kind = label["kind"] == finding.kind
	return same_kind and finding.start < label["end"] and label["start"] < finding.end


def compared(
	row: dict[str, Any], findings: list[ambiguity.Finding]
) -> tuple[list[ambiguity.Finding], list[dict[str, Any]]]:
	"""The findings that meet no label of a sentence, and the labels that no finding meets."""
	labels = row["findings"]
	wrong = [finding for finding in findings if not any(meets(finding, label) for label in labels)]
	missed = [label for label in labels if not any(meets(finding, label) for finding in findings)]
	return wrong, missed


def score(part: str, rules: tuple[ambiguity.Rule, ...]) -> Score:
	"""The counts of one part."""
	rows = sentences(part)
	labels, missed, found, wrong = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
	for row in rows:
		findings = ambiguity.check(row["text"], rules, language=part[:2])
		wrong_ones, missed_ones = compared(row, findings)
		labels.update(label["kind"] for label in row["findings"])
		missed.update(label["kind"] for label in missed_ones)
		found.update(finding.kind for finding in findings)
		wrong.update(finding.kind for finding in wrong_ones)
	flagged = sum(bool(row["findings"]) for row in rows)
	return Score(len(rows), flagged, labels, labels - missed, found, found - wrong)


def share(part: int, whole: int) -> str:
	return f"{part / whole:.3f}" if whole else "–"


def _row(name: str, result: Score, kinds: Iterable[str], *first: Any) -> str:
	labels, met, found, right = (sum(count[kind] for kind in kinds) for count in result[2:])
	cells = (name, *first, labels, met, found, right, share(right, found), share(met, labels))
	return f"| {' | '.join(map(str, cells))} |"


def table(rules: tuple[ambiguity.Rule, ...] | None = None) -> str:
	"""The scores as Markdown: one row a part, then one row a kind of the held-out part in English. Of the
	Chinese one only the totals are looked at, so that it stays held out."""
	rules = rules or shipped_rules()
	results = {part: score(part, rules) for part in PARTS}
	kinds = sorted({rule.kind for rule in rules})
	lines = [
		"| part | sentences | with findings | labels | met | findings | right | precision | recall |",
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
		*(_row(part, result, kinds, result.sentences, result.flagged) for part, result in results.items()),
		"",
		"| held out, by kind | labels | met | findings | right | precision | recall |",
		"| --- | --- | --- | --- | --- | --- | --- |",
	]
	lines += [_row(f"en {kind}", results["en_held_out"], [kind]) for kind in kinds]
	return "\n".join(lines)


def write() -> None:
	"""Puts the table into docs/ambiguity.md between its marks."""
	before, _begin, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
	_old, _end, after = rest.partition(END)
	DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


def explain(part: str) -> None:
	"""Prints every sentence of a part where label and finding differ; not of one that is held out."""
	if part in HELD_OUT:
		raise SystemExit(f"{part} is held out: only its totals are looked at.")
	rules = shipped_rules()
	for row in sentences(part):
		findings = ambiguity.check(row["text"], rules, language=part[:2])
		wrong, missed = compared(row, findings)
		for finding in wrong:
			print(f"wrong  {finding.phrase} ({finding.rule}): {row['text']}")
		for label in missed:
			print(f"missed {label['phrase']} ({label['kind']}): {row['text']}")


if __name__ == "__main__":
	if sys.argv[1:]:
		explain(sys.argv[1])
	else:
		write()
		print(table())
