"""Workflows: transitions, conditions, self-approval, the first state, and what an administrator may save."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.host.document_kit import insert, make_doctypes, user

import frappe
from embedded_host.services.workflow import (
	WorkflowPermissionError,
	WorkflowStateError,
	WorkflowTransitionError,
	get_workflow_name,
)
from frappe.model.workflow import (
	apply_workflow,
	bulk_workflow_approval,
	get_common_transition_actions,
	get_transitions,
)


def state(name: str, **values: Any) -> dict[str, Any]:
	return {"state": name, "doc_status": "0", "allow_edit": "System Manager", **values}


def move(start: str, action: str, end: str, **values: Any) -> dict[str, Any]:
	rest = {"allowed": "W Clerk", "allow_self_approval": 1, **values}
	return {"state": start, "action": action, "next_state": end, **rest}


def workflow(**values: Any) -> Any:
	usual = {
		"doctype": "Workflow",
		"workflow_name": "W",
		"document_type": "T Doc",
		"is_active": 1,
		"states": [state("Draft"), state("Sent", update_field="hint", update_value="sent"), state("Done")],
		"transitions": [
			move("Draft", "Send", "Sent", condition="doc.amount > 10"),
			move("Sent", "Approve", "Done", allow_self_approval=0),
		],
	}
	return frappe.get_doc({**usual, **values}).insert()


@pytest.fixture(autouse=True)
def administrator(db: Any) -> Iterator[None]:
	yield
	frappe.set_user("Administrator")


def prepare() -> None:
	make_doctypes()
	for name in ("Draft", "Sent", "Done", "Void"):
		frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": name}).insert()
	for name in ("Send", "Approve"):
		frappe.get_doc({"doctype": "Workflow Action Master", "workflow_action_name": name}).insert()
	user("clerk@x.io", "W Clerk", "System Manager")
	user("boss@x.io", "W Clerk", "System Manager")


def test_saving_makes_the_field_and_sets_the_first_state() -> None:
	old = insert()
	workflow()
	assert frappe.local.message_log[-1].message == "Created Custom Field workflow_state in T Doc"
	assert frappe.db.get_value("T Doc", old.name, "workflow_state") == "Draft"
	assert insert().workflow_state == "Draft" and get_workflow_name("T Doc") == "W"


def test_a_second_workflow_makes_the_first_rest() -> None:
	workflow()
	workflow(workflow_name="W2")
	assert get_workflow_name("T Doc") == "W2" and not frappe.db.get_value("Workflow", "W", "is_active")


def test_conditions_see_the_stored_document() -> None:
	workflow()
	document = insert(amount=5)
	assert get_transitions(document) == []
	document.amount = 50
	assert get_transitions(document) == []
	document.update({"amount": 50, "workflow_state": "Sent"})
	with pytest.raises(WorkflowPermissionError, match="from <strong>Draft</strong> to <strong>Sent"):
		document.save()


def test_apply() -> None:
	workflow()
	frappe.set_user("clerk@x.io")
	document = apply_workflow(insert(amount=50), "Send")
	assert (document.workflow_state, document.hint) == ("Sent", "sent")
	filters = {"reference_name": document.name, "comment_type": "Workflow"}
	assert frappe.get_all("Comment", filters=filters, fields=["content", "comment_email"]) == [
		{"content": "Sent", "comment_email": "clerk@x.io"}
	]
	with pytest.raises(frappe.ValidationError, match="Self approval is not allowed"):
		apply_workflow(document, "Approve")
	with pytest.raises(WorkflowTransitionError, match="Not a valid Workflow Action"):
		apply_workflow(document, "Send")
	frappe.set_user("boss@x.io")
	assert apply_workflow(document, "Approve").workflow_state == "Done"


def test_a_wrong_role_finds_no_transition() -> None:
	workflow()
	user("guest@x.io", "System Manager")
	document = insert(amount=50)
	frappe.set_user("guest@x.io")
	with pytest.raises(WorkflowTransitionError):
		apply_workflow(document, "Send")
	document.reload().workflow_state = "Sent"
	with pytest.raises(WorkflowPermissionError):
		document.save()


def test_holes_that_are_replicated() -> None:
	"""Self-approval and `allow_edit` are not looked at by a plain save (v15.41)."""
	workflow()
	frappe.set_user("clerk@x.io")
	document = apply_workflow(insert(amount=50), "Send")
	document.update({"title": "edited", "workflow_state": "Done"}).save()
	assert document.workflow_state == "Done"


def test_states() -> None:
	workflow()
	document = insert()
	with pytest.raises(WorkflowPermissionError):
		insert(workflow_state="Done")
	document.workflow_state = None
	assert document.save().workflow_state == "Draft"
	frappe.db.set_value("T Doc", document.name, "workflow_state", "Void")
	with pytest.raises(frappe.ValidationError, match="<strong>Void</strong> is not a valid Workflow State"):
		document.reload().save()
	frappe.db.set_value("T Doc", document.name, "workflow_state", None)
	with pytest.raises(WorkflowStateError):
		get_transitions(document)
	assert document.reload().save().workflow_state == "Draft"


def test_submitting_moves_to_the_first_submitted_state() -> None:
	workflow(
		document_type="T Sub",
		states=[state("Draft"), state("Sent"), state("Done", doc_status="1"), state("Void", doc_status="2")],
		transitions=[
			move("Draft", "Send", "Sent"),
			move("Sent", "Approve", "Done"),
			move("Done", "Send", "Void"),
		],
	)
	document = insert("T Sub")
	document.submit()
	assert (document.docstatus, document.workflow_state) == (1, "Done")
	document.cancel()
	assert document.workflow_state == "Done"
	other = apply_workflow(apply_workflow(insert("T Sub"), "Send"), "Approve")
	assert other.docstatus == 1
	assert apply_workflow(other, "Send").docstatus == 2


@pytest.mark.parametrize(
	("states", "transitions", "text"),
	[
		(["0", "0"], [move("Draft", "Send", "Void")], "Void not a valid State"),
		(["1", "0"], [move("Draft", "Send", "Sent")], "cannot be converted back to draft. Transition row 1"),
		(["2", "2"], [move("Draft", "Send", "Sent")], "Cannot change state of Cancelled Document"),
		(["0", "2"], [move("Draft", "Send", "Sent")], "Cannot cancel before submitting. See Transition 1"),
		(["0", "0"], [move("Draft", "Send", "Sent", condition="doc.x ==")], "Invalid python code on line 1"),
		(["0", "0"], [move("Draft", "Send", "Sent", condition="doc.__class__")], "Invalid python code"),
	],
)
def test_what_cannot_be_saved(states: list[str], transitions: list[Any], text: str) -> None:
	rows = [state(name, doc_status=status) for name, status in zip(("Draft", "Sent"), states, strict=True)]
	with pytest.raises(frappe.ValidationError, match=text):
		workflow(document_type="T Sub", states=rows, transitions=transitions)


@pytest.mark.parametrize(
	("condition", "expected"),
	[
		("frappe.session.user == 'Administrator'", True),
		("frappe.db.get_value('User', 'Administrator', 'enabled') == 1", True),
		("len(frappe.db.get_list('User')) > 1", True),
		("frappe.utils.now_datetime() > frappe.utils.get_datetime('2020-01-01')", True),
		("frappe.utils.add_to_date(frappe.utils.now(), days=1) > frappe.utils.now()", True),
		("any(row.item == 'a' for row in doc.lines)", True),
		("[row.item for row in doc.lines][0] == 'b'", False),
		("doc.nothing", False),
	],
)
def test_what_a_condition_can_ask(condition: str, expected: bool) -> None:
	workflow(transitions=[move("Draft", "Send", "Sent", condition=condition)])
	assert bool(get_transitions(insert(lines=[{"item": "a"}]))) is expected


@pytest.mark.parametrize(
	"condition",
	[
		"frappe.get_all('User')",
		"frappe.db.set_value('User', 'x', 'y', 1)",
		"open('/etc/passwd')",
		"getattr(doc, '__class__')",
		"'{0.__class__}'.format(doc)",
	],
)
def test_what_a_condition_cannot_reach(condition: str) -> None:
	workflow(transitions=[move("Draft", "Send", "Sent", condition=condition)])
	reached = r"Workflow <strong>W</strong>.*\((TypeError|NameError|NotImplementedError|AttributeError)"
	with pytest.raises(frappe.ValidationError, match=reached):
		get_transitions(insert())


def test_an_edit_of_the_workflow_works_at_once() -> None:
	record = workflow()
	document = insert(amount=50)
	record.append("transitions", move("Draft", "Approve", "Done"))
	record.save()
	assert {row.action for row in get_transitions(document)} == {"Send", "Approve"}
	frappe.delete_doc("Workflow", "W")
	assert get_workflow_name("T Doc") is None
	document.reload().update({"workflow_state": "Void"}).save()


def test_bulk() -> None:
	workflow()
	good, bad = insert(amount=50), insert(amount=5)
	assert get_common_transition_actions([{"name": good.name}, {"name": bad.name}], "T Doc") == []
	assert get_common_transition_actions([{"name": good.name}], "T Doc") == ["Send"]
	bulk_workflow_approval([good.name, bad.name], "T Doc", "Send")
	states = [frappe.db.get_value("T Doc", found.name, "workflow_state") for found in (good, bad)]
	assert states == ["Sent", "Draft"] and bad.name in frappe.local.message_log[-1].message
