"""What a dossier cannot do without (S004-02, -08, -09, -11, -12, -82, -91)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.client import Api, refuses
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_need_background_and_priority_are_recorded(pm: Api, make: Factory) -> None:
	"""S004-02: all three mandatory, the last two by the time of submitting."""
	name = make.dossier()
	refuses(pm.try_create("Requirement", project=name), 417, "MandatoryError", "feature")
	requirement = pm.create("Requirement", project=name, feature=unique("功能"), acceptance_criteria="可演示")
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Priority")
	pm.update("Requirement", requirement["name"], priority="High")
	pm.update(PROJECT, name, background="")
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Background")


def test_a_name_without_a_background_is_no_dossier(pm: Api) -> None:
	"""S004-82: mistake 1 is refused, and the refusal names the background."""
	name = pm.create(PROJECT, project_name=unique("项目"))["name"]
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, "MandatoryError", "Background")


def test_the_typical_failures_are_prevented(pm: Api, make: Factory) -> None:
	"""S004-08: communication has a rhythm and a tool, changes go by a signed request, and for each activity
	one is accountable."""
	name = make.archived(meeting_frequency="Weekly", communication_tool="Feishu")
	kept = pm.read(PROJECT, name)
	assert (kept["meeting_frequency"], kept["communication_tool"]) == ("Weekly", "Feishu")
	refuses(pm.try_create("Requirement", project=name, feature="x"), 417, contains="signed change request")
	nobody = [{"activity": "需求确认", "party": "Client", "project_role": "Business Owner", "letters": "R"}]
	refuses(pm.try_update(PROJECT, name, raci=nobody), 417, contains="exactly one A")


def test_a_client_has_a_name(pm: Api) -> None:
	"""S004-09."""
	refuses(pm.try_create("Client", client_type="Enterprise"), 417, "MandatoryError", "client_name")
	refuses(pm.try_create("Client", client_name="   "), 417, "MandatoryError")


def test_a_client_has_a_contact(pm: Api, make: Factory) -> None:
	"""S004-11, S004-12: at least one, with a name and a post, before a dossier is submitted."""
	client = make.client(client_type="Enterprise", country="Japan")
	team = [row for row in make.team(people.PM) if row["party"] == "Vendor"]
	name = make.dossier(client=client, team=team)
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, contains="no contact yet")
	refuses(
		pm.try_create("Client Contact", client=client, email="a@b.jp"), 417, "MandatoryError", "contact_name"
	)
	contact = pm.create(
		"Client Contact", client=client, contact_name="佐藤", job_title="部长", email="a@b.jp"
	)
	assert pm.read("Client Contact", contact["name"])["job_title"] == "部长"
	assert pm.act(PROJECT, name, "Submit")["workflow_state"] == "Submitted"


def test_each_tag_names_its_typical_clients(api: Callable[..., Api]) -> None:
	"""S004-88, S004-89, S004-90, S004-91: the three default tags; an administrator's own beside them."""
	manager = api(people.MANAGER)
	rows = manager.list("Client Tag", fields=["tag_name", "typical_clients", "suggestion"])
	kept = {row["tag_name"]: (row["typical_clients"], row["suggestion"]) for row in rows}
	assert kept["敏感型"] == ("政府单位", "从严处理数据与权限")
	assert kept["敏捷型"] == ("初创公司", "采用 Sprint 模式")
	assert kept["拖延型"] == ("传统企业", "提前发送提醒")
	own = manager.create("Client Tag", tag_name=unique("标签"), typical_clients="连锁门店")
	assert own["typical_clients"] == "连锁门店"
