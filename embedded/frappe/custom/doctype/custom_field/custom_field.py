"""Custom Field: a field that an administrator adds to a DocType. Saving one adds its column at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from embedded_host.base.context import local
from embedded_host.base.plain import scrub, unscrub
from embedded_host.model.doctype_fields import validate_field
from embedded_host.storage import schema
from frappe import _
from frappe.custom.doctype.property_setter.property_setter import delete_property_setter
from frappe.model.document import Document

#: their tables are read to build metadata
_METADATA = frozenset(
	("DocType", "DocField", "DocPerm", "Custom DocPerm", "Custom Field", "Property Setter", "Module Def")
)


class CustomField(Document):
	"""Named `<DocType>-<fieldname>`; `insert_after` says where it stands in the form."""

	def autoname(self) -> None:
		self.set_fieldname()
		self.name = f"{self.dt}-{self.fieldname}"

	def set_fieldname(self) -> None:
		"""Without a fieldname it is made of the label: `My Extra` becomes `custom_my_extra`."""
		if self.fieldname:
			self.fieldname = self.fieldname.strip().lower()
			return
		label = (self.label or "").strip()
		if not label and self.fieldtype in ("Section Break", "Column Break", "Tab Break"):
			label = f"{self.fieldtype} {frappe.generate_hash(length=6)}"
		if not label:
			frappe.throw(_("Label is mandatory"))
		plain = "".join(char for char in scrub(label) if char.isascii() and (char.isalnum() or char == "_"))
		self.fieldname = f"custom_{plain or frappe.generate_hash(length=6)}"

	def validate(self) -> None:
		meta = frappe.get_meta(self.dt)
		if self.dt in _METADATA:
			frappe.throw(_("Custom Fields cannot be added to core DocTypes."))
		if self.is_new() and (meta.has_field(self.fieldname) or self.fieldname in meta.columns):
			frappe.throw(
				_("A field with the name {0} already exists in {1}").format(
					frappe.bold(self.fieldname), self.dt
				)
			)
		if not self.is_new():
			self.validate_constants()
		if not self.label:
			self.label = unscrub(self.fieldname)
		validate_field(self.dt, self)

	def validate_constants(self) -> None:
		"""What a column is and where it stands does not change."""
		for fieldname in ("dt", "fieldname"):
			if self.has_value_changed(fieldname):
				label = _(self.meta.get_label(fieldname))
				frappe.throw(
					_("Value cannot be changed for {0}").format(frappe.bold(label)),
					frappe.CannotChangeConstantError,
				)
		before = self.get_doc_before_save().fieldtype
		if before != self.fieldtype and schema.declared_type(before) != schema.declared_type(self.fieldtype):
			frappe.throw(_("Fieldtype cannot be changed from {0} to {1}").format(before, self.fieldtype))

	def on_update(self) -> None:
		local.db.bump_generation()
		schema.sync_table(self.dt)

	def on_trash(self) -> None:
		if (
			self.is_system_generated
			and not self.flags.ignore_permissions
			and frappe.session.user != "Administrator"
		):
			frappe.throw(
				_(
					"The custom field {0} was made by the system and can only be deleted by Administrator"
				).format(frappe.bold(self.fieldname))
			)
		delete_property_setter(self.dt, field_name=self.fieldname)

	def after_delete(self) -> None:
		local.db.bump_generation()


def create_custom_fields(custom_fields: dict[Any, Any]) -> None:
	"""Adds and updates fields: {DocType or tuple of DocTypes: field or list of fields}."""
	for key, given in custom_fields.items():
		fields: Iterable[dict[str, Any]] = [given] if isinstance(given, dict) else given
		for doctype in [key] if isinstance(key, str) else key:
			for df in fields:
				_create_or_update(doctype, df)


def _create_or_update(doctype: str, df: dict[str, Any]) -> None:
	name = frappe.db.get_value("Custom Field", {"dt": doctype, "fieldname": df["fieldname"]})
	if name:
		doc = frappe.get_doc("Custom Field", name)
		doc.update({key: value for key, value in df.items() if key != "fieldname"})
		doc.save(ignore_permissions=True)  # setup code
	elif not frappe.get_meta(doctype).has_field(df["fieldname"]):
		values = {"permlevel": 0, "fieldtype": "Data", "is_system_generated": 1, **df}
		values.update(doctype="Custom Field", dt=doctype, owner="Administrator")
		frappe.get_doc(values).insert(ignore_permissions=True)  # setup code
