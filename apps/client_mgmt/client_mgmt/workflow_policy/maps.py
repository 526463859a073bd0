"""A DocType and its Workflow as plain data, for the rules about rules (`domain/workflow/policy_map.py`)."""

from __future__ import annotations

import frappe
from client_mgmt.domain.evidence.signed_content import NO_VALUE
from client_mgmt.domain.workflow.policy_map import Fault, WorkflowMap
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import policies
from frappe import _
from frappe.model.document import Document


def of(doctype: str, state_field: str) -> WorkflowMap:
	"""The map of a DocType; without an active Workflow of this state field it knows no states and actions."""
	workflow = policies.workflow_of(doctype, state_field)
	fields = frappe.get_meta(doctype).fields
	return WorkflowMap(
		doctype=doctype,
		has_workflow=bool(workflow),
		states=frozenset(row.state for row in workflow.states) if workflow else frozenset(),
		actions=frozenset(row.action for row in workflow.transitions) if workflow else frozenset(),
		fields={df.fieldname: df.fieldtype for df in fields if df.fieldtype not in NO_VALUE},
		has_project=people.project_of(doctype, {"name": "", "project": ""}) is not None,
	)


def sentence(policy: Document, table: str, fault: Fault) -> str:
	"""A fault in the reader's language: table, row, field, and what is wrong."""
	df = policy.meta.get_field(table)
	place = _("{0}, row {1}").format(_(df.label or table), fault.row)
	if fault.field:
		place += f", {_(frappe.get_meta(df.options).get_label(fault.field))}"
	values = (_(str(value)) for value in fault.values)
	return f"{place}: {_(fault.text).format(*values)}"
