"""What went wrong in a project, why, and what to do next time (S004-105)."""

from __future__ import annotations

import frappe
from frappe.model.document import Document


class LessonLearned(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		project: DF.Link
		shared: DF.Check
		tags: DF.Data | None
		topic: DF.Literal[
			"",
			"Requirements",
			"Schedule",
			"Payment",
			"Communication",
			"Quality",
			"Technology",
			"People",
			"Other",
		]
		what_to_do: DF.SmallText
		what_went_wrong: DF.SmallText
		why: DF.SmallText | None
	# end: auto-generated types

	def before_save(self) -> None:
		self.client = frappe.db.get_value("Project Archive", self.project, "client")
