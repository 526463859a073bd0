"""Iterations: their length and what may be in them (S000-41, S000-42, S000-51, S000-52)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

DAYS = 14
SCHEDULED_STATES = frozenset({"Scheduled", "Implemented", "Closed"})


class Finding(NamedTuple):
	"""One fault of an iteration's content: `rule`, the row's number, and what the row names."""

	rule: str
	idx: int
	item: str


def default_end(start: date) -> date:
	"""The last day of an iteration of two weeks that begins on `start`."""
	return start + timedelta(days=DAYS - 1)


def findings(
	items: Iterable[Mapping[str, Any]],
	project: str,
	requirements: Mapping[str, Mapping[str, Any]],
	changes: Mapping[str, Mapping[str, Any]],
	scope_locked: bool,
) -> list[Finding]:
	"""Faults of the items of an iteration of `project`.

	`requirements` and `changes` give {"project", "status"} and {"project", "workflow_state"} of those named.
	Once the dossier is archived (`scope_locked`) an item is one baselined requirement or one scheduled
	change, nothing else.
	"""
	faults = []
	for idx, item in enumerate(items, 1):
		requirement, change = item.get("requirement"), item.get("change_request")
		rule = None
		if requirement and change:
			rule = "both"
		elif requirement:
			rule = _fault(requirements.get(requirement), project, scope_locked, "status", {"Baselined"})
		elif change:
			rule = _fault(changes.get(change), project, scope_locked, "workflow_state", SCHEDULED_STATES)
		elif scope_locked:
			rule = "nothing"
		if rule:
			faults.append(Finding(rule, idx, requirement or change or ""))
	return faults


def _fault(
	target: Mapping[str, Any] | None, project: str, locked: bool, field: str, allowed: Collection[Any]
) -> str | None:
	if not target or target.get("project") != project:
		return "foreign"
	return field if locked and target.get(field) not in allowed else None
