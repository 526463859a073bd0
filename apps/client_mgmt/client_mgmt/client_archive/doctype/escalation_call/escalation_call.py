from frappe.model.document import Document


class EscalationCall(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		channel: DF.Data | None
		due_on: DF.Datetime | None
		outcome: DF.Literal["Told", "No Answer", "Acknowledged"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Data | None
		step: DF.Int
		told_on: DF.Datetime | None
		user: DF.Link | None
	# end: auto-generated types

	pass
