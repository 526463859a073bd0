"""Ways to review a dossier that one has entered oneself: before it began, after it was archived, by a merge,
by an undone import (S004-71)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.app.test_workbook import new_dossier
from tests.client import Api, refuses
from tests.clients import code, merged
from tests.factory import PROJECT, Factory, unique
from tests.hosts import Host
from tests.workbooks import METHOD, imported, run, typed, upload

from client_mgmt.demo import people

ENTRY = "Dossier Entry"
SENTENCE = "neither entered nor submitted"


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def both(make: Factory, api: Callable[..., Api]) -> Api:
	"""Somebody who may enter clients and review dossiers."""
	return api(make.user("Quality Administrator", "Client Sales"))


def seated(make: Factory, person: Api, *more: dict[str, Any]) -> list[dict[str, Any]]:
	seat = {"party": "Vendor", "user": person.user, "project_role": "Quality Administrator"}
	return [*make.team(people.PM)[:3], seat, *more]


def entered_by(admin: Api, project: str) -> set[str]:
	return {row["user"] for row in admin.list(ENTRY, filters={"project": project}, fields=["user"])}


def test_what_was_entered_before_the_dossier_began(pm: Api, both: Api, admin: Api, make: Factory) -> None:
	"""The reviewer enters client and contact, lets somebody else begin the dossier, and reviews his own."""
	facts = {"client_type": "Enterprise", "uscc": code(), "industry": "Finance", "lifecycle": "Active"}
	client = both.create("Client", client_name=unique("客户"), **facts)["name"]
	both.create("Client Contact", client=client, contact_name="甲", phone="+86 138 0013 8000")
	name = make.dossier(client=client, team=seated(make, both))
	assert both.user in entered_by(admin, name)
	pm.act(PROJECT, name, "Submit")
	refuses(both.try_act(PROJECT, name, "Review"), 417, contains=SENTENCE)
	assert admin.read(PROJECT, name)["workflow_state"] == "Submitted"


def test_one_value_of_the_client_is_enough(
	api: Callable[..., Api], pm: Api, both: Api, admin: Api, make: Factory
) -> None:
	"""Another has made the client; the reviewer changed one field while it had another dossier."""
	client = api(people.SALES).create("Client", client_name=unique("客户"))["name"]
	make.dossier(client=client, team=seated(make, both))
	both.update("Client", client, invoice_bank="中国银行")
	name = make.dossier(client=client, team=seated(make, both))
	assert entered_by(admin, name) == {people.PM.user, people.SALES.user, both.user}


def test_what_changed_while_it_was_archived(pm: Api, both: Api, admin: Api, make: Factory) -> None:
	"""A client is open to edits in every state of its dossiers: such an edit belongs to the next revision."""
	name = make.archived()
	client = admin.read(PROJECT, name)["client"]
	team = admin.read(PROJECT, name)["team"]
	seat = {"party": "Vendor", "user": both.user, "project_role": "Quality Administrator"}
	pm.update(PROJECT, name, team=[*team, seat])
	both.update("Client", client, invoice_bank=unique("银行"))
	pm.act(PROJECT, name, "Revise")
	pm.act(PROJECT, name, "Submit")
	refuses(both.try_act(PROJECT, name, "Review"), 417, contains=SENTENCE)


def test_a_merge_is_an_entry(api: Callable[..., Api], pm: Api, admin: Api, make: Factory) -> None:
	"""Who puts another client's values under a dossier has entered them."""
	both = api(make.user("Client Mgmt Manager", "Quality Administrator"))
	source = pm.create("Client", client_name=unique("客户"), city="苏州")["name"]
	target = pm.create("Client", client_name=unique("客户"))["name"]
	name = make.dossier(client=target, team=seated(make, both))
	assert both.user not in entered_by(admin, name)
	merged(both, source, target)
	assert admin.read("Client", target)["city"] == "苏州"
	assert both.user in entered_by(admin, name)


def test_a_large_undo_is_its_own_persons(
	host: Host, pm: Api, api: Callable[..., Api], admin: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""A manager takes back somebody's import by a job: written by the manager, in nobody else's name."""
	if not host.embedded:
		pytest.skip("the limit is set in this process")
	from client_mgmt.client_archive.workbook import jobs

	monkeypatch.setattr(jobs, "SOON", 0)
	client = pm.create("Client", client_name=unique("客户"), city="上海")["name"]
	facts = [["客户编号", "项目名称", "城市"], [client, unique("项目"), "苏州"]]
	pm.update("Client", client, city="")
	job = imported(host, pm, typed({"基础信息": facts}))["job"]
	assert admin.read("Client", client)["city"] == "苏州"
	manager = api(people.MANAGER)
	assert manager.call(f"{METHOD}undo_import", job=job)["status"] == "Undoing"
	run(host, job)
	now = admin.read("Client", client)
	assert (now.get("city") or "", now["modified_by"]) == ("", people.MANAGER.user)


def test_who_has_left_imports_nothing_more(
	host: Host, admin: Api, make: Factory, api: Callable[..., Api]
) -> None:
	"""An import that waits goes no further once its owner's login is closed."""
	person = make.user("Client Sales")
	session = api(person)
	sheets = new_dossier()
	url = upload(session, typed(sheets))
	job = session.call(f"{METHOD}import_workbook", file_url=url, mode="apply")["job"]
	admin.update("User", person.user, enabled=0)
	run(host, job)
	assert admin.read("Dossier Import", job)["status"] == "Failed"
	assert not admin.names(PROJECT, project_name=sheets["基础信息"][1][1])
