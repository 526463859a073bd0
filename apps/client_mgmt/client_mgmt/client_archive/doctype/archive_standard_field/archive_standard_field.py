"""One field that the dossier standard asks for (S004-61)."""

from frappe.model.document import Document


class ArchiveStandardField(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		compulsory: DF.Check
		condition: DF.Data | None
		document_type: DF.Literal["Client", "Client Contact", "Project Archive", "Requirement"]
		enterprise: DF.Check
		fieldname: DF.Data
		government: DF.Check
		help_en: DF.SmallText | None
		help_zh: DF.SmallText | None
		individual: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass
