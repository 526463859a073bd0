"""Days of updates and visits, and the gate out of Kick-off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from client_mgmt.domain.dossier import living


def test_an_update_is_due_every_14_days() -> None:
	"""S004-77: over the end of a month and of a year."""
	assert living.next_update(date(2026, 12, 25), 14) == date(2027, 1, 8)


@pytest.mark.parametrize(
	("due", "days"),
	[
		(None, 0),
		(date(2026, 3, 2), 0),
		(date(2026, 3, 1), 0),
		(date(2026, 2, 28), 1),
		(date(2025, 3, 1), 365),
	],
)
def test_days_overdue(due: date | None, days: int) -> None:
	"""S004-77: the due day itself is not overdue."""
	assert living.days_overdue(due, date(2026, 3, 1)) == days


@pytest.mark.parametrize(
	("day", "months", "expected"),
	[
		(date(2026, 1, 31), 1, date(2026, 2, 28)),
		(date(2024, 1, 31), 1, date(2024, 2, 29)),
		(date(2025, 11, 30), 3, date(2026, 2, 28)),
		(date(2026, 12, 15), 1, date(2027, 1, 15)),
		(date(2026, 5, 20), 0, date(2026, 5, 20)),
		(date(2024, 2, 29), 12, date(2025, 2, 28)),
	],
)
def test_calendar_months(day: date, months: int, expected: date) -> None:
	"""S004-80: a shorter month gives its last day."""
	assert living.months_after(day, months) == expected


def test_visits_against_a_slow_oracle() -> None:
	"""S004-80: counted in calendar months from the delivery, so that a short month shifts nothing."""
	for delivered in (date(2025, 11, 30), date(2025, 1, 31), date(2024, 2, 29), date(2026, 1, 1)):
		for every in (1, 3, 7):
			days = [living.months_after(delivered, every * count) for count in range(1, 40)]
			for offset in range(0, 800, 3):
				today = delivered + timedelta(days=offset)
				past = [day for day in days if day <= today]
				assert living.visit_on_or_before(delivered, every, today) == (past[-1] if past else None)
				assert living.visit_after(delivered, every, today) == next(day for day in days if day > today)


def test_nobody_is_visited_before_the_delivery() -> None:
	assert living.visit_on_or_before(date(2026, 5, 1), 3, date(2025, 1, 1)) is None
	assert living.visit_after(date(2026, 5, 1), 3, date(2025, 1, 1)) == date(2026, 8, 1)


@pytest.mark.parametrize(
	("before", "after", "leaves"),
	[
		(None, "Kick-off", False),
		(None, None, False),
		(None, "Delivery", True),
		("", "Closed", True),
		("Kick-off", "Acceptance", True),
		("Kick-off", "", False),
		("Delivery", "Closed", False),
		("Delivery", "Kick-off", False),
	],
)
def test_what_leaves_kick_off(before: str | None, after: str | None, leaves: bool) -> None:
	"""S004-85: a new project begins there, whatever stage it is sent with."""
	assert living.leaves_kick_off(before, after) is leaves


@pytest.mark.parametrize(
	("complete", "waived", "mode", "verdict"),
	[
		(True, False, "Block", ""),
		(False, True, "Block", ""),
		(False, False, "Block", "Block"),
		(False, False, "Warn", "Warn"),
		(True, False, "Warn", ""),
		(False, False, "", "Block"),
		(False, False, "Whatever", "Block"),
	],
)
def test_the_gate(complete: bool, waived: bool, mode: str, verdict: str) -> None:
	"""S004-85: what the setting does not say blocks."""
	assert living.gate(complete, waived, mode) == verdict


@pytest.mark.parametrize(
	("roles", "leads", "may"),
	[
		(["PMO"], False, True),
		(["Client Mgmt Manager"], False, True),
		(["PMO"], True, False),
		(["Project Manager"], False, False),
		([], False, False),
	],
)
def test_who_waives(roles: list[str], leads: bool, may: bool) -> None:
	"""S004-85: never who leads the project."""
	assert living.may_waive(roles, leads) is may


@pytest.mark.parametrize(
	("closes_with", "archived", "stage", "expected"),
	[
		("Dossier Archived", True, "Kick-off", True),
		("Dossier Archived", False, "Closed", False),
		("Delivery", False, "Kick-off", False),
		("Delivery", False, "Delivery", True),
		("Delivery", True, "Closed", True),
		("Acceptance", True, "Delivery", False),
		("Closed", True, None, False),
		("Nothing", True, "Closed", False),
	],
)
def test_what_closes_a_milestone(closes_with: str, archived: bool, stage: str | None, expected: bool) -> None:
	"""S004-85: the dossier's milestone by its archiving alone, another by the stage or a later one."""
	assert living.reached(closes_with, archived, stage) is expected


def test_a_finished_project() -> None:
	"""S004-78: delivered by its workflow, or closed by its stage."""
	assert living.is_finished("Delivered", "Delivery")
	assert living.is_finished("Archived", "Closed")
	assert not living.is_finished("Archived", "Acceptance")
	assert not living.is_finished(None, None)
