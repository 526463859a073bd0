from frappe.model.document import Document


class ClientTag(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		definition: DF.SmallText | None
		english_name: DF.Data | None
		suggest_when: DF.Literal["", "Government", "Small Client", "Late Confirmation"]
		suggestion: DF.SmallText | None
		tag_name: DF.Data
		typical_clients: DF.Data | None
	# end: auto-generated types

	pass
