"""Workflow records: which there are, which transitions are open, and the check inside a save.

Replicates v15.41, its holes included (docs/divergences.md; the app's guard closes them): `allow_edit` is not
enforced, conditions see the stored document, a submit moves to the first submitted state.
"""

from __future__ import annotations

from typing import Any

from embedded_host.base import dates, exceptions, sandbox
from embedded_host.base.context import _dict, local
from embedded_host.base.html import escape_html
from embedded_host.base.messages import bold, throw
from embedded_host.base.numbers import cint
from embedded_host.base.translate import _
from embedded_host.model.documents import get_doc
from embedded_host.services.roles import get_roles
from embedded_host.storage import caches


class WorkflowStateError(exceptions.ValidationError):
	"""The document has no state."""

	__module__ = "frappe.model.workflow"


class WorkflowTransitionError(exceptions.ValidationError):
	"""No transition of this action is open to this person now."""

	__module__ = "frappe.model.workflow"


class WorkflowPermissionError(exceptions.ValidationError):
	"""No transition leads from the stored state to the new one."""

	__module__ = "frappe.model.workflow"


def get_workflow_name(doctype: str) -> str | None:
	"""Name of the DocType's active Workflow, None without one."""
	room = caches.room("active workflows")
	if "names" not in room:
		rows = local.db.execute(
			"SELECT `document_type`, `name` FROM `tabWorkflow` WHERE `is_active` = 1"
		).fetchall()
		room["names"] = {document_type.casefold(): name for document_type, name in rows}
	name: str | None = room["names"].get(doctype.casefold())
	return name


def get_workflow(doctype: str) -> Any:
	"""The active Workflow of a DocType (a document to read from); raises DoesNotExistError without one."""
	name = get_workflow_name(doctype)
	if not name:
		throw(_("No active Workflow for {0}").format(_(doctype)), exceptions.DoesNotExistError)
	room = caches.room("workflows")
	if name not in room:
		room[name] = get_doc("Workflow", name)
	return room[name]


def open_transitions(doc: Any, workflow: Any, bare: bool = False) -> list[Any]:
	"""The transition rows open to the session's user from the state of `doc`."""
	state = doc.get(workflow.workflow_state_field)
	if not state:
		if bare:
			raise WorkflowStateError
		throw(_("Workflow State not set"), WorkflowStateError)
	roles = set(get_roles())
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
	try:
		return bool(sandbox.evaluate(transition.condition, _globals(), {"doc": values}))
	except Exception as error:
		said = _(
			"A condition of the Workflow {0} cannot be asked ({1}: {2}). An administrator has to mend it."
		)
		throw(said.format(bold(transition.get("parent")), type(error).__name__, escape_html(str(error))))


def _globals() -> dict[str, Any]:
	"""What a workflow condition sees beside `doc`: the names that Frappe documents, and no more."""
	return {
		"frappe": _dict(
			db=_dict(get_value=local.db.get_value, get_list=local.db.get_list),
			session=_dict(local.session),
			utils=_dict(
				now_datetime=dates.now_datetime,
				get_datetime=dates.get_datetime,
				add_to_date=dates.add_to_date,
				now=dates.now,
			),
		)
	}


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
	statuses = {row.state: cint(row.doc_status) for row in workflow.states}
	if statuses.get(doc.get(field)) == 1:
		return
	first = next((row.state for row in workflow.states if cint(row.doc_status) == 1), None)
	if first:
		doc.set(field, first)


def _check_state(state: Any, workflow: Any) -> None:
	if state and state not in [row.state for row in workflow.states]:
		throw(
			_("{0} is not a valid Workflow State. Please update your Workflow and try again.").format(
				bold(state)
			)
		)


def _check_transition(doc: Any, before: Any, workflow: Any, current: Any, new: Any) -> None:
	"""Role and condition (on the stored row) of some transition from `current` to `new` must hold."""
	seen = before if before is not None else doc
	roles = set(get_roles())
	for row in workflow.transitions:
		if (
			(row.state, row.next_state) == (current, new)
			and row.allowed in roles
			and is_condition_met(row, seen)
		):
			return
	throw(
		_("Workflow State transition not allowed from {0} to {1}").format(bold(current), bold(new)),
		WorkflowPermissionError,
	)
