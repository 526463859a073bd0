"""Function lists, and non-functional requirements with their measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

OPEN = "client_mgmt.api.dossier.ambiguities"
DISMISS = "client_mgmt.api.dossier.dismiss_ambiguity"
PLACE = ("doctype", "name", "field", "text_digest", "start", "end")
UNMEASURED = "审计日志保留到合同结束"


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def requirement(pm: Api, project: str, criteria: str, kind: str = "Non-functional") -> dict[str, Any]:
	facts = {"feature": unique("审计"), "priority": "High", "kind": kind, "acceptance_criteria": criteria}
	return pm.create("Requirement", project=project, **facts)


def test_rows_are_listed_by_kind(pm: Api, make: Factory) -> None:
	"""S004-30, S004-31: the function list and the non-functional requirements are rows, typed by kind."""
	project = make.dossier()
	rows = {kind: requirement(pm, project, "可以演示", kind) for kind in ("Functional", "Non-functional")}
	for kind, row in rows.items():
		assert pm.names("Requirement", project=project, kind=kind) == {row["name"]}
	refuses(pm.try_update("Requirement", rows["Functional"]["name"], kind="Other"), 417)


@pytest.mark.parametrize(
	("criteria", "kind", "open_"),
	[
		(UNMEASURED, "Non-functional", True),
		(UNMEASURED, "Functional", False),
		("审计日志保留180天", "Non-functional", False),
	],
)
def test_a_measure_is_asked_of_the_non_functional(
	pm: Api, make: Factory, criteria: str, kind: str, open_: bool
) -> None:
	"""S004-31: typed by kind, with a measure."""
	project = make.dossier()
	name = requirement(pm, project, criteria, kind)["name"]
	found = [row for row in pm.query(OPEN, project=project) if row["rule"] == "No Measure"]
	assert [(row["name"], row["phrase"], row["blocking"]) for row in found] == (
		[(name, criteria, True)] if open_ else []
	)


def test_review_waits_for_the_measure(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-31: until it is given, or a reviewer says with a reason why none is needed."""
	project = make.dossier()
	requirement(pm, project, UNMEASURED)
	pm.act(PROJECT, project, "Submit")
	reviewer = api(people.QUALITY)
	refuses(reviewer.try_act(PROJECT, project, "Review"), 417, contains=UNMEASURED)
	(finding,) = pm.query(OPEN, project=project)
	arguments = {key: finding[key] for key in PLACE}
	refuses(pm.try_call(DISMISS, **arguments, reason="合同附件三已写明期限"), 403, contains="reviewer")
	refuses(reviewer.try_call(DISMISS, **arguments, reason=""), 417, contains="reason")
	reviewer.call(DISMISS, **arguments, reason="合同附件三已写明期限")
	assert reviewer.act(PROJECT, project, "Review")["workflow_state"] == "Archived"
