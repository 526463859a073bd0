"""The escalation path (S004-56)."""

from __future__ import annotations

from datetime import datetime, timedelta

from client_mgmt.domain.dossier import escalation

NOW = datetime(2026, 3, 2, 12, 0)


def test_the_next_turn_comes_after_the_time_limit() -> None:
	assert escalation.due(NOW, 30) == NOW + timedelta(minutes=30)
	assert escalation.due(NOW, 0) is None


def test_steps_end() -> None:
	assert (escalation.next_step([{}, {}], 1), escalation.next_step([{}, {}], 2)) == (2, None)


def test_late_is_open_and_past_its_limit() -> None:
	assert escalation.is_late("Open", NOW, NOW)
	assert not escalation.is_late("Open", NOW + timedelta(seconds=1), NOW)
	assert not escalation.is_late("Open", None, NOW)
	assert not escalation.is_late("Acknowledged", NOW, NOW)
