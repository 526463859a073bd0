"""Which controls hold on a document: the policy version that it started with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import frappe
from client_mgmt.domain import Readable
from client_mgmt.domain.evidence.verify_evidence import digest
from client_mgmt.domain.workflow.conditions import BrokenCondition
from client_mgmt.domain.workflow.state_machine import Transition
from client_mgmt.people import asking
from client_mgmt.workflow_policy.plugins.base import Plugin, Row
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow, get_workflow_name
from frappe.utils import add_to_date, cint, get_datetime, now, now_datetime

FIRST = 1
# By the Workflow that they were read from, which nobody changes: a saved one is another object.
_known_steps: dict[str, tuple[Document, list[Transition]]] = {}


@dataclass(frozen=True)
class Policy:
	"""One version of a Workflow Policy."""

	document_type: str
	version: int
	state_field: str
	enabled: bool
	tables: Mapping[str, list[Row]]
	kinds: Mapping[str, str] = field(default_factory=dict)  # table of another app → the kind of its rules

	def rows(self, rows_field: str) -> list[Row]:
		"""The rules of one kind; none while the policy is switched off."""
		return self.tables.get(rows_field, []) if self.enabled else []


def guarded() -> dict[str, dict[str, Any]]:
	"""The guarded DocTypes with `effective_version` and `state_field`, read once a request."""
	found: dict[str, dict[str, Any]] | None = frappe.flags.client_mgmt_guarded
	if found is None:
		found = {}
		if frappe.db.exists("DocType", "Workflow Policy Version"):
			rows = frappe.get_all(
				"Workflow Policy",
				filters={"effective_version": [">", 0]},
				fields=["document_type", "effective_version", "state_field"],
			)
			found = {row.document_type: row for row in rows}
		frappe.flags.client_mgmt_guarded = found
	return found


def forget() -> None:
	"""Drops what this request knows of the policies; called when one is saved."""
	frappe.flags.client_mgmt_guarded = None
	frappe.flags.client_mgmt_policies = None


def is_guarded(doctype: str) -> bool:
	"""True for a DocType with a Workflow Policy."""
	return doctype in guarded()


def of(doctype: str, row: Readable) -> Policy:
	"""The policy version of a stored document; one older than its DocType's policy follows the first."""
	return load(doctype, cint(row.get("policy_version")) or FIRST)


def load(doctype: str, version: int) -> Policy:
	"""One version of a DocType's policy; raises frappe.ValidationError when it was altered."""
	known: dict[tuple[str, int], Policy] | None = frappe.flags.client_mgmt_policies
	if known is None:
		known = frappe.flags.client_mgmt_policies = {}
	if (doctype, version) not in known:
		known[doctype, version] = _read(doctype, version)
	return known[doctype, version]


def _read(doctype: str, version: int) -> Policy:
	policy = find(doctype, version)
	if policy is None:
		frappe.throw(
			_("Version {0} of the Workflow Policy of {1} is missing or was altered.").format(
				version, _(doctype)
			)
		)
	return policy


def find(doctype: str, version: int) -> Policy | None:
	"""One version of a DocType's policy as stored; None when it is missing or was altered."""
	row = frappe.db.get_value(
		"Workflow Policy Version",
		{"version_key": version_key(doctype, version)},
		["content", "digest"],
		as_dict=True,
	)
	return _parsed(doctype, version, row.content) if row and digest(row.content) == row.digest else None


@lru_cache(maxsize=64)
def _parsed(doctype: str, version: int, text: str) -> Policy:
	content = json.loads(text)
	enabled, kinds = bool(content["enabled"]), content.get("kinds") or {}
	return Policy(doctype, version, content["state_field"], enabled, content["tables"], kinds)


def version_key(policy: str, version: int) -> str:
	"""The unique key of a policy version."""
	return f"{policy}|{version}"


def plugins() -> list[Plugin]:
	"""The registered kinds of control, in the order of the hook."""
	found: list[Plugin] | None = frappe.flags.client_mgmt_plugins
	if found is None:
		paths = dict.fromkeys(frappe.get_hooks("workflow_policy_plugins") or [])
		found = frappe.flags.client_mgmt_plugins = [frappe.get_attr(path)() for path in paths]
	return found


def kinds() -> dict[str, str]:
	"""Table of Workflow Policy → the kind of control that reads it, of those that are installed."""
	return {plugin.rows_field: plugin.kind for plugin in plugins()}


def workflow_of(doctype: str, state_field: str) -> Document | None:
	"""The active Workflow of a DocType, if it moves the state field that the policy watches."""
	name = get_workflow_name(doctype)
	if not name:
		return None
	workflow = get_workflow(doctype)
	return workflow if workflow.workflow_state_field == state_field else None


def transitions(workflow: Document | None, state: str) -> list[Transition]:
	"""The rows of a Workflow that lead out of a state, in order."""
	return [step for step in _steps(workflow) if step.state == state] if workflow else []


def _steps(workflow: Document) -> list[Transition]:
	known = _known_steps.get(workflow.name)
	if known is None or known[0] is not workflow:
		known = _known_steps[workflow.name] = (workflow, _read_steps(workflow))
	return known[1]


def _read_steps(workflow: Document) -> list[Transition]:
	return [
		Transition(
			row.state,
			row.action,
			row.next_state,
			row.allowed,
			row.condition or "",
			bool(row.allow_self_approval),
		)
		for row in workflow.transitions
	]


def states(doctype: str) -> set[str]:
	"""The states of a DocType's active Workflow; none without one."""
	return {row.state for row in get_workflow(doctype).states} if get_workflow_name(doctype) else set()


def enter(doc: Document, workflow: Document, state: str) -> None:
	"""Puts a document into a state of its Workflow, with the docstatus that the state stands for."""
	doc.set(workflow.workflow_state_field, state)
	doc.docstatus = next(
		(cint(row.doc_status) for row in workflow.states if row.state == state), doc.docstatus
	)


def state_of(policy: Policy, row: Readable, workflow: Document | None) -> str:
	"""The state of a stored row; one without a state stands in the first."""
	return row.get(policy.state_field) or (workflow.states[0].state if workflow else "")


def condition_holds(condition: str | None, row: Mapping[str, Any]) -> bool:
	"""Evaluates a condition on a stored row, with the names that Frappe gives to workflow conditions; raises
	BrokenCondition where it cannot be evaluated."""
	if not condition or not condition.strip():
		return True
	try:
		return bool(evaluated(condition, row))
	except Exception as error:
		raise BrokenCondition(str(error)) from error


def evaluated(expression: str, row: Mapping[str, Any]) -> Any:
	"""The value of an expression as a condition meets it; raises whatever that raises."""
	names = frappe._dict(
		db=frappe._dict(get_value=asking.get_value, get_list=frappe.db.get_list),
		session=frappe._dict(user=frappe.session.user),  # a copy: what asks changes nobody
		utils=frappe._dict(
			now_datetime=now_datetime, get_datetime=get_datetime, add_to_date=add_to_date, now=now
		),
	)
	return frappe.safe_eval(expression, {"frappe": names}, {"doc": row})


def state_field(doctype: str) -> str:
	"""The state field that the policy of a guarded DocType watches."""
	return str(guarded()[doctype]["state_field"])


@contextmanager
def choosing(doc: Document, action: str) -> Iterator[None]:
	"""A save inside takes this action, where several lead to the same state."""
	before = frappe.flags.client_mgmt_action
	frappe.flags.client_mgmt_action = {(doc.doctype, doc.name): action}
	try:
		yield
	finally:
		frappe.flags.client_mgmt_action = before


def chosen_action(doc: Document) -> str | None:
	"""The action that a save takes, if one was chosen."""
	return (frappe.flags.client_mgmt_action or {}).get((doc.doctype, doc.name))
