from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from client_mgmt.workflow_policy.append_only import Kept
from frappe import _


class IncomingMail(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		mail_key: DF.Data | None
		mailbox: DF.Link
		project: DF.Link | None
		raw: DF.LongText | None
		reason: DF.SmallText | None
		received_at: DF.Data | None
		receiver: DF.Link
		sender: DF.Data | None
		status: DF.Literal["New", "Accepted", "Dismissed", "Unreadable"]
		subject: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			self.refuse_loss()

	def refuse_loss(self) -> None:
		frappe.throw(_("A mail stays as it came: accept its values or dismiss it."), frappe.PermissionError)
