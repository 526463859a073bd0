"""The fields that the engine keeps: no request writes into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.workflow_policy import engine
from client_mgmt.workflow_policy.engine import COLUMNS
from frappe import _
from frappe.model.document import Document

OWNED: dict[str, tuple[str, ...]] = {
	"Client": ("name_key", "name_pinyin", "merged_into"),
	"Client Contact": ("phone_key", "value_sources"),
	"Change Request": (
		"raised_by", "assessed_by", "assessed_on", "is_major", "scheduled_on", "in_force", "countersign_due",
	),
	"Project Archive": (
		"last_update_on", "next_update_due", "delivered_on", "archived_on", "archived_content",
		"client_high_risk", "value_sources", "archive_standard",
	),
	"Meeting Minutes": ("circulated_on", "closed_unacknowledged"),
}  # fmt: skip
OWNED_IN_ROWS: dict[str, dict[str, tuple[str, ...]]] = {
	"Project Archive": {"handover": ("done_by", "done_on", "waived_by", "waived_on")},
	"Change Request": {
		"change_items": ("requirement_revision", "before_feature", "before_priority", "before_acceptance")
	},
}


def owned(doctype: str) -> tuple[str, ...]:
	"""The fields of a guarded DocType into which no request writes."""
	return (*COLUMNS, *OWNED.get(doctype, ()))


def owns(doctype: str, field: str) -> bool:
	"""True for a field that the engine keeps, in a document or in the rows of its tables."""
	rows = OWNED_IN_ROWS.get(doctype, {}).values()
	return field in owned(doctype) or any(field in columns for columns in rows)


def keep_owned(doc: Document, fields: Iterable[str], expected: Mapping[str, Any] | None = None) -> None:
	"""Refuse a request that sends another value for an engine-owned field than the stored one, or than the
	value that the engine is about to write itself (`expected`). A value left out is put back."""
	if engine.is_acting():
		return
	before, meta = values.stored(doc), doc.meta
	for field in fields:
		df = meta.get_field(field)
		known = before.get(field) if before else df.default
		if doc.get(field) is None:
			doc.set(field, known)
		given = plain(doc.get(field), df.fieldtype)
		allowed = [plain(known, df.fieldtype), plain((expected or {}).get(field), df.fieldtype)]
		if given not in allowed and not (not before and given in ("", 0, "0")):
			frappe.throw(_("{0} is kept by the system and cannot be set by hand.").format(_(df.label)))
