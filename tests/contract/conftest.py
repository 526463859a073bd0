"""A site over HTTP for the contract tests: the embedded host on a temporary site, or a bench at BENCH_URL."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from tests.hosts import answering

PASSWORD = "Zx9!kk-Contract"


def on_bench(config: pytest.Config) -> bool:
	return config.getoption("--host", "embedded") == "bench"


def pytest_configure(config: pytest.Config) -> None:
	config.addinivalue_line("markers", "embedded: holds on the embedded host alone (docs/divergences.md)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	if on_bench(config):
		for item in items:
			if item.get_closest_marker("embedded"):
				item.add_marker(pytest.mark.skip(reason="the embedded host alone"))


class Browser(requests.Session):
	"""A requests session that is given paths."""

	def __init__(self, base: str) -> None:
		super().__init__()
		self.base = base
		self.headers["Accept"] = "application/json"

	def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:
		return super().request(method, self.base + url, *args, **kwargs)


class Web:
	"""A served site and what tests need of it."""

	def __init__(
		self, base: str, password: str, application: Any = None, database: Path | None = None
	) -> None:
		self.base, self.password, self.application, self.database = base, password, application, database
		self.embedded = application is not None
		self.admin = self.sign_in("Administrator", password)
		self._users: dict[str, SimpleNamespace] = {}

	def browser(
		self, cookies: dict[str, str] | None = None, headers: dict[str, str] | None = None
	) -> Browser:
		browser = Browser(self.base)
		browser.cookies.update(cookies or {})
		browser.headers.update(headers or {})
		return browser

	def sign_in(self, user: str, password: str) -> Browser:
		browser = self.browser()
		answer = browser.post("/api/method/login", data={"usr": user, "pwd": password})
		assert answer.ok, answer.text
		return browser

	def make(self, doctype: str, **values: Any) -> bool:
		"""Creates a record as Administrator; False when it is there already."""
		answer = self.admin.post(f"/api/resource/{doctype}", json=values)
		assert answer.status_code in (200, 409), answer.text
		return answer.status_code == 200

	def user(self, name: str, roles: list[str], user_type: str = "System User") -> SimpleNamespace:
		if name not in self._users:
			made = self.make(
				"User",
				email=name,
				first_name=name.partition("@")[0],
				user_type=user_type,
				send_welcome_email=0,
				new_password=PASSWORD,
				roles=[{"role": role} for role in roles],
			)
			if not made:
				given = [{"role": role} for role in roles]
				fresh = {"enabled": 1, "new_password": PASSWORD, "roles": given}
				self.admin.put(f"/api/resource/User/{name}", json=fresh)
			self._users[name] = SimpleNamespace(name=name, password=PASSWORD)
		return self._users[name]

	def token(self, user: str) -> Browser:
		"""A browser that sends a fresh API key of `user`."""
		method = "/api/method/frappe.core.doctype.user.user.generate_keys"
		secret = self.admin.post(method, json={"user": user}).json()["message"]["api_secret"]
		key = self.admin.get(f"/api/resource/User/{user}").json()["data"]["api_key"]
		return self.browser(headers={"Authorization": f"token {key}:{secret}"})

	def raw(self, method: str, path: str, headers: Any = None, body: bytes = b"") -> Any:
		"""A request as no well-behaved client sends it, straight to the application."""
		from werkzeug.test import Client

		given = dict(headers or {})
		length = given.pop("Content-Length", None)
		overrides = {"CONTENT_LENGTH": length} if length else {}
		return Client(self.application).open(
			path, method=method, headers=given, data=body, environ_overrides=overrides
		)

	def rows(self, sql: str) -> list[tuple[Any, ...]]:
		"""What stands in the database, read beside the server."""
		with contextlib.closing(sqlite3.connect(self.database)) as connection:
			return connection.execute(sql).fetchall()

	@property
	def frappe(self) -> Any:
		import frappe

		return frappe

	@contextlib.contextmanager
	def method(self, path: str, fn: Callable[..., Any], allow_guest: bool = False) -> Iterator[None]:
		"""Serves `fn` as a whitelisted method for a while."""
		from embedded_host.services import calls

		whitelisted = self.frappe.whitelist(allow_guest=allow_guest)(fn)
		original = calls.resolve
		calls.resolve = lambda wanted: whitelisted if wanted == path else original(wanted)
		try:
			yield
		finally:
			calls.resolve = original

	@contextlib.contextmanager
	def document_method(self, name: str, fn: Callable[..., Any]) -> Iterator[None]:
		"""Gives every document a whitelisted method for a while."""
		from frappe.model.document import Document

		setattr(Document, name, self.frappe.whitelist()(fn))
		try:
			yield
		finally:
			delattr(Document, name)


@contextlib.contextmanager
def serve(sites: Path, name: str) -> Iterator[Web]:
	"""A new embedded site, served by threads of this process."""
	from embedded_host.cli.installer import new_site
	from embedded_host.web.app import create_application

	with pytest.MonkeyPatch.context() as patch:
		patch.setenv("SITES", str(sites))
		new_site(name, PASSWORD)
	application = create_application(name, str(sites))
	with answering(application) as url:
		yield Web(url, PASSWORD, application, sites / name / "site.db")


@pytest.fixture
def fresh_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Web]:
	"""An empty site of its own (on a bench: the one at BENCH_URL, which should be a throw-away site)."""
	if on_bench(request.config):
		yield Web(os.environ["BENCH_URL"].rstrip("/"), os.environ.get("BENCH_PASSWORD", "admin"))
	else:
		with serve(tmp_path, "probe.test") as web:
			yield web


@pytest.fixture(scope="session")
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
	"""A site with the DocType `HTTP Note` (title, body, secret at permlevel 1) and the role `HTTP Writer`."""
	if on_bench(request.config):
		served = Web(os.environ["BENCH_URL"].rstrip("/"), os.environ.get("BENCH_PASSWORD", "admin"))
		prepare(served)
		yield served
	else:
		with serve(tmp_path_factory.mktemp("sites"), "http.test") as served:
			prepare(served)
			yield served


@pytest.fixture(scope="module")
def notes(host: Any) -> None:
	"""The site of `host` has `Contract Note` and what belongs to it (notes.py)."""
	from tests.contract import notes

	with host.connected() as frappe:
		notes.prepare(frappe)


def prepare(web: Web) -> None:
	rights = "read write create delete submit cancel amend report export share print email select"
	none = dict.fromkeys(rights.split(), 0)
	writer = {**none, "role": "HTTP Writer", "read": 1, "write": 1, "create": 1, "delete": 1, "report": 1}
	manager = {**none, "role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1, "share": 1}
	for role in ("HTTP Writer", "HTTP Onlooker"):
		web.make("Role", role_name=role)
	web.make(
		"DocType",
		name="HTTP Note",
		module="Custom",
		custom=1,
		track_changes=1,
		fields=[
			{"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
			{"fieldname": "body", "fieldtype": "Small Text", "label": "Body"},
			{"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
		],
		permissions=[
			manager,
			{**manager, "permlevel": 1, "create": 0, "delete": 0, "share": 0},
			writer,
		],
	)
	web.make(
		"DocType",
		name="HTTP Named",
		module="Custom",
		custom=1,
		autoname="field:title",
		fields=[{"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1}],
		permissions=[manager, writer],
	)
