"""Which state collects signatures, whose, and which states they protect."""

from frappe.model.document import Document


class SignoffRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		allow_token: DF.Check
		complete_action: DF.Data
		condition: DF.Code | None
		consent_text: DF.SmallText | None
		decline_action: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		parties: DF.Literal["Client and Vendor", "Client", "Vendor"]
		protected_states: DF.SmallText
		purpose: DF.Literal["Approval", "Acceptance", "Acknowledgement", "Cancellation"]
		scope_from_project: DF.Check
		signed_fields: DF.SmallText | None
		signers: DF.Literal["Signing Authority", "Attendees"]
		signing_state: DF.Data
	# end: auto-generated types

	pass
