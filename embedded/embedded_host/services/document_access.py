"""The part of a document that answers who may do what with it, and its secrets."""

from __future__ import annotations

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.model import secret_fields
from embedded_host.model.base_document import BaseDocument
from embedded_host.services.permissions import explain, has_permission


class DocumentAccess(BaseDocument):
	"""Permissions and secrets."""

	def has_permission(self, permtype: str = "read", *, user: str | None = None) -> bool:
		"""Whether the user (default: the session's) may do `permtype` with this document."""
		if self.flags.ignore_permissions:
			return True
		return has_permission(self.doctype, permtype, self, user)

	def check_permission(self, permtype: str = "read") -> None:
		"""Raises PermissionError unless the session's user may do `permtype`."""
		if not self.has_permission(permtype):
			explain(self.doctype, self, local.session.user)
			raise exceptions.PermissionError

	def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
		"""The secret of a Password field; AuthenticationError (or None, not raising) where there is none."""
		return secret_fields.read(self, fieldname, raise_exception)
