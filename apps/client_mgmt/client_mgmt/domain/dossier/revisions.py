"""How two revisions of a dossier differ, field by field and row by row (S004-75)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from client_mgmt.domain.evidence.verify_evidence import canonical_json

ADDED, REMOVED, CHANGED = "Added", "Removed", "Changed"
EMPTY: tuple[Any, ...] = ("", None, 0, "0", [])
Row = Mapping[str, Any]


def differences(old: Row, new: Row) -> list[dict[str, Any]]:
	"""The fields that differ, in the order of `new`: `{field, old, new}`, for a table `{field, rows}`.

	Both are facts as they are archived: plain values, and lists of mappings for child rows. A field that one
	side lacks counts as empty there: it came or went with a later version of the form.
	"""
	found = []
	for field in [*new, *(name for name in old if name not in new)]:
		before, after = old.get(field), new.get(field)
		if _same(before, after):
			continue
		if isinstance(before, list) or isinstance(after, list):
			found.append({"field": field, "rows": rows(before or [], after or [])})
		else:
			found.append({"field": field, "old": before or "", "new": after or ""})
	return found


def rows(old: Sequence[Row], new: Sequence[Row]) -> list[dict[str, Any]]:
	"""The rows that differ: `{change, row, old_row, cells: [{field, old, new}]}`, rows numbered from 1, 0
	where there is none. Rows that stayed hold the others in place: one put in between changes no other."""
	matcher = SequenceMatcher(None, [canonical_json(r) for r in old], [canonical_json(r) for r in new], False)
	found = []
	for tag, first, last, start, end in matcher.get_opcodes():
		if tag != "equal":
			found += list(_block(old, new, range(first, last), range(start, end)))
	return found


def _block(old: Sequence[Row], new: Sequence[Row], olds: range, news: range) -> Iterator[dict[str, Any]]:
	for at in range(max(len(olds), len(news))):
		before = olds[at] if at < len(olds) else None
		after = news[at] if at < len(news) else None
		change = ADDED if before is None else REMOVED if after is None else CHANGED
		yield {
			"change": change,
			"row": 0 if after is None else after + 1,
			"old_row": 0 if before is None else before + 1,
			"cells": differences({} if before is None else old[before], {} if after is None else new[after]),
		}


def _same(before: Any, after: Any) -> bool:
	return before == after or (before in EMPTY and after in EMPTY)
