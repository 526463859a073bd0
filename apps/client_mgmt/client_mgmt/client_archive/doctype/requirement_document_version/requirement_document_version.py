"""A version of a specification document; once released it and its file stay as they are (S004-37)."""

from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.client_archive.requirements import documents
from client_mgmt.domain.dossier import specification
from client_mgmt.workflow_policy import engine, owned_fields
from client_mgmt.workflow_policy.append_only import Kept
from frappe import _
from frappe.utils import now_datetime


class RequirementDocumentVersion(Kept):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		changed_by: DF.Data | None
		changed_on: DF.Datetime | None
		content_hash: DF.Data | None
		document: DF.Link
		file: DF.Data | None
		file_name: DF.Data | None
		git_commit: DF.Data | None
		git_repository: DF.Data | None
		project: DF.Link | None
		released_by: DF.Data | None
		released_on: DF.Datetime | None
		status: DF.Literal["Draft", "Released", "Superseded"]
		version: DF.Int
		why: DF.SmallText
	# end: auto-generated types

	def validate(self) -> None:
		if engine.is_acting():
			return
		before = values.stored(self)
		if before and before.status != documents.DRAFT:
			self.refuse_loss()
		project = self.check_document()
		owned_fields.keep_owned(self, {"project": project})
		problem = specification.git_problem(self.git_repository or "", self.git_commit or "")
		if problem:
			frappe.throw(_(problem.text).format(*problem.values))

	def before_save(self) -> None:
		if engine.is_acting():
			return
		self.project = frappe.db.get_value("Requirement Document", self.document, "project")
		self.changed_by, self.changed_on = frappe.session.user, now_datetime()
		if self.is_new():
			self.version = documents.next_number(self.document)

	def on_trash(self) -> None:
		if self.status != documents.DRAFT:
			self.refuse_loss()

	def check_document(self) -> str:
		"""The project of the document, which the caller may edit and which a version does not leave."""
		before = values.stored(self)
		if before and before.document != self.document:
			frappe.throw(_("A version stays with its document."))
		frappe.has_permission("Requirement Document", "write", self.document, throw=True)
		return frappe.db.get_value("Requirement Document", self.document, "project")

	def check_attachments(self) -> None:
		"""Asked before a file of this version is added, changed or deleted."""
		if self.status != documents.DRAFT:
			self.refuse_loss()

	def refuse_loss(self) -> None:
		frappe.throw(
			_("Version {0} of {1} is released: it stays as it is; changes go into another version.").format(
				self.version, self.document
			)
		)
