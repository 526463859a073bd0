"""How complete and how fresh a dossier is, what is missing, and who could supply it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api
from tests.factory import BANK, FREIGHT, PROJECT, Factory, day, unique

from client_mgmt.demo import people

COMPLETENESS = "client_mgmt.api.dossier.completeness"


@pytest.fixture(scope="module")
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


def test_a_name_alone_is_a_beginning(api: Callable[..., Api]) -> None:
	"""S004-102, S004-09: saved with the company name alone, and told what is missing and who supplies it."""
	sales = api(people.SALES)
	name = sales.create("Client", client_name=unique("客户"))["name"]
	report = sales.query(COMPLETENESS, doctype="Client", name=name)
	assert 0 < report["completeness"] < 50 and report["freshness"] == 100
	missing = {row["field"]: row for row in report["missing"] if row["doctype"] == "Client"}
	assert {"client_type", "uscc", "industry"} <= set(missing)
	assert missing["client_type"]["section"] == "Details" and missing["client_type"]["compulsory"]
	assert [user["user"] for user in missing["industry"]["who"]["users"]] == [people.SALES.user]
	assert any(row["doctype"] == "Client Contact" and row["field"] == "" for row in report["missing"])


def test_completeness_is_the_share_of_what_is_asked(pm: Api, make: Factory) -> None:
	"""S004-101: of the dossier with its client, contacts and requirements; gaps with section and people."""
	name = make.dossier()
	before = pm.query(COMPLETENESS, doctype=PROJECT, name=name)
	missing = {(row["doctype"], row["field"]) for row in before["missing"]}
	assert {(PROJECT, "contract_no"), ("Requirement", "")} <= missing
	contract = next(row for row in before["missing"] if row["field"] == "contract_no")
	assert contract["section"] == "Contract and Payment" and not contract["compulsory"]
	assert (
		"Client Sales" in contract["who"]["roles"] and "Quality Administrator" not in contract["who"]["roles"]
	)
	assert [user["user"] for user in contract["who"]["users"]] == [people.PM.user]
	pm.update(PROJECT, name, contract_no=unique("HT"))
	after = pm.query(COMPLETENESS, doctype=PROJECT, name=name)
	assert after["completeness"] > before["completeness"]
	assert len(after["missing"]) == len(before["missing"]) - 1


def test_freshness_is_that_of_the_last_update(site: Any) -> None:
	"""S004-77, S004-101: half when the update is due, none after twice the interval, all when delivered."""
	from client_mgmt.client_archive.standard.report import report

	name = site.get_all(PROJECT, filters={"workflow_state": "Archived"}, pluck="name")[0]
	for days, fresh in ((0, 100.0), (-14, 50.0), (-40, 0.0)):
		site.db.set_value(PROJECT, name, {"last_update_on": day(days), "delivered_on": None})
		assert report(PROJECT, name)["freshness"] == fresh
	site.db.set_value(PROJECT, name, "delivered_on", day(-40))
	assert report(PROJECT, name)["freshness"] == 100.0


def test_forms_know_how_each_field_is_filled_in(api: Callable[..., Api]) -> None:
	"""S004-61, S004-27: help in the reader's language, with who enters it."""
	fields = api(people.PM).query("client_mgmt.api.dossier.standard_fields", doctype=PROJECT)
	background = next(row for row in fields if row["fieldname"] == "background")
	assert background["compulsory"] and background["help_text"].startswith("Say why the project exists")
	assert background["section"] == "Background" and "Project Manager" in background["roles"]
	credit = api(people.PM).query("client_mgmt.api.dossier.standard_fields", doctype="Client")
	assert next(row for row in credit if row["fieldname"] == "uscc")["client_types"] == [
		"Enterprise",
		"Government",
	]


def test_completeness_takes_few_queries(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""The number of reads does not grow with the requirements."""
	from client_mgmt.client_archive.standard.report import report

	calls = []
	for name in ("get_all", "get_doc"):
		real = getattr(site, name)
		monkeypatch.setattr(site, name, lambda *a, _real=real, **k: (calls.append(a), _real(*a, **k))[1])
	many = site.db.get_value(PROJECT, {"project_name": BANK}, "name")
	few = site.db.get_value(PROJECT, {"project_name": FREIGHT}, "name")
	counts = []
	for project in (many, few, many, few):
		calls.clear()
		assert report(PROJECT, project)["completeness"] > 0
		counts.append(len(calls))
	assert counts[2] == counts[3] < 12
