"""The ambiguity check over REST: texts, dossiers, dismissals, Review, an administrator's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import FREIGHT, PROJECT, Factory, unique

from client_mgmt.demo import people

CHECK = "client_mgmt.api.dossier.check_text"
OPEN = "client_mgmt.api.dossier.ambiguities"
DISMISS = "client_mgmt.api.dossier.dismiss_ambiguity"
RULE, DISMISSAL = "Ambiguity Rule", "Ambiguity Dismissal"
PLACE = ("doctype", "name", "field", "text_digest", "start", "end")


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def vague(pm: Api, make: Factory) -> tuple[str, str]:
	"""A draft dossier and its requirement, whose acceptance criteria nobody can test."""
	name = make.dossier()
	requirement = pm.create(
		"Requirement",
		project=name,
		feature=unique("功能"),
		priority="High",
		acceptance_criteria="系统应快速响应",
	)
	return name, requirement["name"]


def place(finding: dict[str, Any]) -> dict[str, Any]:
	return {key: finding[key] for key in PLACE}


@pytest.mark.parametrize("verb", ["query", "call"])
def test_a_text_is_checked(pm: Api, verb: str) -> None:
	"""S004-74: by GET and by POST, in the fixed shape."""
	check = getattr(pm, verb)
	(finding,) = check(CHECK, text="😀系统应快速响应", language="zh")
	assert {key: finding[key] for key in ("start", "end", "phrase", "suggestion")} == {
		"start": 4,
		"end": 8,
		"phrase": "快速响应",
		"suggestion": "响应时间 ≤3秒",
	}
	assert finding["rule"] and finding["why"]
	assert check(CHECK, text="响应时间≤3秒", language="zh") == []
	assert [row["phrase"] for row in check(CHECK, text="It may be fast", language="en")] == [
		"It",
		"may",
		"fast",
	]


def test_what_the_check_refuses(pm: Api, api: Callable[..., Api], guest: Api) -> None:
	"""Staff alone, two languages, 20,000 characters."""
	for person in (api(people.BUSINESS_OWNER), guest):
		refuses(person.try_call(CHECK, text="快速", language="zh"), 403)
		refuses(person.try_query(OPEN, project="x"), 403)
	refuses(pm.try_call(CHECK, text="x" * 20_001), 417, contains="20000")
	refuses(pm.try_call(CHECK, text="x", language="fr"), 417, contains="fr")
	assert pm.call(CHECK, text="1" * 20_000) == []


def test_review_waits_for_clear_texts(pm: Api, api: Callable[..., Api], vague: tuple[str, str]) -> None:
	"""S004-73: Review names what is open; reworded, the dossier passes."""
	name, requirement = vague
	pm.act(PROJECT, name, "Submit")
	refused = api(people.QUALITY).try_act(PROJECT, name, "Review")
	refuses(refused, 417, "ValidationError", requirement)
	refuses(refused, 417, contains="≤3秒")
	assert pm.read(PROJECT, name)["workflow_state"] == "Submitted"
	api(people.QUALITY).act(PROJECT, name, "Return", "请量化")
	pm.update("Requirement", requirement, acceptance_criteria="响应时间≤3秒")
	pm.act(PROJECT, name, "Submit")
	assert api(people.QUALITY).act(PROJECT, name, "Review")["workflow_state"] == "Archived"


def test_nothing_hides_behind_a_long_text(pm: Api, api: Callable[..., Api], vague: tuple[str, str]) -> None:
	"""S004-73, attack: what lies beyond the checked length holds Review up too."""
	project, requirement = vague
	long = "接口在3秒内返回结果。" * 2000 + "系统应快速响应"
	pm.update("Requirement", requirement, acceptance_criteria=long)
	found = [row for row in pm.query(OPEN, project=project) if row["name"] == requirement]
	assert [(row["rule"], row["blocking"]) for row in found] == [("Too Long", True)]
	pm.act(PROJECT, project, "Submit")
	refuses(api(people.QUALITY).try_act(PROJECT, project, "Review"), 417, contains="20000 characters")


def test_goals_are_measured_by_their_target(pm: Api, api: Callable[..., Api], make: Factory) -> None:
	goals = [{"goal": "快速响应"}, {"goal": "快速响应客户", "target": "3", "unit": "秒"}]
	name = make.dossier(goals=goals)
	(finding,) = pm.query(OPEN, project=name)
	assert (finding["text"], finding["field"], finding["blocking"]) == ("快速响应", "goals", True)
	pm.act(PROJECT, name, "Submit")
	refuses(api(people.QUALITY).try_act(PROJECT, name, "Review"), 417, contains="Goals")


def test_a_finding_is_dismissed_with_a_reason(
	pm: Api, api: Callable[..., Api], vague: tuple[str, str]
) -> None:
	"""Who, when, where and why are kept; an edited text brings the finding back."""
	name, requirement = vague
	(finding,) = pm.query(OPEN, project=name)
	refuses(pm.try_call(DISMISS, **place(finding), reason=" "), 417, contains="reason")
	kept = pm.call(DISMISS, **place(finding), reason="合同附件已量化")
	assert (kept["dismissed_by"], kept["phrase"], kept["project"]) == (people.PM.user, "快速响应", name)
	assert kept["dismissed_on"]
	assert pm.query(OPEN, project=name) == []
	refuses(pm.try_call(DISMISS, **place(finding), reason="再次"), 417, contains="No such finding")
	pm.update("Requirement", requirement, acceptance_criteria="系统应快速响应。")
	(back,) = pm.query(OPEN, project=name)
	pm.call(DISMISS, **place(back), reason="合同附件已量化")
	pm.act(PROJECT, name, "Submit")
	assert api(people.QUALITY).act(PROJECT, name, "Review")["workflow_state"] == "Archived"
	refuses(pm.try_delete(DISMISSAL, kept["name"]), 417, contains="reviewed")


def test_a_dismissal_claims_nothing(
	pm: Api, api: Callable[..., Api], make: Factory, vague: tuple[str, str]
) -> None:
	"""It names an open finding, is of whoever gives it, stays as it is, and is not given for others."""
	name, _requirement = vague
	(finding,) = pm.query(OPEN, project=name)
	values = {
		"reference_doctype": finding["doctype"],
		"reference_name": finding["name"],
		"reference_field": finding["field"],
		"text_digest": finding["text_digest"],
		"span_start": finding["start"],
		"span_end": finding["end"],
		"reason": "合同附件已量化",
	}
	refuses(pm.try_create(DISMISSAL, **{**values, "span_end": 99}), 417, contains="No such finding")
	for person in (people.OTHER_PM, people.BUSINESS_OWNER):
		refuses(api(person).try_create(DISMISSAL, **values), (403, 404, 417))
		refuses(api(person).try_query(OPEN, project=name), (403, 404))
	refuses(pm.try_create(DISMISSAL, **values, project=make.project(FREIGHT)), 417, "LinkValidationError")
	kept = pm.create(DISMISSAL, **values, dismissed_by=people.QUALITY.user, phrase="y")
	assert (kept["dismissed_by"], kept["project"], kept["phrase"]) == (people.PM.user, name, "快速响应")
	refuses(pm.try_update(DISMISSAL, kept["name"], reason="改写"), (403, 417))
	refuses(api(people.OTHER_PM).try_read(DISMISSAL, kept["name"]), 404)
	assert pm.try_delete(DISMISSAL, kept["name"]).ok
	assert len(pm.query(OPEN, project=name)) == 1


@pytest.fixture
def ruled(admin: Api) -> Iterator[str]:
	name = unique("自定规则")
	yield name
	assert admin.try_delete(RULE, name).ok


def test_an_administrators_rule_works_at_once(api: Callable[..., Api], pm: Api, ruled: str) -> None:
	"""S004-73: rules are records; they are added, edited and disabled without code."""
	manager, text = api(people.MANAGER), "页面优雅大方得很"
	values = {"language": "zh", "kind": "Vague Quality", "phrases": "优雅*得很", "suggestion_zh": "写明配色"}
	refuses(pm.try_create(RULE, rule_name=ruled, **values), 403)
	manager.create(RULE, rule_name=ruled, **values)
	assert [row["phrase"] for row in pm.call(CHECK, text=text) if row["rule"] == ruled] == ["优雅大方得很"]
	manager.update(RULE, ruled, exceptions="优雅大方得很")
	assert ruled not in [row["rule"] for row in pm.call(CHECK, text=text)]
	manager.update(RULE, ruled, exceptions="", enabled=0)
	assert ruled not in [row["rule"] for row in pm.call(CHECK, text=text)]


@pytest.mark.parametrize(
	("phrase", "sentence"),
	[("*得很", "begin with"), ("a*b*c*d", "too many"), ("长" * 61, "too long")],
)
def test_rules_that_are_refused(api: Callable[..., Api], phrase: str, sentence: str) -> None:
	"""No rule can hang the server."""
	values = {"language": "zh", "kind": "Weak Modal", "phrases": phrase, "suggestion_zh": "x"}
	answer = api(people.MANAGER).try_create(RULE, rule_name=unique("规则"), **values)
	refuses(answer, 417, contains=sentence)


def test_the_demo_is_clear(pm: Api, api: Callable[..., Api], make: Factory) -> None:
	"""The demo's dossiers would pass Review today."""
	assert [row for row in pm.query(OPEN, project=make.project()) if row["blocking"]] == []
	other = api(people.OTHER_PM).query(OPEN, project=make.project(FREIGHT))
	assert [row for row in other if row["blocking"]] == []


def test_the_seeds_leave_edits_alone(site: Any) -> None:
	from client_mgmt.patches.v0_1 import seed_ambiguity_rules

	rule = site.get_doc(RULE, "响应速度")
	rule.enabled = 0
	rule.save()
	before = site.db.count(RULE)
	site.delete_doc(RULE, "Speed")
	seed_ambiguity_rules.execute()
	assert site.db.get_value(RULE, "响应速度", "enabled") == 0
	assert site.db.count(RULE) == before


def test_rules_that_nobody_touched_are_brought_up_to_date(site: Any) -> None:
	from client_mgmt.patches.v0_2 import refresh_ambiguity_rules

	edited, old = site.get_doc(RULE, "约数"), site.db.get_value(RULE, "数量", "phrases")
	edited.phrases = "大约"
	edited.save()
	site.db.set_value(RULE, "数量", "phrases", "大量", update_modified=False)
	site.delete_doc(RULE, "每一个")
	refresh_ambiguity_rules.execute()
	assert site.db.get_value(RULE, "约数", "phrases") == "大约"
	assert site.db.get_value(RULE, "数量", "phrases") == old
	assert site.db.exists(RULE, "每一个")
