"""What a dossier still lacks, for those who fill it. Nothing here stops anybody, and no client sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypedDict

import frappe
from client_mgmt.domain.dossier import findings
from frappe import _

PROJECT, CLIENT, REQUIREMENT = "Project Archive", "Client", "Requirement"


class Finding(TypedDict):
	"""`rule` names the finding, `message` says it in the reader's language, the rest where to mend it."""

	rule: str
	message: str
	doctype: str
	name: str
	field: str


def of_project(name: str) -> list[Finding]:
	"""All findings of a dossier, its client and its requirements. The caller has checked the permission."""
	doc = frappe.get_doc(PROJECT, name)
	return [*_goals(doc), *_requirements(doc), *_translator(doc), *_client(doc.client)]


def _goals(doc: Any) -> Iterator[Finding]:
	for idx in findings.unmeasured(row.as_dict() for row in doc.goals):
		message = _("Goal {0}, {1}, has no measure: give it a target and a unit.")
		yield _finding("goal_without_measure", message.format(idx, doc.goals[idx - 1].goal), doc, "goals")


def _requirements(doc: Any) -> Iterator[Finding]:
	rows = frappe.get_all(
		REQUIREMENT,
		filters={"project": doc.name, "status": ("!=", "Removed")},
		fields=["name", "feature", "goal", "serves_background"],
		order_by="name asc",
	)
	features = {row.name: row.feature for row in rows}
	for name in findings.orphans(rows, [row.as_dict() for row in doc.goals]):
		message = _("{0} serves no goal of the dossier: name one, or say that it serves the background.")
		yield {
			"rule": "requirement_without_goal",
			"message": message.format(features[name]),
			"doctype": REQUIREMENT,
			"name": name,
			"field": "goal",
		}


def _translator(doc: Any) -> Iterator[Finding]:
	cross_border = doc.client and frappe.db.get_value(CLIENT, doc.client, "cross_border")
	if findings.needs_translator(cross_border, [row.as_dict() for row in doc.team]):
		message = _("Cross-border cooperation needs a translator or a bilingual project manager on the team.")
		yield _finding("cross_border_without_translator", message, doc, "team")


def _client(name: str | None) -> Iterator[Finding]:
	if not name:
		return
	client = frappe.get_doc(CLIENT, name)
	contacts = frappe.get_all("Client Contact", filters={"client": name}, fields=["contact_role"])
	for role in findings.missing_contacts(contacts):
		message = _("No contact of {0} is its {1}.").format(client.client_name, _(role))
		yield _finding(f"missing_{frappe.scrub(role)}", message, client, "contact_role")
	for row in client.client_tags:
		handling = frappe.db.get_value("Client Tag", row.tag, "suggestion")
		if handling:
			message = _("{0}: {1}").format(row.tag, handling)
			yield _finding("tag_handling", message, client, "client_tags")


def _finding(rule: str, message: str, doc: Any, field: str) -> Finding:
	return {"rule": rule, "message": message, "doctype": doc.doctype, "name": doc.name, "field": field}
