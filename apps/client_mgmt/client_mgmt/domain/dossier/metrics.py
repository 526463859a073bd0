"""The four figures that say whether dossiers pay (S004-96..100), on plain values.

A figure without data has the value None, and so has whether its target is met: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

COMPLETION_TARGET = 95.0
CHANGES_TARGET = -30.0
NPS_TARGET = 15.0
DEVIATION_TARGET = 10.0
PROMOTER, DETRACTOR = 9, 6
Row = dict[str, Any]


class Project(NamedTuple):
	"""What the figures ask of a project. `started` and `ended` are the actual days, `archived` the day its
	dossier was first archived, `changes` how many changes of its requirements were scheduled."""

	name: str
	title: str
	started: date | None
	ended: date | None
	planned_start: date | None
	planned_end: date | None
	archived: date | None
	changes: int

	@property
	def had_dossier(self) -> bool:
		"""Whether the dossier was done before the project started; the very day counts."""
		return bool(self.started and self.archived and self.archived <= self.started)


class Answer(NamedTuple):
	"""How likely somebody is to recommend us, 0 to 10, and where and when that was said."""

	source: str
	client: str
	day: date
	score: int


class Figure(NamedTuple):
	"""A number, what it is made of, and whether it reaches its target. `parts` are the numbers of the
	formula by name, `rows` the list behind it."""

	value: float | None
	target: float
	met: bool | None
	parts: dict[str, Any]
	rows: list[Row]


def completion(projects: Iterable[Project]) -> Figure:
	"""S004-96: the share (%) of started projects whose dossier was archived by the day of the start. The
	rows are the misses."""
	started = [project for project in projects if project.started]
	done = sum(project.had_dossier for project in started)
	value = _percent(done, len(started))
	misses = [
		{"name": p.name, "title": p.title, "started": p.started, "archived": p.archived}
		for p in started
		if not p.had_dossier
	]
	met = None if value is None else value >= COMPLETION_TARGET
	return Figure(value, COMPLETION_TARGET, met, {"done": done, "started": len(started)}, misses)


def changes(projects: Iterable[Project], historic: float | None = None) -> Figure:
	"""S004-97: by how many per cent projects with a dossier change less often than those without, on average
	a project. Where none started without one, `historic` (changes a project, from before) stands for them."""
	started = [project for project in projects if project.started]
	with_dossier = [project.changes for project in started if project.had_dossier]
	without = [project.changes for project in started if not project.had_dossier]
	ours, theirs = _mean(with_dossier), _mean(without)
	if theirs is None:
		theirs = historic
	value = None if ours is None or not theirs else round((ours - theirs) / theirs * 100, 1)
	parts = {
		"with_dossier": ours,
		"projects_with": len(with_dossier),
		"without_dossier": theirs,
		"projects_without": len(without),
		"historic": not without and theirs is not None,
	}
	rows = [
		{"name": p.name, "title": p.title, "dossier": p.had_dossier, "changes": p.changes} for p in started
	]
	return Figure(value, CHANGES_TARGET, None if value is None else value <= CHANGES_TARGET, parts, rows)


def promoter_score(scores: Sequence[int]) -> float | None:
	"""NPS = % of promoters (9, 10) − % of detractors (0 to 6), in points; None without answers."""
	if not scores:
		return None
	promoters = sum(score >= PROMOTER for score in scores)
	detractors = sum(score <= DETRACTOR for score in scores)
	return round((promoters - detractors) / len(scores) * 100, 1)


def satisfaction(answers: Iterable[Answer], earlier: Sequence[int], historic: float | None = None) -> Figure:
	"""S004-98: the NPS of the answers of a period, and its change against the scores of those before it, or
	against `historic` where there are none."""
	period = sorted(answers, key=lambda answer: answer.day)
	before = promoter_score(earlier)
	baseline = historic if before is None else before
	now = promoter_score([answer.score for answer in period])
	change = None if now is None or baseline is None else round(now - baseline, 1)
	parts = {
		"nps": now,
		"baseline": baseline,
		"answers": len(period),
		"historic": before is None and historic is not None,
	}
	rows = [
		{"name": answer.source, "title": answer.client, "day": answer.day, "score": answer.score}
		for answer in period
	]
	return Figure(change, NPS_TARGET, None if change is None else change >= NPS_TARGET, parts, rows)


def duration_deviation(project: Project) -> float | None:
	"""(actual − planned) / planned days in per cent, first and last day included; None while a day is
	unknown."""
	days = (project.started, project.ended, project.planned_start, project.planned_end)
	started, ended, planned_start, planned_end = days
	if not (started and ended and planned_start and planned_end):
		return None
	planned = (planned_end - planned_start).days + 1
	actual = (ended - started).days + 1
	return None if planned <= 0 else round((actual - planned) / planned * 100, 1)


def deviation(projects: Iterable[Project]) -> Figure:
	"""S004-99: how far (%) the durations of ended projects lie from their plans, on average and without
	sign, so that late and early ones do not cancel; `share` is the part within the band."""
	rows: list[dict[str, Any]] = [
		{
			"name": project.name,
			"title": project.title,
			"deviation": off,
			"within": abs(off) <= DEVIATION_TARGET,
		}
		for project in projects
		if (off := duration_deviation(project)) is not None
	]
	within = sum(row["within"] for row in rows)
	value = _mean([abs(row["deviation"]) for row in rows])
	parts = {"share": _percent(within, len(rows)), "within": within, "ended": len(rows)}
	return Figure(value, DEVIATION_TARGET, None if value is None else value <= DEVIATION_TARGET, parts, rows)


def _percent(part: int, whole: int) -> float | None:
	return round(part / whole * 100, 1) if whole else None


def _mean(numbers: Sequence[float]) -> float | None:
	return round(sum(numbers) / len(numbers), 2) if numbers else None
