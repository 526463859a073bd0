"""Suggestions that improve the Archive Standard, and who decides on them (S004-81)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.workflow_policy import owned_fields
from frappe import _
from frappe.utils import now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.standard_suggestion.standard_suggestion import StandardSuggestion

OPEN, ACCEPTED = "Open", "Accepted"
DECIDERS = frozenset({"Client Mgmt Manager", "PMO"})
SAID = ("standard", "place", "suggestion", "visit", "project")


def check(doc: StandardSuggestion) -> None:
	"""What was suggested stays with who suggested it; a decision is taken once, by PMO or Client Mgmt
	Manager, and an accepted one names the version that came of it."""
	owned_fields.keep_owned(doc)
	before = values.stored(doc)
	if not before:
		_check_new(doc)
		return
	if before.status != OPEN and values.changed(doc):
		frappe.throw(_("This suggestion was decided on and stays as it is."))
	if before.owner != frappe.session.user and (said := values.changed(doc, SAID)):
		frappe.throw(_("{0} is edited by who suggested it.").format(values.labels(doc, said)))
	if doc.status != before.status:
		_check_decision(doc)


def _check_new(doc: StandardSuggestion) -> None:
	if (doc.status or OPEN) != OPEN:
		frappe.throw(_("A new suggestion is open."))
	for doctype, name in (("Client Visit", doc.visit), ("Project Archive", doc.project)):
		if name:
			frappe.has_permission(doctype, "read", name, throw=True)


def _check_decision(doc: StandardSuggestion) -> None:
	if DECIDERS.isdisjoint(frappe.get_roles()):
		frappe.throw(_("PMO or Client Mgmt Manager decides on suggestions."), frappe.PermissionError)
	if doc.status == ACCEPTED and doc.resulting_standard == doc.standard:
		frappe.throw(_("Name the new version of the standard that takes this suggestion up."))


def stamp(doc: StandardSuggestion) -> None:
	"""before_save: who decided, and when."""
	if doc.status != OPEN and not doc.decided_by:
		doc.decided_by, doc.decided_on = frappe.session.user, now_datetime()
