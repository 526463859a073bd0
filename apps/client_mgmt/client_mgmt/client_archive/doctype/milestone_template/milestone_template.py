"""A milestone that every dossier gets, and what closes it (S004-85)."""

from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.domain.dossier.living import ARCHIVED, COMPLETE
from frappe import _
from frappe.model.document import Document


class MilestoneTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		closes_with: DF.Literal["Dossier Archived", "Delivery", "Acceptance", "Closed"]
		due_days: DF.Int
		due_from: DF.Literal["Planned Start", "Planned End"]
		enabled: DF.Check
		milestone_name: DF.Data

	# end: auto-generated types
	def validate(self) -> None:
		if self.milestone_name == COMPLETE and (self.closes_with != ARCHIVED or not self.enabled):
			frappe.throw(
				_("The milestone {0} is closed by Review, in every dossier.").format(_("Dossier Complete"))
			)
		if not self.is_new() and values.changed(self, ["milestone_name"]):
			frappe.throw(_("A milestone keeps its name: dossiers hold it."))

	def on_trash(self) -> None:
		if self.milestone_name == COMPLETE:
			frappe.throw(
				_("The gate out of Kick-off asks for the milestone {0}: it stays.").format(
					_("Dossier Complete")
				)
			)
