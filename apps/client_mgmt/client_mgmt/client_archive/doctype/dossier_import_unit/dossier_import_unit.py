"""One dossier of an import: the rows that wait, what was told about them, and how to undo them."""

from __future__ import annotations

import frappe
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document


class DossierImportUnit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		dossier: DF.Data | None
		dossier_import: DF.Link
		journal: DF.Code | None
		messages: DF.Code | None
		number: DF.Int
		payload: DF.Code | None
		status: DF.Literal["Pending", "Checked", "Done", "Failed"]
	# end: auto-generated types

	def validate(self) -> None:
		if not engine.is_acting():
			frappe.throw(_("Imports are kept by the system: use import_workbook and undo_import."))
