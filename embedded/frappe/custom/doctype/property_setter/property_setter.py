"""Property Setter: one property of a DocType or of a field that an administrator changed."""

from __future__ import annotations

import frappe
from embedded_host.base.context import local
from embedded_host.storage import schema
from frappe import _
from frappe.model.document import Document

#: field types that may take each other's place without touching what is stored
_SAME_COLUMN = (
	{
		"Data",
		"Select",
		"Small Text",
		"Text",
		"Long Text",
		"Text Editor",
		"Code",
		"Read Only",
		"Link",
		"Phone",
	},
	{"Int", "Check"},
	{"Float", "Currency", "Percent"},
)


class PropertySetter(Document):
	"""One per DocType, field and property: a new one takes the place of the old."""

	def autoname(self) -> None:
		self.name = f"{self.doc_type}-{self.field_name or self.row_name or 'main'}-{self.property}"

	def validate(self) -> None:
		if self.property == "fieldtype" and self.field_name:
			self.validate_fieldtype_change()
		if self.is_new():
			frappe.db.delete(
				"Property Setter",
				{"doc_type": self.doc_type, "property": self.property, "name": self.name},
			)

	def validate_fieldtype_change(self) -> None:
		"""Stored values must keep their meaning."""
		df = frappe.get_meta(self.doc_type).get_field(self.field_name)
		if df is None or df.fieldtype == self.value:
			return
		if not any(df.fieldtype in group and self.value in group for group in _SAME_COLUMN):
			frappe.throw(_("Fieldtype cannot be changed from {0} to {1}").format(df.fieldtype, self.value))

	def on_update(self) -> None:
		self.apply()

	def after_delete(self) -> None:
		self.apply()

	def apply(self) -> None:
		"""The change works at once: metadata, then the table."""
		local.db.bump_generation()
		schema.sync_table(self.doc_type)


def delete_property_setter(
	doc_type: str,
	property: str | None = None,
	field_name: str | None = None,
	row_name: str | None = None,
) -> None:
	"""Takes property setters back."""
	filters = {"doc_type": doc_type, "property": property, "field_name": field_name, "row_name": row_name}
	frappe.db.delete("Property Setter", {key: value for key, value in filters.items() if value})
