"""The RACI matrix."""

from __future__ import annotations

import pytest

from client_mgmt.domain.dossier import raci


@pytest.mark.parametrize(
	("cell", "letters"),
	[
		("R", ["R"]),
		("a, r", ["R", "A"]),
		("RACI", ["R", "A", "C", "I"]),
		("X", []),
		("R,R", []),
		("", []),
		(None, []),
	],
)
def test_cells_hold_the_four_letters(cell: str | None, letters: list[str]) -> None:
	"""S000-27: only R, A, C, I."""
	assert raci.parse(cell) == letters


@pytest.mark.parametrize(
	("cells", "rules"),
	[
		(["A", "R"], []),
		(["AR"], []),
		(["R", "C"], ["accountable"]),
		(["A", "A", "R"], ["accountable"]),
		(["A", "I"], ["responsible"]),
		(["A", "R", "Q"], ["letters"]),
	],
)
def test_one_accountable_and_somebody_responsible(cells: list[str], rules: list[str]) -> None:
	"""S000-29: exactly one A and at least one R per activity."""
	assert [fault.rule for fault in raci.findings(("Build", cell) for cell in cells)] == rules


def test_activities_are_judged_apart() -> None:
	"""S000-29."""
	rows = [("Build", "A"), ("Build", "R"), ("Test", "R")]
	assert raci.findings(rows) == [raci.Finding("accountable", "Test", "0")]
