"""The update of a dossier that is due every 14 days while its project runs (S004-76, S004-77)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt.domain.dossier import living
from client_mgmt.settings import setting
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.utils import getdate, now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.dossier_update.dossier_update import DossierUpdate
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

PROJECT = "Project Archive"
UPDATE = "Dossier Update"


def today() -> date:
	"""The day in the site's time zone."""
	return getdate()


def schedule(doc: ProjectArchive) -> None:
	"""before_save: what archiving and finishing do to the days of a dossier. An archived content is an
	update; a finished project has none due."""
	finished = living.is_finished(doc.workflow_state, doc.stage)
	if not finished:
		doc.delivered_on = None
	elif not doc.delivered_on:
		doc.delivered_on = today()
	if doc.flags.move and doc.flags.move.to_state == "Archived":
		doc.last_update_on = today()
	last = getdate(doc.last_update_on) if doc.last_update_on else None
	doc.next_update_due = due_after(last) if last and not finished else None


def due_after(last: date) -> date:
	"""The day on which the update after one on `last` is due."""
	return living.next_update(last, setting("update_interval_days"))


def begin(update: DossierUpdate) -> None:
	"""Fills what the system knows: the period, and what has changed in it. Refused for a dossier that was
	never archived or is finished, and for an update that says nothing."""
	project = frappe.db.get_value(
		PROJECT,
		update.project,
		["archived_on", "last_update_on", "workflow_state", "stage"],
		as_dict=True,
		for_update=True,
	)
	if not project or not project.archived_on:
		frappe.throw(_("{0} is not archived yet: edit the dossier itself.").format(update.project))
	if living.is_finished(project.workflow_state, project.stage):
		frappe.throw(_("{0} is delivered or closed: it is not updated any more.").format(update.project))
	changes, criteria = _news(update.project, _since(update.project) or project.archived_on)
	update.period_from, update.period_to = project.last_update_on, today()
	update.updated_by, update.updated_on = frappe.session.user, now_datetime()
	update.requirement_changes = "\n".join(changes)
	update.acceptance_points = (update.acceptance_points or "").strip() or "\n".join(criteria)
	if not (changes or update.acceptance_points or (update.notes or "").strip()):
		frappe.throw(_("Say what is new, or in the notes that nothing is."))


def count(update: DossierUpdate) -> None:
	"""The next update is due from today on."""
	day = today()
	engine.write(frappe.get_doc(PROJECT, update.project), last_update_on=day, next_update_due=due_after(day))


def _since(project: str) -> Any:
	found = frappe.get_all(
		UPDATE, filters={"project": project}, order_by="updated_on desc", limit=1, pluck="updated_on"
	)
	return found[0] if found else None


def _news(project: str, since: Any) -> tuple[list[str], list[str]]:
	"""Lines about the changes that moved since then and the requirements that they changed, and those
	requirements' acceptance criteria."""
	moves = _moves(project, since)
	if not moves:
		return [], []
	states = {row.reference_name: row.to_state for row in moves}
	changes = frappe.get_all(
		"Change Request", filters={"name": ("in", list(states))}, fields=["name", "title"], order_by="name"
	)
	scheduled = [row.reference_name for row in moves if row.to_state == "Scheduled"]
	rows = frappe.get_all(
		"Requirement",
		filters=[["project", "=", project], ["last_change", "is", "set"], ["last_change", "in", scheduled]],
		fields=["name", "feature", "revision", "status", "acceptance_criteria"],
		order_by="name",
	)
	text = _("{0} {1}: revision {2}, {3}")
	lines = [f"{row.name} {row.title}: {_(states[row.name])}" for row in changes]
	lines += [text.format(row.name, row.feature, row.revision, _(row.status)) for row in rows]
	kept = [row for row in rows if row.status != "Removed"]
	return lines, [f"{row.feature}: {row.acceptance_criteria}" for row in kept]


def _moves(project: str, since: Any) -> list[Any]:
	about = {"project": project, "reference_doctype": "Change Request", "event_type": "Transition"}
	return frappe.get_all(
		"Workflow Event",
		filters={**about, "creation": [">", since]},
		fields=["reference_name", "to_state"],
		order_by="creation asc, sequence asc",
	)


def overdue() -> list[dict[str, Any]]:
	"""The dossiers whose update is overdue, among those that the session's user may see, the longest first:
	`{name, project_name, client, archive_owner, last_update_on, next_update_due, days_overdue}`."""
	day = today()
	rows = frappe.get_list(
		PROJECT,
		filters=[["next_update_due", "is", "set"], ["next_update_due", "<", day]],
		fields=[
			"name", "project_name", "client", "archive_owner", "last_update_on", "next_update_due",
		],
		order_by="next_update_due asc",
		limit_page_length=0,
	)  # fmt: skip
	return [{**row, "days_overdue": living.days_overdue(getdate(row.next_update_due), day)} for row in rows]
