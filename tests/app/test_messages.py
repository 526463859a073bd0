"""What a refusal or a mail says: what is missing, people by name, the site's time, the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.client import Api, errors, refuses, some
from tests.factory import BANK, CHANGE, FREIGHT, MINUTES, Factory

from client_mgmt.demo import people

WANTED = "It still waits for the signature of: {}."


def test_scheduling_unsigned_names_who_is_missing(api: Callable[..., Api], make: Factory) -> None:
	"""By action and by state, and on the page before anybody tries."""
	name, pm = make.change("Awaiting Signatures"), api(people.PM)
	refuses(pm.try_act(CHANGE, name, "Schedule"), 417, contains=WANTED.format("Client, Vendor"))
	api(people.BUSINESS_OWNER).sign(CHANGE, name)
	refuses(pm.try_act(CHANGE, name, "Schedule"), 417, contains=WANTED.format("Vendor"))
	refuses(pm.try_update(CHANGE, name, workflow_state="Scheduled"), 417, contains=WANTED.format("Vendor"))
	pm.sign(CHANGE, name)
	assert pm.act(CHANGE, name, "Schedule")["workflow_state"] == "Scheduled"
	again = pm.try_act(CHANGE, name, "Schedule")
	refuses(again, 417)
	assert "signature" not in errors(again)


@pytest.mark.parametrize("doctype", [CHANGE, MINUTES, "Requirement"])
def test_a_project_that_is_not_there_is_told(api: Callable[..., Api], make: Factory, doctype: str) -> None:
	"""In the same words as one that is somebody else's, on either host."""
	pm, foreign = api(people.PM), make.project(FREIGHT)
	values = {"feature": "x"} if doctype == "Requirement" else {"title": "x"}
	for project in (foreign, "PRJ-1900-0001"):
		answer = pm.try_create(doctype, project=project, **values)
		refuses(answer, 417, "LinkValidationError", f"Could not find Project: {project}")


@pytest.fixture
def mails(site: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
	sent: list[dict[str, Any]] = []
	monkeypatch.setattr(site, "sendmail", lambda **mail: sent.append(mail))
	return sent


def receipts_of(site: Any, mails: list[dict[str, Any]], **filters: Any) -> dict[str, dict[str, Any]]:
	"""The receipts of a signed change of the demo, by address."""
	from client_mgmt.workflow_policy import receipts

	project = site.db.get_value("Project Archive", {"project_name": BANK}, "name")
	about = {"project": project, "workflow_state": "Scheduled", **filters}
	name = some(site.get_all(CHANGE, filters=about, pluck="name"))[0]
	receipts.send(CHANGE, name, "1", "f" * 64, 9)
	assert all(len(mail["recipients"]) == 1 for mail in mails)
	return {mail["recipients"][0]: mail for mail in mails}


def test_receipts_reach_signers_and_the_manager(site: Any, mails: list[dict[str, Any]]) -> None:
	"""Not the twelve of the team; each in the language of who reads it, times with their zone."""
	site.db.set_value("User", people.BUSINESS_OWNER.user, "language", "zh")
	found = receipts_of(site, mails)
	assert set(found) == {people.BUSINESS_OWNER.user, people.PM.user}
	assert found[people.PM.user]["subject"].startswith("Receipt: Change Request")
	assert found[people.BUSINESS_OWNER.user]["subject"].startswith("回执：变更请求")
	for mail in found.values():
		assert "刘芳" in mail["message"] and "李明" in mail["message"]
		assert f"({site.utils.get_system_timezone()})" in mail["message"]


def test_a_client_that_was_not_asked_gets_a_receipt_too(
	site: Any, mails: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Provable without us ("Dual signature", 8): who may sign for the client holds it, nobody else there."""
	from client_mgmt.workflow_policy import ledger

	entries = ledger.entries

	def of_the_vendor(*about: Any) -> list[dict[str, str]]:
		return [entry for entry in entries(*about) if entry.get("party") != "Client"]

	monkeypatch.setattr(ledger, "entries", of_the_vendor)
	found = receipts_of(site, mails)
	assert people.BUSINESS_OWNER.user in found
	assert {people.ARCHITECT.user, people.TEST_MANAGER.user, people.OTHER_CONTACT.user}.isdisjoint(found)


def test_escalations_in_the_readers_language(site: Any, as_user: Any, mails: list[dict[str, Any]]) -> None:
	from client_mgmt.api import escalation
	from client_mgmt.engagement import escalations

	project = site.db.get_value("Project Archive", {"project_name": BANK}, "name")
	user = escalations._steps(project)[0]["user"]
	site.db.set_value("User", user, "language", "zh")
	with as_user(people.TECH_LEAD):
		name = escalation.trigger(project, "支付网关超时")["name"]
		escalations.tell(name, 1)
	assert [mail["recipients"] for mail in mails] == [[user]]
	assert "紧急上报" in mails[0]["subject"] and "Escalation" not in mails[0]["subject"]
	told = {"for_user": user, "document_type": "Escalation", "document_name": name}
	assert site.db.count("Notification Log", told) == 1
