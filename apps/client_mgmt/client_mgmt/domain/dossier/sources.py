"""Where a value comes from, and what becomes of one that another channel offers (S004-62)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

FORM, WORKBOOK, MAIL, SURVEY, REST, SYSTEM = "Form", "Workbook", "Mail", "Survey", "REST", "System"
SOURCES = (FORM, WORKBOOK, MAIL, SURVEY, REST, SYSTEM)
EMPTY, EQUAL, DIFFERENT = "empty", "equal", "different"


def read(kept: Any) -> dict[str, dict[str, str]]:
	"""field → `{source, reference, by, on}` of a document's `value_sources`; {} where nothing is kept. A JSON
	column comes as text, or from PostgreSQL as what it holds."""
	found = json.loads(kept) if kept and isinstance(kept, str) else kept
	return found if isinstance(found, dict) else {}


def stamped(kept: Any, fields: Iterable[str], stamp: Mapping[str, str]) -> Any:
	"""`value_sources` after a save that changed `fields`; the same where it changed none, None for nothing,
	since empty text is no JSON."""
	names = list(fields)
	if not names:
		return kept or None
	merged = {**read(kept), **{field: dict(stamp) for field in names}}
	return json.dumps(merged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def verdict(ours: Any, theirs: Any, has_source: bool) -> str:
	"""How an offered value stands to ours, both plain: `empty` (ours gives way), `equal`, or `different`. A
	zero is a value where somebody is known to have given it."""
	if theirs == ours or theirs == "":
		return EQUAL
	return EMPTY if ours == "" or (ours in (0, "0") and not has_source) else DIFFERENT
