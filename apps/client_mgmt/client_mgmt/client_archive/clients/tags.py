"""Suggested persona tags: each is a record's own condition and the evidence for it, never a decision
(S004-87..91)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from client_mgmt.domain.clients import risk
from client_mgmt.settings import setting
from frappe import _
from frappe.utils import cint

PROJECT = "Project Archive"
ASKED = {"Change Request": "Awaiting Signatures", "Meeting Minutes": "Circulated"}
FIELDS = ["name", "english_name", "typical_clients", "definition", "suggestion", "suggest_when"]


def suggestions(client: str) -> list[dict[str, Any]]:
	"""The tags whose condition holds and that the client does not have: `[{tag, english_name, definition,
	typical_clients, suggestion, reason, figures, documents}]`.

	Confirmations are measured in the projects that the caller may see.
	"""
	doc = frappe.get_doc("Client", client)
	held = {row.tag for row in doc.client_tags}
	found = []
	for tag in frappe.get_all(
		"Client Tag", filters={"suggest_when": ("is", "set")}, fields=FIELDS, order_by="name asc"
	):
		evidence = CONDITIONS[tag.suggest_when](doc) if tag.name not in held else None
		if evidence:
			about = {field: tag[field] for field in FIELDS[1:-1]}
			found.append({"tag": tag.name, **about, **evidence})
	return found


def _government(doc: Any) -> dict[str, Any] | None:
	if doc.client_type != "Government":
		return None
	return _evidence(_("The client is a government body."), {"client_type": doc.client_type})


def _small(doc: Any) -> dict[str, Any] | None:
	limit, employees = setting("small_client_employees"), cint(doc.employees)
	if doc.client_type == "Government" or not 0 < employees <= limit:
		return None
	reason = _("The client has {0} employees, {1} at most.").format(employees, limit)
	return _evidence(reason, {"employees": employees, "limit": limit})


def _late(doc: Any) -> dict[str, Any] | None:
	projects = frappe.get_list(PROJECT, filters={"client": doc.name}, pluck="name", limit_page_length=0)
	days = risk.confirmation_days(*_moments(projects)) if projects else {}
	limit, typical = setting("late_confirmation_days"), risk.typical_delay(days.values())
	if typical is None or typical <= limit:
		return None
	reason = _("Half of {0} confirmations took more than {1} days.").format(len(days), typical)
	return _evidence(
		reason, {"median_days": typical, "limit": limit, "confirmations": len(days)}, sorted(days)
	)


def _evidence(reason: str, figures: dict[str, Any], documents: list[str] | None = None) -> dict[str, Any]:
	return {"reason": reason, "figures": figures, "documents": documents or []}


def _moments(projects: list[str]) -> tuple[list[tuple[str, datetime]], list[tuple[str, datetime]]]:
	"""When documents of these projects were put to the client, and when it answered."""
	asked: list[tuple[str, datetime]] = []
	for doctype, state in ASKED.items():
		where = {"project": ("in", projects), "reference_doctype": doctype, "to_state": state}
		rows = frappe.get_all("Workflow Event", filters=where, fields=["reference_name", "at"])
		asked += [(row.reference_name, datetime.fromisoformat(row.at)) for row in rows]
	answers = {"project": ("in", projects), "party": "Client", "reference_doctype": ("in", list(ASKED))}
	rows = frappe.get_all("Signature Record", filters=answers, fields=["reference_name", "signed_at"])
	return asked, [(row.reference_name, datetime.fromisoformat(row.signed_at)) for row in rows]


CONDITIONS = {"Government": _government, "Small Client": _small, "Late Confirmation": _late}
