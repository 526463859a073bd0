"""Accounts and sessions against a stranger (docs/security.md, "Account and session"): what links are built
from, where secrets stand, what a new password ends, who locks out whom, who is still there under the lock."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from tests.client import Api, refuses
from tests.factory import CHANGE, Factory
from tests.hosts import DEMO_PASSWORD

from client_mgmt.demo import people

USER = "frappe.core.doctype.user.user."
WHO = "frappe.auth.get_logged_user"
EVIL = "evil.example"
PERSON = people.DEVELOPER


@pytest.fixture
def on_embedded(host: Any) -> None:
	"""What Frappe itself does on a bench: docs/divergences.md."""
	if not host.embedded:
		pytest.skip("the embedded host alone")


@pytest.mark.usefixtures("on_embedded")
@pytest.mark.parametrize(
	"host_name", [EVIL, f"{EVIL}:8000", "127.0.0.1@evil.example", "localhost/evil", "a:b:c"]
)
@pytest.mark.parametrize("path", ["/", "/login", "/api/method/ping", f"/api/method/{USER}reset_password"])
def test_a_name_that_is_not_the_sites_is_answered_nothing(guest: Api, host_name: str, path: str) -> None:
	for verb in ("GET", "POST"):
		answer = guest.request(verb, path, headers={"Host": host_name}, allow_redirects=False)
		assert answer.status_code == 400 and EVIL not in answer.text


@pytest.mark.usefixtures("on_embedded")
def test_a_name_that_the_site_config_lists_is_answered(host: Any, guest: Api) -> None:
	from embedded_host.services import sites

	headers = {"Host": "OFFICE.example:8080"}
	assert guest.get("/api/method/ping", headers=headers).status_code == 400
	sites.update_site_config(host.site, "allowed_hosts", ["office.example"])
	try:
		assert guest.get("/api/method/ping", headers=headers).status_code == 200
	finally:
		sites.update_site_config(host.site, "allowed_hosts", None)


@pytest.mark.usefixtures("on_embedded")
def test_no_link_is_built_from_the_request(site: Any) -> None:
	"""Whatever Host or X-Forwarded-Host says, and with no `host_name` at all."""
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	headers = {"X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}"}
	site.local.request = Request(EnvironBuilder(base_url=f"http://{EVIL}/", headers=headers).get_environ())
	assert EVIL not in site.utils.get_url("/x")
	site.local.conf["host_name"] = "https://ours.example"
	assert site.utils.get_url("/x") == "https://ours.example/x"


@pytest.mark.usefixtures("on_embedded")
def test_keys_and_codes_are_in_the_mail_alone(host: Any, make: Factory) -> None:
	"""Not in the queue, before or after sending, for whoever reads it."""
	from email import message_from_bytes, policy
	from pathlib import Path

	from client_mgmt.workflow_policy import credentials
	from embedded_host.services import mailer

	change = make.change("Awaiting Signatures")
	with host.connected() as frappe:
		while mailer.send_next():
			pass
		frappe.local.db.begin(write=True)
		before = set(frappe.get_all("Email Queue", pluck="name"))
		frappe.get_attr(f"{USER}mail_link")(PERSON.user)
		credentials.send_code(PERSON.user, f"{CHANGE} {change}")
		frappe.db.commit()
		rows = sorted(set(frappe.get_all("Email Queue", pluck="name")) - before)
		queued = {name: frappe.get_doc("Email Queue", name).message for name in rows}
		while mailer.send_next():
			pass
		found = []
		for name in rows:
			(file,) = Path(frappe.get_site_path("mail")).glob(f"{name}-*")
			html = (
				message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("html",)).get_content()
			)
			found += re.findall(r"key=[\w-]{20,}|>\d{6}<", html)
			for text in (queued[name], frappe.get_doc("Email Queue", name).message):
				shown = message_from_bytes(text.encode(), policy=policy.default)
				for part in shown.walk():
					if not part.is_multipart():
						assert not re.search(r"key=|\b\d{6}\b", part.get_content())
		assert len(found) >= 2
		kept = frappe.local.db.execute(
			"SELECT count(*) FROM `__Auth` WHERE doctype = 'Email Queue'"
		).fetchone()
		assert kept == (0,)


@pytest.mark.usefixtures("on_embedded")
def test_a_new_password_ends_every_session_and_token(host: Any, admin: Api) -> None:
	"""By the person, and by an administrator."""
	new, newer = "walnut-Ferry-92-kite", "Harbour-91-quilt-moss"
	for change in ("self", "administrator"):
		old = DEMO_PASSWORD if change == "self" else new
		one, two = (Api(host.url, PERSON.user, old) for _session in range(2))
		secret = admin.call(f"{USER}generate_keys", user=PERSON.user)["api_secret"]
		key = admin.read("User", PERSON.user)["api_key"]
		token = {"Authorization": f"token {key}:{secret}"}
		assert requests.get(f"{host.url}/api/method/{WHO}", headers=token, timeout=60).ok
		if change == "self":
			one.call(f"{USER}update_password", new_password=new, old_password=old)
			assert one.query(WHO) == PERSON.user  # in a session of its own
		else:
			admin.update("User", PERSON.user, new_password=newer)
			refuses(one.try_query(WHO), 403)
		refuses(two.try_query(WHO), 403)
		assert requests.get(f"{host.url}/api/method/{WHO}", headers=token, timeout=60).status_code == 401
	admin.update("User", PERSON.user, new_password=DEMO_PASSWORD)


@pytest.mark.usefixtures("on_embedded")
@pytest.mark.parametrize(
	"password", ["x", " " * 12, "a       ", "aaaaaaaa", "password1", "12345678", "\u3000" * 9]
)
def test_a_password_that_is_soon_guessed_is_none(host: Any, admin: Api, password: str) -> None:
	refuses(admin.try_update("User", PERSON.user, new_password=password), 417)
	person = Api(host.url, PERSON.user, DEMO_PASSWORD)
	refuses(person.try_call(f"{USER}update_password", new_password=password, old_password=DEMO_PASSWORD), 417)
	assert Api(host.url, PERSON.user, DEMO_PASSWORD).query(WHO) == PERSON.user


class From(HTTPAdapter):
	"""Connects from another address of this machine."""

	def __init__(self, address: str) -> None:
		self.address = address
		super().__init__()

	def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
		super().init_poolmanager(*arguments, **options, source_address=(self.address, 0))


@pytest.mark.usefixtures("on_embedded")
def test_a_stranger_locks_nobody_out(host: Any) -> None:
	"""Ten wrong passwords lock the address that sent them, for that person alone."""

	def sign_in(address: str, password: str, person: people.Person = PERSON) -> int:
		session = Api(host.url)
		session.mount("http://", From(address))
		return session.post("/api/method/login", data={"usr": person.user, "pwd": password}).status_code

	assert [sign_in("127.0.0.9", "nope") for _attempt in range(11)] == [401] * 10 + [403]
	assert sign_in("127.0.0.9", DEMO_PASSWORD) == 403
	assert sign_in("127.0.0.9", DEMO_PASSWORD, people.PM) == 200
	assert sign_in("127.0.0.8", DEMO_PASSWORD) == 200


@pytest.mark.parametrize("person", [people.PM, people.BUSINESS_OWNER], ids=lambda person: person.party)
@pytest.mark.parametrize(
	"headers",
	[
		{"Origin": f"https://{EVIL}"},
		{"Origin": "null"},
		{"Sec-Fetch-Site": "cross-site"},
		{"Content-Type": "text/plain"},
		{"Content-Type": "Text/Plain;charset=utf-8"},
	],
)
def test_a_foreign_page_writes_nothing(host: Any, person: people.Person, headers: dict[str, str]) -> None:
	session = Api(host.url, person.user, DEMO_PASSWORD)
	answer = session.post(
		"/api/method/logout", data="{}", headers={"Content-Type": "application/json", **headers}
	)
	refuses(answer, 400, "CSRFTokenError")
	assert session.query(WHO) == person.user
	own = {"Origin": host.url, "Sec-Fetch-Site": "same-origin"}
	assert session.post("/api/method/logout", json={}, headers=own).ok


def test_declining_by_token_is_recorded_so(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""With any cookie beside it that opens no session."""
	change, person = make.change("Awaiting Signatures"), api(people.PM)
	digest = person.package(CHANGE, change)["digest"]
	secret = admin.call(f"{USER}generate_keys", user=person.user)["api_secret"]
	answer = requests.post(
		f"{person.base}/api/method/client_mgmt.api.signing.decline",
		json={"doctype": CHANGE, "name": change, "digest": digest, "reason": "价格不对，需要重新评估"},
		headers={"Authorization": f"token {admin.read('User', person.user)['api_key']}:{secret}"},
		cookies={"sid": "nobody"},
		timeout=60,
	)
	assert answer.ok and answer.json()["message"]["method"] == "Token"


@pytest.mark.usefixtures("on_embedded")
@pytest.mark.parametrize("loss", ["disabled", "signed out", "revoked"])
def test_who_lost_the_right_while_waiting_for_the_lock_does_not_sign(
	host: Any, make: Factory, loss: str
) -> None:
	"""The request has passed its sign-in when another transaction, which holds the lock, takes it away."""
	change = make.change("Awaiting Signatures")
	person = Api(host.url, people.PM.user, DEMO_PASSWORD)
	digest = person.package(CHANGE, change)["digest"]
	answers: list[requests.Response] = []
	request = threading.Thread(target=lambda: answers.append(person.try_sign(CHANGE, change, digest)))
	with host.connected() as frappe:
		request.start()
		request.join(1)  # it waits: this thread holds the lock
		assert request.is_alive()
		_take_away(frappe, loss, person.cookies["sid"])
		frappe.db.commit()
	request.join(30)
	try:
		assert answers[0].status_code in (401, 403), answers[0].text
		with host.connected() as frappe:
			assert not frappe.get_all("Signature Record", filters={"reference_name": change})
	finally:
		with host.connected() as frappe:
			frappe.db.set_value("User", people.PM.user, "enabled", 1)
			frappe.db.commit()


def _take_away(frappe: Any, loss: str, sid: str) -> None:
	if loss == "disabled":
		frappe.db.set_value("User", people.PM.user, "enabled", 0)
	elif loss == "signed out":
		from embedded_host.services import sessions

		sessions.delete(sid)
	else:
		for name in frappe.get_all("Signing Authority", filters={"user": people.PM.user}, pluck="name"):
			frappe.db.set_value("Signing Authority", name, "revoked_on", "2020-01-01 00:00:00")
