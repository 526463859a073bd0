from frappe.model.document import Document


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
		currency: DF.Data | None
		description: DF.Text | None
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
		quality_impact: DF.Text | None
		raised_by: DF.Link | None
		raised_for: DF.Link | None
		reason: DF.Text | None
		response_plan: DF.Text | None
		revision: DF.Int
		risk_level: DF.Literal["", "Low", "Medium", "High"]
		round: DF.Int
		round_outcome: DF.Literal["", "Open", "Complete", "Declined"]
		scheduled_on: DF.Datetime | None
		scope_impact: DF.Text | None
		source_doctype: DF.Link | None
		source_name: DF.DynamicLink | None
		title: DF.Data
		workflow_state: DF.Link | None
	# end: auto-generated types

	pass
