"""A DocType and its Workflow as plain data, for the rules about rules (`domain/workflow/policy_map.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import frappe
from client_mgmt.domain.evidence.signed_content import NO_VALUE
from client_mgmt.domain.workflow.policy_map import ROLE, Fault, WorkflowMap
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import engine, policies
from frappe import _
from frappe.model.document import Document


def of(doctype: str, state_field: str) -> WorkflowMap:
	"""The map of a DocType; without an active Workflow of this state field it knows no states and actions.
	The engine's own columns are there as soon as a policy is."""
	fields = {df.fieldname: df.fieldtype for df in frappe.get_meta(doctype).fields}
	known = WorkflowMap(
		doctype=doctype,
		has_workflow=False,
		states=frozenset(),
		actions=frozenset(),
		fields={
			**dict.fromkeys(engine.COLUMNS, ""),
			**{k: v for k, v in fields.items() if v not in NO_VALUE},
		},
		has_project=people.project_of(doctype, {"name": "", "project": ""}) is not None,
		roles=_roles(),
	)
	workflow = policies.workflow_of(doctype, state_field)
	return with_workflow(known, workflow) if workflow else known


def parts(doctype: str, state_field: str) -> tuple[Any, ...]:
	"""What a map is made of, as the objects that they are now."""
	return frappe.get_meta(doctype), policies.workflow_of(doctype, state_field), _roles()


def with_workflow(known: WorkflowMap, workflow: Document) -> WorkflowMap:
	"""The map as this Workflow has it."""
	return replace(
		known,
		has_workflow=True,
		states=frozenset(row.state for row in workflow.states),
		actions=frozenset(row.action for row in workflow.transitions),
	)


def without_fields(known: WorkflowMap, lost: Iterable[str]) -> WorkflowMap:
	"""The map of a DocType that loses these fields."""
	return replace(known, fields={name: kind for name, kind in known.fields.items() if name not in set(lost)})


def _roles() -> frozenset[str]:
	"""The site's roles, where an installed kind names any."""
	if not any(ROLE in plugin.names.values() for plugin in policies.plugins()):
		return frozenset()
	return frozenset(frappe.get_all("Role", pluck="name", limit_page_length=0))


def kind_of(table: str) -> str:
	"""What the rules of a table are, where no installed kind says so: the DocType of its rows."""
	df = frappe.get_meta("Workflow Policy").get_field(table)
	return str(df.options) if df else table


def place(table: str, row: int, field: str = "") -> str:
	"""Where a rule stands: the table of Workflow Policy, the number of the row, the field."""
	df = frappe.get_meta("Workflow Policy").get_field(table)
	found = _("{0}, row {1}").format(_(df.label or table) if df else table, row)
	return f"{found}, {_(frappe.get_meta(df.options).get_label(field))}" if df and field else found


def sentence(table: str, fault: Fault) -> str:
	"""A fault in the reader's language: table, row, field, and what is wrong."""
	values = (_(str(value)) for value in fault.values)
	return f"{place(table, fault.row, fault.field)}: {_(fault.text).format(*values)}"
