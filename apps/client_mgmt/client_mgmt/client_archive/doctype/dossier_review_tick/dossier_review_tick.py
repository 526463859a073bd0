"""One item that the reviewer has looked at."""

from __future__ import annotations

from frappe.model.document import Document


class DossierReviewTick(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		item: DF.Data | None
		note: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		ticked_by: DF.Link | None
		ticked_on: DF.Datetime | None
	# end: auto-generated types
