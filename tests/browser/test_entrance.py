"""Getting in, and what is no stranger's to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.browser.visits import PHONE, Visits
from tests.client import Api
from tests.factory import CHANGE, Factory
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

if TYPE_CHECKING:
	from playwright.sync_api import Page, Route


@pytest.mark.parametrize("language", ["en", "zh"])
def test_signing_in_leads_to_where_one_wanted(visit: Visits, language: str) -> None:
	"""By the page itself: a wrong password is told in words, the right one leads on."""
	from playwright.sync_api import expect

	words = {"en": ("E-mail", "Password", "Sign in"), "zh": ("邮箱", "密码", "登录")}[language]
	visit.expect_refusal(401, "/api/method/login")
	page = visit(at="/list/change-request", language=language)
	form = page.locator("form")
	form.get_by_label(words[0]).fill(people.PM.user)
	form.get_by_label(words[1]).fill("not-the-password")
	form.get_by_role("button", name=words[2]).click()
	expect(page.get_by_role("alert")).to_be_visible()
	form.get_by_label(words[1]).fill(DEMO_PASSWORD)
	form.get_by_role("button", name=words[2]).click()
	page.wait_for_url("**/client-mgmt/list/change-request")
	expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_stranger_finds_nothing(visit: Visits, api: Callable[..., Api], make: Factory) -> None:
	"""Another client's change: its page, its form, its signing page say "Not found", and no word of its
	content is sent. An address that was never anybody's says the same."""
	visit.expect_refusal(404, "/api/method/client_mgmt.api.")
	visit.expect_refusal(403, "signing.get_package")
	name = make.change("Submitted")
	title = api(people.PM).read(CHANGE, name)["title"]
	heard: list[str] = []

	def listen(route: Route) -> None:
		answer = route.fetch()
		heard.append(answer.text())
		route.fulfill(response=answer)

	page = visit(people.OTHER_CONTACT, screen=PHONE)
	page.context.route("**/api/**", listen)
	for address in (f"/change/{name}", f"/doc/change-request/{name}", f"/sign/change-request/{name}"):
		assert sees(page, address) == sees(page, address.replace(name, "CR-2020-0001"))
	assert name in str(heard) and not any(title in text for text in heard)


def sees(page: Page, address: str) -> str:
	"""What an address shows where nothing is."""
	from playwright.sync_api import expect

	page.goto(f"/client-mgmt{address}")
	expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
	return page.get_by_role("main").inner_text()
