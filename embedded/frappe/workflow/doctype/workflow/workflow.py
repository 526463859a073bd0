"""Workflow: the states of a DocType's documents and who may move them from one to the next."""

from __future__ import annotations

import frappe
from embedded_host.base import sandbox
from embedded_host.base.context import local
from embedded_host.base.plain import unscrub
from frappe import _
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.model.document import Document
from frappe.utils import cint


class Workflow(Document):
	"""One is active for a DocType; saving an active one makes the others rest."""

	def validate(self) -> None:
		self.set_active()
		self.create_state_field()
		self.set_state_of_old_documents()
		self.validate_transitions()
		for row in self.transitions:
			if row.condition:
				sandbox.check_syntax(row.condition, "Condition")

	def set_active(self) -> None:
		"""Only one workflow of a DocType is active."""
		if not cint(self.is_active):
			return
		filters = {"document_type": self.document_type, "is_active": 1, "name": ("!=", self.name)}
		for other in frappe.get_all("Workflow", filters=filters, pluck="name"):
			local.db.update_row("Workflow", other, {"is_active": 0})

	def create_state_field(self) -> None:
		"""The field that holds the state, where the DocType has none."""
		if frappe.get_meta(self.document_type).has_field(self.workflow_state_field):
			return
		label = unscrub(self.workflow_state_field)
		field = {"fieldname": self.workflow_state_field, "label": label, "is_system_generated": 0}
		kind = {"fieldtype": "Link", "options": "Workflow State"}
		create_custom_fields(
			{self.document_type: {**field, **kind, "hidden": 1, "allow_on_submit": 1, "no_copy": 1}}
		)
		frappe.msgprint(
			_("Created Custom Field {0} in {1}").format(self.workflow_state_field, _(self.document_type))
		)

	def set_state_of_old_documents(self) -> None:
		"""Documents without a state get the first state of their docstatus."""
		if frappe.get_meta(self.document_type).issingle:
			return
		field = self.workflow_state_field
		first: dict[int, str] = {}
		for row in self.states:
			first.setdefault(cint(row.doc_status), row.state)
		for status, state in first.items():
			without = {field: ("is", "not set"), "docstatus": status}
			frappe.db.set_value(self.document_type, without, field, state, update_modified=False)

	def validate_transitions(self) -> None:
		"""Transitions join states of this workflow, and a docstatus that can follow."""
		statuses = {row.state: cint(row.doc_status) for row in self.states}
		for row in self.transitions:
			for state in (row.state, row.next_state):
				if state not in statuses:
					frappe.throw(_("{0} not a valid State").format(state))
			self.validate_docstatus(row.idx, statuses[row.state], statuses[row.next_state])

	@staticmethod
	def validate_docstatus(row: int, before: int, after: int) -> None:
		"""Raises for a docstatus that cannot follow another."""
		if before == 2:
			frappe.throw(_("Cannot change state of Cancelled Document. Transition row {0}").format(row))
		if before == 1 and after == 0:
			frappe.throw(
				_("Submitted Document cannot be converted back to draft. Transition row {0}").format(row)
			)
		if before == 0 and after == 2:
			frappe.throw(_("Cannot cancel before submitting. See Transition {0}").format(row))

	def on_update(self) -> None:
		local.db.bump_generation()

	def after_delete(self) -> None:
		local.db.bump_generation()
