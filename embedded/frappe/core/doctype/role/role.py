"""Role."""

from __future__ import annotations

import frappe
from embedded_host.services.roles import users_with
from frappe import _
from frappe.model.document import Document

STANDARD_ROLES = ("Administrator", "System Manager", "Guest", "All", "Desk User")


class Role(Document):
	"""What people may do comes from the roles that they have."""

	def validate(self) -> None:
		if self.disabled and self.name in STANDARD_ROLES:
			frappe.throw(_("Standard roles cannot be disabled"))

	def on_update(self) -> None:
		if self.disabled:
			for user in users_with(self.name):
				frappe.get_doc("User", user).remove_roles(self.name)
		elif not self.flags.in_insert and self.has_value_changed("desk_access"):
			for user in users_with(self.name):
				frappe.get_doc("User", user).save(ignore_permissions=True)  # user_type follows the roles

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		if old in STANDARD_ROLES:
			frappe.throw(_("Standard roles cannot be renamed"))

	def on_trash(self) -> None:
		if self.name in STANDARD_ROLES:
			frappe.throw(_("Standard roles cannot be deleted"))
