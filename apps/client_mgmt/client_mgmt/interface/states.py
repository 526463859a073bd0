"""States of a Workflow as people see them: labels and colours."""

from __future__ import annotations

import frappe
from client_mgmt.people.asking import remembered

COLOURS = {
	"Primary": "blue",
	"Info": "blue",
	"Success": "green",
	"Warning": "orange",
	"Danger": "red",
	"Inverse": "gray",
}
PLAIN = "gray"


@remembered
def colours() -> dict[str, str]:
	"""Workflow State → blue, green, orange, red or gray, by the style of its record."""
	rows = frappe.get_all("Workflow State", fields=["name", "style"], limit_page_length=0)
	return {row.name: COLOURS.get(row.style or "", PLAIN) for row in rows}
