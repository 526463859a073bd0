"""The values of dossiers as the workbook knows them: plain, and contacts by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt import geo
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.workbook.cells import native
from client_mgmt.domain.workbook.layout import Field
from frappe.model.document import Document

CONTACT = "Client Contact"


class People:
	"""The contacts of one client, by name and by label.

	A contact's label is its name, where the client has no other contact of that name, else its number.
	"""

	def __init__(self, client: str | None) -> None:
		rows = (
			frappe.get_all(CONTACT, filters={"client": client}, fields=["name", "contact_name"])
			if client
			else []
		)
		self.names = [row.name for row in rows]
		labels = [row.contact_name for row in rows]
		self.labels = {
			row.name: row.contact_name if labels.count(row.contact_name) == 1 else row.name for row in rows
		}
		self.by_label = {label: name for name, label in self.labels.items()}

	def label(self, name: Any) -> str:
		return self.labels.get(name, name or "")

	def named(self, text: Any) -> str:
		"""The contact that a cell means; the text itself where it means none, so that saving refuses it."""
		return self.by_label.get(text, text or "")


def plain_values(
	row: Mapping[str, Any] | Document, fields: Mapping[str, Field], people: People
) -> dict[str, Any]:
	"""fieldname → plain value of a document or a child row."""
	values = {name: plain(row.get(name), field.fieldtype) for name, field in fields.items()}
	return {
		name: people.label(value) if fields[name].link == CONTACT else value for name, value in values.items()
	}


def said(value: Any, field: Field) -> Any:
	"""The plain value that a cell's value means: a country or currency by its record's name."""
	return geo.spelled(field.link, value) if field.link else value


def stored_value(value: Any, field: Field, people: People) -> Any:
	"""A plain value as a document takes it."""
	if field.link == CONTACT:
		value = people.named(value)
	return native(value, field.fieldtype)


def requirements_of(project: str) -> list[Document]:
	"""A dossier's requirements that the reader may list, oldest first."""
	filters = {"project": project, "status": ("!=", "Removed")}
	return _documents("Requirement", filters)


def contacts_of(client: str | None) -> list[Document]:
	"""A client's contacts that the reader may list, oldest first."""
	return _documents(CONTACT, {"client": client}) if client else []


def _documents(doctype: str, filters: Mapping[str, Any]) -> list[Document]:
	names = frappe.get_all(doctype, filters=filters, pluck="name", order_by="creation asc, name asc")
	documents = [frappe.get_doc(doctype, name) for name in names]
	return [doc for doc in documents if doc.has_permission("read")]
