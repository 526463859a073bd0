"""The hand-over from sales: what every dossier is asked for, and what of it is open (S004-103)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

CONTRACT_SCAN, INTERVIEW_NOTES, OTHER = "Contract Scan", "Interview Notes", "Other"
COMPULSORY_KINDS = (CONTRACT_SCAN, INTERVIEW_NOTES)
WARN, BLOCK = "Warn", "Block"
Row = Mapping[str, Any]


class Asked(NamedTuple):
	"""One thing that the checklist asks for; `item` is "" where the kind says it all."""

	kind: str
	item: str
	compulsory: bool


def asked(lines: str | None) -> list[Asked]:
	"""Contract scan and interview notes, and an administrator's own items: one a line, those that are
	compulsory with `*` at the end."""
	found = [Asked(kind, "", True) for kind in COMPULSORY_KINDS]
	for line in (lines or "").splitlines():
		item = line.strip()
		name = item.rstrip("*＊").strip()
		if name:
			found.append(Asked(OTHER, name, item[-1] in "*＊"))
	return found


def is_settled(row: Row) -> bool:
	"""Whether a row has its file, or a reason why there is none."""
	return bool(row.get("attachment")) or bool(row.get("not_applicable") and _text(row.get("reason")))


def still_open(rows: Iterable[Row], wanted: Iterable[Asked]) -> list[Asked]:
	"""The compulsory items that no row settles; an item whose row was deleted is open too."""
	settled = [row for row in rows if is_settled(row)]
	return [item for item in wanted if item.compulsory and not any(_answers(row, item) for row in settled)]


def _answers(row: Row, item: Asked) -> bool:
	return row.get("kind") == item.kind and (item.kind != OTHER or _text(row.get("item")) == item.item)


def _text(value: Any) -> str:
	return str(value or "").strip()
