from frappe.model.document import Document


class DossierRisk(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		risk: DF.Data
		risk_owner: DF.Link
		source: DF.Data | None
		strategy: DF.SmallText
	# end: auto-generated types

	pass
