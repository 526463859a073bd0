"""Which row is meant, and what an edit does to a document that has moved on (S004-62, S004-70)."""

from __future__ import annotations

from typing import Any

import pytest

from client_mgmt.domain.workbook import merge
from client_mgmt.domain.workbook.cells import Problem
from client_mgmt.domain.workbook.layout import Field, Title
from client_mgmt.domain.workbook.match import find_row, needed
from client_mgmt.domain.workbook.reader import Row

WHY = Field("background", "Small Text", Title("Background", "项目背景"))


@pytest.mark.parametrize(
	("theirs", "ours", "base", "verdict"),
	[
		("a", "a", None, merge.SAME),
		(None, "a", None, merge.SAME),
		("b", "", None, merge.APPLY),
		("b", "a", None, merge.CONFLICT),
		("a", "b", merge.digest("a"), merge.SAME),  # not edited, moved on here
		("b", "a", merge.digest("a"), merge.APPLY),
		(None, "a", merge.digest("a"), merge.APPLY),  # emptied
		("b", "c", merge.digest("a"), merge.CONFLICT),
		("b", "长" * 40_000, merge.digest("长" * 40_000), merge.CONFLICT),  # only its beginning was shown
	],
)
def test_an_edit_is_told_from_a_value_that_only_stood_there(
	theirs: Any, ours: str, base: str | None, verdict: str
) -> None:
	"""S004-70, S004-62."""
	assert merge.verdict(theirs, ours, WHY, base) == verdict


def row(kind: str, number: int = 2, key: str = "A", name: str = "", **values: Any) -> Row:
	return Row(
		"s",
		number,
		kind,
		key,
		name,
		"",
		{key.replace("__", "."): value for key, value in values.items()},
		False,
	)


def test_rows_are_known_again() -> None:
	"""S004-70: by number, else by what they say; a number of elsewhere is refused."""
	known = {"r1": {"goal": "快", "unit": "天"}, "r2": {"goal": "省", "unit": "元"}}
	assert find_row("goals", row("Goal", name="r2", goals__goal="改"), known, False) == "r2"
	assert find_row("goals", row("Goal", goals__goal="快 "), known, False) == "r1"
	assert find_row("goals", row("Goal", goals__goal="新"), known, False) is None
	assert find_row("goals", row("Goal", name="x9", goals__goal="快"), known, True) == "r1"
	with pytest.raises(Problem, match="x9"):
		find_row("goals", row("Goal", name="x9", goals__goal="快"), known, False)
	people = {"c1": {"contact_name": "张伟", "phone": "1"}, "c2": {"contact_name": "张伟", "phone": "2"}}
	assert (
		find_row("contact", row("Contact", contact__contact_name="张伟", contact__phone="2"), people, False)
		== "c2"
	)
	assert find_row("contact", row("Contact", contact__contact_name="张伟"), people, False) is None


def test_a_dossier_stands_once() -> None:
	with pytest.raises(Problem, match="rows 2 and 5"):
		needed([row("Dossier", project__project_name="a"), row("Dossier", 5, project__project_name="b")])
