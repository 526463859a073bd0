"""A firm behind one address (NAT, a proxy): what one of them does, or a guest there, locks none of the others
out; limits are counted by person where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory
from tests.hosts import DEMO_PASSWORD, SITE, Host

from client_mgmt.api import signing
from client_mgmt.demo import people

LIMITS = {"guest_requests_per_minute": 20, "guest_reads_per_minute": 40, "failed_sign_ins_per_minute": 30}
PING = "/api/method/ping"


@pytest.fixture(autouse=True)
def low_limits(host: Host, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
	"""Limits that a test reaches, counted anew; on a bench they are Frappe's and its proxy's."""
	if not host.embedded:
		pytest.skip("counted by the embedded host")
	from embedded_host.base.counter import Counter
	from embedded_host.services.sites import update_site_config
	from embedded_host.web import limits

	for counter in ("_guests", "_failures", "_failed_here"):
		monkeypatch.setattr(limits, counter, Counter())
	with host.connected():
		for key, value in LIMITS.items():
			update_site_config(SITE, key, value)
	yield
	with host.connected():
		for key in LIMITS:
			update_site_config(SITE, key, None)


def exhausted(guest: Api) -> None:
	"""Guests of this address have called as often as they may, and are told so."""
	for verb, most in (("POST", 20), ("GET", 40)):
		codes = [guest.request(verb, PING).status_code for _call in range(most + 1)]
		assert (codes[-2], codes[-1]) == (200, 429), verb


def test_who_is_signed_in_is_no_guest(guest: Api, api: Callable[..., Api]) -> None:
	person = api(people.BUSINESS_OWNER)
	exhausted(guest)
	refuses(guest.get("/api/method/client_mgmt.api.ui.boot"), 429)
	assert {person.get(PING).status_code for _call in range(60)} == {200}
	assert {person.post(PING).status_code for _call in range(60)} == {200}


def test_others_sign_in_all_the_same(host: Host, guest: Api) -> None:
	"""Pages, files and the sign-in stand apart from what guests call."""
	exhausted(guest)
	for path in ("/login", "/client-mgmt", "/favicon.ico", "/assets/client_mgmt/frontend/favicon.svg"):
		assert {guest.get(path).status_code for _call in range(50)} == {200}, path
	for person in (people.PM, people.BUSINESS_OWNER) * 20:
		assert Api(host.url, person.user, DEMO_PASSWORD).query("frappe.auth.get_logged_user") == person.user


def test_a_command_is_no_page(guest: Api) -> None:
	"""What is called by `/?cmd=` counts as any other call."""
	codes = [guest.get("/", params={"cmd": "ping"}).status_code for _call in range(41)]
	assert codes[-1] == 429 and set(codes[:40]) == {200}


def test_failures_are_counted_by_person_and_by_address(host: Host, guest: Api) -> None:
	"""Ten of a person lock that person for this address; thirty of anybody hold up what comes from here."""

	def wrong(user: str) -> Any:
		return guest.post("/api/method/login", data={"usr": user, "pwd": "wrong"})

	for _call in range(10):
		refuses(wrong(people.PM.user), 401)
	refuses(wrong(people.PM.user), 403)
	assert Api(host.url, people.BUSINESS_OWNER.user, DEMO_PASSWORD).get(PING).ok
	for number in range(20):
		refuses(wrong(f"nobody{number}@x.example"), 401)
	refuses(wrong("nobody@x.example"), 429)
	elsewhere = {"X-Forwarded-For": "203.0.113.9"}  # believed by nobody without trust_proxy
	refuses(guest.post("/api/method/login", data={"usr": "a@b.c", "pwd": "x"}, headers=elsewhere), 429)


def test_behind_a_trusted_proxy_each_address_counts_for_itself(host: Host) -> None:
	"""Straight to the application: the server of the tests takes such headers away."""
	from werkzeug.test import Client

	from embedded_host.services.sites import update_site_config
	from embedded_host.web.app import create_application

	guest = Client(create_application(SITE, str(host.sites_path())))

	with host.connected():
		update_site_config(SITE, "trust_proxy", 1)
	try:
		for address in ("203.0.113.1", "203.0.113.2"):
			sent = {"X-Forwarded-For": f"198.51.100.9, {address}"}  # the last entry is the proxy's own
			codes = [guest.post(PING, headers=sent).status_code for _call in range(21)]
			assert (codes[19], codes[20]) == (200, 429)
	finally:
		with host.connected():
			update_site_config(SITE, "trust_proxy", None)


def test_codes_and_messages_are_counted_by_person(api: Callable[..., Api], make: Factory) -> None:
	"""One person's eleventh code is refused, a colleague's first at the same address is not."""
	about = {"doctype": CHANGE, "name": make.change("Awaiting Signatures")}
	most = signing.CODES[0]
	ask = "client_mgmt.api.signing.request_code"
	codes = [api(people.CLIENT_PRODUCT).try_call(ask, **about).status_code for _call in range(most + 1)]
	assert codes[-1] == 429 and set(codes[:-1]) == {200}
	assert api(people.BUSINESS_OWNER).try_call(ask, **about).ok
