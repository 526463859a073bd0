"""The engine's own flag, the columns that it owns, and how it writes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.model.document import Document

# On every guarded DocType (docs/architecture.md); a column that a DocType lacks is simply not there.
COLUMNS = ("revision", "round", "round_outcome", "policy_version", "chain_head", "chain_count")
# The same columns as Custom Fields, for DocTypes of other apps.
_KEPT = {"read_only": 1, "no_copy": 1, "print_hide": 1}
FIELDS: tuple[dict[str, Any], ...] = (
	{"fieldname": "revision", "fieldtype": "Int", "label": "Revision", "default": "1", **_KEPT},
	{"fieldname": "round", "fieldtype": "Int", "label": "Round", "default": "0", **_KEPT},
	{
		"fieldname": "round_outcome",
		"fieldtype": "Select",
		"label": "Round Outcome",
		"options": "\nOpen\nComplete\nDeclined",
		**_KEPT,
	},
	{"fieldname": "policy_version", "fieldtype": "Data", "label": "Policy Version", **_KEPT},
	{"fieldname": "chain_head", "fieldtype": "Data", "label": "Chain Head", **_KEPT},
	{"fieldname": "chain_count", "fieldtype": "Int", "label": "Chain Count", "default": "0", **_KEPT},
)


@contextmanager
def acting() -> Iterator[None]:
	"""Code inside writes as the engine. The flag lives in `frappe.flags`: no request can set it."""
	before = frappe.flags.client_mgmt_engine
	frappe.flags.client_mgmt_engine = True
	try:
		yield
	finally:
		frappe.flags.client_mgmt_engine = before


def is_acting() -> bool:
	"""True while the engine itself writes."""
	return bool(frappe.flags.client_mgmt_engine)


def write(doc: Document, **values: Any) -> None:
	"""Puts engine-owned values onto the stored row and onto `doc`, leaving `modified` alone; fields that the
	DocType lacks are left out."""
	known = {field: value for field, value in values.items() if doc.meta.has_field(field)}
	if not known:
		return
	frappe.db.set_value(doc.doctype, doc.name, known, update_modified=False)
	for field, value in known.items():
		doc.set(field, value)


@contextmanager
def rehearsing() -> Iterator[None]:
	"""Code inside asks what a save would refuse and saves nothing: checks that refuse GET requests pass. The
	flag lives in `frappe.flags`: no request can set it."""
	before = frappe.flags.client_mgmt_rehearsal
	frappe.flags.client_mgmt_rehearsal = True
	try:
		yield
	finally:
		frappe.flags.client_mgmt_rehearsal = before


def is_rehearsing() -> bool:
	"""True while a save is only asked about."""
	return bool(frappe.flags.client_mgmt_rehearsal)
