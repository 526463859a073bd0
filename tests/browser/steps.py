"""What people do in the web app, by what they see: roles and labels, in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.visits import address
from tests.hosts import DEMO_PASSWORD

if TYPE_CHECKING:
	from playwright.sync_api import Download, Locator, Page


def expect_shown(what: Locator) -> None:
	"""Waits until it is shown."""
	from playwright.sync_api import expect

	expect(what).to_be_visible()


def main(page: Page) -> Locator:
	"""The page's own part, without menus."""
	return page.get_by_role("main")


def open_task(page: Page, title: str) -> None:
	"""Opens what waits for this person by its title, from their first page (My day, or a client's home)."""
	page.goto(address("/"))
	main(page).get_by_role("link").filter(has_text=title).first.click()


def choose(page: Page, label: str, text: str) -> None:
	"""Chooses the option of a link or a select by a part of its text."""
	box = page.get_by_role("combobox", name=label)
	box.click()
	page.get_by_role("option").filter(has_text=text).first.click()


def dialog(page: Page) -> Locator:
	return page.get_by_role("dialog")


def dialog_of(page: Page, title: str) -> Locator:
	"""The dialog whose title begins so, of those that are open over each other."""
	return page.locator("[role$=dialog]").filter(has=page.get_by_role("heading", name=title))


def step(page: Page, action: str, to: str, reason: str = "") -> None:
	"""Takes a step of a change request at its page, with the reason that its dialog asks for, and waits for
	the state that it leads to."""
	page.get_by_label("What is next").get_by_role("button", name=re.compile(f"^{action}…?$")).click()
	if reason:
		dialog(page).get_by_label("Reason").fill(reason)
		dialog(page).get_by_role("button", name=action, exact=True).click()
	expect_state(page, to)


def expect_state(page: Page, state: str) -> None:
	"""Waits until the path of the change request has come to this state."""
	from playwright.sync_api import expect

	expect(main(page).locator("[aria-current=step]")).to_contain_text(state)


def sign(page: Page) -> None:
	"""Consents and signs at the signing page with the password."""
	form = page.get_by_role("form", name="Your signature")
	form.get_by_role("checkbox").check()
	form.get_by_label("Your password").fill(DEMO_PASSWORD)
	form.get_by_role("button", name=re.compile(r"^Sign \(")).click()
	expect_shown(page.get_by_role("heading", name="You have signed"))


def download(page: Page, button: str) -> Download:
	with page.expect_download() as waiting:
		page.get_by_role("button", name=button, exact=True).click()
	return waiting.value
