"""The main flows without a mouse: each stop of the Tab key shows that it has the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser import steps
from tests.browser.keys import Keys
from tests.browser.visits import Visits
from tests.client import Api
from tests.factory import BANK, CHANGE, Factory, unique
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people, texts

if TYPE_CHECKING:
	from playwright.sync_api import Page

pytestmark = pytest.mark.timeout(300)


def sign_in(visit: Visits, person: people.Person) -> tuple[Page, Keys]:
	page = visit()
	keys = Keys(page)
	keys.type(page.get_by_label("E-mail"), person.user)
	keys.type(page.get_by_label("Password"), DEMO_PASSWORD)
	keys.press("Enter")
	steps.expect_shown(page.get_by_role("heading", name=f"Hello, {person.name}"))
	return page, keys


def test_a_manager_acts_from_my_day(
	visit: Visits, make: Factory, api: Callable[..., Api], accessible: Callable[[Page], list[str]]
) -> None:
	"""Signs in, opens what waits in My day, returns it with a reason."""
	name = make.change("Submitted")
	title = api(people.PM).read(CHANGE, name)["title"]
	page, keys = sign_in(visit, people.PM)
	keys.past_the_menu()
	keys.enter(steps.main(page).get_by_role("link").filter(has_text=title))
	keys.enter(page.get_by_label("What is next").get_by_role("button", name="Return…"))
	keys.type(steps.dialog(page).get_by_label("Reason"), "请补充业务量")
	assert accessible(page) == []
	keys.enter(steps.dialog(page).get_by_role("button", name="Return"))
	steps.expect_state(page, "Returned")


def test_a_client_raises_a_change(visit: Visits, accessible: Callable[[Page], list[str]]) -> None:
	"""Signs in, raises a change with one item, submits it."""
	page, keys = sign_in(visit, people.BUSINESS_OWNER)
	keys.past_the_menu()
	keys.enter(page.get_by_role("link", name="Raise a change"))
	keys.choose(page.get_by_role("combobox", name="Project"), BANK)
	keys.type(page.get_by_label("Title"), unique("键盘"))
	keys.type(page.get_by_label("Description"), texts.CHANGE_DESCRIPTION)
	keys.type(page.get_by_label("Reason"), texts.CHANGE_REASON)
	keys.enter(page.get_by_role("button", name="Add a requirement"))
	item = page.get_by_role("group", name="Item 1")
	keys.press("Shift+Tab")
	keys.type(item.get_by_label("Proposed Feature"), unique("键盘操作"))
	keys.choose(item.get_by_role("combobox", name="Proposed Priority"), "High")
	keys.type(item.get_by_label("Proposed Acceptance"), "可以演示")
	assert accessible(page) == []
	keys.enter(page.get_by_role("button", name="Submit", exact=True))
	steps.expect_state(page, "Submitted")


def test_a_client_signs(visit: Visits, make: Factory, api: Callable[..., Api]) -> None:
	"""Opens what is to be signed, consents, signs, and is told so where the focus then is."""
	name = make.change("Awaiting Signatures")
	title = api(people.PM).read(CHANGE, name)["title"]
	page = visit(people.BUSINESS_OWNER)
	keys = Keys(page)
	keys.past_the_menu()
	keys.enter(steps.main(page).get_by_role("link").filter(has_text=title))
	form = page.get_by_role("form", name="Your signature")
	keys.go(form.get_by_role("checkbox")).press("Space")
	keys.type(form.get_by_label("Your password"), DEMO_PASSWORD)
	keys.press("Enter")
	told = page.get_by_role("heading", name="You have signed")
	steps.expect_shown(told)
	assert told.evaluate("(element) => element === document.activeElement")
