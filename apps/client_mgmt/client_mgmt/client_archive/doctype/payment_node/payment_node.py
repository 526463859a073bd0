from frappe.model.document import Document


class PaymentNode(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		due_date: DF.Date | None
		due_trigger: DF.Data | None
		node_name: DF.Data
		paid: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		percent: DF.Percent
		received_amount: DF.Currency
		received_on: DF.Date | None
	# end: auto-generated types

	pass
