from frappe.model.document import Document


class SigningAuthority(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		chain_count: DF.Int
		chain_head: DF.Data | None
		client: DF.Link
		contact: DF.Link | None
		granted_by: DF.Link | None
		letter: DF.Attach | None
		party: DF.Literal["", "Client", "Vendor"]
		project: DF.Link | None
		revoked_on: DF.Datetime | None
		revoked_reason: DF.SmallText | None
		user: DF.Link | None
		valid_from: DF.Date
		valid_to: DF.Date | None
	# end: auto-generated types

	pass
