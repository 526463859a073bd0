"""What was archived is kept, and two of them can be compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, day

from client_mgmt.demo import people

DIFFERENCE = "client_mgmt.api.living.revision_difference"
NEW_BACKGROUND = "因监管要求变化，需要重构支付与结算系统的对账模块。"
GOALS = [{"goal": "缩短对账时间", "target": "30", "unit": "分钟"}]


def archived_twice(api: Callable[..., Api], make: Factory) -> str:
	"""A dossier archived in two revisions."""
	pm, name = api(people.PM), make.archived(goals=GOALS)
	pm.act(PROJECT, name, "Revise")
	pm.update(PROJECT, name, background=NEW_BACKGROUND, goals=[*GOALS, {**GOALS[0], "goal": "每日对账批次"}])
	pm.act(PROJECT, name, "Submit")
	api(people.QUALITY).act(PROJECT, name, "Review")
	return name


def test_a_revision_under_way_differs_from_the_one_in_effect(api: Callable[..., Api], make: Factory) -> None:
	"""S004-75: field by field, rows by row, with labels."""
	pm, name = api(people.PM), make.archived(goals=GOALS)
	assert pm.query(DIFFERENCE, project=name)["fields"] == []
	pm.act(PROJECT, name, "Revise")
	pm.update(PROJECT, name, background=NEW_BACKGROUND, goals=[{**GOALS[0], "target": "20"}])
	found = pm.query(DIFFERENCE, project=name)
	assert (found["old"], found["new"]) == (1, 0)
	fields = {row["field"]: row for row in found["fields"]}
	assert set(fields) == {"background", "goals"}
	assert (fields["background"]["label"], fields["background"]["new"]) == ("Background", NEW_BACKGROUND)
	(row,) = fields["goals"]["rows"]
	(cell,) = row["cells"]
	assert (row["change"], cell["label"], cell["old"], cell["new"]) == ("Changed", "Target", "30", "20")


def test_any_two_archived_revisions(api: Callable[..., Api], make: Factory) -> None:
	"""S004-75: the later one, by default against the one before it; a first one against nothing."""
	pm, name = api(people.PM), archived_twice(api, make)
	found = pm.query(DIFFERENCE, project=name, revision=2)
	assert (found["old"], found["new"]) == (1, 2)
	assert [row["field"] for row in found["fields"]] == ["background", "goals"]
	back = pm.query(DIFFERENCE, project=name, revision=1, against=2)
	assert back["fields"][0]["old"] == NEW_BACKGROUND
	assert pm.query(DIFFERENCE, project=name)["fields"] == []
	first = pm.query(DIFFERENCE, project=name, revision=1)
	assert first["old"] == 0 and "project_name" in {row["field"] for row in first["fields"]}
	refuses(pm.try_query(DIFFERENCE, project=name, revision=7), 417, contains="never archived")


def test_each_archiving_is_kept_and_proved(api: Callable[..., Api], make: Factory, admin: Api) -> None:
	"""S004-75: one record a revision, its digest in the ledger; live fields are no part of it."""
	import json

	name = archived_twice(api, make)
	rows = admin.list("Dossier Revision", filters={"project": name}, fields=["*"], order_by="revision asc")
	assert [row["revision"] for row in rows] == [1, 2]
	assert {row["archived_by"] for row in rows} == {people.QUALITY.user}
	assert json.loads(rows[1]["content"])["background"] == NEW_BACKGROUND
	assert "stage" not in json.loads(rows[1]["content"])
	events = api(people.PM).history(PROJECT, name)
	kept = [json.loads(event["details"]) for event in events if event["event_type"] == "Archived Revision"]
	assert [details["content_digest"] for details in kept] == [row["digest"] for row in rows]


def test_a_returned_revision_changes_nothing_in_effect(api: Callable[..., Api], make: Factory) -> None:
	"""S004-75: until it is archived again, what was archived last is what the next one is compared with."""
	pm, name = api(people.PM), make.archived()
	pm.act(PROJECT, name, "Revise")
	pm.update(PROJECT, name, planned_end=day(120))
	pm.act(PROJECT, name, "Submit")
	api(people.QUALITY).act(PROJECT, name, "Return", "缺少合同附件")
	found = pm.query(DIFFERENCE, project=name)
	assert (found["old"], [row["field"] for row in found["fields"]]) == (1, ["planned_end"])


def test_a_revision_under_way_loosens_no_rule(site: Any) -> None:
	"""S004-75: every fact that a rule reads is the archived one until Review has archived the new one."""
	from client_mgmt.client_archive.dossiers import brief, dossier
	from client_mgmt.engagement import escalations

	name = site.get_all(PROJECT, filters={"project_name": people.BANK}, pluck="name")[0]
	rules = ("client", "currency", "dual_sign_scope", "major_days", "major_cost", "freeze_days")
	before, facts, page = (
		dossier.in_effect(name, *rules),
		dossier.facts_in_effect(name),
		brief.of_project(name),
	)
	doc = site.get_doc(PROJECT, name)
	site.db.set_value(PROJECT, name, "workflow_state", "Under Revision")
	doc.reload()
	loose = {"dual_sign_scope": "Major Changes", "major_days": 999, "major_cost": 9e9, "freeze_days": 0}
	doc.update({**loose, "planned_end": day(900), "escalation": []})
	doc.save()
	assert doc.get("major_days") == 999
	assert (dossier.in_effect(name, *rules), dossier.facts_in_effect(name)) == (before, facts)
	assert facts["escalation"]
	assert escalations.raise_(name, "支付中断", 1).calls
	assert brief.of_project(name) == page


def test_who_does_not_see_the_dossier_sees_no_difference(
	api: Callable[..., Api], make: Factory, guest: Api
) -> None:
	"""S004-75: another project's manager, a client's login, nobody."""
	name = make.archived()
	for person in (people.OTHER_PM, people.BUSINESS_OWNER):
		refuses(api(person).try_query(DIFFERENCE, project=name), (403, 404))
	refuses(guest.try_query(DIFFERENCE, project=name), (401, 403))


def test_an_altered_content_is_told(site: Any) -> None:
	"""S004-75: what server code wrote past the rules is not taken for the archived content."""
	import pytest

	from client_mgmt.client_archive.living import revisions

	name = site.get_all("Dossier Revision", filters={"revision": 1}, pluck="name")[0]
	project = site.db.get_value("Dossier Revision", name, "project")
	revisions.content_of(project, 1)
	site.db.set_value("Dossier Revision", name, "content", "{}")
	with pytest.raises(site.ValidationError, match="altered"):
		revisions.content_of(project, 1)
