"""The fields of a DocType and Custom Fields: names, options, what fits together."""

from __future__ import annotations

import re
from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.base.fieldtypes import LAYOUT_TYPES, LONG_TEXT_TYPES, TABLE_TYPES
from embedded_host.base.html import escape_html
from embedded_host.base.messages import bold, throw
from embedded_host.base.plain import scrub, unscrub
from embedded_host.base.translate import _
from embedded_host.storage.ports import get_meta

_FIELDNAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_SPECIAL = re.compile(r"[^a-zA-Z0-9_]")
#: names that mean something else on a document
RESTRICTED = frozenset(
	(
		"name",
		"parent",
		"creation",
		"owner",
		"modified",
		"modified_by",
		"parentfield",
		"parenttype",
		"file_list",
		"flags",
		"docstatus",
		"doctype",
		"idx",
		"meta",
	)
)
MAX_FIELDNAME = 64


class UniqueFieldnameError(exceptions.ValidationError):
	pass


class InvalidFieldNameError(exceptions.ValidationError):
	pass


class DoctypeLinkError(exceptions.ValidationError):
	pass


class WrongOptionsDoctypeLinkError(DoctypeLinkError):
	pass


class NonUniqueError(exceptions.ValidationError):
	pass


class HiddenAndMandatoryWithoutDefaultError(exceptions.ValidationError):
	pass


def prepare_fields(doc: Any) -> None:
	"""Names fields by their labels, and gives a submittable DocType its `amended_from`."""
	for df in doc.fields:
		if not df.fieldname:
			df.fieldname = _name_of(df)
	if doc.is_submittable and not any(df.fieldname == "amended_from" for df in doc.fields):
		values = {
			"fieldname": "amended_from",
			"label": "Amended From",
			"fieldtype": "Link",
			"options": doc.name,
		}
		doc.append("fields", {**values, "read_only": 1, "no_copy": 1, "print_hide": 1})
	for index, df in enumerate(doc.fields, 1):
		df.idx = index
		if not df.label and df.fieldtype not in LAYOUT_TYPES:
			df.label = unscrub(df.fieldname)


def _name_of(df: Any) -> str:
	if df.label:
		return _SPECIAL.sub("", scrub(df.label.strip())) or f"{scrub(df.fieldtype)}_{df.idx}"
	if df.fieldtype in LAYOUT_TYPES:
		return f"{scrub(df.fieldtype)}_{df.idx}"
	throw(_("Row #{0}: Fieldname is required").format(df.idx), title=_("Missing Fieldname"))
	return ""


def validate_fields(doc: Any) -> None:
	"""Raises what is wrong with the fields of a DocType."""
	rows: dict[str, list[int]] = {}
	for df in doc.fields:
		rows.setdefault(df.fieldname.lower(), []).append(df.idx)
	for fieldname, places in rows.items():
		if len(places) > 1:
			throw(
				_("{0}: Fieldname {1} appears multiple times in rows {2}").format(
					doc.name, fieldname, ", ".join(map(str, places))
				),
				UniqueFieldnameError,
			)
	for df in doc.fields:
		validate_field(doc.name, df)
		if df.fieldtype == "Password" and doc.istable:
			throw(_("Password fields of child tables are outside the embedded host's contract"))
	_validate_dynamic_links(doc)


def validate_field(doctype: str, df: Any) -> None:
	"""Raises what is wrong with one field."""
	validate_fieldname(df.fieldname)
	if df.fieldtype == "Link" or df.fieldtype in TABLE_TYPES:
		_validate_link(doctype, df)
	if df.unique and df.fieldtype in LONG_TEXT_TYPES:
		throw(
			_("{0}: Fieldtype {1} for {2} cannot be unique").format(doctype, df.fieldtype, df.label),
			NonUniqueError,
		)
	if df.hidden and df.reqd and not df.default and df.fieldtype != "Check":
		throw(
			_("{0}: Field {1} in row {2} cannot be hidden and mandatory without default").format(
				doctype, df.label, df.idx
			),
			HiddenAndMandatoryWithoutDefaultError,
		)
	options = [option.strip() for option in (df.options or "").split("\n")]
	if df.fieldtype == "Select" and df.default and any(options) and df.default not in options:
		throw(_("Default value for {0} must be in the list of options.").format(bold(df.fieldname)))


def validate_fieldname(fieldname: str) -> None:
	"""Raises for a name that no column may have."""
	if fieldname.lower() in RESTRICTED:
		throw(_("Fieldname {0} is restricted").format(fieldname), InvalidFieldNameError)
	special = list(dict.fromkeys(_SPECIAL.findall(fieldname)))
	if special:
		throw(
			_("Fieldname {0} cannot have special characters like {1}").format(
				bold(escape_html(fieldname)), ", ".join(f'"{char}"' for char in special)
			),
			exceptions.InvalidColumnName,
		)
	if not _FIELDNAME.fullmatch(fieldname) or len(fieldname) > MAX_FIELDNAME:
		throw(
			_("Fieldname {0} must start with a letter and have at most {1} characters").format(
				bold(fieldname), MAX_FIELDNAME
			),
			exceptions.InvalidColumnName,
		)


def _validate_link(doctype: str, df: Any) -> None:
	if not df.options:
		throw(
			_("{0}: Options required for Link or Table type field {1} in row {2}").format(
				doctype, df.label, df.idx
			),
			DoctypeLinkError,
		)
	target = doctype if df.options == doctype else local.db.get_value("DocType", df.options, "name")
	if not target and df.options != "[Select]":
		throw(
			_("{0}: Options must be a valid DocType for field {1} in row {2}").format(
				doctype, df.label, df.idx
			),
			WrongOptionsDoctypeLinkError,
		)
	df.options = target or df.options
	if df.fieldtype in TABLE_TYPES and (target == doctype or not get_meta(target).istable):
		throw(
			_("Option {0} for field {1} is not a child table").format(bold(df.options), bold(df.fieldname)),
			title=_("Invalid Option"),
		)


def _validate_dynamic_links(doc: Any) -> None:
	"""A Dynamic Link's options name the field that holds the DocType."""
	by_name = {df.fieldname: df for df in doc.fields}
	for df in doc.fields:
		if df.fieldtype != "Dynamic Link":
			continue
		source = by_name.get(df.options or "")
		if source is None or not (
			source.fieldtype == "Select" or (source.fieldtype == "Link" and source.options == "DocType")
		):
			throw(
				_(
					"Options 'Dynamic Link' type of field must point to another Link Field"
					" with options as 'DocType'"
				)
			)
