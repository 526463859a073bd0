from frappe.model.document import Document


class MeetingAttendee(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		party: DF.Literal["", "Client", "Vendor"]
		person_name: DF.Data | None
		present: DF.Check
		user: DF.Link | None
	# end: auto-generated types

	pass
