"""Every page, as those who see it, in both languages and at both widths: without an error, a failed request
or a refusal of the CSP (`visit` fails by them), open to everybody (axe), in one language, and not cut off.

Further pages join by a line in tests/browser/views.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser.looks import cut_off, foreign, said
from tests.browser.views import VIEWS, Names, View, open_view
from tests.browser.visits import DESK, PHONE, Visits
from tests.client import Api

from client_mgmt.demo.people import Person

if TYPE_CHECKING:
	from playwright.sync_api import Page

Axe = Callable[["Page"], list[str]]
PERSONS = list(dict.fromkeys(view.person for view in VIEWS))
#: Rules and settings name fields, states and DocTypes as they are stored.
TECHNICAL = {"form-workflow-policy", "form-ambiguity-rule", "list-ambiguity-rule", "form-archive-standard"}


@pytest.fixture(scope="module")
def names(admin: Api) -> Names:
	return Names(admin)


def shown_to(person: Person | None) -> str:
	return person.user.partition("@")[0] if person else "nobody"


@pytest.mark.parametrize("person", PERSONS, ids=shown_to)
@pytest.mark.parametrize(("language", "screen"), [("zh", DESK), ("en", PHONE)])
def test_pages_are_whole(
	visit: Visits,
	names: Names,
	accessible: Axe,
	person: Person | None,
	language: str,
	screen: tuple[int, int],
) -> None:
	mine = [view for view in VIEWS if view.person == person]
	page = visit(person, mine[0].at(names), screen=screen, language=language)
	problems: list[str] = []
	for view in mine:
		if view.refused:
			visit.expect_refusal(view.refused, "client_mgmt.api.ui.page")
		open_view(page, view, names)
		problems += [f"{view.key}: {one}" for one in [*accessible(page), *wrong(page, view, language)]]
	assert problems == []


def wrong(page: Page, view: View, language: str) -> list[str]:
	"""Words of the other language, and what is cut off, on a phone in any case."""
	words = [] if view.key in TECHNICAL else foreign(said(page), language)
	width, height = (page.viewport_size or {}).values()
	page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
	narrow = cut_off(page)
	page.set_viewport_size({"width": width, "height": height})
	return [*words, *narrow]


def test_words_of_the_other_language_are_found() -> None:
	chinese = "已签字 Signed CR-2026-0001 a@b.example\n报表增加 Excel 格式"
	assert foreign(chinese, "zh") == ["English on a Chinese page: Signed"]
	assert foreign("Signed · 已签字\n代发批量上限提高", "en") == ["Chinese on an English page: 已签字"]
