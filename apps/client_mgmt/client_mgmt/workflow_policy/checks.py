"""What the guard checks before a save: claims of a new document, all that differs in a stored one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain import Readable
from client_mgmt.domain.evidence import signed_content
from client_mgmt.domain.evidence.signed_content import NO_VALUE, fields_of
from client_mgmt.people import team as people
from client_mgmt.people.asking import row_of
from client_mgmt.workflow_policy import engine, ledger, owned_fields, policies
from client_mgmt.workflow_policy.content import schema_of
from client_mgmt.workflow_policy.plugins.base import Move, Need
from client_mgmt.workflow_policy.policies import Policy
from client_mgmt.workflow_policy.rules import uses
from client_mgmt.workflow_policy.transitions import check_transition
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

ITS_WRITER = ("__user", "user")  # Frappe's words for a default
LOCKED = ("modified", "chain_head", "chain_count", "round_outcome")


def refuse_claims(doc: Document) -> None:
	"""Refuses a new document that claims what only the engine writes; what defaults to who enters a document
	may name that person."""
	for field in owned_fields.owned(doc.doctype):
		definition = doc.meta.get_field(field)
		if not definition:
			continue
		schema = {field: definition.fieldtype}
		given = fields_of(doc, schema)
		default = frappe.session.user if definition.default in ITS_WRITER else definition.default
		if given not in (fields_of({}, schema), fields_of({field: default}, schema)):
			_refuse_owned(doc, field)
	for table, columns in owned_fields.owned_in_rows(doc.doctype).items():
		if any(row.get(column) for row in doc.get(table) or [] for column in columns):
			_refuse_owned(doc, table)


def _refuse_owned(doc: Document, field: str) -> None:
	label = _(doc.meta.get_label(field)) if doc.meta.has_field(field) else field
	frappe.throw(_("{0} is kept by the system: leave it as it is.").format(label))


def check_insert(doc: Document) -> None:
	"""A new document starts in the first state, under the effective policy version."""
	policy = policies.load(doc.doctype, policies.guarded()[doc.doctype]["effective_version"])
	workflow = policies.workflow_of(doc.doctype, policy.state_field)
	state = doc.get(policy.state_field)
	first = workflow.states[0].state if workflow else None
	if state and state != first and not doc.get("amended_from"):  # an amendment starts afresh
		frappe.throw(
			_("A new {0} starts in the state {1}: {2} is reached by the workflow's actions.").format(
				_(doc.doctype), _(first or ""), _(state)
			)
		)
	if cint(doc.docstatus):
		refuse_docstatus(doc)
	doc.set(policy.state_field, first)
	doc.policy_version = policy.version


def check_save(doc: Document) -> None:
	"""Compares a save with the stored row and leaves on `doc.flags` what it does: `move` (None when the state
	stays) and `guarded_changes`."""
	stored = _stored(doc)
	policy = policies.of(doc.doctype, stored)
	workflow = policies.workflow_of(doc.doctype, policy.state_field)
	changes = _changes(doc, stored, policy)
	if not engine.is_acting():
		_check_owned(doc, stored)
	from_state, to_state = policies.state_of(policy, stored, workflow), doc.get(policy.state_field)
	action = ""
	if to_state != (stored.get(policy.state_field) or from_state):
		action = check_transition(doc, stored, workflow, from_state, to_state)
	_check_docstatus(doc, stored, workflow, from_state, to_state)
	if changes and not engine.is_acting():
		check_allow_edit(doc.doctype, stored, workflow, from_state)
	states = {"from_state": from_state, "to_state": to_state, "action": action}
	move = _move(doc, stored, policy_version=policy.version, changes=changes, **states)
	_ask_plugins(move, policy)
	doc.flags.move = move if action else None
	doc.flags.guarded_changes = changes


def _move(doc: Document, stored: Mapping[str, Any], **about: Any) -> Move:
	return Move(
		doctype=doc.doctype,
		name=doc.name,
		stored=stored,
		proposed=doc.as_dict(),
		reason=ledger.text(doc.get("workflow_reason")),
		user=frappe.session.user,
		doc=doc,
		**about,
	)


def _ask_plugins(move: Move, policy: Policy) -> None:
	lacking = [need.text for need in edit_needs(move, policy)]
	if move.action:
		lacking += [need.text for need in transition_needs(move, policy) if need.blocking]
	if lacking:
		frappe.throw(" ".join(dict.fromkeys(lacking)))


def locks(move: Move, policy: Policy) -> dict[str, str]:
	"""The fields that rest where a document stands: field → sentence with {0} for labels."""
	found: dict[str, str] = {}
	for plugin in policies.plugins():
		found = {**plugin.locks(move.with_rows(policy.rows(plugin.rows_field))), **found}
	return found


def edit_needs(move: Move, policy: Policy) -> list[Need]:
	"""What stands against the changes of a save, whether or not the state changes."""
	found = locks(move, policy) if move.changes else {}
	said: dict[str, list[str]] = {}
	for field in move.changes:
		if field in found:
			said.setdefault(found[field], []).append(_(move.doc.meta.get_label(field)))
	return [Need(sentence.format(_(", ").join(labels))) for sentence, labels in said.items()]


def transition_needs(move: Move, policy: Policy) -> list[Need]:
	"""What a state change lacks by the document's policy; rules that nobody reads, or that name what is gone,
	block."""
	found = [Need(text) for text in uses.broken(policy)]
	for plugin in policies.plugins():
		found += plugin.needs(move.with_rows(policy.rows(plugin.rows_field)))
	return found


def _stored(doc: Document) -> dict[str, Any]:
	"""The stored row with its children. The row is locked and compared with what this transaction sees, since
	MariaDB's snapshot may be older than the lock; a rehearsal locks nothing."""
	before = doc.get_doc_before_save()
	if before and engine.is_rehearsing():
		return row_of(before)
	columns = [column for column in LOCKED if column == "modified" or doc.meta.has_field(column)]
	locked = frappe.db.get_value(doc.doctype, doc.name, columns, as_dict=True, for_update=True)
	stored: dict[str, Any] = (before or frappe.get_doc(doc.doctype, doc.name)).as_dict()
	if not locked or any(str(locked[column] or "") != str(stored.get(column) or "") for column in columns):
		frappe.throw(
			_("{0} {1} has changed meanwhile: load it again.").format(_(doc.doctype), doc.name),
			frappe.TimestampMismatchError,
		)
	return stored


def _changes(doc: Document, stored: Mapping[str, Any], policy: Policy) -> dict[str, tuple[Any, Any]]:
	"""The fields that a save changes, the state and the engine's own apart."""
	apart = {policy.state_field, *owned_fields.owned(doc.doctype)}
	names = [
		field.fieldname
		for field in doc.meta.fields
		if field.fieldname not in apart and field.fieldtype not in NO_VALUE
	]
	schema = schema_of(doc.doctype, names)
	return signed_content.changes(stored, doc, schema)


def _check_owned(doc: Document, stored: Mapping[str, Any]) -> None:
	fields = [field for field in owned_fields.owned(doc.doctype) if doc.meta.has_field(field)]
	schema = {**schema_of(doc.doctype, fields), "owner": "Data"}
	for field in signed_content.changes(stored, doc, schema):
		_refuse_owned(doc, field)
	for table, columns in owned_fields.owned_in_rows(doc.doctype).items():
		kinds = schema_of(doc.doctype, [table])[table]
		kept = {row["name"]: row for row in stored.get(table) or []}
		schema = {column: kinds[column] for column in columns if column in kinds}
		for row in doc.get(table) or []:
			given = fields_of(row, schema)
			if given not in (fields_of(kept.get(row.name) or {}, schema), fields_of({}, schema)):
				_refuse_owned(doc, table)


def _check_docstatus(
	doc: Document, stored: Mapping[str, Any], workflow: Document | None, from_state: str, to_state: str | None
) -> None:
	before, after = cint(stored.get("docstatus")), cint(doc.docstatus)
	if before == after:
		return
	demanded = {
		cint(row.doc_status) for row in (workflow.states if workflow else []) if row.state == to_state
	}
	if from_state == to_state or after not in demanded:
		refuse_docstatus(doc)


def refuse_docstatus(doc: Document) -> None:
	"""Raises frappe.ValidationError: docstatus changes only together with the state."""
	frappe.throw(_("{0} is not submitted or cancelled: its workflow moves it.").format(_(doc.doctype)))


def check_allow_edit(doctype: str, stored: Readable, workflow: Document | None, state: str) -> None:
	"""Frappe does not enforce a state's `allow_edit` on the server (measured on v15.41): the guard does."""
	fault = edit_fault(doctype, stored, workflow, state)
	if fault:
		frappe.throw(fault)


def edit_fault(doctype: str, stored: Readable, workflow: Document | None, state: str) -> str:
	"""Why this person does not edit a document in its state; "" where they do."""
	if not workflow:
		return ""
	roles, user = frappe.get_roles(), frappe.session.user
	in_team = people.team_rule(doctype, stored, user)
	editors = [row.allow_edit for row in workflow.states if row.state == state]
	if any(role in roles and in_team(role) for role in editors):
		return ""
	return _("{0} in the state {1} is edited by {2} alone.").format(
		_(doctype), _(state), _(", ").join(_(role) for role in editors) or _("nobody")
	)
