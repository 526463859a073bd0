from frappe.model.document import Document


class InternalEstimate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		change_request: DF.Link
		effort: DF.Float
		internal_cost: DF.Currency
		margin: DF.Percent
		notes: DF.SmallText | None
	# end: auto-generated types

	pass
