from frappe.model.document import Document


class ProjectMember(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bilingual: DF.Check
		contact: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		party: DF.Literal["", "Client", "Vendor"]
		project_role: DF.Literal[
			"",
			"Project Manager",
			"Technical Lead",
			"Product Manager",
			"Client Liaison Officer",
			"Customer Success Manager",
			"PMO",
			"Project Assistant",
			"Quality Administrator",
			"Translator",
			"Developer",
			"Tester",
			"Operations",
			"Business Owner",
			"Architect",
			"Test Manager",
			"Decision Maker",
			"Other",
		]
		user: DF.Link | None
	# end: auto-generated types

	pass
