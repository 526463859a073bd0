"""DocShare: one document, one user (or everyone), and what they may do with it."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.share import check_share_permission
from frappe.utils import get_fullname


class DocShare(Document):
	"""Only who may share the document may make, change or take back a share of it."""

	def validate(self) -> None:
		if not self.user and not self.everyone:
			frappe.throw(_("User is mandatory for Share"))
		self.check_sharing()
		if self.everyone:
			self.user = None
		if self.write or self.share or self.submit:
			self.read = 1
		if self.submit and not frappe.get_meta(self.share_doctype).is_submittable:
			frappe.throw(
				_("Cannot share {0} with submit permission as it is not submittable").format(
					self.share_doctype
				)
			)

	def check_sharing(self) -> None:
		"""Raises PermissionError without the right to share."""
		if not self.flags.ignore_share_permission:
			check_share_permission(self.share_doctype, self.share_name)

	def after_insert(self) -> None:
		whom = _("everyone") if self.everyone else get_fullname(self.user)
		self.get_document().add_comment(
			"Shared", _("{0} shared this document with {1}").format(get_fullname(self.owner), whom)
		)

	def on_trash(self) -> None:
		self.check_sharing()
		whom = _("everyone") if self.everyone else get_fullname(self.user)
		self.get_document().add_comment(
			"Unshared",
			_("{0} un-shared this document with {1}").format(get_fullname(frappe.session.user), whom),
		)

	def get_document(self) -> Document:
		"""The shared document."""
		doc: Document = frappe.get_doc(self.share_doctype, self.share_name)
		return doc
