"""A link to a survey: for one client, for a time, for one answer (S004-104)."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document


class SurveyInvitation(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_on: DF.Datetime | None
		client: DF.Link
		contact: DF.Link | None
		expires_on: DF.Datetime | None
		form_version: DF.Int
		project: DF.Link | None
		questions: DF.Code | None
		revoked_by: DF.Link | None
		revoked_on: DF.Datetime | None
		status: DF.Literal["Open", "Answered", "Revoked"]
		survey_form: DF.Link
		token_digest: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			frappe.throw(_("{0} is kept by the system.").format(_(self.doctype)))

	def on_trash(self) -> None:
		frappe.throw(_("{0} is kept by the system.").format(_(self.doctype)))
