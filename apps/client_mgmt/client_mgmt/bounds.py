"""How much one document of the app holds: rows of a table, length of a text, levels of markup. Before
anything compares, reads or cleans it, which takes longer than it is worth (on a bench Frappe cleans HTML
after `validate`).

The embedded host asks the same of a request before the write lock; the numbers are its too
(docs/security.md).
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.domain.language import markup
from client_mgmt.domain.workflow import condition_cost
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

MOST_ROWS, TEXT_BYTES, LONG_TEXT, DEEPEST = 2000, 65_535, 500_000, 100
SHORT = frozenset({"Small Text", "Text"})
LONG = frozenset({"Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Code", "JSON"})


def check(doc: Document) -> None:
	"""Raises frappe.ValidationError for more than one document holds, saying how much that is."""
	rows = [doc]
	for table in doc.meta.get_table_fields():
		own = doc.get(table.fieldname) or []
		if len(own) > MOST_ROWS:
			said = _(
				"{0} has {1} rows, and {2} is the most of one table: divide them among several documents."
			)
			frappe.throw(said.format(_(table.label), len(own), MOST_ROWS))
		rows += own
	for row in rows:
		_check_row(row)


def check_conditions(doc: Document, _event: str | None = None) -> None:
	"""Workflow and Workflow Policy, before_validate: each condition is made of parts that cost
	little. Raises frappe.ValidationError."""
	for table in doc.meta.get_table_fields():
		for row in doc.get(table.fieldname) or []:
			if condition := (row.get("condition") or "").strip():
				_check_condition(doc, row, condition)


def _check_condition(doc: Document, row: Document, condition: str) -> None:
	if part := condition_cost.costly_part(condition):
		said = _("Row {0}: {1} may take long or grow large: a condition compares values of the document.")
		frappe.throw(said.format(row.idx, frappe.bold(escape_html(part))))


def _check_row(row: Document) -> None:
	for field, value in row.__dict__.items():
		if value.__class__ is str and len(value) > DEEPEST:
			_check_text(row, field, value)


def _check_text(row: Document, field: str, value: str) -> None:
	df: Any = row.meta.get_field(field)
	if not df:
		return
	if markup.is_deeper(value, DEEPEST):
		said = _("{0} is nested in more than {1} levels of markup: simplify it, or attach it as a file.")
		frappe.throw(said.format(_(df.label), DEEPEST))
	most = TEXT_BYTES if df.fieldtype in SHORT else LONG_TEXT if df.fieldtype in LONG else 0
	size = len(value) if most == LONG_TEXT else len(value.encode("utf-8", "replace"))
	if most and size > most:
		said = _("{0} is {1} long, and {2} is the most: shorten it, or attach it as a file.")
		frappe.throw(said.format(_(df.label), size, most))
