"""Numbers are what was meant: text that is no number never becomes 0, in any DocType of the app or under it.

Frappe takes `flt` and `cint` of what a request sends just before it is stored: "6千", "NaN" and `[]` are 0
then, and 0.5 is (seen on v15.41). So they are read as they come, before anything looks at them.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.domain.language import figures
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

LONGEST = 40  # of a refused value, as it is shown


def settle(doc: Document, _event: str | None = None) -> None:
	"""Called by `rows.settle` for what is the app's or guarded, before anything is compared: reads every
	number of a document and its rows, tells which were written otherwise than in plain figures, and refuses
	what is none."""
	_settle_row(doc, doc, "")
	for table in doc.meta.get_table_fields():
		for row in doc.get(table.fieldname) or []:
			_settle_row(row, doc, table.label)


def _settle_row(row: Document, doc: Document, table: str) -> None:
	for df in _numbers(row.doctype):
		value = row.get(df.fieldname)
		if value is None or (value.__class__ is int and df.fieldtype != "Int"):
			continue
		where = f"{_(table)}, {_(df.label)}" if table else _(df.label)
		read = _read(doc, df, value, where)
		if read.notice:
			frappe.msgprint(_("{0}: {1} is taken as {2}.").format(where, escape_html(value), read.value))
		if read.value is not value:
			row.set(df.fieldname, read.value)


def _read(doc: Document, df: Any, value: Any, where: str) -> figures.Read:
	try:
		currency = _currency(doc) if isinstance(value, str) and df.fieldtype == "Currency" else ""
		return figures.read(value, df.fieldtype, currency)
	except ValueError:
		shown = escape_html(str(value)[:LONGEST])
		if df.fieldtype in figures.WHOLE:
			frappe.throw(_("{0}: {1} is no figure of a whole number.").format(where, shown))
		frappe.throw(_("{0}: {1} is no figure.").format(where, shown))


def _currency(doc: Document) -> str:
	"""The currency of a document's amounts: its own, else its project's."""
	if doc.get("currency") or not doc.get("project"):
		return doc.get("currency") or ""
	return frappe.db.get_value("Project Archive", doc.project, "currency") or ""


@values.of_meta
def _numbers(meta: Any) -> list[Any]:
	return [df for df in meta.fields if df.fieldtype in figures.NUMBERS]
