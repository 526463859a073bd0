from frappe.model.document import Document


class Requirement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acceptance_criteria: DF.Text | None
		confirmed_by_client: DF.Link | None
		confirmed_on: DF.Date | None
		feature: DF.Data
		goal: DF.Data | None
		kind: DF.Literal["Functional", "Non-functional"]
		last_change: DF.Link | None
		priority: DF.Literal["", "High", "Medium", "Low"]
		project: DF.Link | None
		revision: DF.Int
		source_doctype: DF.Link | None
		source_name: DF.DynamicLink | None
		source_text: DF.Text | None
		status: DF.Literal["Draft", "Baselined", "Removed"]
	# end: auto-generated types

	pass
