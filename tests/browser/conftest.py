"""Fixtures of the browser tests (docs/testing.md, "In a browser")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser import chromium
from tests.browser.visits import Sessions, Visits
from tests.hosts import Host

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
	report: Any = yield
	if report.when == "call":
		item.stash[FAILED] = report.failed
	return report


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
	"""One Chromium for a file: Playwright leaves its event loop in the process until it ends."""
	with chromium.started() as browser:
		yield browser


@pytest.fixture(scope="module")
def sessions(browser: Browser, host: Host) -> Iterator[Sessions]:
	"""Who is signed in for a browser; `browser` first, since without one no site is to be built."""
	sessions = Sessions(host.url)
	yield sessions
	sessions.restore()


@pytest.fixture
def visit(
	browser: Browser, sessions: Sessions, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Visits]:
	"""`visit(person, "/list/client", screen=PHONE, language="zh")`: a page in a context of its own.

	The test fails at its end where any page had a console error, a failed request, an answer of 400 or more
	that `visit.expect_refusal` did not announce, or was refused something by the CSP. When the test itself
	fails, a picture of every page is kept.
	"""
	visits = Visits(browser, sessions.url, sessions)
	yield visits
	if request.node.stash.get(FAILED, False):
		take_pictures(visits, tmp_path)
	visits.close()
	assert not visits.trouble, "\n".join(visits.trouble)


def take_pictures(visits: Visits, folder: Path) -> None:
	pages = [page for context in visits.contexts for page in context.pages]
	for number, page in enumerate(pages, start=1):
		path = folder / f"page-{number}.png"
		page.screenshot(path=path)
		print(f"{page.url}: {path}")
	print("\n".join(visits.trouble))


@pytest.fixture(scope="session")
def accessible() -> Callable[[Page], list[str]]:
	"""`accessible(page)`: what axe finds serious or critical on the page, a line each."""
	from axe_playwright_python.sync_playwright import Axe

	axe = Axe()

	def serious(page: Page) -> list[str]:
		found = axe.run(page).response["violations"]
		return [
			f"{one['id']}: {one['nodes'][0]['target']} {one['help']}"
			for one in found
			if one["impact"] in ("serious", "critical")
		]

	return serious
