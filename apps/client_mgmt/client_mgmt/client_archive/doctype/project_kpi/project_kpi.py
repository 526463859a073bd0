from frappe.model.document import Document


class ProjectKPI(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kpi: DF.Literal["", "Go-live Time", "Budget Limit", "User Coverage", "Other"]
		kpi_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		target_date: DF.Date | None
		target_value: DF.Float
		unit: DF.Data | None
	# end: auto-generated types

	pass
