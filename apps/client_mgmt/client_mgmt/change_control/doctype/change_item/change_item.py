from frappe.model.document import Document


class ChangeItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		before_acceptance: DF.SmallText | None
		before_feature: DF.Data | None
		before_priority: DF.Data | None
		operation: DF.Literal["", "Add", "Modify", "Remove"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		proposed_acceptance: DF.SmallText | None
		proposed_feature: DF.Data | None
		proposed_priority: DF.Literal["", "High", "Medium", "Low"]
		requirement: DF.Link | None
		requirement_revision: DF.Int
	# end: auto-generated types

	pass
