"""User Permission: a user sees only documents that link to this value (see `frappe.user_permissions`)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document


class UserPermission(Document):
	"""Each (user, DocType, value, applicable DocType) once."""

	def validate(self) -> None:
		if self.apply_to_all_doctypes:
			self.applicable_for = None
		elif not self.applicable_for:
			frappe.throw(_("Applicable For is required unless it applies to all DocTypes"))
		filters = {
			"user": self.user,
			"allow": self.allow,
			"for_value": self.for_value,
			"name": ("!=", self.name or ""),
		}
		for other in frappe.get_all("User Permission", filters=filters, fields=["applicable_for"]):
			if (other.applicable_for or None) == (self.applicable_for or None):
				frappe.throw(_("User permission already exists"), frappe.DuplicateEntryError)
