from frappe.model.document import Document


class ArchiveStandard(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		content: DF.TextEditor | None
		effective_from: DF.Date | None
		title: DF.Data
		version: DF.Data | None
	# end: auto-generated types

	pass
