"""When a change is major."""

from __future__ import annotations

import pytest

from client_mgmt.domain.change.impact import is_major


@pytest.mark.parametrize(
	("days", "cost", "limits", "override", "major"),
	[
		(5, 0, (5, 0), None, True),
		(4, 0, (5, 0), None, False),
		(0, -10000, (0, 10000), None, True),
		(0, 9999.99, (0, 10000), None, False),
		(400, 10**9, (0, 0), None, False),
		(400, 0, (None, None), None, False),
		(0, 0, (5, 100), "Raise", True),
		(9, 900, (5, 100), "Lower", False),
	],
)
def test_the_rule_decides_and_a_hand_overrides(
	days: int, cost: float, limits: tuple[int | None, float | None], override: str | None, major: bool
) -> None:
	"""S000-91: by days or cost, where a limit is set."""
	assert is_major(days, cost, *limits, override) is major
