"""Version: what one save changed. Written by the host alone."""

from __future__ import annotations

import json
from typing import Any

import frappe
from embedded_host.model.versions import get_diff
from frappe import _
from frappe.model.document import Document


class Version(Document):
	"""`data` is JSON: changed, added, removed, row_changed."""

	def validate(self) -> None:
		if not self.flags.ignore_permissions:
			frappe.throw(_("Versions are written by the system"), frappe.PermissionError)

	def get_data(self) -> dict[str, Any]:
		"""The content of `data`."""
		found: dict[str, Any] = json.loads(self.data)
		return found


__all__ = ["Version", "get_diff"]
