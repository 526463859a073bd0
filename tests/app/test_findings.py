"""What a dossier still lacks: flags for those who fill it (S004-18, -21, -28, -53, -87..90, S000-79)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, PROJECT, Factory, unique

from client_mgmt.demo import people

METHOD = "client_mgmt.api.dossier_findings.findings"


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def abroad(make: Factory, pm: Api) -> str:
	"""A draft dossier of a foreign client with one contact, a goal without a measure and one with."""
	client = make.client(client_type="Enterprise", country="Japan", cross_border=1)
	goals = [{"goal": "数据可视化"}, {"goal": "审批缩短", "baseline": "10", "target": "7", "unit": "天"}]
	team = [{"party": "Vendor", "user": people.PM.user, "project_role": "Project Manager"}]
	name = make.dossier(client=client, goals=goals, team=team)
	pm.create(
		"Client Contact", client=client, contact_name="甲", email="a@b.jp", contact_role="Technical Lead"
	)
	return name


def rules(pm: Api, name: str) -> dict[str, list[dict[str, Any]]]:
	found: dict[str, list[dict[str, Any]]] = {}
	rows = pm.query(METHOD, project=name)  # none where the dossier contradicts itself nowhere
	for row in rows:
		assert set(row) == {"rule", "message", "doctype", "name", "field"}
		found.setdefault(row["rule"], []).append(row)
	return found


def test_a_goal_without_a_measure_is_flagged(pm: Api, abroad: str) -> None:
	"""S004-21: a goal has baseline, target and unit."""
	(flag,) = rules(pm, abroad)["goal_without_measure"]
	assert (flag["doctype"], flag["name"], flag["field"]) == (PROJECT, abroad, "goals")
	assert "数据可视化" in flag["message"]


def test_requirements_without_a_goal_are_listed(pm: Api, abroad: str) -> None:
	"""S004-28: each links to a goal of the dossier or to its background."""

	def requirement(**values: Any) -> str:
		return pm.create("Requirement", project=abroad, feature=unique("功能"), **values)["name"]

	orphans = {requirement(), requirement(goal="竞品也有")}
	requirement(goal="审批缩短")
	requirement(serves_background=1)
	assert {flag["name"] for flag in rules(pm, abroad)["requirement_without_goal"]} == orphans


def test_a_missing_decision_maker_is_flagged(pm: Api, abroad: str) -> None:
	"""S004-53: main contact, technical lead and decision maker."""
	found = rules(pm, abroad)
	assert "missing_decision_maker" in found
	assert "missing_technical_lead" not in found
	client = pm.read(PROJECT, abroad)["client"]
	pm.create(
		"Client Contact", client=client, contact_name="乙", email="b@c.jp", contact_role="Decision Maker"
	)
	assert "missing_decision_maker" not in rules(pm, abroad)


@pytest.mark.parametrize("cure", [{"bilingual": 1}, {"project_role": "Translator"}])
def test_cross_border_work_needs_a_translator(pm: Api, abroad: str, cure: dict[str, Any]) -> None:
	"""S004-18, S000-79: or a bilingual project manager."""
	assert "cross_border_without_translator" in rules(pm, abroad)
	row = {"party": "Vendor", "user": people.PM.user, "project_role": "Project Manager", **cure}
	pm.update(PROJECT, abroad, team=[row])
	assert "cross_border_without_translator" not in rules(pm, abroad)


def test_tags_say_how_they_want_to_be_handled(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-87..90: several tags a client, filterable, each with a definition and a suggestion."""
	project = make.project(BANK)
	client = pm.read(PROJECT, project)["client"]
	tags = {row["tag"] for row in pm.read("Client", client)["client_tags"]}
	assert {"敏感型", "拖延型"} <= tags
	messages = " ".join(flag["message"] for flag in rules(pm, project)["tag_handling"])
	assert "从严处理数据与权限" in messages
	assert "提前发送提醒" in messages
	found = pm.list("Client", filters=[["Client Tag Link", "tag", "=", "敏感型"]])
	assert client in {row["name"] for row in found}
	manager = api(people.MANAGER)
	for tag in ("敏感型", "敏捷型", "拖延型"):
		kept = manager.read("Client Tag", tag)
		assert kept["definition"]
		assert kept["suggestion"]
		assert kept["typical_clients"]


def test_findings_are_for_the_projects_own_staff(
	api: Callable[..., Api], guest: Api, make: Factory, abroad: str
) -> None:
	"""Another project's people, the client's side and guests learn nothing."""
	refuses(api(people.OTHER_PM).try_query(METHOD, project=abroad), 404)
	refuses(api(people.BUSINESS_OWNER).try_query(METHOD, project=make.project()), 403)
	refuses(guest.try_query(METHOD, project=abroad), (401, 403))
