"""People in front of the web app, each in a browser context of their own, and what browsers complain of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.browser.chromium import PATIENCE
from tests.client import Api
from tests.hosts import DEMO_PASSWORD

if TYPE_CHECKING:
	from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

DESK, PHONE = (1440, 900), (360, 740)
LOCALES = {"en": "en-US", "zh": "zh-CN"}
#: Chromium's own line about an answer of 400 or more, which `responses` tell with its address
OF_AN_ANSWER = "Failed to load resource"
#: what the app says of a sentence that Chinese lacks (`t()` of its words/t.ts)
UNTRANSLATED = "No translation"
REFUSALS_BY_CSP = """addEventListener("securitypolicyviolation", (event) =>
	console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));"""


class Sessions:
	"""Signed-in sessions for browsers, one a person: their cookies, and the language that they read."""

	def __init__(self, url: str) -> None:
		self.url = url
		self._known: dict[str, Api] = {}
		self._language: dict[str, str] = {}

	def cookies(self, user: str, language: str) -> list[dict[str, Any]]:
		"""The cookies of `user`, who from now on reads zh or en; the demo's people read English before."""
		if user not in self._known:
			self._known[user] = Api(self.url, user, DEMO_PASSWORD)
		if self._language.get(user, "en") != language:
			self._read(user, language)
		jar = self._known[user].cookies
		return [{"name": one.name, "value": one.value or "", "url": self.url} for one in jar if one.value]

	def _read(self, user: str, language: str) -> None:
		session = self._known[user]
		token = session.query("client_mgmt.api.ui.boot").get("csrf_token", "")
		session.headers["X-Frappe-CSRF-Token"] = token
		session.call("client_mgmt.api.person.set_language", language=language)
		self._language[user] = language

	def restore(self) -> None:
		"""Everybody reads English again, as the other tests expect it."""
		for user, language in self._language.items():
			if language != "en":
				self._read(user, "en")


class Visits:
	"""Opens contexts and listens to them; `trouble` is what a page must never bring."""

	def __init__(self, browser: Browser, url: str, sessions: Sessions) -> None:
		self.browser, self.url, self.sessions = browser, url, sessions
		self.contexts: list[BrowserContext] = []
		self.trouble: list[str] = []
		self._expected: list[tuple[int, re.Pattern[str]]] = []

	def __call__(
		self, person: Any = None, at: str = "/", *, screen: tuple[int, int] = DESK, language: str = "en"
	) -> Page:
		"""A page of the app at the address `at` ("/list/change-request"), in a new context.

		`person` is somebody of client_mgmt.demo.people or a user's name, signed in by cookie; nobody without.
		`screen` is DESK or PHONE (touch), `language` zh or en.
		"""
		width, height = screen
		context = self.browser.new_context(
			base_url=self.url,
			viewport={"width": width, "height": height},
			has_touch=screen == PHONE,
			locale=LOCALES[language],
			reduced_motion="reduce",
			accept_downloads=True,
		)
		self.contexts.append(context)
		context.set_default_timeout(PATIENCE)
		context.add_init_script(REFUSALS_BY_CSP)
		if user := getattr(person, "user", person):
			context.add_cookies(self.sessions.cookies(user, language))  # type: ignore[arg-type]
		self._listen(context)
		page = context.new_page()
		page.goto(address(at))
		return page

	def expect_refusal(self, status: int, part: str) -> None:
		"""From now on an answer of this status is no trouble where its address matches `part`."""
		self._expected.append((status, re.compile(part)))

	def _listen(self, context: BrowserContext) -> None:
		context.on("console", self._on_console)
		context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))
		context.on("response", self._on_response)
		context.on("requestfailed", self._on_failed)

	def _on_console(self, message: ConsoleMessage) -> None:
		complaint = message.type == "error" and OF_AN_ANSWER not in message.text
		if complaint or message.text.startswith(UNTRANSLATED):
			self.trouble.append(f"console: {message.text} ({message.location.get('url')})")

	def _on_response(self, response: Response) -> None:
		status, url = response.status, response.url
		if status >= 400 and not any(status == known and part.search(url) for known, part in self._expected):
			self.trouble.append(f"answer {status}: {response.request.method} {url}")

	def _on_failed(self, request: Request) -> None:
		"""A page that is left breaks off what it has asked: that alone is no trouble."""
		if request.failure != "net::ERR_ABORTED":
			self.trouble.append(f"request: {request.method} {request.url} {request.failure}")

	def close(self) -> None:
		"""Closes every context; whatever they complained of stays in `trouble`."""
		for context in self.contexts:
			context.unroute_all(behavior="ignoreErrors")  # what is still asked for is nobody's any more
			context.close()


def address(at: str) -> str:
	"""The address of a place in the app: "/change/CR-2026-0001" → "/client-mgmt/change/CR-2026-0001"."""
	return f"/client-mgmt{at}" if at != "/" else "/client-mgmt"
