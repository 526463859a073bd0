"""The fields that the engine keeps: no request writes into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.workflow_policy import engine
from client_mgmt.workflow_policy.engine import COLUMNS
from frappe import _
from frappe.model.document import Document

# Names of modules or DocTypes: in theirs, what is read-only and not copied is kept by the system.
HOOK = "workflow_policy_keeps_read_only_fields_of"
STATE = "Workflow State"
# By the metadata that they were read from: a changed DocType has another.
_known: dict[str, tuple[Any, list[Any]]] = {}


def marked(meta: Any) -> list[Any]:
	"""The fields (DocFields) that a DocType makes read-only and not copied, where its app says by the hook
	that this means: kept by the system. An administrator's custom fields are none, whatever their marks."""
	known = _known.get(meta.name)
	if known is None or known[0] is not meta:
		ours = not {meta.name, meta.module}.isdisjoint(frappe.get_hooks(HOOK) or ())
		known = _known[meta.name] = (meta, [df for df in meta.fields if ours and _is_marked(df)])
	return known[1]


def _is_marked(df: Any) -> bool:
	return bool(df.read_only and df.no_copy) and not df.get("is_custom_field")


@values.of_meta
def owned(meta: Any) -> tuple[str, ...]:
	"""The fields of a DocType, by its name, into which no request writes: the engine's columns and the marked
	ones, but for the state, which transitions move."""
	fields = [df.fieldname for df in marked(meta) if df.options != STATE]
	return tuple(dict.fromkeys((*COLUMNS, *fields)))


def owned_in_rows(doctype: str) -> dict[str, list[str]]:
	"""The columns that the engine keeps in the rows of a DocType's tables: table field → columns."""
	found = {}
	for table in frappe.get_meta(doctype).get_table_fields():
		columns = [df.fieldname for df in marked(frappe.get_meta(table.options))]
		if columns:
			found[table.fieldname] = columns
	return found


def owns(doctype: str, field: str) -> bool:
	"""True for a field that the engine keeps, in a document or in the rows of its tables."""
	return field in owned(doctype) or any(field in columns for columns in owned_in_rows(doctype).values())


def keep_owned(doc: Document, expected: Mapping[str, Any] | None = None) -> None:
	"""Refuse a request that sends another value for an engine-owned field than the stored one, or than the
	value that the engine is about to write itself (`expected`). A value left out is put back."""
	if engine.is_acting():
		return
	before, meta = values.stored(doc), doc.meta
	for df in filter(None, map(meta.get_field, owned(doc.doctype))):
		field = df.fieldname
		known = before.get(field) if before else df.default
		if doc.get(field) is None:
			doc.set(field, known)
		given = plain(doc.get(field), df.fieldtype)
		allowed = [plain(known, df.fieldtype), plain((expected or {}).get(field), df.fieldtype)]
		if given not in allowed and not (not before and given in ("", 0, "0")):
			frappe.throw(_("{0} is kept by the system and cannot be set by hand.").format(_(df.label)))
