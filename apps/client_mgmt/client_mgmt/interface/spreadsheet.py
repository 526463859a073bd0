"""A list as a file for spreadsheets: what the reader's list shows, in their words."""

from __future__ import annotations

import io
from typing import Any

import frappe
from client_mgmt.domain.workbook import plain_sheet
from client_mgmt.interface import forms, lists
from frappe import _

MOST = 10_000


def file_of(doctype: Any, ask: dict[str, Any]) -> tuple[str, bytes]:
	"""(name, content) of the xlsx file with all rows that a question finds, at most 10,000; a last line says
	what is left out. `ask` as of `lists.listing`, with `names` for the rows that were chosen. Raises as it
	does, and PermissionError for who may not export."""
	if names := ask.get("names"):
		ask = {**ask, "filters": [["name", "in", names]], "or_filters": None, "search": ""}
	found = lists.listing(doctype, {**ask, "start": 0, "limit": MOST, "group_by": ""}, most=MOST)
	if not forms.may(doctype, "export"):
		frappe.throw(_("{0} is not yours to export.").format(_(doctype)), frappe.PermissionError)
	columns, rows = found["columns"], found["rows"]
	heads = [(_("Name"), "Data"), *((one["label"], one["fieldtype"]) for one in columns)]
	lines = (
		[(row["name"], row["name"]), *(_pair(row["cells"].get(one["fieldname"])) for one in columns)]
		for row in rows
	)
	left = found["total"] - len(rows)
	note = _("The first {0} of {1} rows: narrow the list to get the rest.").format(len(rows), found["total"])
	file = io.BytesIO()
	plain_sheet.write(file, _(doctype), heads, lines, note if left > 0 else "")
	return f"{_(doctype)}.xlsx", file.getvalue()


def _pair(cell: Any) -> tuple[Any, str]:
	return (cell["value"], cell["text"]) if cell else (None, "")
