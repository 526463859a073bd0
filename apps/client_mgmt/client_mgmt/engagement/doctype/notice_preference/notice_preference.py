"""One person's switches, kept by `client_mgmt.people.notices`: that person sets them, and nobody else."""

from __future__ import annotations

from frappe.model.document import Document


class NoticePreference(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bell_off: DF.SmallText | None
		mail_off: DF.SmallText | None
		user: DF.Link
	# end: auto-generated types
