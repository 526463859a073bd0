"""Dossiers from before milestones, kept revisions and update days get theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.client_archive.living import milestones, revisions, updates
from client_mgmt.domain.dossier import living
from client_mgmt.domain.evidence.verify_evidence import digest
from client_mgmt.workflow_policy import engine
from frappe.utils import getdate

STILL_COUNTED = frozenset({"Archived", "Delivered", "Under Revision"})
FIELDS = [
	"name", "workflow_state", "stage", "revision", "planned_start", "archived_on", "archived_content",
	"last_update_on", "delivered_on",
]  # fmt: skip


def execute() -> None:
	"""Opens a milestone for each dossier, closed where it was archived; keeps the content in effect as its
	revision; and counts the days of updates from today, so that nobody is overdue at once. Twice does
	nothing twice."""
	for row in frappe.get_all(updates.PROJECT, fields=FIELDS, order_by="name"):
		with engine.acting():
			_milestone(row)
			if row.archived_on:
				_revision(row)
		_days(row)


def _reviewer(project: str) -> str | None:
	found = frappe.get_all(
		"Workflow Event",
		filters={"reference_doctype": updates.PROJECT, "reference_name": project, "to_state": "Archived"},
		order_by="sequence desc",
		limit=1,
		pluck="user",
	)
	return found[0] if found and frappe.db.exists("User", found[0]) else None


def _milestone(row: Mapping[str, Any]) -> None:
	if frappe.db.exists(milestones.MILESTONE, {"milestone_key": milestones.key(row["name"])}):
		return
	_insert(
		milestones.MILESTONE,
		project=row["name"],
		milestone=living.COMPLETE,
		milestone_key=milestones.key(row["name"]),
		due=row["planned_start"],
		closed_on=row["archived_on"],
		closed_by=_reviewer(row["name"]) if row["archived_on"] else None,
	)


def _revision(row: Mapping[str, Any]) -> None:
	number = row["revision"] - (row["workflow_state"] not in STILL_COUNTED)
	key = revisions.key(row["name"], number)
	if not row["archived_content"] or frappe.db.exists(revisions.REVISION, {"revision_key": key}):
		return
	_insert(
		revisions.REVISION,
		project=row["name"],
		revision=number,
		archived_by=_reviewer(row["name"]),
		archived_on=row["archived_on"],
		content=row["archived_content"],
		digest=digest(row["archived_content"]),
		revision_key=key,
	)


def _days(row: Mapping[str, Any]) -> None:
	values: dict[str, Any] = {}
	finished = living.is_finished(row["workflow_state"], row["stage"])
	if row["archived_on"] and not row["last_update_on"]:
		values["last_update_on"] = getdate(row["archived_on"])
		values["next_update_due"] = None if finished else updates.due_after(updates.today())
	if finished and not row["delivered_on"]:
		values["delivered_on"] = updates.today()
	if values:
		frappe.db.set_value(updates.PROJECT, row["name"], values, update_modified=False)


def _insert(doctype: str, **values: Any) -> None:
	document = frappe.get_doc({"doctype": doctype, **values})
	document.insert(ignore_permissions=True)  # the update of the app acts, no person
