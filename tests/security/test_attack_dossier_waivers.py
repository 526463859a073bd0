"""Waivers and words of people who are nobody by name, or who may not give them (S004-72, S004-85)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.clients import merged
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

REASON = "客户催促，先行启动"


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_administrator_waives_no_gate(pm: Api, admin: Api, make: Factory) -> None:
	"""A waiver is given by name; Administrator is nobody by name, as in reviews and signatures."""
	name = make.dossier()
	refuses(admin.try_create("Gate Waiver", project=name, reason=REASON), 403)
	refuses(pm.try_update(PROJECT, name, stage="Delivery"), 417, contains="stays in Kick-off")


@pytest.mark.parametrize("stage", ["Delivery", "Closed", "delivery", "Delivery ", " Kick-off"])
def test_no_spelling_of_a_stage_leaves_kick_off(pm: Api, admin: Api, make: Factory, stage: str) -> None:
	"""By PUT, set_value, bulk update, on insert, and by way of an empty stage."""
	name = make.dossier()
	pm.try_update(PROJECT, name, stage="")
	pm.try_update(PROJECT, name, stage=stage)
	told = {"doctype": PROJECT, "name": name, "fieldname": "stage", "value": stage}
	pm.try_call("frappe.client.set_value", **told)
	pm.try_call("frappe.client.bulk_update", docs=[{"doctype": PROJECT, "docname": name, "stage": stage}])
	assert (admin.read(PROJECT, name).get("stage") or "Kick-off") == "Kick-off"
	refuses(pm.try_create(PROJECT, project_name=unique("项目"), stage=stage), 417)


def test_a_copy_is_no_archived_dossier(pm: Api, admin: Api, make: Factory) -> None:
	"""What the engine keeps does not come along, by whatever path a copy is made."""
	doc = admin.read(PROJECT, make.archived())
	copy = {key: value for key, value in doc.items() if key not in ("name", "doctype", "owner", "creation")}
	refuses(pm.try_create(PROJECT, **copy), 417)
	kept = ("archived_on", "archived_content", "last_update_on", "next_update_due", "value_sources")
	for field in kept:
		facts = {"project_name": unique("项目"), field: doc[field]}
		refuses(pm.try_create(PROJECT, **facts), 417, contains="kept by the system")


def vague(pm: Api, project: str) -> dict[str, object]:
	(found,) = pm.query("client_mgmt.api.dossier.ambiguities", project=project)
	place = {field: found[field] for field in ("doctype", "name", "field", "text_digest", "start", "end")}
	return {**place, "reason": "双方都明白"}


def test_who_entered_dismisses_nothing_under_review(pm: Api, api: Callable[..., Api], make: Factory) -> None:
	"""S004-73: once submitted, what is ambiguous is the reviewer's to judge, by every way to a dismissal."""
	name = make.dossier(goals=[{"goal": "系统要快速响应"}])
	pm.act(PROJECT, name, "Submit")
	told = vague(pm, name)
	method = "client_mgmt.api.dossier.dismiss_ambiguity"
	for person in (pm, api(people.TECH_LEAD)):
		refuses(person.try_call(method, **told), 403, contains="for a reviewer")
	place = {f"reference_{key}": told[key] for key in ("doctype", "name", "field")}
	spans = {"text_digest": told["text_digest"], "span_start": told["start"], "span_end": told["end"]}
	refuses(pm.try_create("Ambiguity Dismissal", **place, **spans, reason="双方都明白"), 403)
	refuses(api(people.QUALITY).try_act(PROJECT, name, "Review"), 417, contains="ambiguous")
	api(people.QUALITY).call(method, **told)
	assert api(people.QUALITY).act(PROJECT, name, "Review")["workflow_state"] == "Archived"


def test_findings_by_the_thousand_are_told_by_the_hundred(pm: Api, make: Factory) -> None:
	"""Each repeated the whole text: much more than the text, for one requirement. They block as before."""
	name = make.dossier()
	long = "应快速响应," * 4_000  # 64 kB, what such a field holds on MariaDB
	pm.create("Requirement", project=name, feature="登录", priority="High", acceptance_criteria=long)
	answer = pm.try_query("client_mgmt.api.dossier.ambiguities", project=name)
	assert answer.ok and len(answer.json()["message"]) == 100
	assert len(answer.content) < 20_000_000


def test_a_merge_hides_no_mark(pm: Api, api: Callable[..., Api], admin: Api) -> None:
	"""S004-63: the dossiers that move show the mark of the client that they have then."""
	source = api(people.SALES).create("Client", client_name=unique("客户"))["name"]
	mark = {"high_risk": 1, "high_risk_reason": "曾拖欠"}
	target = pm.create("Client", client_name=unique("客户"), **mark)["name"]
	name = pm.create(PROJECT, project_name=unique("项目"), client=source)["name"]
	merged(api(people.MANAGER), source, target)
	assert admin.read(PROJECT, name)["client_high_risk"] == 1
