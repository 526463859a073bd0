"""Child rows as a request sends them: each belongs to the document that it comes with, in the order sent.

Seen on v15.41: a row sent with the name of another document's row moves that row over, and overwrites it,
without asking anybody; and the `idx` that a row was sent with decides about its place, not the place itself.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import bounds
from client_mgmt.workflow_policy import meant, policies
from client_mgmt.workflow_policy.definition_doors import MODULES
from frappe.model.document import Document


def settle(doc: Document, _event: str | None = None) -> None:
	"""`doc_events["*"]`, before anything is compared: numbers are read as they were meant (`meant.py`), a row
	whose name stands elsewhere becomes a new row, and rows are numbered as they stand. Of a new document
	`before_insert` has seen every row that was sent; the names after it are the framework's own."""
	if doc.meta.module in MODULES or policies.is_guarded(doc.doctype):
		bounds.check(doc)
		meant.settle(doc)
	named_since = doc.is_new() and _event == "before_validate"
	for table in doc.meta.get_table_fields():
		rows = doc.get(table.fieldname) or []
		kept = _stored_names(doc, table.fieldname)
		sent = [row.name for row in rows if row.name and row.name not in kept and not named_since]
		taken = bool(sent) and bool(
			frappe.get_all(table.options, filters={"name": ("in", sent)}, pluck="name", limit=1)
		)
		for number, row in enumerate(rows, 1):
			row.idx = number
			if taken and row.name in sent and frappe.db.exists(row.doctype, row.name):
				row.name = None
				row.set("__islocal", 1)


def _stored_names(doc: Document, field: str) -> set[str]:
	stored: Any = None if doc.is_new() else doc.get_doc_before_save()
	return {row.name for row in (stored.get(field) or [] if stored else [])}
