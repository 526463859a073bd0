"""A role that enters a section of the dossier (S004-59)."""

from frappe.model.document import Document


class ArchiveStandardSection(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		document_type: DF.Literal["Client", "Client Contact", "Project Archive", "Requirement"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		role: DF.Link
		section: DF.Data
	# end: auto-generated types

	pass
