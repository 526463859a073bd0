"""The signed content in words: every signed field once, in the order of its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

import frappe
from client_mgmt.domain.evidence.signed_content import NO_VALUE
from client_mgmt.interface import titles, words
from client_mgmt.values import TABLES
from frappe import _
from frappe.utils import cint

BEFORE, PROPOSED = "before_", "proposed_"


class Part(TypedDict, total=False):
	"""A column of a signed row; `before`: what the column of the same name with `before_` says."""

	field: str
	label: str
	text: str
	before: str


class Signed(TypedDict, total=False):
	"""A signed field: its `text`, or the `items` of its rows."""

	field: str
	label: str
	text: str
	items: list[list[Part]]


class Section(TypedDict):
	"""Signed fields under their heading on the form."""

	section: str
	rows: list[Signed]


def of(content: Mapping[str, Any]) -> list[Section]:
	"""A signed content as sections of labelled, formatted rows. Links show the title beside the name that is
	signed, what the DocType has lost since stands at the end."""
	doctype, signed = content["doctype"], content["fields"]
	known = _titles(doctype, signed)
	found: dict[str, list[Signed]] = {}
	for field, section in _ordered(doctype, signed):
		found.setdefault(section, []).append(_signed(doctype, field, signed, known))
	files = [[_part("sha256", row["file_name"], row["sha256"])] for row in content["attachments"]]
	if files:
		attached: Signed = {"field": "attachments", "label": _("Attachments"), "text": "", "items": files}
		found.setdefault(_("Attachments"), []).append(attached)
	return [{"section": section, "rows": rows} for section, rows in found.items()]


def text_of(doctype: str, field: str, value: Any) -> str:
	"""A signed value of a field in words, rows in one line each."""
	signed = {field: value}
	if field == "attachments":
		return words.listed(row["file_name"] for row in value or [])
	row = _signed(doctype, field, signed, _titles(doctype, signed))
	lines = ["; ".join(f"{p['label']}: {p['text']}" for p in item if p["text"]) for item in row["items"]]
	return "\n".join(lines) if lines else row["text"]


def _ordered(doctype: str, signed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""(field, heading) in the order of the form."""
	section, seen = _("Details"), set()
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype in ("Tab Break", "Section Break"):
			section = _(df.label) if df.label else section
		elif df.fieldname in signed and df.fieldtype not in NO_VALUE:
			seen.add(df.fieldname)
			yield df.fieldname, section
	for field in signed:
		if field not in seen:
			yield field, _("Not on the form any more")


def _signed(doctype: str, field: str, signed: Mapping[str, Any], known: Mapping[str, str]) -> Signed:
	df, value = frappe.get_meta(doctype).get_field(field), signed[field]
	label = _(df.label or field) if df else field
	if isinstance(value, list) and (df is None or df.fieldtype in TABLES):
		table = df.options if df else ""
		return {
			"field": field,
			"label": label,
			"text": words.rows(len(value)),
			"items": [_item(table, row, known) for row in value],
		}
	return {"field": field, "label": label, "text": _text(df, value, signed, known), "items": []}


def _item(table: str, row: Mapping[str, Any], known: Mapping[str, str]) -> list[Part]:
	fields = {df.fieldname: df for df in frappe.get_meta(table).fields} if table else {}
	ordered = [*(name for name in fields if name in row), *(name for name in row if name not in fields)]
	found = []
	for column in ordered:
		proposed = PROPOSED + column.removeprefix(BEFORE)
		if column.startswith(BEFORE) and proposed in row:
			continue
		df = fields.get(column)
		part = _part(column, _(df.label or column) if df else column, _text(df, row[column], row, known))
		before = BEFORE + column.removeprefix(PROPOSED)
		if column.startswith(PROPOSED) and before in row:
			said = df if df and df.fieldtype == "Select" else fields.get(before)  # the options have words
			part["before"] = _text(said, row[before], row, known)
		found.append(part)
	return found


def _part(field: str, label: str, text: str) -> Part:
	return {"field": field, "label": label, "text": text}


def _text(df: Any, value: Any, row: Mapping[str, Any], known: Mapping[str, str]) -> str:
	if df is None:
		return "" if value is None else str(value)
	if df.fieldtype in ("Link", "Dynamic Link") and value:
		title = words.text(df, value, row, known)
		return title if title == value or df.options in titles.WORDS else f"{title} ({value})"
	if df.fieldtype == "Int":
		return str(cint(value))
	return words.text(df, value, row, known)


def _titles(doctype: str, signed: Mapping[str, Any]) -> dict[str, str]:
	found: titles.Named = {}
	meta = frappe.get_meta(doctype)
	titles.named(meta.fields, signed, found)
	for df in meta.get_table_fields():
		for row in signed.get(df.fieldname) or []:
			titles.named(frappe.get_meta(df.options).fields, row, found)
	return titles.of(found)
