"""Reads what the four figures are made of: the projects and answers that the caller may see."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timezone
from typing import Any

import frappe
from client_mgmt import counting
from client_mgmt.domain.dossier import metrics
from client_mgmt.domain.dossier.metrics import Answer, Project
from client_mgmt.settings import setting
from frappe.utils import convert_utc_to_system_timezone, flt, getdate

PROJECT_FIELDS = ("name", "project_name", "actual_start", "actual_end", "planned_start", "planned_end")


VISIT = "Client Visit"


class Historic:
	"""What an administrator entered about the time before dossiers; None where nothing was."""

	def __init__(self) -> None:
		self.first: date | None = _day(setting("historic_from"))
		self.last: date | None = _day(setting("historic_to"))
		dated = self.first and self.last
		self.changes: float | None = (flt(setting("historic_changes")) or None) if dated else None
		known = dated and setting("historic_nps_known")
		self.nps: float | None = flt(setting("historic_nps")) if known else None


def started(first: date, last: date) -> list[Project]:
	"""The projects that began from `first` to `last`, of those that the caller may read; days are those of
	the site's time zone. Their plans are not asked for."""
	rows = _within("actual_start", first, last)
	names = [row.name for row in rows]
	archived, changes = _first_archived(names), _scheduled_changes(names)
	return [_project(row, archived=archived.get(row.name), changes=changes[row.name]) for row in rows]


def ended(first: date, last: date) -> list[Project]:
	"""The projects that ended from `first` to `last`, of those that the caller may read, against the plan
	that each was archived with first. When that was, and what changed, is not asked for."""
	rows = _within("actual_end", first, last)
	plans = _first_plans([row.name for row in rows])
	return [_project(row, plans.get(row.name)) for row in rows]


def _within(field: str, first: date, last: date) -> list[Any]:
	found: list[Any] = frappe.get_list(
		"Project Archive",
		filters={field: ("between", (first, last))},
		fields=list(PROJECT_FIELDS),
		limit_page_length=0,
	)
	return found


def _project(
	row: dict[str, Any], plan: dict[str, Any] | None = None, archived: date | None = None, changes: int = 0
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


def answers(first: date, last: date) -> list[Answer]:
	"""What clients said at visits from `first` to `last` that the caller may read."""
	rows = frappe.get_list(
		VISIT,
		filters={"visited_on": ("between", (first, last)), "recommend_score": ("!=", "")},
		fields=["name", "client", "visited_on", "recommend_score"],
		order_by="visited_on asc",
		limit_page_length=0,
	)
	return [Answer(row.name, row.client, row.visited_on, int(row.recommend_score)) for row in rows]


def earlier(first: date) -> list[int]:
	"""The scores of the answers before `first` that the caller may read, counted by the database."""
	about = [["visited_on", "is", "set"], ["visited_on", "<", first], ["recommend_score", "!=", ""]]
	return [int(score) for score in counting.tally(VISIT, "recommend_score", about).elements()]


def four(first: date, last: date) -> dict[str, metrics.Figure]:
	"""The four figures of a period, by key."""
	begun, historic = started(first, last), Historic()
	return {
		"completion": metrics.completion(begun),
		"changes": metrics.changes(begun, historic.changes),
		"satisfaction": metrics.satisfaction(answers(first, last), earlier(first), historic.nps),
		"deviation": metrics.deviation(ended(first, last)),
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
	kept = frappe.get_all(
		"Dossier Revision",
		filters={"project": ("in", names)},
		fields=["project", "name"],
		order_by="revision desc",
	)
	first = {row.project: row.name for row in kept}
	rows = frappe.get_all(
		"Dossier Revision", filters={"name": ("in", list(first.values()))}, fields=["project", "content"]
	)
	return {row.project: frappe.parse_json(row.content) for row in rows}


def _scheduled_changes(names: list[str]) -> Counter[str]:
	"""How many changes of each project were scheduled, counted by the database."""
	wanted = {"project": ("in", names), "scheduled_on": ("is", "set")}
	return counting.tally("Change Request", "project", wanted, permitted=False)


def _site_day(at: str) -> date:
	"""The day of a ledger's time (ISO text, UTC) in the site's time zone."""
	moment = datetime.fromisoformat(at).astimezone(timezone.utc).replace(tzinfo=None)
	return convert_utc_to_system_timezone(moment).date()


def _day(value: Any) -> date | None:
	return getdate(value) if value else None
