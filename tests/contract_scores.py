"""How well each field of a contract is read: `tests/data/contracts` with the right answers beside the texts.

A field is right when its value is the answer's; empty where the answer is empty is right, a value there
is invented. `python tests/contract_scores.py` writes the table of docs/contracts.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from client_mgmt.domain.contract import text as contract_text

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data" / "contracts"
PAGE = ROOT / "docs" / "contracts.md"
FIELDS = (*contract_text.FIELDS, "currency", "nodes")
MARK = "<!-- scores: written by tests/contract_scores.py -->"


class Miss(NamedTuple):
	"""One field of one contract that is not read as the answer says."""

	file: str
	field: str
	answer: Any
	read: Any


def answers() -> dict[str, dict[str, Any]]:
	return json.loads((DATA / "answers.json").read_text(encoding="utf-8"))


def read(file: str) -> dict[str, Any]:
	"""The values of one text, in the shape of the answers."""
	contract = contract_text.read((DATA / file).read_text(encoding="utf-8"))
	values: dict[str, Any] = {
		field: fact.value if (fact := contract.first(field)) else "" for field in contract_text.FIELDS
	}
	for field in ("amount", "amount_in_words"):
		values[field] = plain(values[field])
	nodes = [[node.percent, plain(node.amount), node.due_date] for node in contract.nodes]
	return {**values, "currency": contract.currency, "nodes": nodes}


def plain(value: str) -> str:
	return f"{Decimal(value).quantize(Decimal('0.01')).normalize():f}" if value else ""


def misses(part: str = "") -> Iterator[Miss]:
	for file, answer in answers().items():
		if part and answer["part"] != part:
			continue
		found = read(file)
		yield from (
			Miss(file, field, answer[field], found[field])
			for field in FIELDS
			if found[field] != answer[field]
		)


def table() -> str:
	"""The score of each field, of the texts that the rules were written with and of those written after."""
	rows = ["| field | dev | held out | invented |", "| --- | --- | --- | --- |"]
	every = answers().values()
	for field in FIELDS:
		cells = []
		for part in ("dev", "held_out"):
			total = sum(answer["part"] == part for answer in every)
			cells.append(f"{total - sum(miss.field == field for miss in misses(part))} of {total}")
		invented = sum(miss.field == field and not miss.answer for miss in misses())
		rows.append(f"| {field} | {cells[0]} | {cells[1]} | {invented} |")
	return "\n".join(rows)


def main() -> None:
	for miss in misses():
		print(*miss, sep=" | ")
	if "--show" not in sys.argv:
		text = PAGE.read_text(encoding="utf-8")
		PAGE.write_text(text.partition(MARK)[0] + f"{MARK}\n\n{table()}\n", encoding="utf-8")
	print(table())


if __name__ == "__main__":
	main()
