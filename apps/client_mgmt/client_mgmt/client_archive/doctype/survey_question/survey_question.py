from frappe.model.document import Document


class SurveyQuestion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kind: DF.Literal["Text", "Choice", "Number", "Date", "Rating"]
		options: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question_en: DF.SmallText | None
		question_id: DF.Data | None
		question_zh: DF.SmallText | None
		required: DF.Check
		target: DF.Data | None
	# end: auto-generated types

	pass
