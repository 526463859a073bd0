"""The part of a document that answers who may do what with it, and what it tells the client beside its
fields.
"""

from __future__ import annotations

from typing import Any, NoReturn

import frappe
from frappe.context import _dict, local
from frappe.model import permlevels, secret_fields
from frappe.model.base_document import BaseDocument


class DocumentAccess(BaseDocument):
	"""Permissions and onload values."""

	def has_permission(self, permtype: str = "read", *, user: str | None = None, debug: bool = False) -> bool:
		"""Whether the user (default: the session's) may do `permtype` with this document."""
		if self.flags.ignore_permissions:
			return True
		from frappe.permissions import has_permission

		return has_permission(self.doctype, permtype, self, user)

	def check_permission(self, permtype: str = "read", permlevel: Any = None) -> None:
		"""Raises PermissionError unless the session's user may do `permtype`."""
		if not self.has_permission(permtype):
			self.raise_no_permission_to(permtype)

	def raise_no_permission_to(self, permtype: str) -> NoReturn:
		"""Says why and raises PermissionError."""
		from frappe.permissions import explain

		explain(self.doctype, self, local.session.user)
		raise frappe.PermissionError

	def get_permlevel_access(self, permission_type: str = "write") -> list[int]:
		"""The permlevels that the session's user may read or write here."""
		from frappe.permissions import get_permlevels

		return sorted(get_permlevels(self.doctype, permission_type))

	def apply_fieldlevel_read_permissions(self) -> None:
		"""Blanks the fields whose permlevel the session's user may not read, in child rows too."""
		permlevels.hide(self)

	def set_onload(self, key: str, value: Any) -> None:
		"""Gives the client a value that is no field, under `__onload`."""
		self.__dict__.setdefault("__onload", _dict())[key] = value

	def get_onload(self, key: str | None = None) -> Any:
		"""What `set_onload` gave."""
		given = self.__dict__.get("__onload") or _dict()
		return given.get(key) if key else given

	def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
		"""The secret of a Password field; AuthenticationError (or None, not raising) where there is none."""
		return secret_fields.read(self, fieldname, raise_exception)
