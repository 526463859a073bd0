"""Rows split out of prose become draft requirements once a person has confirmed them (S004-40..44)."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.domain.language import prose
from frappe import _

ROW_FIELDS = ("feature", "priority", "acceptance_criteria", "kind")
PLACE = frozenset({"start", "end", "source"})
MAX_ROWS = 200


def suggest(text: str) -> list[dict[str, Any]]:
	"""`domain.prose.split` as a list of dicts. Raises frappe.ValidationError for too long a text."""
	if len(text) > prose.MAX_TEXT:
		frappe.throw(_("The text has {0} characters: {1} are the limit.").format(len(text), prose.MAX_TEXT))
	return [row._asdict() for row in prose.split(text)]


def accept(project: str, source_text: str, rows: Any) -> list[str]:
	"""Makes a draft Requirement of each row, all or none, with `source_text` kept on each (S004-42).

	Raises frappe.PermissionError for who may not add requirements to this project, ValidationError where its
	scope is locked or a row says where it comes from and that is not in the text.
	"""
	frappe.has_permission("Project Archive", "read", project, throw=True)
	if not isinstance(rows, list) or not 0 < len(rows) <= MAX_ROWS:
		frappe.throw(_("rows is a list of 1 to {0} rows.").format(MAX_ROWS))
	if not source_text.strip() or len(source_text) > prose.MAX_TEXT:
		frappe.throw(_("The source text is kept with the rows: 1 to {0} characters.").format(prose.MAX_TEXT))
	return [_insert(project, source_text, number, row) for number, row in enumerate(rows, 1)]


def _insert(project: str, source_text: str, number: int, row: Any) -> str:
	unknown = set(row) - set(ROW_FIELDS) - PLACE if isinstance(row, dict) else {"?"}
	if unknown:
		frappe.throw(
			_("Row {0}: {1} is no field of a suggested row.").format(number, ", ".join(sorted(unknown)))
		)
	if row.get("source") and str(row["source"]) not in source_text:
		frappe.throw(_("Row {0}: its source is not in the text.").format(number))
	values = {field: row[field] for field in ROW_FIELDS if row.get(field)}
	return (
		frappe.get_doc({"doctype": "Requirement", "project": project, "source_text": source_text, **values})
		.insert()
		.name
	)
