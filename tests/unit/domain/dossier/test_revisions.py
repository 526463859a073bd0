"""How two archived contents differ."""

from __future__ import annotations

from typing import Any

from client_mgmt.domain.dossier import revisions

A, B, C = ({"goal": name, "target": "1"} for name in "ABC")


def brief(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
	return [(row["change"], row["old_row"], row["row"]) for row in revisions.rows(old, new)]


def test_fields() -> None:
	"""S004-75: in the order of the new content; what one side lacks is empty there."""
	old = {"background": "旧", "gone": "x", "same": 1, "amount": "0"}
	new = {"same": 1, "background": "新", "added": "", "amount": ""}
	assert revisions.differences(old, new) == [
		{"field": "background", "old": "旧", "new": "新"},
		{"field": "gone", "old": "x", "new": ""},
	]
	assert revisions.differences(new, new) == []


def test_a_first_revision_differs_from_nothing() -> None:
	"""S004-75: every filled field is new."""
	assert revisions.differences({}, {"name": "OA", "goals": [A], "kpis": []}) == [
		{"field": "name", "old": "", "new": "OA"},
		{
			"field": "goals",
			"rows": [
				{
					"change": "Added",
					"row": 1,
					"old_row": 0,
					"cells": [
						{"field": "goal", "old": "", "new": "A"},
						{"field": "target", "old": "", "new": "1"},
					],
				}
			],
		},
	]


def test_rows_stay_in_place() -> None:
	"""S004-75: a row put in or taken out changes no other."""
	assert brief([A, B], [A, C, B]) == [("Added", 0, 2)]
	assert brief([A, B, C], [A, C]) == [("Removed", 2, 0)]
	assert brief([A], []) == [("Removed", 1, 0)]
	assert brief([A, A], [A]) == [("Removed", 2, 0)]
	assert brief([A, B], [A, B]) == []


def test_a_row_that_changed_names_its_cells() -> None:
	(found,) = revisions.rows([A, B], [A, {"goal": "B", "target": "2"}])
	assert (found["change"], found["old_row"], found["row"]) == ("Changed", 2, 2)
	assert found["cells"] == [{"field": "target", "old": "1", "new": "2"}]


def test_applying_a_difference_gives_the_new_rows() -> None:
	"""Property: the difference tells everything."""
	for size in range(40):
		old = [{"n": str((size * 7 + at * 3) % 5)} for at in range(size % 7)]
		new = [{"n": str((size * 5 + at * 2) % 4)} for at in range(size % 5)]
		found = revisions.rows(old, new)
		taken = {row["old_row"] for row in found if row["change"] != "Added"}
		kept = [row for at, row in enumerate(old, 1) if at not in taken]
		given = {row["row"]: new[row["row"] - 1] for row in found if row["change"] != "Removed"}
		rebuilt = [given.get(at) or kept.pop(0) for at in range(1, len(new) + 1)]
		assert (rebuilt, kept) == (new, [])
