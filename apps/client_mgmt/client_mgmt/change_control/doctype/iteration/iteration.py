from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.dossiers import dossier as archive
from client_mgmt.domain.change import iteration
from client_mgmt.domain.dossier import dossier
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate


def item_sentence(rule: str) -> str:
	"""The sentence for a broken rule."""
	sentences = {
		"both": _("Item {0}: name a requirement or a change request, not both."),
		"foreign": _("Item {0}: {1} does not belong to this project."),
		"status": _("Item {0}: {1} is not baselined."),
		"workflow_state": _("Item {0}: {1} is not scheduled yet."),
		"nothing": _("Item {0}: in an archived project it is a baselined requirement or a scheduled change."),
	}
	return sentences[rule]


class Iteration(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.change_control.doctype.iteration_item.iteration_item import IterationItem

		end_date: DF.Date
		goal: DF.SmallText | None
		iteration_items: DF.Table[IterationItem]
		project: DF.Link
		start_date: DF.Date
		status: DF.Literal["Planned", "Active", "Closed"]
		title: DF.Data
		version: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		self.set_end()
		self.check_dates()
		self.check_project_stays()
		self.check_items()

	def set_end(self) -> None:
		"""S000-42: two weeks unless said otherwise."""
		start = getdate(self.start_date) if self.start_date else None
		if start and not self.end_date:
			self.end_date = iteration.default_end(start)

	def check_dates(self) -> None:
		if self.start_date and not dossier.is_ordered(getdate(self.start_date), getdate(self.end_date)):
			frappe.throw(_("{0} lies before {1}.").format(_("End Date"), _("Start Date")))

	def check_project_stays(self) -> None:
		before = values.stored(self)
		if before and before.project != self.project:
			frappe.throw(self.locked_fields()["project"])

	def locked_fields(self) -> dict[str, str]:
		"""What of a stored iteration rests: → sentence."""
		return {"project": _("An iteration stays with its project.")}

	def check_items(self) -> None:
		"""S000-51 and S000-52. What was in order when it came in stays."""
		if not values.changed(self, ["iteration_items"]):
			return
		found = iteration.findings(
			[item.as_dict() for item in self.iteration_items],
			self.project,
			self.named("requirement", "Requirement", "status"),
			self.named("change_request", "Change Request", "workflow_state"),
			archive.scope_locked(self.project),
		)
		for fault in found:
			frappe.throw(item_sentence(fault.rule).format(fault.idx, fault.item))

	def named(self, field: str, doctype: str, state_field: str) -> dict[str, dict[str, Any]]:
		"""The documents that the items name in `field`, by name."""
		names = [item.get(field) for item in self.iteration_items if item.get(field)]
		rows = frappe.get_all(
			doctype, filters={"name": ("in", names)}, fields=["name", "project", state_field]
		)
		return {row.name: row for row in rows}
