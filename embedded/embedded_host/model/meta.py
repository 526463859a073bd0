"""`frappe.get_meta`: what a DocType is, read from the database once per cache generation.

Made of the DocType's own record, its Custom Fields, the Property Setters on it, and the Custom DocPerms,
which replace the DocPerms as soon as there is one.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.context import _dict, local
from embedded_host.base.fieldtypes import (
	CHILD_COLUMNS,
	INTEGER_TYPES,
	NO_VALUE_TYPES,
	OPTIONAL_COLUMNS,
	STANDARD_COLUMNS,
	TABLE_TYPES,
)
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.storage.ports import get_meta

STANDARD_LABELS = {
	"name": "ID",
	"owner": "Created By",
	"creation": "Created On",
	"modified": "Last Updated On",
	"modified_by": "Last Updated By",
	"docstatus": "Document Status",
	"idx": "Index",
	"parent": "Parent",
	"parenttype": "Parent Type",
	"parentfield": "Parent Field",
	"_user_tags": "Tags",
	"_comments": "Comments",
	"_assign": "Assigned To",
	"_liked_by": "Liked By",
}
#: types of the columns that are no fields
STANDARD_TYPES = {
	**dict.fromkeys((*STANDARD_COLUMNS, *CHILD_COLUMNS, *OPTIONAL_COLUMNS), "Data"),
	"creation": "Datetime",
	"modified": "Datetime",
	"docstatus": "Int",
	"idx": "Int",
}
_INTEGER_PROPERTIES = frozenset(
	(
		"reqd hidden read_only unique search_index set_only_once no_copy allow_on_submit permlevel length "
		"bold columns in_list_view in_standard_filter in_global_search in_preview ignore_user_permissions "
		"ignore_xss_filter non_negative print_hide report_hide translatable is_virtual fetch_if_empty "
		"collapsible idx istable issingle is_submittable track_changes allow_rename quick_entry "
		"max_attachments allow_import allow_copy editable_grid show_title_field_in_link in_create custom"
	).split()
)


class Meta:
	"""A DocType's metadata. Attributes are those of the DocType record; do not change what you get here."""

	istable: int

	def __init__(self, record: dict[str, Any], fields: list[_dict], permissions: list[_dict]) -> None:
		self.__dict__.update(record)
		self.doctype = "DocType"
		self.fields = fields
		self.permissions = permissions
		self._fields = {df.fieldname: df for df in fields if df.get("fieldname")}
		self.data_fields = [
			df for df in fields if df.fieldtype not in NO_VALUE_TYPES and not df.get("is_virtual")
		]

	def get(self, key: str, default: Any = None) -> Any:
		"""An attribute, or `default`."""
		return self.__dict__.get(key, default)

	def get_field(self, fieldname: str) -> _dict | None:
		"""The field, None for standard columns and unknown names."""
		return self._fields.get(fieldname)

	def has_field(self, fieldname: str) -> bool:
		"""Whether the DocType has the field; standard columns are none."""
		return fieldname in self._fields

	def get_label(self, fieldname: str) -> str:
		"""Label of a field or standard column."""
		df = self._fields.get(fieldname)
		label = (df.get("label") or df.fieldname) if df else STANDARD_LABELS.get(fieldname)
		return label or _("No Label")

	@cached_property
	def columns(self) -> dict[str, str]:
		"""Column -> field type, of the whole table."""
		found = {name: STANDARD_TYPES[name] for name in STANDARD_COLUMNS}
		found.update((df.fieldname, df.fieldtype) for df in self.data_fields)
		for name in CHILD_COLUMNS if self.istable else OPTIONAL_COLUMNS:
			found.setdefault(name, "Data")
		return found

	@cached_property
	def valid_columns(self) -> tuple[str, ...]:
		"""Columns that a document carries: standard, then fields, then those of a child row."""
		optional = () if self.istable else OPTIONAL_COLUMNS
		own = {df.fieldname for df in self.data_fields}
		return tuple(name for name in self.columns if name in own or name not in optional)

	def get_valid_columns(self) -> tuple[str, ...]:
		"""Columns that a document carries."""
		return self.valid_columns

	@cached_property
	def table_fields(self) -> list[_dict]:
		"""Fields that hold child rows."""
		return [df for df in self.fields if df.fieldtype in TABLE_TYPES]

	def get_table_fields(self) -> list[_dict]:
		"""Fields that hold child rows."""
		return self.table_fields

	def get_link_fields(self) -> list[_dict]:
		"""Link fields that name a DocType."""
		links = [df for df in self.fields if df.fieldtype == "Link"]
		return [df for df in links if df.options and df.options != "[Select]"]

	@cached_property
	def permlevels(self) -> dict[str, int]:
		"""Field -> permlevel, of fields above level 0."""
		return {df.fieldname: int(df.permlevel) for df in self.fields if df.get("permlevel")}

	def get_search_fields(self) -> list[str]:
		"""Fields that a link search looks into, `name` first where it is not named."""
		found = [part.strip() for part in (self.get("search_fields") or "name").split(",") if part.strip()]
		return found if "name" in found else ["name", *found]

	def as_dict(self, no_nulls: bool = False) -> _dict:
		"""The DocType document with its effective fields and permissions."""
		keys = self._record_keys
		found = _dict((key, value) for key, value in self.__dict__.items() if key in keys)
		found.update(doctype="DocType", fields=[_dict(df) for df in self.fields])
		found.permissions = [_dict(perm) for perm in self.permissions]
		if no_nulls:
			return _dict((key, value) for key, value in found.items() if value is not None)
		return found

	@cached_property
	def _record_keys(self) -> frozenset[str]:
		return frozenset(get_meta("DocType").columns) - set(OPTIONAL_COLUMNS)


def load(name: str) -> Meta:
	"""Reads a DocType; raises DoesNotExistError where there is none of exactly this name."""
	db = local.db
	record = db.raw_rows("DocType", name=name)
	# rules hang on the name as it is stored: text that merely compares equal to it is no name of a DocType
	if not record or record[0].name != name:
		throw(_("DocType {0} not found").format(name), exceptions.DoesNotExistError)
	fields = _with_custom_fields(db.raw_rows("DocField", parent=name), db.raw_rows("Custom Field", dt=name))
	permissions = db.raw_rows("Custom DocPerm", parent=name) or db.raw_rows("DocPerm", parent=name)
	setters = db.raw_rows("Property Setter", doc_type=name)
	return build(record[0], fields, permissions, setters)


def build(
	record: dict[str, Any], fields: list[_dict], permissions: list[_dict], setters: list[_dict]
) -> Meta:
	"""Meta from rows: property setters applied, fields in their order."""
	by_name = {df.fieldname: df for df in fields if df.get("fieldname")}
	order: list[str] = []
	for setter in setters:
		if setter.property == "field_order" and not setter.field_name:
			order = json.loads(setter.value or "[]")
		elif setter.doctype_or_field == "DocType":
			record[setter.property] = _property(setter)
		elif setter.field_name in by_name:
			by_name[setter.field_name][setter.property] = _property(setter)
	if order:
		place = {fieldname: position for position, fieldname in enumerate(order)}
		fields.sort(key=lambda df: place.get(df.fieldname, len(place)))
	return Meta(record, fields, permissions)


def _property(setter: _dict) -> Any:
	number = setter.property_type in INTEGER_TYPES or setter.property in _INTEGER_PROPERTIES
	if not number:
		return setter.value
	try:
		return int(float(setter.value or 0))
	except ValueError:
		return 0


def _with_custom_fields(fields: list[_dict], customs: list[_dict]) -> list[_dict]:
	"""The fields with each custom one after the field that its `insert_after` names, else at the end."""
	if not customs:
		return fields
	waiting = [_dict(custom, is_custom_field=1, parent=custom.dt, parenttype="DocType") for custom in customs]
	have = {df.fieldname for df in fields}
	waiting = [custom for custom in waiting if custom.fieldname not in have]
	while waiting:
		placed = [custom for custom in waiting if _insert(fields, custom)]
		if not placed:
			fields.extend(waiting)
			break
		waiting = [custom for custom in waiting if custom not in placed]
	for position, df in enumerate(fields, 1):
		df.idx = position
	return fields


def _insert(fields: list[_dict], custom: _dict) -> bool:
	for position, df in enumerate(fields):
		if custom.insert_after and df.fieldname == custom.insert_after:
			fields.insert(position + 1, custom)
			return True
	return False
