from __future__ import annotations

import frappe
from client_mgmt.engagement import actions
from frappe import _
from frappe.model.document import Document


class ActionItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		audience: DF.Literal["Internal", "Client"]
		description: DF.SmallText
		due_date: DF.Date
		minutes: DF.Link | None
		overdue_told: DF.Date | None
		owner_user: DF.Link
		project: DF.Link | None
		source_doctype: DF.Link | None
		source_name: DF.DynamicLink | None
		status: DF.Literal["Open", "Done", "Cancelled"]
	# end: auto-generated types

	def validate(self) -> None:
		self.follow_minutes()

	def on_update(self) -> None:
		actions.tell_owner(self)

	def follow_minutes(self) -> None:
		"""An action of minutes belongs to their project, and is never shown further than they are."""
		if not self.minutes:
			return
		minutes = frappe.db.get_value("Meeting Minutes", self.minutes, ["project", "audience"], as_dict=True)
		self.project = self.project or minutes.project
		if self.project != minutes.project:
			frappe.throw(_("{0} are minutes of another project.").format(self.minutes))
		if self.audience == "Client" and minutes.audience == "Internal":
			frappe.throw(_("An action of internal minutes is internal."))
