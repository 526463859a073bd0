"""Pages of an app: `www/`, rules of addresses, compression, caching, and what a page may load."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from tests.client import Api
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

PAGE = "/client-mgmt"
PLACES = (PAGE, f"{PAGE}/sign-in", f"{PAGE}/change/CR-2026-0001", f"{PAGE}/a/b/c")


def get(session: Api, path: str, **headers: str) -> requests.Response:
	return session.get(path, headers={"Accept": "text/html", **headers}, allow_redirects=False)


@pytest.mark.contract("website_route_rules", "www/")
@pytest.mark.parametrize("path", PLACES)
def test_every_address_of_the_app_is_its_page(guest: Api, path: str) -> None:
	answer = get(guest, path)
	assert answer.status_code == 200
	assert '<div id="app">' in answer.text


def test_a_path_that_is_no_page_is_not_found(guest: Api) -> None:
	for path in ("/client-mgmtx", "/no-such-page"):
		assert get(guest, path).status_code == 404, path


@pytest.mark.embedded
@pytest.mark.parametrize("path", ["/..%2f..%2fhooks", "/..%5c..%5chooks"])
def test_a_path_that_leads_out_of_the_pages_is_not_found(guest: Api, path: str) -> None:
	assert get(guest, path).status_code == 404


@pytest.mark.embedded
def test_a_page_runs_no_script_that_stands_in_it(guest: Api) -> None:
	"""Its files alone: what somebody stored cannot become a script, whatever draws it."""
	answer = get(guest, PAGE)
	scripts = re.search(r"script-src ([^;]*);", answer.headers["Content-Security-Policy"])
	assert scripts and scripts.group(1) == "'self'"
	assert not re.search(r"<script(?![^>]* src=)", answer.text)
	assert answer.headers["Cache-Control"] == "no-cache"
	again = get(guest, PAGE, **{"If-None-Match": answer.headers["ETag"]})
	assert (again.status_code, again.content) == (304, b"")


@pytest.mark.contract("website_context", "add_to_apps_screen")
def test_the_app_has_a_screen_and_an_icon(site: Any, guest: Api) -> None:
	(screen,) = (row for row in site.get_hooks("add_to_apps_screen") if row["name"] == "client_mgmt")
	assert get(guest, screen["route"]).status_code == 200
	icon = site.get_hooks("website_context")["favicon"][-1]
	assert icon == screen["logo"] and guest.get(icon).ok


@pytest.mark.embedded
def test_the_root_leads_to_the_app(guest: Api, api: Callable[..., Api]) -> None:
	for session in (guest, api(people.PM), api(people.BUSINESS_OWNER)):
		assert get(session, "/").headers["Location"] == PAGE
	icon = get(guest, get(guest, "/favicon.ico").headers["Location"])
	assert icon.status_code == 200 and "svg" in icon.headers["Content-Type"]


@pytest.mark.embedded
def test_files_of_the_app_are_kept_and_compressed(guest: Api) -> None:
	"""A built file's name says its content: browsers keep it for good."""
	source = re.search(r'src="(/assets/client_mgmt/frontend/[^"]+)"', get(guest, PAGE).text)
	assert source
	plain = get(guest, source.group(1), **{"Accept-Encoding": "identity"})
	packed = guest.get(source.group(1), headers={"Accept-Encoding": "gzip"}, stream=True)
	assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
	raw = packed.raw.read(decode_content=False)
	assert len(raw) < len(plain.content) and gzip.decompress(raw) == plain.content
	for answer in (plain, packed):
		assert answer.headers["Vary"] == "Accept-Encoding"
		assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.embedded
def test_long_answers_are_compressed(api: Callable[..., Api]) -> None:
	path = "/api/method/client_mgmt.api.ui.form?doctype=Change%20Request"
	packed = api(people.PM).get(path, headers={"Accept-Encoding": "gzip"})
	plain = api(people.PM).get(path, headers={"Accept-Encoding": "gzip;q=0"})
	assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
	assert packed.json() == plain.json()
	short = api(people.PM).get("/api/method/ping", headers={"Accept-Encoding": "gzip"})
	assert "Content-Encoding" not in short.headers


@pytest.mark.embedded
def test_a_session_that_saw_the_page_needs_its_token(host: Any) -> None:
	"""The portal's sessions like everybody's; `ui.boot` tells the token."""
	person = Api(host.url, people.BUSINESS_OWNER.user, DEMO_PASSWORD)
	assert get(person, PAGE).status_code == 200
	token = person.query("client_mgmt.api.ui.boot")["csrf_token"]
	assert token
	assert person.post("/api/method/logout", headers={"X-Frappe-CSRF-Token": None}).status_code == 400
	assert person.post("/api/method/logout", headers={"X-Frappe-CSRF-Token": token}).status_code == 200


@pytest.mark.embedded
@pytest.mark.parametrize(
	"path",
	[
		"/login",
		"/update-password?key=x",
		"/no-such-page",
		"/client-mgmt",
		*(f"/assets/client_mgmt/pages/{page}.html" for page in ("survey", "brief", "metrics")),
	],
)
def test_no_page_goes_without_a_policy(guest: Api, path: str) -> None:
	"""Scripts are the site's files, or carry the nonce of this one answer."""
	first, second = get(guest, path), get(guest, path)
	scripts = [
		re.search(r"script-src 'self'(?: 'nonce-([\w-]+)')?;", answer.headers["Content-Security-Policy"])
		for answer in (first, second)
	]
	assert all(scripts), first.headers["Content-Security-Policy"]
	for tag in re.findall(r"<script[^>]*>", first.text):
		assert " src=" in tag or f'nonce="{scripts[0].group(1)}"' in tag
	assert scripts[0].group(1) is None or scripts[0].group(1) != scripts[1].group(1)


@pytest.mark.embedded
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_that_did_not_change_is_not_sent_again(guest: Api, encoding: str) -> None:
	path, headers = "/assets/client_mgmt/js/desk.js", {"Accept-Encoding": encoding}
	tag = get(guest, path, **headers).headers["ETag"]
	again = get(guest, path, **headers, **{"If-None-Match": tag})
	assert (again.status_code, again.content) == (304, b"")


@pytest.mark.contract("guest_body_limits")
def test_what_a_guest_may_send_is_named(host: Any) -> None:
	"""By method; the embedded host takes 64 KB for others, a bench what its proxy lets through."""
	with host.connected() as frappe:
		limits = frappe.get_hooks("guest_body_limits")
	assert set(limits) == {"client_mgmt.api.survey.answer"}
	if not host.embedded:
		return
	for method, size, statuses in (("survey.answer", 200_000, {403, 417}), ("survey.form", 200_000, {413})):
		sent = requests.post(f"{host.url}/api/method/client_mgmt.api.{method}", json={"token": "x" * size})
		assert sent.status_code in statuses, sent.text
