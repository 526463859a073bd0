"""Workflow transitions as people make them: which are open, and applying one.

Self-approval is checked by `apply_workflow` alone, as on v15.41; the check inside every save is in
`embedded_host.services.workflow`.
"""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.services import arguments
from embedded_host.services.workflow import (
	WorkflowTransitionError,
	get_workflow,
	get_workflow_name,
	open_transitions,
)
from frappe import _
from frappe.model.document import Document


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
		row.as_dict() for row in open_transitions(doc, workflow or get_workflow(doc.doctype), raise_exception)
	]


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
	transition = _chosen(open_transitions(doc, workflow), action)
	if not _has_approval_access(frappe.session.user, doc, transition):
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


def _has_approval_access(user: str, doc: Any, transition: Any) -> bool:
	"""Whether self-approval does not stand in the way: Administrator, somebody else's document, or
	allowed.
	"""
	return bool(user == "Administrator" or transition.get("allow_self_approval") or user != doc.get("owner"))


def _document(doc: Any) -> Any:
	return frappe.get_doc(doc if isinstance(doc, Document) else arguments.as_object("doc", doc))


@frappe.whitelist(methods=["POST", "PUT"])
def bulk_workflow_approval(docnames: Any, doctype: str, action: str) -> None:
	"""Applies an action to several documents, each for itself; what failed is told in the messages."""
	for name in arguments.as_list("docnames", docnames):
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
	for given in arguments.as_list("docs", docs):
		doc = frappe.get_doc(doctype, given.get("name") if isinstance(given, dict) else given)
		actions = {row.action for row in get_transitions(doc)}
		common = actions if common is None else common & actions
	return sorted(common or ())


__all__ = [
	"WorkflowTransitionError",
	"apply_workflow",
	"bulk_workflow_approval",
	"get_common_transition_actions",
	"get_transitions",
	"get_workflow",
	"get_workflow_name",
]
