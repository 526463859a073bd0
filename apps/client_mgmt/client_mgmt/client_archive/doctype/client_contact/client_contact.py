from frappe.model.document import Document


class ClientContact(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		contact_name: DF.Data
		contact_role: DF.Literal["", "Decision Maker", "Technical Lead", "Business Owner", "Product Manager", "Architect", "Test Manager", "Other"]
		email: DF.Data | None
		is_primary: DF.Check
		job_title: DF.Data | None
		phone: DF.Data | None
		user: DF.Link | None
	# end: auto-generated types

	pass
