"""Iterations."""

from __future__ import annotations

from datetime import date

import pytest

from client_mgmt.domain.change import iteration

REQUIREMENTS = {
	"REQ-1": {"project": "PRJ-1", "status": "Baselined"},
	"REQ-2": {"project": "PRJ-1", "status": "Draft"},
	"REQ-3": {"project": "PRJ-2", "status": "Baselined"},
}
CHANGES = {
	"CR-1": {"project": "PRJ-1", "workflow_state": "Scheduled"},
	"CR-2": {"project": "PRJ-1", "workflow_state": "Signed"},
	"CR-3": {"project": "PRJ-2", "workflow_state": "Scheduled"},
}


def test_two_weeks_by_default() -> None:
	"""S000-42: 14 days with the first."""
	assert iteration.default_end(date(2026, 3, 2)) == date(2026, 3, 15)


@pytest.mark.parametrize(
	("item", "locked", "open_"),
	[
		({"requirement": "REQ-1"}, None, None),
		({"change_request": "CR-1"}, None, None),
		({"requirement": "REQ-2"}, "status", None),
		({"change_request": "CR-2"}, "workflow_state", None),
		({"notes": "something else"}, "nothing", None),
		({"requirement": "REQ-3"}, "foreign", "foreign"),
		({"change_request": "CR-3"}, "foreign", "foreign"),
		({"requirement": "REQ-9"}, "foreign", "foreign"),
		({"requirement": "REQ-1", "change_request": "CR-1"}, "both", "both"),
	],
)
def test_what_may_be_planned(item: dict, locked: str | None, open_: str | None) -> None:
	"""S000-51, S000-52: nothing but the baseline and scheduled changes once the dossier is archived."""
	for rule, scope_locked in ((locked, True), (open_, False)):
		found = iteration.findings([item], "PRJ-1", REQUIREMENTS, CHANGES, scope_locked)
		assert [fault.rule for fault in found] == ([rule] if rule else [])
