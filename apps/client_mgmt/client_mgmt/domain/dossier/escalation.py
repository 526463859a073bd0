"""An ordered path of people who are told of an emergency, one after the other, until somebody takes it on
(S004-56)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

OPEN, ACKNOWLEDGED, EXHAUSTED = "Open", "Acknowledged", "Exhausted"
TOLD, NO_ANSWER = "Told", "No Answer"


def due(told_on: datetime, minutes: int | None) -> datetime | None:
	"""When the next person's turn comes; None without a time limit: then the path waits."""
	return told_on + timedelta(minutes=minutes) if minutes else None


def next_step(steps: Sequence[Mapping[str, Any]], current: int) -> int | None:
	"""The number (from 1) of the step after `current`, None at the end of the path."""
	return current + 1 if current < len(steps) else None


def is_late(status: str, due_on: datetime | None, now: datetime) -> bool:
	"""Whether nobody has taken it on within the time limit."""
	return status == OPEN and due_on is not None and due_on <= now
