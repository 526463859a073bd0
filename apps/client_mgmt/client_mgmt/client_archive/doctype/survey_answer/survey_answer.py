from frappe.model.document import Document


class SurveyAnswer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText | None
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		kind: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText | None
		question_id: DF.Data | None
		reason: DF.SmallText | None
		status: DF.Literal["Waiting", "Accepted", "Refused"]
		target: DF.Data | None
	# end: auto-generated types

	pass
