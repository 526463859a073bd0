"""Which fields of a dossier are facts, which live on, and which are neither, as its DocType says.

A fact is what a review settles: every field, an administrator's own included, but those that the system
keeps without printing them, and the state. What lives on in every state is allowed on submit: a field, or
columns of its rows.
"""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.domain.dossier import dossier
from client_mgmt.workflow_policy import owned_fields
from frappe.model.document import Document

PROJECT = "Project Archive"


def of(doc: Document) -> dict[str, Any]:
	"""The facts of a dossier as plain values, without what lives on."""
	fields = fields_settled()
	return dossier.facts(values.facts(doc, fields), fields, live())


def fields_settled() -> list[str]:
	"""The fields that a dossier's review settles, and those that live on beside them."""
	kept = owned_fields.marked(frappe.get_meta(PROJECT))
	apart = {df.fieldname for df in kept if df.print_hide or df.options == owned_fields.STATE}
	return [field for field in values.data_fields(PROJECT) if field not in apart]


def live() -> dossier.Live:
	"""What lives on: field → the columns of its rows that do, none for the whole of it. An administrator's
	custom field is a fact."""
	return {
		df.fieldname: _live_columns(df.options) if df.fieldtype in values.TABLES else ()
		for df in frappe.get_meta(PROJECT).fields
		if df.allow_on_submit and not df.get("is_custom_field")
	}


def _live_columns(table: str) -> tuple[str, ...]:
	return tuple(df.fieldname for df in frappe.get_meta(table).fields if df.allow_on_submit)
