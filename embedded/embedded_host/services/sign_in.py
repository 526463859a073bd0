"""Beginning and ending the session of the running request, and its cookies."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from werkzeug.http import dump_cookie
from werkzeug.wrappers import Request

from embedded_host.base.context import _dict, local
from embedded_host.base.dates import now
from embedded_host.services import sessions

_FACTS = ("enabled", "user_type", "full_name", "language", "user_image")


def start(user: str) -> None:
	"""Starts a session of `user` in the running write transaction, sets the cookies, and answers who signed
	in.
	"""
	if local.signed_in_by == "session":
		sessions.delete(local.session.sid)
	facts = local.db.get_value("User", user, _FACTS, as_dict=True)
	sid = sessions.create(user, local.request_ip)
	local.db.set_value(
		"User",
		user,
		{"last_login": now(), "last_ip": local.request_ip},
		update_modified=False,
	)
	local.session = _dict(
		user=user, sid=sid, data=_dict(user_type=facts.user_type, full_name=facts.full_name)
	)
	set_cookies(user, sid, facts)
	staff = facts.user_type == "System User"
	local.response.update(
		message="Logged In" if staff else "No App",
		home_page="/app" if staff else "/me",
		full_name=facts.full_name,
	)


def end() -> None:
	"""Ends the session of the request and clears the cookies; answers as v15.41 does."""
	if local.signed_in_by == "session":
		sessions.delete(local.session.sid)
	local.session = _dict(user="Guest", sid="Guest", data=_dict())
	for name in ("sid", "system_user", "full_name", "user_id", "user_image"):
		_cookie(name, "", max_age=0, httponly=name == "sid")
	local.response.update(message="No App", home_page="/login", full_name="Guest")


def set_cookies(user: str, sid: str, facts: dict[str, Any]) -> None:
	"""The session's cookie, out of scripts' reach, and those that a web UI reads to greet the user."""
	_cookie("sid", sid, max_age=sessions.lifetime(), httponly=True)
	_cookie("system_user", "yes" if facts["user_type"] == "System User" else "no")
	_cookie("full_name", quote(facts["full_name"] or ""))
	_cookie("user_id", quote(user))
	_cookie("user_image", quote(facts.get("user_image") or ""))


def is_https(request: Request) -> bool:
	"""Whether the browser came over https, by the proxy's word where the site trusts it."""
	if local.conf.get("trust_proxy"):
		forwarded = request.headers.get("X-Forwarded-Proto")
		if forwarded:
			return forwarded.lower() == "https"
	return request.scheme == "https"


def _cookie(name: str, value: str, max_age: int | None = None, httponly: bool = False) -> None:
	secure = is_https(local.request)
	local.cookies_to_set.append(
		dump_cookie(name, value, max_age=max_age, httponly=httponly, secure=secure, samesite="Lax")
	)
