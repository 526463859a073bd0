"""What scheduling does to the baseline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.change import baseline

LOGIN = {
	"project": "PRJ-1",
	"status": "Baselined",
	"revision": 3,
	"feature": "手机端登录",
	"priority": "High",
	"acceptance_criteria": "支持微信扫码+短信验证码",
}
REQUIREMENTS = {
	"REQ-1": LOGIN,
	"REQ-2": {**LOGIN, "status": "Removed"},
	"REQ-3": {**LOGIN, "project": "PRJ-2"},
	"REQ-4": {**LOGIN, "status": "Draft"},
}


def item(operation: str, requirement: str | None = "REQ-1", revision: int = 3, **proposed: str) -> dict:
	values = {f"proposed_{column}": value for column, value in proposed.items()}
	return {"operation": operation, "requirement": requirement, "requirement_revision": revision, **values}


def test_add_makes_a_baselined_requirement() -> None:
	"""S000-51: only a signed change comes into the plan."""
	row = item("Add", None, feature="报表导出", priority="Medium", acceptance="PDF格式,含水印")
	values = {
		"feature": "报表导出",
		"priority": "Medium",
		"acceptance_criteria": "PDF格式,含水印",
		"status": "Baselined",
		"revision": 1,
		"last_change": "CR-1",
	}
	assert baseline.plan([row], {}, "CR-1") == [baseline.Step("Add", None, values)]


def test_modify_raises_the_revision_and_keeps_what_is_not_proposed() -> None:
	"""S004-38: every change leaves a trace."""
	steps = baseline.plan([item("Modify", priority="Low")], REQUIREMENTS, "CR-1")
	assert steps == [
		baseline.Step("Modify", "REQ-1", {"priority": "Low", "revision": 4, "last_change": "CR-1"})
	]


def test_remove_marks_and_never_deletes() -> None:
	"""S004-33: past changes are kept."""
	steps = baseline.plan([item("Remove")], REQUIREMENTS, "CR-1")
	assert steps == [baseline.Step("Remove", "REQ-1", {"status": "Removed", "last_change": "CR-1"})]


@given(st.integers(0, 9), st.integers(0, 9))
def test_an_item_whose_requirement_moved_is_stale(shown: int, now: int) -> None:
	"""Domain model, Schedule: `requirement_revision` must be the requirement's."""
	requirements = {"REQ-1": {**LOGIN, "revision": now}}
	stale = baseline.stale([item("Remove", revision=shown)], requirements)
	assert [fault.requirement for fault in stale] == ([] if shown == now else ["REQ-1"])


def test_an_addition_is_never_stale() -> None:
	assert baseline.stale([item("Add", None, revision=0)], {}) == []


@pytest.mark.parametrize(
	("row", "rule"),
	[
		(item("Modify", "REQ-3", priority="Low"), "foreign"),
		(item("Remove", "REQ-9"), "foreign"),
		(item("Remove", "REQ-2"), "not baselined"),
		(item("Remove", "REQ-4"), "not baselined"),
		(item("Modify"), "nothing changes"),
		(item("Modify", priority="High"), "nothing changes"),
		(item("Add", "REQ-1", feature="x"), "add names one"),
	],
)
def test_items_that_can_never_be_applied(row: dict, rule: str) -> None:
	"""A requirement of another project, a removed one, or a change of nothing."""
	assert [fault.rule for fault in baseline.faults([row], REQUIREMENTS, "PRJ-1")] == [rule]


def test_a_requirement_is_changed_once_a_request() -> None:
	rows = [item("Modify", priority="Low"), item("Remove")]
	assert baseline.faults(rows, REQUIREMENTS, "PRJ-1") == [baseline.Fault("twice", 2, "REQ-1")]


def test_a_draft_may_be_unfinished() -> None:
	"""A form can be begun and shows what is missing."""
	assert baseline.faults([item("Modify", None), item("Add", None)], REQUIREMENTS, "PRJ-1") == []


def test_an_item_shows_what_it_changes() -> None:
	"""S004-38: old and new value."""
	assert baseline.before(LOGIN) == {
		"requirement_revision": 3,
		"before_feature": "手机端登录",
		"before_priority": "High",
		"before_acceptance": "支持微信扫码+短信验证码",
	}
	assert set(baseline.before(None).values()) == {0, None}
