"""One thing that a reviewer looks at; administrators add, edit and disable them (S004-71)."""

from __future__ import annotations

from frappe.model.document import Document


class ReviewChecklistItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		compulsory: DF.Check
		enabled: DF.Check
		explanation: DF.SmallText | None
		item: DF.Data
		position: DF.Int
	# end: auto-generated types
