"""Where a value comes from, and what becomes of one that another channel offers (S004-62)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

FORM, WORKBOOK, MAIL, SURVEY, REST, SYSTEM = "Form", "Workbook", "Mail", "Survey", "REST", "System"
SOURCES = (FORM, WORKBOOK, MAIL, SURVEY, REST, SYSTEM)
EMPTY, EQUAL, DIFFERENT = "empty", "equal", "different"


def read(kept: str | None) -> dict[str, dict[str, str]]:
	"""field → `{source, reference, by, on}` of a document's `value_sources`; {} where nothing is kept."""
	found = json.loads(kept) if kept else {}
	return found if isinstance(found, dict) else {}


def stamped(kept: str | None, fields: Iterable[str], stamp: Mapping[str, str]) -> str | None:
	"""`value_sources` after a save that changed `fields`; the same text where it changed none."""
	names = list(fields)
	if not names:
		return kept
	merged = {**read(kept), **{field: dict(stamp) for field in names}}
	return json.dumps(merged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verdict(ours: Any, theirs: Any, has_source: bool) -> str:
	"""How an offered value stands to ours, both plain: `empty` (ours gives way), `equal`, or `different`. A
	zero is a value where somebody is known to have given it."""
	if theirs == ours or theirs == "":
		return EQUAL
	return EMPTY if ours == "" or (ours in (0, "0") and not has_source) else DIFFERENT
