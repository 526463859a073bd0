"""ToDo: something that somebody is asked to do, often about a document."""

from __future__ import annotations

import json
from typing import Any

import frappe
from embedded_host.base.context import local
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname, strip_html


class ToDo(Document):
	"""An assignment is a ToDo with a reference; the document's `_assign` column lists who has an open one."""

	def validate(self) -> None:
		before = self.get_doc_before_save()
		if not self.flags.ignore_permissions:
			self.assigned_by = before.assigned_by if before else frappe.session.user
		elif not self.assigned_by and not before:
			self.assigned_by = frappe.session.user
		if self.assigned_by:
			self.assigned_by_full_name = get_fullname(self.assigned_by)
		if not self.flags.ignore_permissions and self.reference_type and self.reference_name:
			frappe.has_permission(self.reference_type, "read", self.reference_name, throw=True)

	def after_insert(self) -> None:
		if self.allocated_to and self.has_reference():
			text = _("{0} assigned {1}: {2}").format(
				get_fullname(self.assigned_by),
				get_fullname(self.allocated_to),
				strip_html(self.description or ""),
			)
			self.get_document().add_comment("Assigned", text)

	def on_update(self) -> None:
		self.update_assignments()

	def after_delete(self) -> None:
		self.update_assignments()

	def has_reference(self) -> bool:
		"""Whether the document that it is about exists."""
		kind, name = self.reference_type, self.reference_name
		return bool(kind and name and frappe.db.exists(kind, name))

	def get_document(self) -> Document:
		"""The document that it is about."""
		doc: Document = frappe.get_doc(self.reference_type, self.reference_name)
		return doc

	def update_assignments(self) -> None:
		"""Writes who has an open ToDo about the document into its `_assign` column."""
		if not self.has_reference() or frappe.get_meta(self.reference_type).issingle:
			return
		filters = {
			"reference_type": self.reference_type,
			"reference_name": self.reference_name,
			"status": "Open",
			"allocated_to": ("is", "set"),
		}
		users = list(
			dict.fromkeys(frappe.get_all("ToDo", filters=filters, pluck="allocated_to", order_by="creation"))
		)
		local.db.update_row(
			self.reference_type, self.reference_name, {"_assign": json.dumps(users) if users else None}
		)


def get_permission_query_conditions(user: str) -> str:
	"""One's own ToDos and those that one gave; all for System Managers."""
	if _sees_all(user):
		return ""
	me = frappe.db.escape(user)
	return f"(`tabToDo`.`allocated_to` = {me} or `tabToDo`.`assigned_by` = {me} or `tabToDo`.`owner` = {me})"


def has_permission(doc: Any, ptype: str = "read", user: str | None = None) -> bool:
	"""As the list."""
	user = user or frappe.session.user
	return ptype == "create" or _sees_all(user) or user in (doc.allocated_to, doc.assigned_by, doc.owner)


def _sees_all(user: str) -> bool:
	return "System Manager" in frappe.get_roles(user)
