"""User: somebody who signs in, by the e-mail address."""

from __future__ import annotations

import frappe
from frappe import STANDARD_USERS, _
from frappe.core.doctype.user.keys import generate_keys, reset_password, update_password
from frappe.model.document import Document
from frappe.roles import AUTOMATIC_ROLES
from frappe.utils.password import delete_all_passwords_for
from frappe.utils.password import update_password as store_password


class User(Document):
	"""Roles decide whether a user is a System User (some role opens the desk) or a Website User."""

	def autoname(self) -> None:
		self.name = (self.email or self.name or "").strip().lower()
		self.email = self.email or self.name

	def before_validate(self) -> None:
		if self.name not in STANDARD_USERS and self.email:
			self.email = self.email.strip().lower()

	def validate(self) -> None:
		self.flags.password = self.new_password
		self.new_password = None
		self.api_secret = None
		if self.name in STANDARD_USERS:
			self.protect_standard()
			return
		if not self.is_new() and self.has_value_changed("email") and self.email != self.name:
			frappe.throw(_("Rename the user to change the e-mail address"))
		self.full_name = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
		self.tidy_roles()
		self.set_user_type()

	def protect_standard(self) -> None:
		"""Administrator stays enabled and Guest stays without roles."""
		if not self.enabled:
			frappe.throw(_("User {0} cannot be disabled").format(self.name))
		if self.name == "Guest":
			self.set("roles", [{"role": "Guest"}])

	def tidy_roles(self) -> None:
		"""Each role once; the automatic ones are not given."""
		seen: set[str] = set()
		for row in list(self.roles):
			if not row.role or row.role in AUTOMATIC_ROLES or row.role in seen:
				self.remove(row)
			seen.add(row.role)

	def set_user_type(self) -> None:
		"""System User when a role has desk access, else Website User."""
		names = [row.role for row in self.roles]
		filters = {"name": ("in", names), "desk_access": 1, "disabled": 0}
		opens_desk = bool(names and frappe.get_all("Role", filters=filters, limit=1))
		self.user_type = "System User" if opens_desk else "Website User"

	def on_update(self) -> None:
		if self.flags.password:
			store_password(self.name, self.flags.password)
			self.flags.password = None
		if not self.flags.in_insert and not self.enabled and self.has_value_changed("enabled"):
			self.end_sessions()
		frappe.db.bump_generation()

	def end_sessions(self) -> None:
		"""Signs the user out everywhere."""
		from frappe.sessions import clear_sessions

		clear_sessions(user=self.name, force=True)

	def add_roles(self, *roles: str) -> None:
		"""Gives roles and saves."""
		have = {row.role for row in self.roles}
		for role in roles:
			if role not in have:
				self.append("roles", {"role": role})
		self.save()

	def remove_roles(self, *roles: str) -> None:
		"""Takes roles and saves."""
		for row in list(self.roles):
			if row.role in roles:
				self.remove(row)
		self.save(ignore_permissions=True)  # called by code that was allowed to

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		if old in STANDARD_USERS:
			frappe.throw(_("User {0} cannot be renamed").format(old))
		frappe.utils.validate_email_address(new, throw=True)

	def after_rename(self, old: str, new: str, merge: bool = False) -> None:
		from embedded_host.web import sessions

		frappe.db.update_row("User", new, {"email": new})
		sessions.delete_of(old)
		frappe.db.bump_generation()

	def on_trash(self) -> None:
		if self.name in STANDARD_USERS:
			frappe.throw(_("User {0} cannot be deleted").format(self.name))
		self.end_sessions()

	def after_delete(self) -> None:
		delete_all_passwords_for("User", self.name)
		frappe.db.bump_generation()


__all__ = ["User", "generate_keys", "reset_password", "update_password"]
