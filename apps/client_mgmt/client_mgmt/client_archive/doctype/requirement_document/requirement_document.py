"""A specification, prototype, design or interface document of a project (S004-29, S004-34..36)."""

from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.client_archive.requirements import documents
from client_mgmt.workflow_policy import owned_fields
from frappe import _
from frappe.model.document import Document


class RequirementDocument(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		audience: DF.Literal["Internal", "Client"]
		kind: DF.Literal["Specification", "Prototype", "UI Design", "API Document", "Other"]
		project: DF.Link
		status: DF.Literal["Draft", "Released"]
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		owned_fields.keep_owned(self)
		before = values.stored(self)
		if (
			before
			and before.project != self.project
			and frappe.db.exists(documents.VERSION, {"document": self.name})
		):
			frappe.throw(_("A document with versions stays in its project."))

	def on_trash(self) -> None:
		if self.version:
			frappe.throw(_("{0} has released versions: they stay.").format(self.name))
