from frappe.model.document import Document


class Iteration(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.change_control.doctype.iteration_item.iteration_item import IterationItem

		end_date: DF.Date
		goal: DF.SmallText | None
		iteration_items: DF.Table[IterationItem]
		project: DF.Link
		start_date: DF.Date
		status: DF.Literal["Planned", "Active", "Closed"]
		title: DF.Data
		version: DF.Data | None
	# end: auto-generated types

	pass
