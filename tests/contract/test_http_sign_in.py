"""Signing in over HTTP: cookies, tokens, lockout, CSRF, sessions that end."""

from __future__ import annotations

import re
from typing import Any

import pytest

WHO = "/api/method/frappe.auth.get_logged_user"


@pytest.fixture
def person(web: Any) -> Any:
	return web.user("person@http.io", ["HTTP Writer"])


@pytest.mark.contract("login")
def test_session_cookie_is_out_of_reach_of_scripts(web: Any, person: Any) -> None:
	answer = web.browser().post("/api/method/login", data={"usr": person.name, "pwd": person.password})
	cookies = answer.raw.headers.getlist("Set-Cookie")
	sid = next(cookie for cookie in cookies if cookie.startswith("sid="))
	assert "HttpOnly" in sid and "SameSite=Lax" in sid
	assert answer.json() == {"message": "Logged In", "home_page": "/app", "full_name": "person"}


def test_forged_sid_is_a_guest_whose_session_expired(web: Any) -> None:
	browser = web.browser(cookies={"sid": "0" * 56})
	refused = browser.get(WHO)
	assert refused.status_code == 403
	assert refused.json()["session_expired"] == 1
	assert refused.json()["exc_type"] == "PermissionError"
	assert browser.get("/api/method/ping").json() == {"session_expired": 1, "message": "pong"}


@pytest.mark.contract("logout")
def test_logout_ends_the_session_itself(web: Any, person: Any) -> None:
	browser = web.sign_in(person.name, person.password)
	sid = browser.cookies["sid"]
	assert browser.get(WHO).json()["message"] == person.name
	assert browser.post("/api/method/logout").json()["home_page"] == "/login"
	assert web.browser(cookies={"sid": sid}).get(WHO).json()["session_expired"] == 1


@pytest.mark.embedded
def test_login_and_logout_need_post(web: Any, person: Any) -> None:
	query = f"usr={person.name}&pwd={person.password}"
	assert web.browser().get(f"/api/method/login?{query}").status_code == 403
	browser = web.sign_in(person.name, person.password)
	assert browser.get("/api/method/logout").status_code == 403
	assert browser.get(WHO).status_code == 200


@pytest.mark.embedded
def test_login_over_v2(web: Any, person: Any) -> None:
	browser = web.browser()
	answer = browser.post("/api/v2/method/login", data={"usr": person.name, "pwd": person.password})
	assert answer.status_code == 200
	assert browser.get("/api/v2/method/frappe.auth.get_logged_user").json() == {"data": person.name}


def test_disabled_user_is_out_at_once(web: Any) -> None:
	person = web.user("leaver@http.io", ["HTTP Writer"])
	browser = web.sign_in(person.name, person.password)
	token = web.token(person.name)
	assert token.get(WHO).status_code == 200
	web.admin.put(f"/api/resource/User/{person.name}", json={"enabled": 0})
	assert browser.get(WHO).status_code == 403
	if web.embedded:
		assert token.get(WHO).status_code == 401
	again = web.browser().post("/api/method/login", data={"usr": person.name, "pwd": person.password})
	assert again.status_code == 401


@pytest.mark.embedded
def test_lockout_after_ten_failures(web: Any) -> None:
	person = web.user("locked@http.io", ["HTTP Writer"])
	for _attempt in range(10):
		wrong = web.browser().post("/api/method/login", data={"usr": person.name, "pwd": "nope"})
		assert wrong.status_code == 401
	locked = web.browser().post("/api/method/login", data={"usr": person.name, "pwd": person.password})
	assert (locked.status_code, locked.json()["exc_type"]) == (403, "SecurityException")


@pytest.mark.contract("/app")
def test_csrf_token_is_demanded_once_issued(web: Any, person: Any) -> None:
	browser = web.sign_in(person.name, person.password)
	assert browser.post("/api/resource/HTTP Note", json={"title": "before"}).status_code == 200
	page = browser.get("/app", headers={"Accept": "text/html"})
	token = re.search(r'csrf_token\s*=\s*"(\w+)"', page.text).group(1)
	refused = browser.post("/api/resource/HTTP Note", json={"title": "without"})
	assert (refused.status_code, refused.json()["exc_type"]) == (400, "CSRFTokenError")
	wrong = browser.post(
		"/api/resource/HTTP Note", json={"title": "wrong"}, headers={"X-Frappe-CSRF-Token": "0" * 56}
	)
	assert wrong.status_code == 400
	right = browser.post(
		"/api/resource/HTTP Note", json={"title": "with"}, headers={"X-Frappe-CSRF-Token": token}
	)
	assert right.status_code == 200
	assert browser.get("/api/resource/HTTP Note").status_code == 200
	assert web.token(person.name).post("/api/resource/HTTP Note", json={"title": "t"}).status_code == 200


def test_app_is_for_system_users(web: Any) -> None:
	website = web.user("visitor@http.io", [], user_type="Website User")
	browser = web.sign_in(website.name, website.password)
	assert browser.get("/app", headers={"Accept": "text/html"}).status_code == 403
	guest = web.browser().get("/app", allow_redirects=False)
	assert guest.status_code in (301, 302)
	assert guest.headers["Location"].startswith("/login")


@pytest.mark.parametrize("header", ["token abc", "Basic !!!", "Bearer x:y", "Digest abc", "token a:b"])
def test_authorization_header_must_sign_in(web: Any, header: str) -> None:
	assert web.browser(headers={"Authorization": header}).get("/api/method/ping").status_code == 401


def test_keys_are_given_by_system_managers_alone(web: Any, person: Any) -> None:
	browser = web.sign_in(person.name, person.password)
	answer = browser.post(
		"/api/method/frappe.core.doctype.user.user.generate_keys", json={"user": person.name}
	)
	assert answer.status_code == 403


@pytest.mark.contract("frappe.core.doctype.user.user.update_password")
def test_own_password_needs_the_old_one(web: Any) -> None:
	person = web.user("changer@http.io", ["HTTP Writer"])
	browser = web.sign_in(person.name, person.password)
	change = "/api/method/frappe.core.doctype.user.user.update_password"
	new = "Rz7!qq-Changed"
	wrong = browser.post(change, json={"new_password": new, "old_password": "nope"})
	assert wrong.status_code == 401
	assert browser.post(change, json={"new_password": new, "old_password": person.password}).ok
	assert web.sign_in(person.name, new).get(WHO).json()["message"] == person.name
	assert web.browser().post(change, json={"new_password": new, "key": "nope"}).status_code == 410


@pytest.mark.embedded
def test_secrets_are_stored_as_hashes(web: Any, person: Any) -> None:
	browser = web.sign_in(person.name, person.password)
	secret = web.token(person.name).headers["Authorization"].rpartition(":")[2]
	stored = web.rows("SELECT password FROM __Auth") + web.rows("SELECT sid FROM __Sessions")
	everything = " ".join(str(row[0]) for row in stored)
	assert secret not in everything
	assert browser.cookies["sid"] not in everything
	assert person.password not in everything


@pytest.mark.embedded
def test_reset_password_tells_nothing(web: Any, person: Any) -> None:
	reset = "/api/method/frappe.core.doctype.user.user.reset_password"
	known = web.browser().post(reset, json={"user": person.name})
	unknown = web.browser().post(reset, json={"user": "nobody@http.io"})
	assert known.status_code == unknown.status_code == 200
	assert known.json() == unknown.json()
