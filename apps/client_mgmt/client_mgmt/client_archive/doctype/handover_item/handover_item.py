from frappe.model.document import Document


class HandoverItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		done_by: DF.Link | None
		done_on: DF.Datetime | None
		item: DF.Data | None
		kind: DF.Literal["Contract Scan", "Interview Notes", "Other"]
		not_applicable: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		waived_by: DF.Link | None
		waived_on: DF.Datetime | None
	# end: auto-generated types

	pass
