"""What an import did to documents, kept so that it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.workbook import layout
from client_mgmt.domain.workbook.layout import Field
from frappe.model.document import Document

CONTACT = "Client Contact"


class Journal:
	"""Entries `{doctype, name, before, modified}` in the order of writing; `before` is None for a document
	that the import made, else its values (plain; child rows as lists of such, with their names)."""

	def __init__(self, fields: Mapping[str, Mapping[str, Field]]) -> None:
		self.fields = fields
		self.entries: dict[tuple[str, str], dict[str, Any]] = {}
		self.marks: dict[str, tuple[int, str]] = {}

	def image(self, doc: Document, target: str) -> dict[str, Any]:
		"""The stored values of a document, of the fields that a workbook holds."""
		if doc.is_new():
			return {}
		if doc.doctype == CONTACT:
			self.note_marks(doc.client)
		stored = frappe.get_doc(doc.doctype, doc.name) if doc.doctype == layout.PROJECT else doc
		found = values_of(stored, self.fields[target])
		if doc.doctype == layout.PROJECT:
			for table in layout.TABLES:
				found[table] = [
					{"name": row.name, **values_of(row, self.fields[table])} for row in stored.get(table)
				]
		return found

	def note_marks(self, client: str | None) -> None:
		"""The primary mark moves between a client's contacts by itself: where it was."""
		for row in _contacts(client):
			self.marks.setdefault(row.name, (row.is_primary, str(row.modified)))

	def created(self, doc: Document) -> None:
		self.entries[doc.doctype, doc.name] = _entry(doc, None)

	def updated(self, doc: Document, before: dict[str, Any]) -> None:
		self.entries.setdefault((doc.doctype, doc.name), _entry(doc, before))

	def close(self) -> None:
		"""When each document was written last, and which marks have moved."""
		for name, (mark, modified) in self.marks.items():
			now = frappe.db.get_value(CONTACT, name, ["is_primary", "modified"], as_dict=True)
			if str(now.modified) != modified and (CONTACT, name) not in self.entries:
				entry = {"doctype": CONTACT, "name": name, "before": {"is_primary": mark}}
				self.entries[CONTACT, name] = entry
		for doctype in {doctype for doctype, _name in self.entries}:
			names = [name for kind, name in self.entries if kind == doctype]
			rows = frappe.get_all(doctype, filters={"name": ("in", names)}, fields=["name", "modified"])
			for row in rows:
				self.entries[doctype, row.name]["modified"] = str(row.modified)

	def text(self) -> str:
		"""The entries as JSON, at the end of the dossier."""
		self.close()
		return json.dumps(list(self.entries.values()), ensure_ascii=False, separators=(",", ":"))


def values_of(row: Any, fields: Mapping[str, Field]) -> dict[str, Any]:
	return {name: plain(row.get(name), field.fieldtype) for name, field in fields.items()}


def _entry(doc: Document, before: dict[str, Any] | None) -> dict[str, Any]:
	return {"doctype": doc.doctype, "name": doc.name, "before": before}


def _contacts(client: str | None) -> list[Any]:
	if not client:
		return []
	return frappe.get_all(CONTACT, filters={"client": client}, fields=["name", "is_primary", "modified"])
