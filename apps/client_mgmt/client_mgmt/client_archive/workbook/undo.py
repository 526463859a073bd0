"""Undoing an import as a whole, while nothing has built on it; all of it or nothing (S004-70)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.client_archive.workbook.stage import UNIT
from client_mgmt.domain.workbook import layout
from client_mgmt.domain.workbook.cells import native
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

Entries = dict[tuple[str, str], dict[str, Any]]
MOST_NAMED = 20
# What people hang on a document without writing the document itself.
HUNG_ON = {
	"File": ("attached_to_doctype", "attached_to_name", {}),
	"ToDo": ("reference_type", "reference_name", {}),
	"Comment": ("reference_doctype", "reference_name", {"comment_type": "Comment"}),
}
POINT = "dossier_import_undo"


def entries_of(name: str) -> Entries:
	"""What an import did: (doctype, name) → the oldest values before it and the last time that it wrote."""
	found: Entries = {}
	filters = {"dossier_import": name, "status": "Done"}
	reading = {"as_dict": True, "order_by": "number asc", "for_update": True}  # past MariaDB's snapshot
	for row in frappe.db.get_values(UNIT, filters, ["journal"], **reading):
		for entry in json.loads(row.journal or "[]"):
			key = (entry["doctype"], entry["name"])
			if key in found:
				found[key]["modified"] = entry["modified"]
				if found[key]["before"] is not None:
					found[key]["before"] = {**(entry["before"] or {}), **found[key]["before"]}
			else:
				found[key] = entry
	return found


def carry_out(job: Document) -> None:
	"""Puts updated documents back, then deletes those that the import made.

	Raises frappe.ValidationError naming everything that has been built on it since; then nothing is undone.
	"""
	entries = entries_of(job.name)
	faults = [fault for entry in entries.values() if (fault := _built_on(entry))]
	if not faults:
		faults = _write_back(entries)
	if faults:
		shown = faults[:MOST_NAMED] + (["…"] if len(faults) > MOST_NAMED else [])
		frappe.throw(_("The import cannot be undone any more: {0}").format(" ".join(shown)))
	job.status = "Undone"


def _built_on(entry: Mapping[str, Any]) -> str:
	"""Why one document cannot go back, or nothing."""
	doctype, name = entry["doctype"], entry["name"]
	modified = frappe.db.get_value(doctype, name, "modified", for_update=True)
	if not modified:
		return _("{0} {1} is gone.").format(_(doctype), name)
	if str(modified) != entry["modified"]:
		return _("{0} {1} has been changed since.").format(_(doctype), name)
	if entry["before"] is not None:
		return ""
	for other, (kind, whose, more) in HUNG_ON.items():
		if frappe.db.exists(other, {kind: doctype, whose: name, **more}):
			return _("{0} {1} has files, comments or tasks.").format(_(doctype), name)
	return ""


def _write_back(entries: Entries) -> list[str]:
	"""The reasons why documents could not be put back or deleted."""
	faults = []
	updated = [entry for entry in entries.values() if entry["before"] is not None]
	created = [entry for entry in entries.values() if entry["before"] is None]
	for entry in [*updated, *reversed(created)]:
		frappe.db.savepoint(POINT)
		try:
			_put_back(entry) if entry["before"] is not None else _delete(entry)
		except (frappe.ValidationError, frappe.PermissionError) as error:
			frappe.db.rollback(save_point=POINT)
			faults.append(f"{_(entry['doctype'])} {entry['name']}: {strip_html(str(error)).strip()}")
	return faults


def _delete(entry: Mapping[str, Any]) -> None:
	frappe.delete_doc(
		entry["doctype"],
		entry["name"],
		ignore_permissions=True,  # made by this import and untouched since: whoever may undo it takes it back
	)


def _put_back(entry: Mapping[str, Any]) -> None:
	doc = frappe.get_doc(entry["doctype"], entry["name"])
	for field, value in entry["before"].items():
		if field in layout.TABLES and isinstance(value, list):
			_put_rows_back(doc, field, value)
		else:
			_set(doc, field, value)
	frappe.flags.client_mgmt_taking_back = True  # an amount that had not been given is 0 again (S004-47)
	try:
		doc.save()
	finally:
		frappe.flags.client_mgmt_taking_back = False


def _set(row: Any, field: str, value: Any) -> None:
	row.set(field, native(value, row.meta.get_field(field).fieldtype))


def _put_rows_back(doc: Document, table: str, rows: list[dict[str, Any]]) -> None:
	before = {row["name"]: row for row in rows}
	doc.set(table, [row for row in doc.get(table) if row.name in before])
	for row in doc.get(table):
		for field, value in before[row.name].items():
			if field != "name":
				_set(row, field, value)
