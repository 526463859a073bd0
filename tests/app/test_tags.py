"""Persona tags and what suggests them, and what migrating gives to a site from before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.client import Api
from tests.factory import PROJECT, Factory

from client_mgmt.demo import people

SUGGEST, SETTINGS = "client_mgmt.api.risk.tag_suggestions", "Client Mgmt Settings"


@pytest.fixture
def manager(api: Callable[..., Api]) -> Api:
	return api(people.MANAGER)


@pytest.fixture
def setting(manager: Api) -> Iterator[Callable[..., None]]:
	kept = manager.read(SETTINGS, SETTINGS)["small_client_employees"]
	yield lambda **values: manager.update(SETTINGS, SETTINGS, **values) and None
	manager.update(SETTINGS, SETTINGS, small_client_employees=kept)


def test_tags_are_suggested_with_evidence(manager: Api, make: Factory, setting: Callable[..., None]) -> None:
	"""S004-88, S004-89, S004-91: by type and size, only a suggestion."""
	public = make.client(client_type="Government", employees=20)
	(one,) = manager.query(SUGGEST, client=public)
	assert (one["tag"], one["typical_clients"], one["figures"]) == (
		"敏感型", "政府单位", {"client_type": "Government"},
	)  # fmt: skip
	assert manager.read("Client", public)["client_tags"] == []
	small = make.client(client_type="Enterprise", employees=30)
	assert [row["tag"] for row in manager.query(SUGGEST, client=small)] == ["敏捷型"]
	setting(small_client_employees=20)
	assert manager.query(SUGGEST, client=small) == []
	manager.update("Client", public, client_tags=[{"tag": "敏感型"}])
	assert manager.query(SUGGEST, client=public) == []


def test_late_confirmations_suggest_a_tag(site: Any) -> None:
	"""S004-90: 拖延型 from the measured days between asking and signing."""
	from client_mgmt.client_archive.clients import tags

	project = site.db.get_value(PROJECT, {"project_name": people.BANK}, ["name", "client"], as_dict=True)
	site.db.set_value("Client Tag", "拖延型", "suggest_when", "Late Confirmation")
	client = site.get_doc("Client", project.client)
	client.client_tags = []
	client.save()
	asked, answered = tags._moments([project.name])
	assert len(asked) >= 3 and len(answered) >= 3
	assert "拖延型" not in {row["tag"] for row in tags.suggestions(project.client)}, "signed at once"
	states = ("Awaiting Signatures", "Circulated")
	for event in site.get_all("Workflow Event", filters={"to_state": ("in", states)}, fields=["name", "at"]):
		earlier = datetime.fromisoformat(event.at) - timedelta(days=9)
		site.db.set_value("Workflow Event", event.name, "at", earlier.isoformat())
	(late,) = (row for row in tags.suggestions(project.client) if row["tag"] == "拖延型")
	assert 9 <= late["figures"]["median_days"] < 9.1
	assert len(late["documents"]) == late["figures"]["confirmations"] >= 3


def test_tags_are_filtered_by(manager: Api, make: Factory) -> None:
	"""S004-87: several tags a client, filterable, each with a definition."""
	client = make.client()
	manager.update("Client", client, client_tags=[{"tag": "敏感型"}, {"tag": "敏捷型"}])
	found = manager.list("Client", filters=[["Client Tag Link", "tag", "=", "敏捷型"]])
	assert client in {row["name"] for row in found}
	seeded = {"name": ["in", ["敏感型", "敏捷型", "拖延型"]]}
	rows = manager.list("Client Tag", filters=seeded, fields=["definition"])
	assert len(rows) == 3 and all(row["definition"] for row in rows)


def test_a_site_from_before_gets_conditions_and_checklist(site: Any) -> None:
	"""Migrating gives what is missing and leaves an administrator's choice."""
	from client_mgmt.patches.v0_1 import seed_review_checklist, tag_conditions

	site.db.set_value("Client Tag", "敏感型", "suggest_when", "")
	site.db.set_value("Client Tag", "敏捷型", "suggest_when", "Late Confirmation")
	site.db.set_value("Review Checklist Item", "合同已核对", "compulsory", 0)
	site.delete_doc("Review Checklist Item", "附件齐全")
	for patch in (tag_conditions, seed_review_checklist):
		patch.execute()
	assert site.db.get_value("Client Tag", "敏感型", "suggest_when") == "Government"
	assert site.db.get_value("Client Tag", "敏捷型", "suggest_when") == "Late Confirmation"
	assert site.db.get_value("Review Checklist Item", "合同已核对", "compulsory") == 0
	assert site.db.exists("Review Checklist Item", "附件齐全")
