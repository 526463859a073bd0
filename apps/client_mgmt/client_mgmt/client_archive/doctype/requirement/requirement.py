from __future__ import annotations

import frappe
from client_mgmt import values
from client_mgmt.client_archive.dossiers import dossier, entries
from client_mgmt.client_archive.requirements import versions
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import date_diff, nowdate

CONFIRMATION = ("confirmed_by_client", "confirmed_on")


class Requirement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acceptance_criteria: DF.SmallText | None
		confirmed_by_client: DF.Link | None
		confirmed_on: DF.Date | None
		feature: DF.Data
		goal: DF.Data | None
		kind: DF.Literal["Functional", "Non-functional"]
		last_change: DF.Link | None
		priority: DF.Literal["", "High", "Medium", "Low"]
		project: DF.Link | None
		revision: DF.Int
		serves_background: DF.Check
		source_doctype: DF.Link | None
		source_name: DF.DynamicLink | None
		source_text: DF.SmallText | None
		status: DF.Literal["Draft", "Baselined", "Removed"]
	# end: auto-generated types

	def validate(self) -> None:
		owned_fields.keep_owned(self)
		self.check_scope_open()
		self.check_confirmation()
		values.require_complete(self)

	def before_save(self) -> None:
		self.stamp_confirmation()

	def on_update(self) -> None:
		entries.record_part(self)
		versions.record(self)

	def on_trash(self) -> None:
		self.check_scope_open()

	def locked_fields(self) -> dict[str, str]:
		"""The fields that rest while the scope of the project is locked: all of them (S000-52)."""
		if not self.project or not dossier.scope_locked(self.project):
			return {}
		return dict.fromkeys(values.data_fields(self.doctype), self.locked_scope(self.project))

	@staticmethod
	def locked_scope(project: str) -> str:
		"""What whoever changes a locked scope is told."""
		sentence = _("The scope of {0} is locked: it changes when a signed change request is scheduled.")
		return sentence.format(project)

	def check_scope_open(self) -> None:
		"""Under review and once archived, a scope changes by a scheduled change alone (S000-52)."""
		if engine.is_acting():
			return
		before = values.stored(self)
		for project in filter(None, {self.project, before.project if before else None}):
			if dossier.scope_locked(project, for_update=True):
				frappe.throw(self.locked_scope(project))

	def check_confirmation(self) -> None:
		"""Who confirmed is a contact of the project's client (S000-11), and it is no day to come."""
		if self.confirmed_on and date_diff(self.confirmed_on, nowdate()) > 0:
			frappe.throw(_("A confirmation is not of a day to come."))
		if not self.confirmed_by_client or not values.changed(self, ["confirmed_by_client", "project"]):
			return
		client = frappe.db.get_value("Project Archive", self.project, "client")
		if not client or frappe.db.get_value("Client Contact", self.confirmed_by_client, "client") != client:
			frappe.throw(_("{0} is no contact of this project's client.").format(self.confirmed_by_client))

	def stamp_confirmation(self) -> None:
		"""S004-03: a confirmation says who and when, and holds for the words that were confirmed."""
		before = values.stored(self)
		words = ("feature", "priority", "acceptance_criteria", "kind")
		if not (self.confirmed_by_client or self.confirmed_on):
			return
		if before and values.changed(self, words) and not values.changed(self, CONFIRMATION):
			self.confirmed_by_client = self.confirmed_on = None
			frappe.msgprint(_("The words have changed: ask the client to confirm them again."))
		elif engine.is_acting():
			return
		elif not self.confirmed_by_client:
			frappe.throw(_("Name the contact who has confirmed this."))
		else:
			self.confirmed_on = self.confirmed_on or nowdate()
