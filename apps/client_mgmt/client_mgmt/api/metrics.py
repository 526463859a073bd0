"""The four figures of the dossier on one page, with their formulas, targets and lists. For staff."""

from datetime import date, datetime
from typing import Any, TypedDict

import frappe
from client_mgmt.client_archive.dossiers import figures
from client_mgmt.domain.dossier.metrics import Figure
from client_mgmt.people.viewer import Viewer, staff_only
from frappe import _


class Fixed(TypedDict):
	"""What is said of a figure whatever its value is."""

	label: str
	unit: str
	target_text: str
	formula: str


class Metric(Fixed):
	"""A figure with its words in the caller's language. `value`, `target` in `unit` (%, points); `met` None
	without enough data. `parts` are the numbers of the formula, `rows` the list, headed by `columns`."""

	key: str
	value: float | None
	target: float
	met: bool | None
	verdict: str
	note: str
	parts: list[dict[str, Any]]
	columns: list[dict[str, str]]
	rows: list[dict[str, Any]]


class FourMetrics(TypedDict):
	"""The period (ISO dates), whose projects were counted, and the figures."""

	from_date: str
	to_date: str
	scope: str
	metrics: list[Metric]
	words: dict[str, str]


@frappe.whitelist(methods=["GET", "POST"])
def four_metrics(from_date: str, to_date: str) -> FourMetrics:
	"""S004-96..100 for the projects that the caller may read: those started (completion, changes), answered
	(satisfaction) or ended (deviation) from `from_date` to `to_date`, ISO dates, both included.

	Raises PermissionError for a client's login, ValidationError for dates that are none
	or in the wrong order.
	"""
	staff_only()
	first, last = _date(from_date), _date(to_date)
	if first > last:
		frappe.throw(_("The period ends before it begins: {0} to {1}.").format(from_date, to_date))
	found, words = figures.four(first, last), _words()
	return {
		"from_date": first.isoformat(),
		"to_date": last.isoformat(),
		"scope": _("All projects") if Viewer().firm_wide(reading=True) else _("The projects of your teams"),
		"metrics": [_metric(key, figure, words[key]) for key, figure in found.items()],
		"words": _page_words(),
	}


def _page_words() -> dict[str, str]:
	return {
		"language": frappe.local.lang,
		"title": _("The Four Figures of the Dossier"),
		"from": _("From"),
		"to": _("To"),
		"show": _("Show"),
		"target": _("Target"),
		"list": _("List"),
	}


def _date(text: str) -> date:
	try:
		return datetime.strptime(text, "%Y-%m-%d").date()
	except ValueError:
		frappe.throw(_("{0} is no date. Write it as YYYY-MM-DD.").format(text[:40]))


def _metric(key: str, figure: Figure, words: dict[str, Any]) -> Metric:
	verdicts = {True: _("Target met"), False: _("Target missed"), None: _("Not enough data")}
	fixed: Fixed = words["fixed"]
	return {
		"key": key,
		"value": figure.value,
		"target": figure.target,
		"met": figure.met,
		"verdict": verdicts[figure.met],
		**fixed,
		"note": words["historic"] if figure.parts.get("historic") else words.get("note", ""),
		"parts": [
			{"key": part, "label": label, "value": figure.parts[part]} for part, label in words["parts"]
		],
		"columns": [{"key": column, "label": label} for column, label in words["columns"]],
		"rows": figure.rows,
	}


def _words() -> dict[str, dict[str, Any]]:
	return {
		"completion": _completion(),
		"changes": _changes(),
		"satisfaction": _satisfaction(),
		"deviation": _deviation(),
	}


def _fixed(label: str, unit: str, target_text: str, formula: str) -> Fixed:
	return {"label": label, "unit": unit, "target_text": target_text, "formula": formula}


def _project_columns(*more: tuple[str, str]) -> list[tuple[str, str]]:
	return [("name", _("Project")), ("title", _("Project Name")), *more]


def _completion() -> dict[str, Any]:
	formula = _("Projects whose dossier was archived by the day they started ÷ projects started × 100")
	return {
		"fixed": _fixed(_("Dossiers complete before the start"), "%", "≥ 95 %", formula),
		"note": _("The list shows the misses."),
		"parts": [("done", _("Archived in time")), ("started", _("Projects started"))],
		"columns": _project_columns(("started", _("Started On")), ("archived", _("Archived On"))),
	}


def _changes() -> dict[str, Any]:
	formula = _(
		"(Changes a project with dossier − changes a project without) ÷ changes a project without × 100"
	)
	caution = _("This compares two groups of projects; it is no proof of a cause.")
	historic = _("No project started without a dossier: the historic average stands for them.")
	return {
		"fixed": _fixed(_("Requirement changes"), "%", "≤ −30 %", formula),
		"note": caution,
		"historic": f"{historic} {caution}",
		"parts": [
			("with_dossier", _("Changes a project with dossier")),
			("projects_with", _("Projects with dossier")),
			("without_dossier", _("Changes a project without dossier")),
			("projects_without", _("Projects without dossier")),
		],
		"columns": _project_columns(("dossier", _("Dossier in Time")), ("changes", _("Scheduled Changes"))),
	}


def _satisfaction() -> dict[str, Any]:
	formula = _("NPS = % of answers 9 or 10 − % of answers 0 to 6; change against the NPS before")
	return {
		"fixed": _fixed(_("Client satisfaction"), _("points"), _("≥ +15 points"), formula),
		"historic": _("Nobody answered before the period: the historic NPS is the baseline."),
		"parts": [
			("nps", _("NPS of the period")),
			("baseline", _("Baseline")),
			("answers", _("Answers")),
		],
		"columns": [
			("name", _("Visit")),
			("title", _("Client")),
			("day", _("Date")),
			("score", _("Score")),
		],
	}


def _deviation() -> dict[str, Any]:
	formula = _(
		"Mean of |actual − planned| ÷ planned × 100 of projects ended; the plan is the first archived one"
	)
	return {
		"fixed": _fixed(_("Deviation of durations"), "%", "≤ ±10 %", formula),
		"parts": [
			("share", _("Share within ±10 % (%)")),
			("within", _("Projects within ±10 %")),
			("ended", _("Projects ended")),
		],
		"columns": _project_columns(("deviation", _("Deviation (%)")), ("within", _("Within ±10 %"))),
	}
