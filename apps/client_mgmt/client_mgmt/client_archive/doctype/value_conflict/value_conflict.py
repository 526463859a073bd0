"""A value that another channel gave otherwise than ours, until somebody settles it (S004-62)."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document


class ValueConflict(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		other_value: DF.SmallText | None
		our_value: DF.SmallText | None
		project: DF.Link | None
		reason: DF.SmallText | None
		reference_doctype: DF.Link
		reference_field: DF.Data
		reference_name: DF.DynamicLink
		seen_on: DF.Datetime | None
		source: DF.Literal["Form", "Workbook", "Mail", "Survey", "REST", "System"]
		source_reference: DF.Data | None
		status: DF.Literal["Open", "Taken", "Refused"]
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			frappe.throw(_("A conflict is kept by the system: settle it instead."))

	def on_trash(self) -> None:
		if self.status == "Open":
			frappe.throw(_("A conflict is settled before it is deleted."))
