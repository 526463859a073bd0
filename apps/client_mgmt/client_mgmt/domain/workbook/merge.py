"""What an edited row does to a document that has changed as well (S004-70).

A row carries, in a hidden column, a digest of each value as it was exported. So an edit is told from a value
that only stood there, and a document that moved on from one that did not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.workbook.cells import exported, is_empty
from client_mgmt.domain.workbook.layout import Field

SAME, APPLY, CONFLICT = "same", "apply", "conflict"


def digest(value: Any) -> str:
	"""Eight hexadecimal digits of a plain value; None and empty are alike."""
	return hashlib.sha256(str("" if value is None else value).encode("utf-8", "surrogatepass")).hexdigest()[
		:8
	]


def stamp(values: Mapping[str, Any], fields: Mapping[str, Field]) -> str:
	"""The hidden cell of a row: `name=digest` of each of its values as exported."""
	return " ".join(f"{name}={digest(exported(values.get(name), field))}" for name, field in fields.items())


def stamped(cell: Any) -> dict[str, str]:
	"""name → digest of a hidden cell; nothing where somebody wrote something else there."""
	pairs = (part.partition("=") for part in str(cell or "").split())
	return {name: value for name, equals, value in pairs if equals and len(value) == 8}


def verdict(theirs: Any, ours: Any, field: Field, base: str | None) -> str:
	"""What happens to one value: `theirs` from the file (None: an empty cell), `ours` in the document, `base`
	the digest of what was exported, None where the row was not.

	SAME changes nothing; APPLY takes theirs; CONFLICT keeps ours and says so.
	"""
	shown = exported(ours, field)
	if theirs is None:
		theirs = plain(None, field.fieldtype)
		if base is None:
			return SAME
	if theirs == shown:
		return SAME
	if base is None:
		return APPLY if is_empty(ours, field) else CONFLICT
	if digest(theirs) == base:
		return SAME
	return APPLY if digest(shown) == base and shown == ours else CONFLICT
