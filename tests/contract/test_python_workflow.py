"""Workflows as code uses them: `Contract Flow`, open until somebody finishes it with an amount above 10."""

from __future__ import annotations

from typing import Any

import pytest
from tests.contract.notes import FLOW, NOBODY, NOTE, READER, WRITER

from frappe.model.workflow import WorkflowTransitionError, get_workflow, get_workflow_name

pytestmark = pytest.mark.usefixtures("notes")
MODULE = "frappe.model.workflow"


def flow(site: Any, amount: int = 20) -> Any:
	return site.get_doc({"doctype": FLOW, "title": "t", "amount": amount}).insert()


@pytest.mark.contract(f"{MODULE}.get_workflow_name", f"{MODULE}.get_workflow")
def test_the_active_workflow(site: Any) -> None:
	assert get_workflow_name(FLOW) == FLOW
	assert not get_workflow_name(NOTE)
	workflow = get_workflow(FLOW)
	assert (workflow.document_type, workflow.workflow_state_field) == (FLOW, "workflow_state")
	assert [row.state for row in workflow.states] == ["Contract Open", "Contract Done"]
	assert workflow.transitions[0].action == "Contract Finish"


@pytest.mark.contract(f"{MODULE}.get_transitions")
def test_open_transitions(site: Any, as_user: Any) -> None:
	"""By state, role and condition; reading is needed to ask."""
	from frappe.model.workflow import get_transitions

	made, small = flow(site), flow(site, 5)
	assert made.workflow_state == "Contract Open"
	with as_user(WRITER):
		found = get_transitions(made)
		assert [(row["action"], row["next_state"]) for row in found] == [("Contract Finish", "Contract Done")]
		assert get_transitions(small) == []
		assert get_transitions(site.new_doc(FLOW)) == []
	with as_user(READER):
		assert get_transitions(made) == []
	with as_user(NOBODY), pytest.raises(site.PermissionError):
		get_transitions(made)


@pytest.mark.contract(f"{MODULE}.apply_workflow", f"{MODULE}.WorkflowTransitionError")
def test_apply(site: Any, as_user: Any) -> None:
	"""State, `update_field` and a Comment; what is not open is refused and changes nothing."""
	from frappe.model.workflow import apply_workflow

	made, small = flow(site), flow(site, 5)
	with as_user(WRITER):
		for doc, action in ((small, "Contract Finish"), (made, "Contract Nope")):
			with pytest.raises(WorkflowTransitionError):
				apply_workflow(doc, action)
		done = apply_workflow(made, "Contract Finish")
	assert (done.workflow_state, done.outcome) == ("Contract Done", "finished")
	stored = site.get_doc(FLOW, made.name)
	assert (stored.workflow_state, stored.outcome, stored.modified_by) == (
		"Contract Done",
		"finished",
		WRITER,
	)
	comments = site.get_all("Comment", filters={"reference_name": made.name}, pluck="comment_type")
	assert "Workflow" in comments
	assert site.db.get_value(FLOW, small.name, "workflow_state") == "Contract Open"


@pytest.mark.contract(f"{MODULE}.apply_workflow")
def test_a_save_obeys_too(site: Any, as_user: Any) -> None:
	"""The state of a save must be reached by a transition open to the session's user."""
	small = flow(site, 5)
	with as_user(WRITER):
		small.workflow_state = "Contract Done"
		with pytest.raises(site.ValidationError, match="not allowed from"):
			small.save()
