"""A follow-up visit to a delivered client (S004-80)."""

from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.client_archive.living import visits
from client_mgmt.workflow_policy.append_only import Kept
from frappe import _


class ClientVisit(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link
		contact: DF.Link | None
		due_on: DF.Date
		project: DF.Link | None
		recommend_score: DF.Literal["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]
		satisfaction_note: DF.SmallText | None
		summary: DF.SmallText | None
		visit_key: DF.Data | None
		visited_by: DF.Link | None
		visited_on: DF.Date | None

	# end: auto-generated types
	def validate(self) -> None:
		visits.check(self)
		values.require_complete(self)

	def before_save(self) -> None:
		self.visit_key = visits.key(self.client, self.due_on)

	def on_update(self) -> None:
		visits.plan_next(self)

	def refuse_loss(self) -> None:
		frappe.throw(_("A visit is never deleted: say in its summary why it did not take place."))
