from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import geo, values
from client_mgmt.client_archive.clients import merging, risk, similar
from client_mgmt.client_archive.doctype.project_archive import checks, review, terms
from client_mgmt.client_archive.dossiers import entries, facts, handover, sources
from client_mgmt.client_archive.living import gate, library, milestones, revisions, updates
from client_mgmt.people import staff as people
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime


class ProjectArchive(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.dossier_risk.dossier_risk import DossierRisk
		from client_mgmt.client_archive.doctype.escalation_step.escalation_step import EscalationStep
		from client_mgmt.client_archive.doctype.handover_item.handover_item import HandoverItem
		from client_mgmt.client_archive.doctype.payment_node.payment_node import PaymentNode
		from client_mgmt.client_archive.doctype.project_goal.project_goal import ProjectGoal
		from client_mgmt.client_archive.doctype.project_kpi.project_kpi import ProjectKPI
		from client_mgmt.client_archive.doctype.project_member.project_member import ProjectMember
		from client_mgmt.client_archive.doctype.raci_row.raci_row import RACIRow

		actual_end: DF.Date | None
		actual_start: DF.Date | None
		archive_owner: DF.Link | None
		archive_standard: DF.Link | None
		archived_content: DF.Code | None
		archived_on: DF.Datetime | None
		background: DF.SmallText | None
		breach_terms: DF.SmallText | None
		chain_count: DF.Int
		chain_head: DF.Data | None
		client: DF.Link | None
		client_high_risk: DF.Check
		communication_tool: DF.Literal["", "DingTalk", "Feishu", "WeCom", "Teams", "Slack", "Other"]
		contract_amount: DF.Currency
		contract_no: DF.Data | None
		contract_signed_on: DF.Date | None
		currency: DF.Link | None
		delivered_on: DF.Date | None
		delivery_method: DF.Literal["", "Agile", "Waterfall"]
		dual_sign_scope: DF.Literal["All Changes", "Major Changes"]
		escalation: DF.Table[EscalationStep]
		freeze_calendar: DF.Literal["Calendar Days", "Working Days"]
		freeze_days: DF.Int
		goals: DF.Table[ProjectGoal]
		handover: DF.Table[HandoverItem]
		ip_owner: DF.Literal["", "Client", "Vendor", "Shared"]
		ip_terms: DF.SmallText | None
		kpis: DF.Table[ProjectKPI]
		last_update_on: DF.Date | None
		major_cost: DF.Currency
		major_days: DF.Int
		meeting_frequency: DF.Literal["", "Weekly", "Two-weekly", "Daily", "Monthly"]
		next_update_due: DF.Date | None
		payment_nodes: DF.Table[PaymentNode]
		planned_end: DF.Date | None
		planned_start: DF.Date | None
		policy_version: DF.Data | None
		project_name: DF.Data
		raci: DF.Table[RACIRow]
		reason: DF.Literal["", "Business Upgrade", "Compliance", "Efficiency Bottleneck", "Other"]
		reason_detail: DF.SmallText | None
		revision: DF.Int
		risks: DF.Table[DossierRisk]
		round: DF.Int
		round_outcome: DF.Literal["", "Open", "Complete", "Declined"]
		stage: DF.Literal["Kick-off", "Delivery", "Acceptance", "Closed"]
		team: DF.Table[ProjectMember]
		value_sources: DF.JSON | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	def before_insert(self) -> None:
		handover.begin(self)

	def locked_fields(self) -> dict[str, str]:
		"""See `checks.locks`; asked of the stored document."""
		return checks.locks(self)

	def step_faults(self, next_state: str, action: str) -> list[str]:
		"""What a step of the stored dossier is refused for only once it is written."""
		return review.faults(self, _(action)) if next_state == "Archived" else []

	def set(self, key: str, value: Any, as_value: bool = False) -> None:
		"""A currency comes as a code or in words (人民币); links are checked before `validate`."""
		super().set(key, geo.spelled(geo.CURRENCY, value) if key == "currency" else value, as_value)
		if key == "contract_amount":  # a bench's REST fills an empty document
			self.flags.amount_given = value not in (None, "")

	def __init__(self, *given: Any, **values: Any) -> None:
		super().__init__(*given, **values)
		sent = given[0] if given and isinstance(given[0], dict) else values
		# an empty form of the Desk says 0 and `__islocal`; whoever says 0 without it means it
		self.flags.amount_given = not sent.get("__islocal") and sent.get("contract_amount") not in (None, "")

	def before_validate(self) -> None:
		geo.keep_case(self, "currency")

	def validate(self) -> None:
		self.contract_no = (self.contract_no or "").strip() or None
		self.set_archive_owner()
		terms.check(self)
		checks.check_locks(self)
		merging.check_alive(self)
		gate.check(self)
		values.require_complete(self)
		checks.check_facts(self)
		checks.check_team(self)
		checks.check_raci(self)
		handover.check(self)

	def before_save(self) -> None:
		risk.stamp_dossier(self)
		sources.stamp(self)
		handover.stamp(self)
		updates.schedule(self)
		move = self.flags.move
		if not move:
			return
		if move.to_state == "Submitted":
			review.check_ready(self)
			if move.from_state == "Under Revision":
				self.revision += 1
		elif move.to_state == "Archived":
			self.archived_on = now_datetime()
			self.archived_content = frappe.as_json(facts.of(self))

	def on_update(self) -> None:
		entries.record_dossier(self)
		risk.follow_dossier(self)
		if self.flags.move and self.flags.move.to_state == "Archived":
			review.baseline(self)
			revisions.keep(self)
		milestones.keep(self)
		gate.record(self)
		library.follow(self)
		similar.ask_for_lessons(self)

	def on_trash(self) -> None:
		milestones.drop(self)

	def set_archive_owner(self) -> None:
		"""Whoever begins a dossier and may lead one owns it (S004-57)."""
		if self.is_new() and not self.archive_owner:
			leading = {"Project Manager", "Customer Success Manager"}
			if leading.intersection(frappe.get_roles()) and people.is_staff(frappe.session.user):
				self.archive_owner = frappe.session.user
			return
		if (
			self.archive_owner
			and values.changed(self, ["archive_owner"])
			and not people.is_staff(self.archive_owner)
		):
			frappe.throw(
				_("{0} is no enabled user of ours and cannot own a dossier.").format(self.archive_owner)
			)
