"""What pages, lists and histories say is in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, some
from tests.factory import CHANGE, PROJECT, Factory

from client_mgmt.demo import people
from client_mgmt.interface import words

UI = "client_mgmt.api.ui."


@pytest.fixture
def chinese(api: Callable[..., Api]) -> Iterator[Callable[..., Api]]:
	"""`chinese(person)`: a session of somebody who reads Chinese until the test ends."""
	sessions: list[Api] = []

	def session(person: Any) -> Api:
		sessions.append(api(person))
		sessions[-1].call("client_mgmt.api.person.set_language", language="zh")
		return sessions[-1]

	yield session
	for one in sessions:
		one.call("client_mgmt.api.person.set_language", language="en")


def page(session: Api, doctype: str, name: str) -> dict[str, Any]:
	return session.query(f"{UI}page", doctype=doctype, name=name)


def test_places_have_names(chinese: Callable[..., Api]) -> None:
	"""Modules in words; settings are one record, which nobody adds to."""
	told = chinese(people.MANAGER).query(f"{UI}boot")["doctypes"]
	known = {row["name"]: row for row in told}
	assert known[CHANGE]["module_label"] == "变更控制"
	settings = known["Client Mgmt Settings"]
	assert (settings["is_single"], settings["can_create"], known[CHANGE]["is_single"]) == (True, False, False)


def test_versions_speak_the_readers_language(chinese: Callable[..., Api], make: Factory) -> None:
	"""States and people by their words; the hashes of the ledger stand with the evidence."""
	name = make.change("Under Assessment")
	versions = page(chinese(people.PM), CHANGE, name)["versions"]
	changes = [change for version in some(versions) for change in version["changes"]]
	assert ("已提交", "评估中") in [(change["before"], change["after"]) for change in changes]
	assert {"chain_head", "chain_count"}.isdisjoint(change["field"] for change in changes)


def test_names_and_dates_are_the_readers(chinese: Callable[..., Api], make: Factory) -> None:
	manager = chinese(people.PM)
	waiting = page(manager, CHANGE, make.change("Awaiting Signatures"))["waiting"]
	assert any("、" in one["who"] for one in some(waiting))
	listed = manager.query(f"{UI}list", doctype=PROJECT, columns=["planned_end"])["rows"]
	assert all(row["cells"]["planned_end"]["text"].endswith("日") for row in some(listed))


def test_a_date_is_in_words(site: Any) -> None:
	site.local.lang = "en"
	assert words.day("2026-08-03") == "3 Aug 2026"
	assert words.moment("2026-08-03 04:05:06") == "3 Aug 2026, 04:05"
	site.local.lang = "zh"
	assert words.moment("2026-08-03 04:05:06") == "2026年8月3日 04:05"
