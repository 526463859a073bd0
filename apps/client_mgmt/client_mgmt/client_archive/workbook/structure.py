"""The workbook's columns out of DocType metadata, in both languages."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.domain.workbook import layout
from client_mgmt.domain.workbook.layout import Block, Field, Title
from client_mgmt.domain.workbook.reader import Structure
from frappe import _

ATTRIBUTES = ("fieldname", "fieldtype", "read_only", "hidden", "permlevel")
DATA_LENGTH = 140
# Language → the metadata that the fields were read from, and those: jobs ask a hundred times for one file.
_known: dict[str, tuple[list[Any], dict[str, dict[str, Field]]]] = {}


def structure() -> Structure:
	"""The five sheets with their columns, for this request or job; help texts in the reader's language."""
	return [(sheet, layout.columns(sheet, _fields_of(sheet))) for sheet in layout.SHEETS]


def _fields_of(sheet: layout.Sheet) -> dict[Block, list[Field]]:
	return {block: fields(block) for kind in sheet.kinds for block in kind.blocks}


def fields(block: Block) -> list[Field]:
	"""The fields of a block in their order."""
	meta = frappe.get_meta(block.doctype)
	rows = [{name: df.get(name) for name in ATTRIBUTES} for df in meta.fields]
	return [field(block.doctype, meta.get_field(name)) for name in layout.fields_of(block, rows)]


def field(doctype: str, df: Any) -> Field:
	"""What the workbook has to know about one field."""
	label = layout.CLIENT if (doctype, df.fieldname) == (layout.PROJECT, "client") else title(df.label)
	positive = (doctype, df.fieldname) in layout.POSITIVE
	options = (
		[option for option in (df.options or "").split("\n") if option] if df.fieldtype == "Select" else []
	)
	return Field(
		df.fieldname,
		df.fieldtype,
		label,
		tuple(title(option) for option in options),
		df.options if df.fieldtype == "Link" else "",
		1 if positive else 0 if df.get("non_negative") else None,
		(df.get("length") or DATA_LENGTH) if df.fieldtype in ("Data", "Link") else 0,
		" ".join(filter(None, (_(df.get("description") or ""), _(df.get("placeholder") or "")))),
	)


def title(text: str | None) -> Title:
	"""A label or an option in both languages."""
	return Title(text or "", _(text or "", "zh"))


def blocks() -> dict[Block, dict[str, Field]]:
	"""block → fieldname → field, over all sheets."""
	return {
		block: {one.fieldname: one for one in fields(block)}
		for sheet in layout.SHEETS
		for kind in sheet.kinds
		for block in kind.blocks
	}


def fields_by_target() -> dict[str, dict[str, Field]]:
	"""target → fieldname → field, over all sheets; not to be changed."""
	metas = [frappe.get_meta(doctype) for doctype in doctypes().values()]
	known = _known.get(frappe.local.lang)
	if known and all(one is other for one, other in zip(known[0], metas, strict=True)):
		return known[1]
	found: dict[str, dict[str, Field]] = {}
	for block, named in blocks().items():
		found.setdefault(block.target, {}).update(named)
	_known[frappe.local.lang] = (metas, found)
	return found


def doctypes() -> dict[str, str]:
	"""target → DocType."""
	return {
		block.target: block.doctype
		for sheet in layout.SHEETS
		for kind in sheet.kinds
		for block in kind.blocks
	}
