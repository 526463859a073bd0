"""Two clients that may be one, until somebody says that they are not or merges them (S004-09)."""

from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime


class DuplicateCandidate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client_a: DF.Link | None
		client_b: DF.Link | None
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		pair_key: DF.Data | None
		reason: DF.SmallText | None
		score: DF.Int
		signs: DF.SmallText | None
		status: DF.Literal["Open", "Not a Duplicate", "Merged"]
	# end: auto-generated types

	def validate(self) -> None:
		if engine.is_acting():
			return
		before = values.stored(self)
		if not before:
			frappe.throw(_("Likely duplicates are found by the system, not entered."))
		owned_fields.keep_owned(self)
		if before.status != self.status and "Merged" in (before.status, self.status):
			frappe.throw(_("Merged is said by a merge, and for good."))
		values.require_complete(self)

	def before_save(self) -> None:
		if values.stored(self) and values.changed(self, ["status"]):
			decided = self.status != "Open"
			self.decided_by = frappe.session.user if decided else None
			self.decided_on = now_datetime() if decided else None

	def on_trash(self) -> None:
		if not engine.is_acting():
			frappe.throw(_("Say that it is no duplicate instead: a deleted pair would be found again."))
