"""An import of 客户档案.xlsx: its progress, its report, and what it takes to undo it (S004-60, S004-70)."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document


class DossierImport(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		conflicts: DF.Int
		created: DF.Int
		done: DF.Int
		errors: DF.Int
		file_url: DF.Data | None
		heartbeat: DF.Datetime | None
		messages: DF.Code | None
		mode: DF.Literal["Dry Run", "Apply"]
		on_error: DF.Literal["Refuse", "Skip"]
		status: DF.Literal["Queued", "Checking", "Applying", "Done", "Refused", "Failed", "Undoing", "Undone"]
		total: DF.Int
		unchanged: DF.Int
		undone_by: DF.Link | None
		updated: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			frappe.throw(_("Imports are kept by the system: use import_workbook and undo_import."))
