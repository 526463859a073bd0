"""The four figures, against examples worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.dossier import metrics
from client_mgmt.domain.dossier.metrics import Answer, Project

JAN, MAR, SEP = date(2026, 1, 1), date(2026, 3, 31), date(2026, 9, 1)


def project(name: str = "P", **values: object) -> Project:
	facts: dict[str, object] = {
		"name": name,
		"title": name,
		"started": JAN,
		"ended": None,
		"planned_start": JAN,
		"planned_end": date(2026, 4, 10),
		"archived": None,
		"changes": 0,
		**values,
	}
	return Project(**facts)  # type: ignore[arg-type]


def test_completion_counts_the_day_of_the_start_and_lists_the_misses() -> None:
	"""S004-96: numerator, denominator, target and the list of misses."""
	late = project("late", archived=date(2026, 1, 2))
	never = project("never")
	planned = project("not started", started=None, archived=JAN)
	figure = metrics.completion([project("in time", archived=JAN), late, never, planned])
	assert (figure.value, figure.parts) == (33.3, {"done": 1, "started": 3})
	assert (figure.target, figure.met) == (95.0, False)
	assert [row["name"] for row in figure.rows] == ["late", "never"]


def test_completion_meets_its_target_at_95_per_cent() -> None:
	"""S004-96."""
	projects = [project(str(number), archived=JAN) for number in range(19)] + [project("miss")]
	assert metrics.completion(projects).met is True
	assert metrics.completion(projects[1:]).met is False


def test_changes_compare_two_cohorts_a_project() -> None:
	"""S004-97: on average 2 with a dossier and 4 without: half as many."""
	ours = [project("a", archived=JAN, changes=1), project("b", archived=JAN, changes=3)]
	figure = metrics.changes([*ours, project("c", changes=4)])
	assert (figure.value, figure.met, figure.parts["historic"]) == (-50.0, True, False)
	assert (figure.parts["with_dossier"], figure.parts["without_dossier"]) == (2.0, 4.0)


def test_an_empty_cohort_is_not_enough_data_unless_history_stands_for_it() -> None:
	"""S004-97, trap 6."""
	ours = [project("a", archived=JAN, changes=3)]
	assert metrics.changes(ours)[:3] == (None, -30.0, None)
	assert metrics.changes([project("c", changes=4)], historic=5.0).value is None
	figure = metrics.changes(ours, historic=4.0)
	assert (figure.value, figure.met, figure.parts["historic"]) == (-25.0, False, True)
	assert metrics.changes([*ours, project("c", changes=0)]).value is None


def test_nps_of_the_period_against_the_time_before() -> None:
	"""S004-98: % promoters (9, 10) − % detractors (0 to 6); baseline and change."""
	period = [Answer("2", "C", day, score) for day, score in ((JAN, 9), (MAR, 10), (MAR, 8), (MAR, 0))]
	figure = metrics.satisfaction(period, [10, 6])
	assert figure.parts == {"nps": 25.0, "baseline": 0.0, "answers": 4, "historic": False}
	assert (figure.value, figure.met, len(figure.rows)) == (25.0, True, 4)


def test_without_a_baseline_there_is_no_change() -> None:
	"""S004-98."""
	answers = [Answer("1", "C", JAN, 10)]
	assert metrics.satisfaction(answers, [])[:3] == (None, 15.0, None)
	assert not metrics.satisfaction(answers, []).parts["historic"]
	known = metrics.satisfaction(answers, [], historic=90.0)
	assert (known.value, known.parts["historic"]) == (10.0, True)
	assert metrics.satisfaction([], [], historic=90.0).value is None


@given(st.lists(st.integers(0, 10), min_size=1, max_size=50))
def test_nps_against_a_count_one_by_one(scores: list[int]) -> None:
	"""S004-98."""
	points = 0
	for score in scores:
		points += 1 if score in (9, 10) else -1 if score in (0, 1, 2, 3, 4, 5, 6) else 0
	assert metrics.promoter_score(scores) == pytest.approx(points * 100 / len(scores), abs=0.051)


def test_deviation_counts_first_and_last_day() -> None:
	"""S004-99: 100 days planned, 110 and 80 taken."""
	late = project("late", ended=date(2026, 4, 20))
	early = project("early", ended=date(2026, 3, 21))
	assert metrics.duration_deviation(late) == 10.0
	assert metrics.duration_deviation(early) == -20.0
	figure = metrics.deviation([late, early, project("running")])
	assert (figure.value, figure.met) == (15.0, False)
	assert figure.parts == {"share": 50.0, "within": 1, "ended": 2}


def test_deviation_of_nothing_is_not_enough_data() -> None:
	"""S004-99."""
	assert metrics.deviation([project()])[:3] == (None, 10.0, None)
	backwards = project(ended=MAR, planned_end=date(2025, 1, 1))
	assert metrics.duration_deviation(backwards) is None
