from frappe.model.document import Document


class ProjectArchive(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.escalation_step.escalation_step import EscalationStep
		from client_mgmt.client_archive.doctype.payment_node.payment_node import PaymentNode
		from client_mgmt.client_archive.doctype.project_goal.project_goal import ProjectGoal
		from client_mgmt.client_archive.doctype.project_kpi.project_kpi import ProjectKPI
		from client_mgmt.client_archive.doctype.project_member.project_member import ProjectMember
		from client_mgmt.client_archive.doctype.raci_row.raci_row import RACIRow

		actual_end: DF.Date | None
		actual_start: DF.Date | None
		archive_owner: DF.Link | None
		archive_standard: DF.Link | None
		archived_content: DF.LongText | None
		archived_on: DF.Datetime | None
		background: DF.Text | None
		breach_terms: DF.Text | None
		chain_count: DF.Int
		chain_head: DF.Data | None
		client: DF.Link | None
		communication_tool: DF.Literal["", "DingTalk", "Feishu", "WeCom", "Teams", "Slack", "Other"]
		contract_amount: DF.Currency
		contract_no: DF.Data | None
		contract_signed_on: DF.Date | None
		currency: DF.Data | None
		delivery_method: DF.Literal["", "Agile", "Waterfall"]
		dual_sign_scope: DF.Literal["All Changes", "Major Changes"]
		escalation: DF.Table[EscalationStep]
		freeze_calendar: DF.Literal["Calendar Days", "Working Days"]
		freeze_days: DF.Int
		goals: DF.Table[ProjectGoal]
		ip_owner: DF.Literal["", "Client", "Vendor", "Shared"]
		ip_terms: DF.Text | None
		kpis: DF.Table[ProjectKPI]
		major_cost: DF.Currency
		major_days: DF.Int
		meeting_frequency: DF.Literal["", "Weekly", "Two-weekly", "Daily", "Monthly"]
		payment_nodes: DF.Table[PaymentNode]
		planned_end: DF.Date | None
		planned_start: DF.Date | None
		policy_version: DF.Data | None
		project_name: DF.Data
		raci: DF.Table[RACIRow]
		reason: DF.Literal["", "Business Upgrade", "Compliance", "Efficiency Bottleneck", "Other"]
		revision: DF.Int
		round: DF.Int
		round_outcome: DF.Literal["", "Open", "Complete", "Declined"]
		stage: DF.Literal["Kick-off", "Delivery", "Acceptance", "Closed"]
		team: DF.Table[ProjectMember]
		workflow_state: DF.Link | None
	# end: auto-generated types

	pass
