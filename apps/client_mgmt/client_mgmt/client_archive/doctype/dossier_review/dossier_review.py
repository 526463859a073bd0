"""What the reviewer of one submission has looked at (S004-71). The system keeps it; nobody edits it."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from client_mgmt.workflow_policy.append_only import Kept
from frappe import _


class DossierReview(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.dossier_review_tick.dossier_review_tick import (
			DossierReviewTick,
		)

		left_open: DF.SmallText | None
		project: DF.Link
		review_key: DF.Data | None
		reviewed_by: DF.Link | None
		reviewed_on: DF.Datetime | None
		revision: DF.Int
		submission: DF.Int
		ticks: DF.Table[DossierReviewTick]
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			self.refuse_loss()

	def refuse_loss(self) -> None:
		frappe.throw(
			_("A review is kept by the system: tick its items by client_mgmt.api.review.tick."),
			frappe.PermissionError,
		)
