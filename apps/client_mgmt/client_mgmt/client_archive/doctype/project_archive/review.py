"""What submitting and archiving a dossier takes and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from client_mgmt import values
from client_mgmt.client_archive.dossiers import entries, handover, sources
from client_mgmt.client_archive.review import ambiguity, checklist, contracts
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive


def check_ready(doc: ProjectArchive) -> None:
	"""Refuse to submit a dossier whose client, contacts or requirements are incomplete (S004-11, S004-40)."""
	values.require_complete(frappe.get_doc("Client", doc.client), {"lifecycle": "Active"})
	if not frappe.db.exists("Client Contact", {"client": doc.client}):
		frappe.throw(_("The client {0} has no contact yet; a dossier needs at least one.").format(doc.client))
	for name in _drafts(doc):
		values.require_complete(frappe.get_doc("Requirement", name), {"status": "Baselined"})
	handover.check_complete(doc)


def faults(project: Document, action: str) -> list[str]:
	"""All that stands against archiving a dossier beside its own fields: who acts, ambiguities, the contract,
	the checklist, conflicts of values. `action` is named for the reader."""
	contract, blocks = contracts.fault(project)
	ticks, block = checklist.fault(project.name)
	found = [
		entries.apart_fault(project.name, action),
		ambiguity.fault(project.name),
		contract if blocks else "",
		ticks if block else "",
		sources.fault(project),
	]
	return [text for text in found if text]


def baseline(doc: ProjectArchive) -> None:
	"""Baseline the requirements that are still drafts, in the transaction that archives the dossier; refuse
	while anything stands against it (S004-73)."""
	found = faults(doc, _(doc.flags.move.action))
	if found:
		frappe.throw(" ".join(found))
	contracts.warn(doc, contracts.fault(doc)[0])
	checklist.keep_reviewed(doc)
	with engine.acting():
		for name in _drafts(doc):
			requirement = frappe.get_doc("Requirement", name, for_update=True)
			requirement.status = "Baselined"
			requirement.save(ignore_permissions=True)  # the reviewer archives them with the dossier


def _drafts(doc: ProjectArchive) -> list[str]:
	"""Read under lock: a snapshot would hide one that was added meanwhile."""
	rows = frappe.db.get_values(
		"Requirement", {"project": doc.name, "status": "Draft"}, ["name"], as_dict=True, for_update=True
	)
	return [row["name"] for row in rows]
