"""The hand-over checklist (S004-103): its rows, their files, and what Submit makes of the open ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import FREIGHT, PROJECT, Factory, unique

from client_mgmt.demo import people

HANDOVER = "client_mgmt.api.collect.handover"
SETTINGS = "Client Mgmt Settings"


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def blocking(admin: Api) -> Iterator[None]:
	admin.update(SETTINGS, SETTINGS, handover_rule="Block", handover_items="报价单*")
	yield
	admin.update(SETTINGS, SETTINGS, handover_rule="Warn", handover_items="")


def attached(session: Api, name: str, is_private: int = 1) -> str:
	answer = session.upload(PROJECT, name, unique("scan").encode(), is_private=is_private)
	return session.ok(answer)["file_url"]


def test_a_dossier_begins_with_both_items(pm: Api, make: Factory) -> None:
	"""S004-103: contract scan and interview notes; open ones are shown and warn by default."""
	name = make.dossier()
	shown = pm.query(HANDOVER, project=name)
	assert [row["kind"] for row in shown["rows"]] == ["Contract Scan", "Interview Notes"]
	assert (shown["rule"], shown["missing"]) == ("Warn", ["Contract Scan", "Interview Notes"])
	answer = pm.try_act(PROJECT, name, "Submit")
	assert answer.ok and "hand-over is not complete" in answer.json()["_server_messages"]


def test_who_brought_it_is_kept_by_the_system(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-103: a file of this dossier settles an item; by whom is stamped, claimed it is refused."""
	name = make.dossier()
	scan, notes = pm.read(PROJECT, name)["handover"]
	url = attached(pm, name)
	claim = [{**scan, "attachment": url, "done_by": people.TECH_LEAD.user}, notes]
	refuses(pm.try_update(PROJECT, name, handover=claim), 417, contains="kept by the system")
	rows = [{**scan, "attachment": url}, {**notes, "not_applicable": 1, "reason": "电话沟通，无纪要"}]
	saved = pm.update(PROJECT, name, handover=rows)["handover"]
	assert (saved[0]["done_by"], saved[1]["waived_by"]) == (people.PM.user, people.PM.user)
	assert saved[0]["done_on"] and pm.query(HANDOVER, project=name)["missing"] == []
	manager = api(people.MANAGER).update(PROJECT, name, handover=saved, planned_end="2099-01-01")
	assert manager["handover"][0]["done_by"] == people.PM.user
	assert manager["handover"][0]["done_on"] == saved[0]["done_on"]


def test_what_settles_nothing(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-103, attack: another dossier's file, a link out, a waiver without a reason, an item without a
	name, another project's people."""
	name, other = make.dossier(), make.dossier()
	scan, _notes = pm.read(PROJECT, name)["handover"]
	for url in (attached(pm, other), "https://example.com/a.pdf", "/private/files/none.pdf"):
		answer = pm.try_update(PROJECT, name, handover=[{**scan, "attachment": url}])
		refuses(answer, 417, contains="attach the file to this dossier")
	waived = [{**scan, "not_applicable": 1, "reason": "  "}]
	refuses(pm.try_update(PROJECT, name, handover=waived), 417, "MandatoryError", "Reason")
	refuses(pm.try_update(PROJECT, name, handover=[{"kind": "Other"}]), 417, "MandatoryError", "Item")
	for stranger in (people.OTHER_PM, people.BUSINESS_OWNER):
		refuses(api(stranger).try_query(HANDOVER, project=name), (403, 404))
		refuses(api(stranger).try_update("Handover Item", scan["name"], reason="x"), (403, 404))
		refuses(api(stranger).try_read("Handover Item", scan["name"]), (403, 404))
	refuses(pm.try_query(HANDOVER, project=make.project(FREIGHT)), 404)
	refuses(pm.try_update("Handover Item", scan["name"], reason="x"), (403, 417))


def test_an_administrator_makes_it_block(pm: Api, make: Factory, blocking: None) -> None:
	"""S004-103: a setting refuses Submit while a compulsory item is open, its row deleted or not."""
	name = make.dossier()
	assert [row["item"] for row in pm.read(PROJECT, name)["handover"]][2:] == ["报价单"]
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, contains="Contract Scan, Interview Notes, 报价单")
	url = attached(pm, name)
	pm.update(PROJECT, name, handover=[{"kind": "Contract Scan", "attachment": url}])
	refuses(pm.try_act(PROJECT, name, "Submit"), 417, contains="complete: Interview Notes, 报价单")
	waived = {"not_applicable": 1, "reason": "口头约定"}
	rows = [
		{"kind": "Contract Scan", "attachment": url},
		{"kind": "Interview Notes", **waived},
		{"kind": "Other", "item": "报价单", "attachment": url},
	]
	pm.update(PROJECT, name, handover=rows)
	assert pm.act(PROJECT, name, "Submit")["workflow_state"] == "Submitted"
	stored: list[dict[str, Any]] = pm.read(PROJECT, name)["handover"]
	refuses(pm.try_update(PROJECT, name, handover=stored[:1]), 417, contains="cannot change")


def test_files_of_the_hand_over_are_private(api: Callable[..., Api], pm: Api, make: Factory) -> None:
	"""S004-103, attack: nobody of the client's side, and no public copy."""
	name = make.dossier()
	url = attached(pm, name)
	assert url.startswith("/private/files/")
	for stranger in (people.BUSINESS_OWNER, people.OTHER_PM):
		assert api(stranger).get(url).status_code == 403
	assert pm.get(url).ok
	refuses(pm.upload(PROJECT, name, b"public", is_private=0), 417)
