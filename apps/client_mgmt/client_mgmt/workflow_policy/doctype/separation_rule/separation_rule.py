"""From whom an action is kept apart."""

from frappe.model.document import Document


class SeparationRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data
		not_action: DF.SmallText | None
		not_field: DF.SmallText | None
		not_owner: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	pass
