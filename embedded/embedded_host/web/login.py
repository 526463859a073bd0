"""Signing in with a password and out again.

The password is checked in a read transaction (argon2 takes about 20 ms, during which nobody else should wait
for the write lock); only the session row needs a write.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from werkzeug.http import dump_cookie

import frappe
from embedded_host.web import context, limits, rpc, sessions
from embedded_host.web.responses import Reply
from frappe import _dict
from frappe.exceptions import AuthenticationError
from frappe.utils.password import check_password

_FACTS = ("enabled", "user_type", "full_name", "language", "user_image")


def login(version: int) -> Reply:
	"""`usr` and `pwd` of the form: sets the cookies and answers who signed in; 401 for a wrong pair, 403 if
	locked.
	"""
	form = frappe.local.form_dict
	with context.transaction(write=False):
		user = check(str(form.get("usr") or ""), str(form.get("pwd") or ""))
	with context.transaction(write=True):
		start(user)
	return rpc.answer(None, "message", version)


def check(usr: str, pwd: str) -> str:
	"""The stored name of the enabled user whose password this is; raises AuthenticationError otherwise."""
	limits.check_login(usr)
	try:
		user = check_password(usr, pwd)
		if user == "Guest" or not frappe.db.get_value("User", user, "enabled"):
			raise AuthenticationError
	except AuthenticationError:
		limits.login_failed(usr)
		frappe.local.response["message"] = "Invalid login credentials"
		raise AuthenticationError from None
	limits.login_succeeded(usr)
	return user


def start(user: str) -> None:
	"""Starts a session of `user` in the running write transaction, sets the cookies, and answers who signed
	in.
	"""
	if frappe.local.signed_in_by == "session":
		sessions.delete(frappe.session.sid)
	facts = frappe.db.get_value("User", user, _FACTS, as_dict=True)
	sid = sessions.create(user, frappe.local.request_ip)
	frappe.db.set_value(
		"User",
		user,
		{"last_login": frappe.utils.now(), "last_ip": frappe.local.request_ip},
		update_modified=False,
	)
	frappe.local.session = _dict(
		user=user, sid=sid, data=_dict(user_type=facts.user_type, full_name=facts.full_name)
	)
	set_cookies(user, sid, facts)
	staff = facts.user_type == "System User"
	frappe.local.response.update(
		message="Logged In" if staff else "No App",
		home_page="/app" if staff else "/me",
		full_name=facts.full_name,
	)


def end() -> None:
	"""Ends the session of the request and clears the cookies; answers as v15.41 does."""
	if frappe.local.signed_in_by == "session":
		sessions.delete(frappe.session.sid)
	frappe.local.session = _dict(user="Guest", sid="Guest", data=_dict())
	for name in ("sid", "system_user", "full_name", "user_id", "user_image"):
		_cookie(name, "", max_age=0, httponly=name == "sid")
	frappe.local.response.update(message="No App", home_page="/login", full_name="Guest")


def set_cookies(user: str, sid: str, facts: dict[str, Any]) -> None:
	"""The session's cookie, out of scripts' reach, and those that a web UI reads to greet the user."""
	_cookie("sid", sid, max_age=sessions.lifetime(), httponly=True)
	_cookie("system_user", "yes" if facts["user_type"] == "System User" else "no")
	_cookie("full_name", quote(facts["full_name"] or ""))
	_cookie("user_id", quote(user))
	_cookie("user_image", quote(facts.get("user_image") or ""))


def _cookie(name: str, value: str, max_age: int | None = None, httponly: bool = False) -> None:
	secure = context.is_https(frappe.local.request)
	frappe.local.cookies_to_set.append(
		dump_cookie(name, value, max_age=max_age, httponly=httponly, secure=secure, samesite="Lax")
	)
