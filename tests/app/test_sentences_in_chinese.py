"""Every sentence that a page says of fields and steps is Chinese for who reads Chinese: names of DocTypes,
fields, states, roles and actions among them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client_mgmt.demo import people

GUARDED = ("Change Request", "Project Archive", "Meeting Minutes")
READERS = (people.PM, people.QUALITY, people.TESTER, people.BUSINESS_OWNER, people.MANAGER)
WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{3,}(?![\w@-]*\.)")
# What business Chinese writes in Latin letters.
LATIN = {"PMO", "RACI", "KPI"}


@pytest.fixture
def in_chinese(site: Any) -> Iterator[None]:
	before, site.local.lang = site.local.lang, "zh"
	yield
	site.local.lang = before


def sentences(shown: dict[str, Any]) -> Iterator[str]:
	for action in shown["actions"]:
		yield from (action["label"], action["next_state_label"], *action["why_not"])
	for state in shown["fields"].values():
		yield state.get("why") or ""


def pages(site: Any, as_user: Callable[..., Any]) -> Iterator[tuple[str, dict[str, Any]]]:
	from client_mgmt.api import ui

	for person in READERS:
		for doctype in GUARDED:
			for name in site.get_all(doctype, pluck="name", order_by="creation asc", limit_page_length=12):
				with as_user(person):
					site.local.lang = "zh"
					try:
						yield name, json.loads(site.as_json(ui.page(doctype, name)))
					except site.DoesNotExistError:
						site.clear_messages()


def test_pages_name_nothing_in_english(site: Any, as_user: Callable[..., Any], in_chinese: None) -> None:
	said = {sentence for _name, shown in pages(site, as_user) for sentence in sentences(shown) if sentence}
	assert len(said) > 50
	foreign = {word: sentence for sentence in said for word in WORD.findall(sentence)}
	assert set(foreign) <= LATIN, foreign
