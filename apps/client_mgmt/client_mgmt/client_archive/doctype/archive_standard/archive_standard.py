"""One version of the dossier standard: edited as a draft, put in force, and then kept as it is (S004-58)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.standard import rows as standard_rows
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class ArchiveStandard(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.archive_standard_field.archive_standard_field import (
			ArchiveStandardField,
		)
		from client_mgmt.client_archive.doctype.archive_standard_section.archive_standard_section import (
			ArchiveStandardSection,
		)

		asked_fields: DF.Table[ArchiveStandardField]
		attachment: DF.Attach | None
		content: DF.TextEditor | None
		effective_from: DF.Date | None
		entry_rights: DF.Table[ArchiveStandardSection]
		status: DF.Literal["Draft", "In Force", "Superseded"]
		supersedes: DF.Link | None
		title: DF.Data
		version: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		owned_fields.keep_owned(self)
		self.check_draft()
		if self.status != "Superseded":
			standard_rows.check(self)

	def before_save(self) -> None:
		if self.is_new() and not self.version:
			last = frappe.db.get_value(
				self.doctype, {"version": (">", 0)}, "version", order_by="version desc", for_update=True
			)
			self.version = cint(last) + 1

	def before_change(self) -> None:
		self._refuse_unless_draft(_("written past its checks"))

	def before_rename(self, *_names: Any) -> None:
		self._refuse_unless_draft(_("renamed"))

	def on_trash(self) -> None:
		self._refuse_unless_draft(_("deleted"))

	def check_attachments(self) -> None:
		"""Called where a file of this version is added, changed or taken away."""
		self._refuse_unless_draft(_("given other files"))

	def check_draft(self) -> None:
		"""What has been in force is never edited."""
		before = values.stored(self)
		if before and before.status != "Draft" and not engine.is_acting():
			frappe.throw(
				_(
					"Version {0} of the standard has been in force and stays as it is: make a new version."
				).format(before.version)
			)

	def _refuse_unless_draft(self, what: str) -> None:
		status = frappe.db.get_value(self.doctype, self.name, "status")
		if status and status != "Draft" and not engine.is_acting():
			frappe.throw(
				_("Version {0} of the standard has been in force: it is not {1}.").format(self.version, what)
			)
