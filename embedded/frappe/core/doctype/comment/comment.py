"""Comment: a remark on a document; also the trace of workflow actions, assignments and shares."""

from __future__ import annotations

import json
from typing import Any

import frappe
from embedded_host.base.context import local
from frappe import _
from frappe.model.document import Document

#: types that a document's `_comments` column lists
_LISTED = ("Comment",)


class Comment(Document):
	"""Written in the name of whoever writes it; only who may read the document may comment on it."""

	def validate(self) -> None:
		if not self.flags.ignore_permissions:
			self.comment_email = frappe.session.user
			self.check_reference()
		if not self.comment_email:
			self.comment_email = frappe.session.user

	def check_reference(self) -> None:
		"""Raises PermissionError for a document that the author may not read."""
		if self.reference_doctype and self.reference_name:
			frappe.has_permission(self.reference_doctype, "read", self.reference_name, throw=True)
		if not self.is_new() and self.owner != frappe.session.user and frappe.session.user != "Administrator":
			frappe.throw(_("Only the author can change a comment"), frappe.PermissionError)

	def on_update(self) -> None:
		if self.comment_type in _LISTED:
			self.update_list(add=True)

	def on_trash(self) -> None:
		if self.comment_type in _LISTED:
			self.update_list(add=False)

	def update_list(self, add: bool) -> None:
		"""Writes the comments' list in the `_comments` column of the document."""
		doctype, name = self.reference_doctype, self.reference_name
		if not doctype or not name or not frappe.db.exists(doctype, name):
			return
		meta = frappe.get_meta(doctype)
		if meta.issingle or meta.istable:
			return
		entries: list[dict[str, Any]] = json.loads(frappe.db.get_value(doctype, name, "_comments") or "[]")
		entries = [entry for entry in entries if entry.get("name") != self.name]
		if add:
			entries.append({"comment": self.content, "by": self.comment_by or self.owner, "name": self.name})
		local.db.update_row(doctype, name, {"_comments": json.dumps(entries)})
