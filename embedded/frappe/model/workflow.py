"""Workflow records: which transitions there are, applying one, and the check inside a save.

Replicates v15.41, its holes included (docs/divergences.md; the app's guard closes them): `allow_edit` is not
enforced, conditions see the stored document, self-approval is checked by `apply_workflow` alone, a
submit moves to the
first submitted state.
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from embedded_host import caches, sandbox
from frappe import _
from frappe.context import local


class WorkflowStateError(frappe.ValidationError):
	"""The document has no state."""


class WorkflowTransitionError(frappe.ValidationError):
	"""No transition of this action is open to this person now."""


class WorkflowPermissionError(frappe.ValidationError):
	"""No transition leads from the stored state to the new one."""


def get_workflow_name(doctype: str) -> str | None:
	"""Name of the DocType's active Workflow, None without one."""
	room = caches.room("active workflows")
	if "names" not in room:
		rows = frappe.db.execute(
			"SELECT `document_type`, `name` FROM `tabWorkflow` WHERE `is_active` = 1"
		).fetchall()
		room["names"] = {document_type.casefold(): name for document_type, name in rows}
	name: str | None = room["names"].get(doctype.casefold())
	return name


def get_workflow(doctype: str) -> Any:
	"""The active Workflow of a DocType (a document to read from); raises DoesNotExistError without one."""
	name = get_workflow_name(doctype)
	if not name:
		frappe.throw(_("No active Workflow for {0}").format(_(doctype)), frappe.DoesNotExistError)
	room = caches.room("workflows")
	if name not in room:
		room[name] = frappe.get_doc("Workflow", name)
	return room[name]


@frappe.whitelist()
def get_transitions(doc: Any, workflow: Any = None, raise_exception: bool = False) -> list[Any]:
	"""The transitions open to the session's user from the stored state, as dicts; raises
	WorkflowStateError.
	"""
	doc = _document(doc)
	if doc.is_new():
		return []
	doc.load_from_db()
	doc.check_permission("read")
	return [
		row.as_dict()
		for row in _open_transitions(doc, workflow or get_workflow(doc.doctype), raise_exception)
	]


def _open_transitions(doc: Any, workflow: Any, bare: bool = False) -> list[Any]:
	"""The transition rows open to the session's user from the state of `doc`."""
	state = doc.get(workflow.workflow_state_field)
	if not state:
		if bare:
			raise WorkflowStateError
		frappe.throw(_("Workflow State not set"), WorkflowStateError)
	roles = set(frappe.get_roles())
	return [
		row
		for row in workflow.transitions
		if row.state == state and row.allowed in roles and is_condition_met(row, doc)
	]


def is_condition_met(transition: Any, doc: Any) -> bool:
	"""Whether the transition's condition (if any) holds on `doc`."""
	if not transition.condition:
		return True
	values = doc.as_dict()
	return bool(sandbox.evaluate(transition.condition, sandbox.workflow_globals(), {"doc": values}))


@frappe.whitelist(methods=["POST", "PUT"])
def apply_workflow(doc: Any, action: str) -> Any:
	"""Makes a transition: state, `update_field`, docstatus, save, a Comment of type Workflow; returns the
	document.

	Raises WorkflowTransitionError when no such action is open to the session's user, ValidationError for
	self-approval where it is not allowed.
	"""
	doc = _document(doc)
	doc.load_from_db()
	doc.check_permission("read")
	workflow = get_workflow(doc.doctype)
	transition = _chosen(_open_transitions(doc, workflow), action)
	if not has_approval_access(local.session.user, doc, transition):
		frappe.throw(_("Self approval is not allowed"))
	_enter(doc, workflow, transition)
	doc.add_comment("Workflow", _(transition.next_state))
	return doc


def _chosen(transitions: list[Any], action: str) -> Any:
	matching = [transition for transition in transitions if transition.action == action]
	if not matching:
		frappe.throw(_("Not a valid Workflow Action"), WorkflowTransitionError)
	return matching[-1]


def _enter(doc: Any, workflow: Any, transition: Any) -> None:
	doc.set(workflow.workflow_state_field, transition.next_state)
	state = next(row for row in workflow.states if row.state == transition.next_state)
	if state.update_field:
		doc.set(state.update_field, state.update_value)
	new_status = frappe.utils.cint(state.doc_status)
	move = (doc.docstatus, new_status)
	if move in ((0, 0), (1, 1)):
		doc.save()
	elif move == (0, 1):
		doc.submit()
	elif move == (1, 2):
		doc.cancel()
	else:
		frappe.throw(_("Illegal Document Status for {0}").format(transition.next_state))


def has_approval_access(user: str, doc: Any, transition: Any) -> bool:
	"""Whether self-approval does not stand in the way: Administrator, somebody else's document, or
	allowed.
	"""
	return bool(user == "Administrator" or transition.get("allow_self_approval") or user != doc.get("owner"))


def validate_workflow(doc: Any) -> None:
	"""Inside a save: the first state of a new document, and no state that no transition leads to."""
	name = get_workflow_name(doc.doctype)
	if not name:
		return
	workflow = get_workflow(doc.doctype)
	field = workflow.workflow_state_field
	if doc._action == "submit":
		_set_submitted_state(doc, workflow)
		return
	before = doc.get_doc_before_save()
	current = before.get(field) if before is not None else None
	if not doc.get(field):
		doc.set(field, current or workflow.states[0].state if workflow.states else None)
	current = current or (workflow.states[0].state if workflow.states else None)
	if current != doc.get(field):
		_check_transition(doc, before, workflow, current, doc.get(field))
	_check_state(doc.get(field), workflow)


def _set_submitted_state(doc: Any, workflow: Any) -> None:
	"""A plain submit lands in the first state of docstatus 1, whatever the transitions say."""
	field = workflow.workflow_state_field
	statuses = {row.state: frappe.utils.cint(row.doc_status) for row in workflow.states}
	if statuses.get(doc.get(field)) == 1:
		return
	first = next((row.state for row in workflow.states if frappe.utils.cint(row.doc_status) == 1), None)
	if first:
		doc.set(field, first)


def _check_state(state: Any, workflow: Any) -> None:
	if state and state not in [row.state for row in workflow.states]:
		frappe.throw(
			_("{0} is not a valid Workflow State. Please update your Workflow and try again.").format(
				frappe.bold(state)
			)
		)


def _check_transition(doc: Any, before: Any, workflow: Any, current: Any, new: Any) -> None:
	"""Role and condition (on the stored row) of some transition from `current` to `new` must hold."""
	seen = before if before is not None else doc
	roles = set(frappe.get_roles())
	for row in workflow.transitions:
		if (
			(row.state, row.next_state) == (current, new)
			and row.allowed in roles
			and is_condition_met(row, seen)
		):
			return
	frappe.throw(
		_("Workflow State transition not allowed from {0} to {1}").format(
			frappe.bold(current), frappe.bold(new)
		),
		WorkflowPermissionError,
	)


def _document(doc: Any) -> Any:
	if isinstance(doc, str):
		doc = json.loads(doc)
	return frappe.get_doc(doc)


@frappe.whitelist(methods=["POST", "PUT"])
def bulk_workflow_approval(docnames: Any, doctype: str, action: str) -> None:
	"""Applies an action to several documents, each for itself; what failed is told in the messages."""
	for name in frappe.parse_json(docnames):
		frappe.db.savepoint("bulk_workflow")
		try:
			apply_workflow(frappe.get_doc(doctype, name), action)
		except frappe.ValidationError as error:
			frappe.db.rollback(save_point="bulk_workflow")
			frappe.msgprint(f"{_(doctype)} {name}: {error}", title=_("Error"), indicator="red")


@frappe.whitelist()
def get_common_transition_actions(docs: Any, doctype: str) -> list[str]:
	"""The actions that are open to the session's user on every one of the documents."""
	common: set[str] | None = None
	for given in frappe.parse_json(docs):
		doc = frappe.get_doc(doctype, given["name"] if isinstance(given, dict) else given)
		actions = {row.action for row in get_transitions(doc)}
		common = actions if common is None else common & actions
	return sorted(common or ())
