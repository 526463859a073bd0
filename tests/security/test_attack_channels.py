"""Attacks on channels, their log and escalations (S004-55, S004-56): who writes, who reads, where it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import BANK, FREIGHT, Factory

from client_mgmt.demo import people

URL = "https://oapi.dingtalk.com/robot/send?access_token=verysecret"
TRIGGER, ACKNOWLEDGE = (f"client_mgmt.api.escalation.{name}" for name in ("trigger", "acknowledge"))
PREVIEW, SEND = (f"client_mgmt.api.channels.{name}" for name in ("preview", "send"))


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def stranger(api: Callable[..., Api]) -> Api:
	"""The manager of the other project."""
	return api(people.OTHER_PM)


def facts(make: Factory, **values: Any) -> dict[str, Any]:
	known = {
		"project": make.project(BANK),
		"tool": "DingTalk",
		"owner_user": people.PM.user,
		"webhook_url": URL,
	}
	return {**known, **values}


@pytest.fixture
def channel(pm: Api, make: Factory) -> str:
	return pm.create("Project Channel", **facts(make))["name"]


def test_the_address_is_never_read(pm: Api, admin: Api, channel: str) -> None:
	"""Not by who entered it, nor by Administrator, nor through a list."""
	for api_ in (pm, admin):
		assert api_.read("Project Channel", channel)["host"] == "oapi.dingtalk.com"
		answers = (
			api_.try_read("Project Channel", channel),
			api_.try_list("Project Channel", fields=["name", "webhook_url", "signing_secret"]),
			api_.try_list("Project Channel", filters=[["webhook_url", "like", "%verysecret%"]]),
			api_.try_query("frappe.client.get_value", doctype="Project Channel", filters={"name": channel},
				fieldname="webhook_url"),
		)  # fmt: skip
		assert not any("verysecret" in answer.text for answer in answers)
	assert not pm.ok(answers[2])


@pytest.mark.parametrize(
	"url",
	[
		"http://oapi.dingtalk.com/x",
		"https://169.254.169.254/latest/meta-data",
		"https://localhost/x",
		"https://evil.example/x",
		"file:///etc/passwd",
		"https://oapi.dingtalk.com.evil.example/x",
	],
)
def test_no_other_host_is_ever_called(pm: Api, make: Factory, channel: str, url: str) -> None:
	refuses(pm.try_create("Project Channel", **facts(make, webhook_url=url)), 417)
	refuses(pm.try_update("Project Channel", channel, webhook_url=url), 417)


def test_another_tool_does_not_take_the_address_along(pm: Api, channel: str) -> None:
	refuses(pm.try_update("Project Channel", channel, tool="Slack"), 417, contains="no host")


def test_asterisks_are_no_address(pm: Api, make: Factory) -> None:
	refuses(pm.try_create("Project Channel", **facts(make, webhook_url="*****")), 417)


def test_the_sender_is_on_our_side_of_the_team(pm: Api, make: Factory) -> None:
	"""S000-98."""
	for user in (people.OTHER_PM.user, people.BUSINESS_OWNER.user):
		refuses(pm.try_create("Project Channel", **facts(make, owner_user=user)), 417, contains="our side")


def test_a_project_is_its_teams(
	api: Callable[..., Api], pm: Api, stranger: Api, guest: Api, make: Factory, channel: str
) -> None:
	"""Another project's manager, the client's side and guests: no channel, no message, no escalation."""
	escalation = pm.call(TRIGGER, project=make.project(BANK), message="x")["name"]
	refuses(
		stranger.try_create("Project Channel", **facts(make, owner_user=people.OTHER_PM.user)), (403, 417)
	)
	refuses(pm.try_update("Project Channel", channel, project=make.project(FREIGHT)), (403, 417))
	client = api(people.BUSINESS_OWNER)
	for api_, status in ((stranger, (403, 404)), (client, (403, 404)), (guest, (401, 403))):
		for doctype, name in (("Project Channel", channel), ("Escalation", escalation)):
			refuses(api_.try_read(doctype, name), status)
			assert name not in api_.try_list(doctype).text
		refuses(api_.try_call(TRIGGER, project=make.project(BANK), message="x"), status)
		refuses(api_.try_call(ACKNOWLEDGE, escalation=escalation), status)
		refuses(api_.try_call(PREVIEW, channel=channel, title="x", text="y"), status)
		refuses(api_.try_call(SEND, channel=channel, title="x", text="y"), status)
		refuses(api_.try_list("Channel Message"), (*status, 200))
		assert channel not in api_.try_list("Channel Message", fields=["channel"]).text


def test_readers_of_all_projects_trigger_nothing(api: Callable[..., Api], make: Factory) -> None:
	"""Reviewers read every dossier; being on the team is another thing."""
	name = make.dossier(escalation=[{"person": "x"}], team=make.team(people.PM)[:2])
	assert api(people.ASSISTANT).try_read("Project Archive", name).ok
	refuses(api(people.ASSISTANT).try_call(TRIGGER, project=name, message="x"), 403, contains="team")


def test_who_reads_a_channel_does_not_send(api: Callable[..., Api], pm: Api, channel: str) -> None:
	pm.update("Project Channel", channel, enabled=1)
	refuses(api(people.TECH_LEAD).try_call(SEND, channel=channel, title="x", text="y"), 403)
	pm.update("Project Channel", channel, enabled=0)


def test_logs_are_written_by_the_system_alone(pm: Api, admin: Api, make: Factory, channel: str) -> None:
	"""No insert, edit or deletion over REST, Administrator's included, whole or by a row."""
	project = make.project(BANK)
	escalation = pm.call(TRIGGER, project=project, message="x")
	for api_ in (pm, admin):
		refuses(api_.try_create("Escalation", project=project, message="x"), (403, 417))
		refuses(api_.try_create("Channel Message", project=project, channel=channel), (403, 417))
		refuses(api_.try_update("Escalation", escalation["name"], status="Acknowledged"), (403, 417))
		refuses(api_.try_delete("Escalation", escalation["name"]), (403, 417))
		refuses(
			api_.try_update("Escalation Call", escalation["calls"][0]["name"], outcome="Told"), (403, 417)
		)
		refuses(api_.try_delete("Escalation Call", escalation["calls"][0]["name"]), (403, 417))
	assert pm.read("Escalation", escalation["name"])["status"] == "Open"


def test_logs_are_written_by_the_system_alone_in_the_process(site: Any, as_user: Callable[..., Any]) -> None:
	from client_mgmt.api import escalation

	project = site.db.get_value("Project Archive", {"project_name": BANK}, "name")
	with as_user(people.PM):
		doc = site.get_doc("Escalation", escalation.trigger(project, "x")["name"])
	doc.status = "Acknowledged"
	with pytest.raises(site.PermissionError):
		doc.save(ignore_permissions=True)
	doc.reload()
	with pytest.raises(site.PermissionError):
		doc.db_set("status", "Acknowledged")
	with pytest.raises(site.PermissionError):
		site.delete_doc("Escalation", doc.name, ignore_permissions=True)


def test_a_get_writes_nothing(pm: Api, make: Factory) -> None:
	refuses(pm.try_query(TRIGGER, project=make.project(BANK), message="x"), (403, 405))
