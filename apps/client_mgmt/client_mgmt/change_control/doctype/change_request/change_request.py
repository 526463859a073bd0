from __future__ import annotations

import frappe
from client_mgmt import geo, values
from client_mgmt.change_control import scheduling
from client_mgmt.change_control.doctype.change_request import checks, items
from client_mgmt.client_archive.dossiers import dossier
from client_mgmt.domain.change import impact
from client_mgmt.workflow_policy.plugins.base import Move
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, now_datetime


class ChangeRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.change_control.doctype.change_item.change_item import ChangeItem

		assessed_by: DF.Link | None
		assessed_on: DF.Datetime | None
		chain_count: DF.Int
		chain_head: DF.Data | None
		change_items: DF.Table[ChangeItem]
		change_type: DF.Literal["Normal", "Emergency"]
		countersign_due: DF.Date | None
		currency: DF.Link | None
		description: DF.SmallText | None
		impact_cost: DF.Currency
		impact_days: DF.Int
		impact_effort: DF.Float
		in_force: DF.Check
		is_major: DF.Check
		iteration: DF.Link | None
		major_override: DF.Literal["", "Raise", "Lower"]
		major_override_reason: DF.SmallText | None
		policy_version: DF.Data | None
		project: DF.Link | None
		quality_impact: DF.SmallText | None
		raised_by: DF.Link | None
		raised_for: DF.Link | None
		reason: DF.SmallText | None
		response_plan: DF.SmallText | None
		revision: DF.Int
		risk_level: DF.Literal["", "Low", "Medium", "High"]
		round: DF.Int
		round_outcome: DF.Literal["", "Open", "Complete", "Declined"]
		scheduled_on: DF.Datetime | None
		scope_impact: DF.SmallText | None
		source_doctype: DF.Link | None
		source_name: DF.DynamicLink | None
		title: DF.Data
		workflow_state: DF.Link | None
	# end: auto-generated types

	def locked_fields(self) -> dict[str, str]:
		"""See `checks.locks`; asked of the stored document."""
		return checks.locks(self)

	def step_faults(self, next_state: str, _action: str) -> list[str]:
		"""What a step of the stored change is refused for only once it is written."""
		applies = next_state in checks.APPLIED_STATES and not self.scheduled_on
		return scheduling.faults(self) if applies else []

	def before_validate(self) -> None:
		geo.keep_case(self, "currency")

	def validate(self) -> None:
		checks.check_project(self)
		checks.check_people(self)
		checks.check_assessment(self)
		checks.check_iteration(self)
		items.check(self)
		values.require_complete(self)

	def before_save(self) -> None:
		if self.is_new():
			self.raised_by = frappe.session.user
		if items.is_open(self):
			items.refresh(self)
			self.weigh()
		if self.flags.move:
			checks.check_rework(self.flags.move)
			checks.check_taking_back(self, self.flags.move.to_state)
			self.follow_move(self.flags.move)

	def before_cancel(self) -> None:
		checks.check_taking_back(self, self.workflow_state or _("Cancelled"))

	def on_update(self) -> None:
		if self.flags.apply_items:
			scheduling.apply(self)

	def weigh(self) -> None:
		"""Takes the currency and the limits of a major change from the dossier in effect (S000-91)."""
		if not self.project:
			return
		rules = dossier.in_effect(self.project, "currency", "major_days", "major_cost")
		self.currency = rules["currency"]
		self.is_major = impact.is_major(
			cint(self.impact_days),
			flt(self.impact_cost),
			cint(rules["major_days"]),
			flt(rules["major_cost"]),
			self.major_override,
		)

	def follow_move(self, move: Move) -> None:
		"""What entering a state does to the document; by states, as actions may be renamed."""
		if move.to_state == "Awaiting Signatures":
			self.assessed_by, self.assessed_on = frappe.session.user, now_datetime()
		elif move.to_state == "Under Assessment" and move.from_state in checks.SETTLED_STATES:
			self.revision += 1
		self.flags.apply_items = move.to_state in checks.APPLIED_STATES and not self.scheduled_on
		if self.flags.apply_items:
			self.scheduled_on = now_datetime()
