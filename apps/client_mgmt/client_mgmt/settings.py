"""What an administrator sets for the whole site (Client Mgmt Settings)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.domain.dossier.completeness import is_empty
from client_mgmt.people.viewer import once
from frappe.utils import cint

SETTINGS = "Client Mgmt Settings"
WHOLE = frozenset({"Int", "Check"})


def setting(field: str) -> Any:
	"""The value of one setting; its default where it was never saved. Raises KeyError for no setting."""
	df = frappe.get_meta(SETTINGS).get_field(field)
	if not df:
		raise KeyError(field)
	value = once(SETTINGS, lambda: frappe.get_doc(SETTINGS, SETTINGS)).get(field)
	if is_empty(value):
		value = df.default
	return cint(value) if df.fieldtype in WHOLE else value
