"""Reads what the four figures are made of: the projects and answers that the caller may see."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timezone
from typing import Any

import frappe
from client_mgmt.domain.dossier import metrics
from client_mgmt.domain.dossier.metrics import Answer, Project
from client_mgmt.settings import setting
from frappe.utils import convert_utc_to_system_timezone, flt, getdate

PROJECT_FIELDS = ("name", "project_name", "actual_start", "actual_end", "planned_start", "planned_end")


class Historic:
	"""What an administrator entered about the time before dossiers; None where nothing was."""

	def __init__(self) -> None:
		self.first: date | None = _day(setting("historic_from"))
		self.last: date | None = _day(setting("historic_to"))
		dated = self.first and self.last
		self.changes: float | None = (flt(setting("historic_changes")) or None) if dated else None
		known = dated and setting("historic_nps_known")
		self.nps: float | None = flt(setting("historic_nps")) if known else None


def projects() -> list[Project]:
	"""The projects that the caller may read; days are those of the site's time zone."""
	rows = frappe.get_list("Project Archive", fields=list(PROJECT_FIELDS), limit_page_length=0)
	names = [row.name for row in rows]
	archived, plans, changes = _first_archived(names), _first_plans(names), _scheduled_changes(names)
	return [_project(row, archived.get(row.name), plans.get(row.name), changes[row.name]) for row in rows]


def _project(
	row: dict[str, Any], archived: date | None, plan: dict[str, Any] | None, changes: int
) -> Project:
	plan = plan or row
	return Project(
		name=row["name"],
		title=row["project_name"],
		started=_day(row["actual_start"]),
		ended=_day(row["actual_end"]),
		planned_start=_day(plan["planned_start"]),
		planned_end=_day(plan["planned_end"]),
		archived=archived,
		changes=changes,
	)


def answers() -> list[Answer]:
	"""What clients said at visits that the caller may read."""
	rows = frappe.get_list(
		"Client Visit",
		filters={"visited_on": ("is", "set"), "recommend_score": ("!=", "")},
		fields=["name", "client", "visited_on", "recommend_score"],
		limit_page_length=0,
	)
	return [Answer(row.name, row.client, getdate(row.visited_on), int(row.recommend_score)) for row in rows]


def within(found: list[Project], field: str, first: date, last: date) -> list[Project]:
	"""Those whose `field` ("started", "ended") lies from `first` to `last`."""
	return [project for project in found if (day := getattr(project, field)) and first <= day <= last]


def four(first: date, last: date) -> dict[str, metrics.Figure]:
	"""The four figures of a period, by key."""
	known, historic = projects(), Historic()
	started = within(known, "started", first, last)
	return {
		"completion": metrics.completion(started),
		"changes": metrics.changes(started, historic.changes),
		"satisfaction": metrics.satisfaction(answers(), first, last, historic.nps),
		"deviation": metrics.deviation(within(known, "ended", first, last)),
	}


def _first_archived(names: list[str]) -> dict[str, date]:
	"""When each dossier was archived for the first time, by the ledger."""
	events = frappe.get_all(
		"Workflow Event",
		filters={
			"reference_doctype": "Project Archive",
			"reference_name": ("in", names),
			"to_state": "Archived",
		},
		fields=["reference_name", "at"],
		order_by="sequence desc",
	)
	return {event.reference_name: _site_day(event.at) for event in events}


def _first_plans(names: list[str]) -> dict[str, dict[str, Any]]:
	"""The facts that each dossier was archived with first: a later plan does not mend a deviation."""
	revisions = frappe.get_all(
		"Dossier Revision",
		filters={"project": ("in", names)},
		fields=["project", "content"],
		order_by="revision desc",
	)
	return {row.project: frappe.parse_json(row.content) for row in revisions}


def _scheduled_changes(names: list[str]) -> Counter[str]:
	changes = frappe.get_all(
		"Change Request",
		filters={"project": ("in", names), "scheduled_on": ("is", "set")},
		pluck="project",
	)
	return Counter(changes)


def _site_day(at: str) -> date:
	"""The day of a ledger's time (ISO text, UTC) in the site's time zone."""
	moment = datetime.fromisoformat(at).astimezone(timezone.utc).replace(tzinfo=None)
	return convert_utc_to_system_timezone(moment).date()


def _day(value: Any) -> date | None:
	return getdate(value) if value else None
