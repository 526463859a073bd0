from frappe.model.document import Document


class MeetingDecision(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		change_request: DF.Link | None
		decided_by: DF.Data | None
		decision: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rationale: DF.SmallText | None
		supersedes: DF.Link | None
	# end: auto-generated types

	pass
