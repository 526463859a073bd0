from frappe.model.document import Document


class MeetingAgendaItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		planned_minutes: DF.Int
		presenter: DF.Data | None
		topic: DF.Data
	# end: auto-generated types

	pass
