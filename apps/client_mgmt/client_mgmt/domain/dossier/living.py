"""A dossier after its archiving: updates, visits, and leaving Kick-off (S004-76..80, S004-85).

Dates are the site's calendar days.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

KICK_OFF, CLOSED, DELIVERED = "Kick-off", "Closed", "Delivered"
BLOCK, WARN = "Block", "Warn"
PASS = ""
COMPLETE = "Dossier Complete"  # 建档完成, the milestone that Review closes
ARCHIVED = "Dossier Archived"
STAGES = (KICK_OFF, "Delivery", "Acceptance", CLOSED)


def is_finished(state: str | None, stage: str | None) -> bool:
	"""Whether a project is delivered or closed: it is brought up to date no more (S004-78)."""
	return state == DELIVERED or stage == CLOSED


def next_update(last: date, interval_days: int) -> date:
	"""The day on which the next update is due: by default 14 days after the last one (S004-77)."""
	return last + timedelta(days=interval_days)


def days_overdue(due: date | None, today: date) -> int:
	"""How many days a due day lies back; 0 on the day itself, before it, and where nothing is due."""
	return max((today - due).days, 0) if due else 0


def months_after(day: date, months: int) -> date:
	"""The same day of the month so many months later, or that month's last day where it is shorter."""
	years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
	return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def visit_on_or_before(delivered: date, every_months: int, today: date) -> date | None:
	"""The latest visiting day that has come, counted in calendar months from the delivery (S004-80); None
	before the first. Counted from the delivery each time, so that a short month shifts nothing."""
	count = max((today.year - delivered.year) * 12 + today.month - delivered.month, 0) // every_months
	while count and months_after(delivered, count * every_months) > today:
		count -= 1
	return months_after(delivered, count * every_months) if count else None


def visit_after(delivered: date, every_months: int, today: date) -> date:
	"""The first visiting day after `today`."""
	last = visit_on_or_before(delivered, every_months, today)
	count = 0 if last is None else (last.year - delivered.year) * 12 + last.month - delivered.month
	return months_after(delivered, count + every_months)


def leaves_kick_off(before: str | None, after: str | None) -> bool:
	"""Whether a save takes a project out of Kick-off; `before` is None for a new one, which begins there."""
	return (before or KICK_OFF) == KICK_OFF and (after or KICK_OFF) != KICK_OFF


def reached(closes_with: str, archived: bool, stage: str | None) -> bool:
	"""Whether a project has come to what closes a milestone: the archiving of its dossier, or a stage, which
	a later one includes."""
	if closes_with == ARCHIVED:
		return archived
	return stage in STAGES and closes_with in STAGES[: STAGES.index(stage) + 1]


def gate(complete: bool, waived: bool, mode: str) -> str:
	"""What leaving Kick-off meets: "" where the dossier is complete or somebody waived that, else the
	setting, which blocks unless it says Warn (S004-85)."""
	if complete or waived:
		return PASS
	return WARN if mode == WARN else BLOCK


def may_waive(roles: Iterable[str], leads: bool) -> bool:
	"""Whether a person may waive the gate of a project: PMO or Client Mgmt Manager, never who leads it."""
	return not leads and not {"PMO", "Client Mgmt Manager"}.isdisjoint(roles)
