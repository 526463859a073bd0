from frappe.model.document import Document


class ActionItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		audience: DF.Literal["Internal", "Client"]
		description: DF.SmallText
		due_date: DF.Date
		minutes: DF.Link | None
		owner_user: DF.Link
		project: DF.Link | None
		source_doctype: DF.Link | None
		source_name: DF.DynamicLink | None
		status: DF.Literal["Open", "Done", "Cancelled"]
	# end: auto-generated types

	pass
