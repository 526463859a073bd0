"""Which row of a dossier a row of the workbook means: by its number, else by what it says (S004-70)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from client_mgmt.domain.workbook.cells import Problem, shorten
from client_mgmt.domain.workbook.layout import NATURAL_KEYS
from client_mgmt.domain.workbook.reader import Row

SINGLE = frozenset({"project", "client"})


def needed(rows: Iterable[Row]) -> dict[str, Any]:
	"""What the rows of one dossier say of the dossier and its client. Raises Problem where two rows of a kind
	of which there is one speak."""
	found: dict[str, Any] = {}
	seen: dict[str, Row] = {}
	for row in rows:
		if next(iter(row.values), "").partition(".")[0] not in SINGLE:
			continue
		if row.kind in seen:
			raise Problem(
				"{0} stands twice, in the rows {1} and {2}.",
				shorten(row.key),
				str(seen[row.kind].number),
				str(row.number),
			)
		seen[row.kind] = row
		found.update({name: value for name, value in row.values.items() if value not in ("", None)})
	return found


def find_row(target: str, row: Row, known: Mapping[str, Mapping[str, Any]], is_new: bool) -> str | None:
	"""The name among `known` (name → plain values) that a row means, None for a new one.

	`is_new`: whatever the row belongs to was made just now, so that its number is another site's. Raises
	Problem for a number that is none of this dossier.
	"""
	if row.row in known:
		return row.row
	if row.row and not is_new:
		raise Problem(
			"{0} is none of this dossier, or stands here twice. Empty the cell for a new row.",
			shorten(row.row),
		)
	for fields in NATURAL_KEYS[target]:
		said = [_text(row.values.get(f"{target}.{field}")) for field in fields]
		if not said[0] or (len(fields) == 2 and target == "contact" and not said[1]):
			continue
		alike = [
			name for name, values in known.items() if [_text(values.get(field)) for field in fields] == said
		]
		if len(alike) == 1:
			return alike[0]
	return None


def _text(value: Any) -> str:
	return str("" if value is None else value).strip()
