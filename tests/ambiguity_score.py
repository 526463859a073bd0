"""How well the shipped ambiguity rules do on the labelled sentences of tests/data/ambiguity (S004-73).

	python tests/ambiguity_score.py          writes the table into docs/ambiguity.md
	python tests/ambiguity_score.py zh_dev   prints what one part misses and what it flags wrongly

A finding is right when it overlaps a labelled span of the same kind; each label counts once.
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

from client_mgmt.domain import ambiguity  # noqa: E402  after the path is set

DATA = ROOT / "tests" / "data" / "ambiguity"
DOCUMENT = ROOT / "docs" / "ambiguity.md"
SEEDS = ROOT / "apps" / "client_mgmt" / "client_mgmt" / "setup"
PARTS = ("zh_dev", "zh_held_out", "en_dev", "en_held_out")
BEGIN, END = "<!-- scores: written by `make ambiguity` -->", "<!-- end of scores -->"


class Score(NamedTuple):
	"""Counts of one part, and of each kind in it: labelled, found, right."""

	sentences: int
	flagged: int
	labelled: Counter[str]
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


def paired(
	labels: list[dict[str, Any]], findings: list[ambiguity.Finding]
) -> tuple[list[ambiguity.Finding], list[dict[str, Any]]]:
	"""The findings that no label explains, and the labels that no finding meets."""
	open_labels, wrong = list(labels), []
	for finding in findings:
		met = next(
			(
				label
				for label in open_labels
				if label["kind"] == finding.kind
				and finding.start < label["end"]
				and label["start"] < finding.end
			),
			None,
		)
		if met:
			open_labels.remove(met)
		else:
			wrong.append(finding)
	return wrong, open_labels


def score(part: str, rules: tuple[ambiguity.Rule, ...]) -> Score:
	rows = sentences(part)
	labelled: Counter[str] = Counter()
	found: Counter[str] = Counter()
	right: Counter[str] = Counter()
	for row in rows:
		findings = ambiguity.check(row["text"], rules, language=part[:2])
		wrong, _missed = paired(row["findings"], findings)
		labelled.update(label["kind"] for label in row["findings"])
		found.update(finding.kind for finding in findings)
		right.update(finding.kind for finding in findings if finding not in wrong)
	return Score(len(rows), sum(bool(row["findings"]) for row in rows), labelled, found, right)


def share(part: int, whole: int) -> str:
	return f"{part / whole:.3f}" if whole else "–"


def _row(name: str, result: Score, kinds: Iterable[str], *first: Any) -> str:
	labelled, found, right = (sum(count[kind] for kind in kinds) for count in result[2:])
	cells = (name, *first, labelled, found, right, share(right, found), share(right, labelled))
	return f"| {' | '.join(map(str, cells))} |"


def table(rules: tuple[ambiguity.Rule, ...] | None = None) -> str:
	"""The scores as Markdown: one row a part, then one row a kind of each held-out part."""
	rules = rules or shipped_rules()
	results = {part: score(part, rules) for part in PARTS}
	kinds = sorted({rule.kind for rule in rules})
	lines = [
		"| part | sentences | with findings | labels | findings | right | precision | recall |",
		"| --- | --- | --- | --- | --- | --- | --- | --- |",
		*(_row(part, result, kinds, result.sentences, result.flagged) for part, result in results.items()),
		"",
		"| held out, by kind | labels | findings | right | precision | recall |",
		"| --- | --- | --- | --- | --- | --- |",
	]
	for part in ("zh_held_out", "en_held_out"):
		lines += [_row(f"{part[:2]} {kind}", results[part], [kind]) for kind in kinds]
	return "\n".join(lines)


def write() -> None:
	"""Puts the table into docs/ambiguity.md between its marks."""
	before, _begin, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
	_old, _end, after = rest.partition(END)
	DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


def explain(part: str) -> None:
	"""Prints every sentence of a part where label and finding differ."""
	rules = shipped_rules()
	for row in sentences(part):
		findings = ambiguity.check(row["text"], rules, language=part[:2])
		wrong, missed = paired(row["findings"], findings)
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
