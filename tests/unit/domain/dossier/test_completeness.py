"""The condition of a required field, read on the server as the form reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.dossier import completeness
from client_mgmt.domain.dossier.completeness import Field, is_empty, is_required, missing

LEFT_DRAFT = 'eval:doc.workflow_state && doc.workflow_state!="Draft"'


@pytest.mark.parametrize(
	("state", "required"), [(None, False), ("Draft", False), ("Submitted", True), ("自定义", True)]
)
def test_required_to_leave_draft(state: str | None, required: bool) -> None:
	"""S004-61, S004-102: a draft needs its name alone."""
	assert is_required(LEFT_DRAFT, {"workflow_state": state}) is required


@pytest.mark.parametrize(
	("condition", "required"),
	[
		("high_risk", True),
		("empty", False),
		("eval:doc.high_risk", True),
		("eval:!doc.high_risk", False),
		("eval: doc.days > 5 && (doc.days<=10 || doc.empty)", True),
		("eval:doc.days === 7", True),
		("eval:doc.days !== 7", False),
		("eval:doc.days >= 7 && doc.empty == null", True),
		('eval:in_list(["a", "b"], doc.kind)', True),
		("eval:['b'].includes(doc.kind)", False),
		('eval:doc.quoted == "a && !b"', True),
		("eval:doc.empty > 3", False),
		("eval:doc.below == -1", True),
		("eval:parent.kind == 'p' && doc.kind", True),
		("eval:doc.high_risk == true", True),
	],
)
def test_conditions_of_forms(condition: str, required: bool) -> None:
	doc = {"high_risk": 1, "empty": None, "days": 7, "kind": "a", "quoted": "a && !b", "below": -1}
	assert is_required(condition, doc, {"kind": "p"}) is required


@pytest.mark.parametrize(
	"condition",
	[
		"eval:frappe.user.has_role('X')",
		"eval:doc.a ? 1 : 0",
		"eval:doc.rows[0]",
		"eval:1 < 2 < 3",
		"eval:~doc.a",
		"eval:x",
	],
)
def test_what_cannot_be_understood_is_decided_by_the_caller(condition: str) -> None:
	"""Never by guessing, and never by running it."""
	assert is_required(condition, {}, otherwise=True)
	assert not is_required(condition, {}, otherwise=False)


@given(st.text(max_size=60))
def test_no_condition_breaks_the_save(text: str) -> None:
	assert is_required("eval:" + text, {"a": 1}) in (True, False)


@pytest.mark.parametrize("value", [None, "", "  ", [], "<p><br></p>", "<div class='x'>&nbsp;</div>"])
def test_empty_values(value: object) -> None:
	assert is_empty(value)


@pytest.mark.parametrize("value", [0, 0.0, "0", "x", [1], "<p>x</p>", '<p><img src="/files/a.png"></p>'])
def test_filled_values(value: object) -> None:
	"""Zero days of impact is an answer."""
	assert not is_empty(value)


def test_all_missing_fields_are_named() -> None:
	"""S004-102: the form shows what is missing."""
	fields = [
		Field("client", "Client", LEFT_DRAFT),
		Field("reason", "Reason", LEFT_DRAFT),
		Field("x", "X", "y"),
	]
	assert missing(fields, {"workflow_state": "Submitted", "reason": " "}) == ["Client", "Reason"]
	assert missing(fields, {"workflow_state": "Draft"}) == []


def test_nothing_is_run() -> None:
	with pytest.raises(completeness.UnknownExpressionError):
		completeness._value(completeness._parse("__import__('os').getcwd()"), {"doc": {}})
