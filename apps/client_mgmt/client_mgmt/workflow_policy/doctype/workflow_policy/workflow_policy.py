"""Which controls hold on a DocType. Saving writes a version; a weaker one waits for another administrator."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine, ledger, policies, versions
from client_mgmt.workflow_policy.append_only import Kept
from client_mgmt.workflow_policy.rules import maps
from frappe import _
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.model.workflow import get_workflow, get_workflow_name

KEPT = ("effective_version", "pending_version", "pending_reasons", "chain_head", "chain_count")
OWN_MODULE = "Workflow Policy"


class WorkflowPolicy(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.workflow_policy.doctype.reason_rule.reason_rule import ReasonRule
		from client_mgmt.workflow_policy.doctype.separation_rule.separation_rule import SeparationRule
		from client_mgmt.workflow_policy.doctype.sign_off_rule.sign_off_rule import SignoffRule

		chain_count: DF.Int
		chain_head: DF.Data | None
		document_type: DF.Link
		effective_version: DF.Int
		enabled: DF.Check
		pending_reasons: DF.SmallText | None
		pending_version: DF.Int
		reason_rules: DF.Table[ReasonRule]
		separation_rules: DF.Table[SeparationRule]
		sign_off_rules: DF.Table[SignoffRule]
		state_field: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		self.refuse_kept_fields()
		self.check_document_type()
		self.check_rules()

	def before_save(self) -> None:
		self.add_columns()

	def on_update(self) -> None:
		versions.record(self)

	def refuse_loss(self) -> None:
		"""Versions are evidence: a policy is switched off, which a second administrator approves."""
		frappe.throw(_("A Workflow Policy is never renamed or deleted: switch it off instead."))

	def refuse_kept_fields(self) -> None:
		"""Versions and chain are the engine's: another value in a request is refused."""
		if engine.is_acting():
			return
		stored = self.get_doc_before_save() or {}
		for field in KEPT:
			if ledger.text(self.get(field) or "") != ledger.text(stored.get(field) or ""):
				frappe.throw(
					_("{0} is kept by the system: leave it as it is.").format(_(self.meta.get_label(field)))
				)

	def check_document_type(self) -> None:
		"""A policy guards main DocTypes with a state field, the engine's own records apart."""
		meta = frappe.get_meta(self.document_type)
		if (
			meta.istable
			or meta.issingle
			or meta.module == OWN_MODULE
			or self.document_type == "Signature Record"
		):
			frappe.throw(_("{0} takes no Workflow Policy.").format(_(self.document_type)))

	def check_rules(self) -> None:
		"""Every kind of control says whether its rules make sense; all that does not is said together. The
		state field is the Workflow's."""
		name = get_workflow_name(self.document_type)
		moved = get_workflow(self.document_type).workflow_state_field if name else self.state_field
		if moved != self.state_field:
			sentence = _("{0}: the Workflow moves the field {1}.")
			label = frappe.get_meta(self.document_type).get_label(moved)
			frappe.throw(sentence.format(_(self.meta.get_label("state_field")), _(label)))
		known = maps.of(self.document_type, self.state_field)
		faults = [
			maps.sentence(plugin.rows_field, fault)
			for plugin in policies.plugins()
			for fault in plugin.faults([row.as_dict() for row in self.get(plugin.rows_field) or []], known)
		]
		if faults:
			frappe.throw(" ".join(faults))

	def add_columns(self) -> None:
		"""Gives the DocType the columns that the engine keeps, where its own JSON lacks them."""
		meta = frappe.get_meta(self.document_type)
		missing = [dict(field) for field in engine.FIELDS if not meta.has_field(field["fieldname"])]
		if missing:
			create_custom_fields({self.document_type: missing})
