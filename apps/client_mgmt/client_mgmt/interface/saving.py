"""What a page changed of a document, put into the document as it is stored: nothing that the page was not
shown is lost.

A framework's save takes a table as the whole of its rows: a column that a row comes without is emptied. Pages
are sent what their reader may see (`reading.values`), so the rest is taken from the row as stored.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.interface import reading
from client_mgmt.values import TABLES
from frappe import _
from frappe.model.document import Document


def save(doctype: Any, name: Any, values: Any, modified: str) -> dict[str, Any]:
	"""Saves the given fields of a document and answers it as its page then shows it (`reading.values`).

	`modified` is that of the document on the page. Raises DoesNotExistError (404) for what is not the
	reader's, TimestampMismatchError when somebody else saved since, PermissionError (403), and
	ValidationError for what a save refuses and for a field that the reader's form does not have.
	"""
	reading.document(doctype, name)
	if not reading.is_open(doctype, "write"):
		frappe.throw(_("No permission for {0}").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name, for_update=True)
	doc.update({**_fitting(doc, values), "modified": modified})
	doc.save()
	return reading.values(doc)


def _fitting(doc: Document, values: Any) -> dict[str, Any]:
	fields = {df.fieldname: df for df in reading.fields(doc.doctype) if not reading.is_internal(df)}
	given = values if isinstance(values, dict) else {"values": values}
	for field in given:
		if field not in fields:
			frappe.throw(_("{0} is no field of this form.").format(frappe.utils.escape_html(str(field))))
	return {
		field: _rows(doc, fields[field], value) if fields[field].fieldtype in TABLES else value
		for field, value in given.items()
	}


def _rows(doc: Document, table: Any, rows: Any) -> list[dict[str, Any]]:
	"""The rows as stored, with the columns that came; a row without a stored name is a new one."""
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		frappe.throw(_("{0} is a list of rows.").format(_(table.label or table.fieldname)))
	seen = {df.fieldname for df in reading.fields(table.options, doc.doctype) if not reading.is_internal(df)}
	stored = {row.name: row.as_dict() for row in doc.get(table.fieldname) or []}
	return [
		{**stored.get(str(row.get("name")), {}), **{key: value for key, value in row.items() if key in seen}}
		for row in rows
	]
