"""What a project or a visit taught about the Archive Standard (S004-81)."""

from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.client_archive.living import suggestions
from client_mgmt.workflow_policy.append_only import Kept
from frappe import _


class StandardSuggestion(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		decision_reason: DF.SmallText | None
		place: DF.Data | None
		project: DF.Link | None
		resulting_standard: DF.Link | None
		standard: DF.Link | None
		status: DF.Literal["Open", "Accepted", "Refused"]
		suggestion: DF.SmallText
		visit: DF.Link | None

	# end: auto-generated types
	def validate(self) -> None:
		suggestions.check(self)
		values.require_complete(self)

	def before_save(self) -> None:
		suggestions.stamp(self)

	def refuse_loss(self) -> None:
		frappe.throw(_("A suggestion is never deleted: refuse it with a reason."))
