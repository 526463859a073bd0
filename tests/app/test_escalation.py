"""Emergencies along the escalation path (S004-56)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, PROJECT, Factory

from client_mgmt.demo import people

TRIGGER, ACKNOWLEDGE = (f"client_mgmt.api.escalation.{name}" for name in ("trigger", "acknowledge"))
STEPS = [
	{"person": "李明", "user": people.PM.user, "channel": "电话", "time_limit": 15},
	{"person": "值班经理", "user": people.TECH_LEAD.user, "channel": "企业微信", "time_limit": 30},
]


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_steps_have_person_channel_and_time_limit(pm: Api, make: Factory) -> None:
	"""S004-56: ordered."""
	kept = pm.read(PROJECT, make.dossier(escalation=STEPS))["escalation"]
	assert [(row["idx"], row["person"], row["channel"], row["time_limit"]) for row in kept] == [
		(1, "李明", "电话", 15),
		(2, "值班经理", "企业微信", 30),
	]
	refuses(pm.try_update(PROJECT, make.dossier(), escalation=[{"person": "x", "time_limit": -1}]), 417)


def test_a_step_is_triggered_from_the_project(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-56: who, when, which step, to whom; then somebody takes it on."""
	name = make.dossier(escalation=STEPS)
	raised = pm.call(TRIGGER, project=name, message="支付网关超时", step=2)
	assert (raised["status"], raised["step"], raised["raised_by"]) == ("Open", 2, people.PM.user)
	(call,) = raised["calls"]
	assert (call["person"], call["user"], call["outcome"]) == ("值班经理", people.TECH_LEAD.user, "Told")
	assert call["due_on"] > call["told_on"]
	taken = api(people.TECH_LEAD).call(ACKNOWLEDGE, escalation=raised["name"], note="已处理")
	assert (taken["status"], taken["acknowledged_by"]) == ("Acknowledged", people.TECH_LEAD.user)
	assert taken["calls"][0]["outcome"] == "Acknowledged"
	refuses(pm.try_call(ACKNOWLEDGE, escalation=raised["name"]), 417, contains="already")


@pytest.mark.parametrize(
	("arguments", "sentence"),
	[
		({"step": 3, "message": "x"}, "no step 3"),
		({"step": 0, "message": "x"}, "no step 0"),
		({"step": "last", "message": "x"}, "no step 0"),
		({"message": "  "}, "what has happened"),
	],
)
def test_what_cannot_be_triggered(pm: Api, make: Factory, arguments: dict[str, Any], sentence: str) -> None:
	refuses(pm.try_call(TRIGGER, project=make.dossier(escalation=STEPS), **arguments), 417, contains=sentence)


def test_without_a_path_nothing_is_triggered(pm: Api, make: Factory) -> None:
	refuses(pm.try_call(TRIGGER, project=make.dossier(), message="x"), 417, contains="no escalation path")


def test_nobody_answers(site: Any, as_user: Callable[..., Any]) -> None:
	"""The next step is due after the time limit; past the last one the owner is told."""
	from client_mgmt.api import escalation
	from client_mgmt.engagement import escalations

	project = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	with as_user(people.PM):
		name = escalation.trigger(project, "支付网关超时")["name"]

	def late() -> Any:
		site.db.set_value("Escalation", name, "due_on", "2020-01-01 00:00:00")
		escalations.raise_due()
		return site.get_doc("Escalation", name)

	escalations.raise_due()
	assert site.db.get_value("Escalation", name, "step") == 1
	second = late()
	assert (second.step, [call.outcome for call in second.calls]) == (2, ["No Answer", "Told"])
	end = late()
	assert (end.status, end.due_on, end.calls[-1].outcome) == ("Exhausted", None, "No Answer")
	escalations.raise_due()
	assert len(site.get_doc("Escalation", name).calls) == 2


def test_the_person_is_told_by_mail(site: Any, monkeypatch: Any, as_user: Callable[..., Any]) -> None:
	"""Our own people alone: the user of the step; the dossier's owner where it names none, or at the end."""
	from client_mgmt.engagement import escalations

	mails: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "sendmail", lambda **mail: mails.append(mail))
	project = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	site.db.set_value(PROJECT, project, "archived_content", None)  # its own path is in effect
	first_row, second_row = site.get_doc(PROJECT, project).escalation
	site.db.set_value("Escalation Step", first_row.name, "user", None)
	site.db.set_value("Escalation Step", second_row.name, "user", people.TECH_LEAD.user)
	with as_user(people.PM):
		doc = escalations.raise_(project, "<b>超时</b>", 2)
		first = escalations.raise_(project, "超时", 1)
	escalations.tell(doc.name, 2)
	escalations.tell(first.name, 1)
	assert [mail["recipients"] for mail in mails] == [[people.TECH_LEAD.user], [people.PM.user]]
	assert "<b>" not in mails[0]["message"]
