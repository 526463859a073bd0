"""The answers of one survey link, waiting for review one by one (S004-104)."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document


class SurveyResponse(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.survey_answer.survey_answer import SurveyAnswer

		answered_on: DF.Datetime | None
		answers: DF.Table[SurveyAnswer]
		client: DF.Link
		contact: DF.Link | None
		invitation: DF.Link
		project: DF.Link | None
		status: DF.Literal["Waiting", "Reviewed"]
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			frappe.throw(_("{0} is kept by the system.").format(_(self.doctype)))

	def on_trash(self) -> None:
		frappe.throw(_("{0} is kept by the system.").format(_(self.doctype)))
