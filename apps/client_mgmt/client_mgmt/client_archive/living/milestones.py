"""The milestones of a dossier, opened by template and closed by what the engine sees (S004-85)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt.domain.dossier import living
from client_mgmt.workflow_policy import engine
from frappe.utils import add_days, getdate, now_datetime

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.project_archive.project_archive import ProjectArchive

MILESTONE, TEMPLATE = "Project Milestone", "Milestone Template"
WITH_THE_DRAFT = (MILESTONE, "Dossier Entry")
TEMPLATE_FIELDS = ["milestone_name", "closes_with", "due_from", "due_days"]
DUE_FROM = {"Planned Start": "planned_start", "Planned End": "planned_end"}


def key(project: str, milestone: str = living.COMPLETE) -> str:
	"""The unique key of a project's milestone."""
	return f"{project}|{milestone}"


def is_complete(project: str) -> bool:
	"""Whether Review has closed the milestone of a project's dossier."""
	return bool(frappe.db.exists(MILESTONE, {"milestone_key": key(project), "closed_on": ["is", "set"]}))


def keep(doc: ProjectArchive) -> None:
	"""on_update: opens what the templates ask for, moves open due days with the plan, and closes what the
	project has reached. What is closed stays closed."""
	about = {"project": doc.name}
	rows = frappe.get_all(MILESTONE, filters=about, fields=["name", "milestone", "due", "closed_on"])
	known = {row.milestone: row for row in rows}
	for template in frappe.get_all(TEMPLATE, filters={"enabled": 1}, fields=TEMPLATE_FIELDS, order_by="name"):
		_keep(doc, template, known.get(template.milestone_name))


def _keep(doc: ProjectArchive, template: Mapping[str, Any], known: Any) -> None:
	reached = living.reached(template["closes_with"], bool(doc.archived_on), doc.stage)
	due = _due(doc, template)
	if known and (known.closed_on or (known.due == due and not reached)):
		return
	name = template["milestone_name"]
	milestone = frappe.get_doc(MILESTONE, known.name) if known else frappe.new_doc(MILESTONE)
	milestone.update(
		{"project": doc.name, "milestone": name, "due": due, "milestone_key": key(doc.name, name)}
	)
	if reached:
		closed_on = doc.archived_on if template["closes_with"] == living.ARCHIVED else now_datetime()
		milestone.update({"closed_on": closed_on, "closed_by": frappe.session.user})
	with engine.acting():
		milestone.save(ignore_permissions=True)  # the engine keeps milestones, no role


def _due(doc: ProjectArchive, template: Mapping[str, Any]) -> date | None:
	day = doc.get(DUE_FROM[template["due_from"]])
	return getdate(add_days(getdate(day), template["due_days"] or 0)) if day else None


def drop(doc: ProjectArchive) -> None:
	"""on_trash: what the engine has noted about a draft goes with it."""
	with engine.acting():
		for doctype in WITH_THE_DRAFT:
			for name in frappe.get_all(doctype, filters={"project": doc.name}, pluck="name"):
				frappe.delete_doc(doctype, name, ignore_permissions=True)  # goes with the draft
