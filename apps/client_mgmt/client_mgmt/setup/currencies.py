"""Who may choose a currency: Frappe opens the DocType to System Managers and accountants alone."""

from __future__ import annotations

import frappe
from client_mgmt.geo import CURRENCY
from frappe.permissions import add_permission

STAFF = "Desk User"


def open_to_staff() -> None:
	"""Lets everybody who works in the desk choose a currency in a form, as they choose a country. Done once:
	what an administrator makes of it later stands."""
	if not any(row.role in (STAFF, "All") and row.read for row in frappe.get_meta(CURRENCY).permissions):
		add_permission(CURRENCY, STAFF, 0, "select")
