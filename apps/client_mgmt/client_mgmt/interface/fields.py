"""What a document says of its fields beyond its form: what rests, what must be filled, and why."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.standard import checks as standard
from client_mgmt.domain.evidence.signed_content import NO_VALUE
from client_mgmt.interface import reading
from client_mgmt.interface.actions import no_write
from client_mgmt.interface.shapes import FieldState
from client_mgmt.workflow_policy import owned_fields, standing
from client_mgmt.workflow_policy.standing import Standing
from frappe import _
from frappe.model.document import Document

Why = dict[str, str]


def of(doc: Document, at: Standing | None, write: bool) -> dict[str, FieldState]:
	"""The states of the fields of a document that differ from its form, and those that the system keeps, with
	their sentence. `at` is None for a new document and for a DocType that is not guarded, `write` whether the
	reader may write the document at all."""
	shown = {df.fieldname: df for df in reading.fields(doc.doctype) if df.fieldtype not in NO_VALUE}
	resting, required = _resting(doc, at, shown, write), _required(doc)
	found: dict[str, FieldState] = {}
	for key, sentence in resting.items():
		field = key.split(".")[0]
		if field in shown:
			label = _(shown[field].label or field)
			found[key] = {"read_only": True, "why": sentence.format(label)}
	for field in required:
		if field in shown and not shown[field].reqd and not found.get(field, {}).get("read_only"):
			found.setdefault(field, {})["required"] = True
	return found


def _resting(doc: Document, at: Standing | None, shown: dict[str, Any], write: bool) -> Why:
	"""The field or `table.column` → the sentence that a save would answer: of several the one that a save
	says first, which stands last here."""
	if not write:
		return dict.fromkeys(shown, no_write(doc.doctype))
	found: Why = {}
	if at:
		found |= standing.locks(at)
		fault = standing.edit_fault(at)
		found |= dict.fromkeys(shown, fault) if fault else {}
		found |= _kept(doc, shown)
	if not doc.is_new() and hasattr(doc, "locked_fields"):
		found |= doc.locked_fields()
	found |= standard.closed_sections(doc, None if doc.is_new() else doc)
	return {**found, **_by_form(doc, shown)}


def _by_form(doc: Document, shown: dict[str, Any]) -> Why:
	"""What stands above the reader's permission levels: a save leaves it as it is."""
	levels = reading.levels(doc.doctype, "write") | {0}
	sentence = _("{0} is for other roles to change.")
	return {name: sentence for name, df in shown.items() if int(df.permlevel or 0) not in levels}


def _kept(doc: Document, shown: dict[str, Any]) -> Why:
	"""What the engine keeps, in the document and in the rows of its tables."""
	kept = _("{0} is kept by the system: leave it as it is.")
	found = {field: kept for field in owned_fields.owned(doc.doctype) if field in shown}
	for table, columns in owned_fields.owned_in_rows(doc.doctype).items():
		meta = frappe.get_meta(shown[table].options) if table in shown else None
		for column in columns if meta else ():
			found[f"{table}.{column}"] = kept
	return found


def _required(doc: Document) -> list[str]:
	return [*values.required_fields(doc), *standard.compulsory_fields(doc)]
