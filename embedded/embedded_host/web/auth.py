"""Who asks: the cookie `sid`, or `Authorization: token key:secret` / `Basic`; everybody else is Guest.

Runs before the request's own transaction. Measured on v15.41: an Authorization header of two words must sign
somebody in (401), a `sid` that is not known makes a Guest whose answer carries `session_expired: 1`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from werkzeug.wrappers import Request

import frappe
from embedded_host.base import hooks
from embedded_host.base.context import local
from embedded_host.services import sessions
from embedded_host.web import context, limits
from frappe import _dict

_KEY = (
	"SELECT u.name, a.password, u.user_type, u.language, u.full_name FROM tabUser u JOIN `__Auth` a "
	"ON a.doctype = 'User' AND a.name = u.name AND a.fieldname = 'api_secret' "
	"WHERE u.api_key = ? AND u.enabled = 1"
)


def authenticate(request: Request) -> None:
	"""Sets `frappe.local.session` and the language; raises AuthenticationError (401) for a wrong token."""
	header = request.headers.get("Authorization", "")
	if len(header.split()) == 2:
		_by_token(request, header)
		return
	sid = request.cookies.get("sid")
	if sid and sid != "Guest":
		found = sessions.find(sid)
		if found:
			_start(request, found.user, found, found.user_type, found.language, found.full_name)
			return
		frappe.local.response["session_expired"] = 1
	limits.check_guest(request, frappe.local.request_ip)
	_start(request, "Guest", None, "Website User", None, "Guest")


def _by_token(request: Request, header: str) -> None:
	row = _owner_of(*_key_and_secret(*header.split()))
	if row is None:
		raise frappe.exceptions.AuthenticationError
	user, _hash, user_type, language, full_name = row
	_start(request, user, None, user_type, language, full_name)


def _owner_of(key: str, secret: str) -> tuple[str, ...] | None:
	row = local.db.execute(_KEY, (key,)).fetchone() if key else None
	return row if row and hmac.compare_digest(row[1], secret_hash(secret)) else None


def _key_and_secret(scheme: str, value: str) -> tuple[str, str]:
	if scheme.lower() == "basic":
		try:
			value = base64.b64decode(value, validate=True).decode()
		except (binascii.Error, UnicodeDecodeError):
			return "", ""
	elif scheme.lower() != "token":
		return "", ""
	key, colon, secret = value.partition(":")
	return (key, secret) if colon else ("", "")


def secret_hash(secret: str) -> str:
	"""What is stored of an API secret: it is 128 random bits, so a plain SHA-256 cannot be guessed back."""
	return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _start(
	request: Request,
	user: str,
	session: sessions.Session | None,
	user_type: str,
	language: str | None,
	full_name: str,
) -> None:
	data = _dict(session.data) if session else _dict()
	data.update(user_type=user_type, full_name=full_name)
	frappe.local.session = _dict(user=user, sid=session.sid if session else user, data=data)
	frappe.local.signed_in_by = "session" if session else "guest" if user == "Guest" else "token"
	context.choose_language(request, language)


def check_still_in() -> None:
	"""Asks once more, under the lock, what `authenticate` read before it: a session that ended, a person who
	was disabled or a key that was taken away while the request waited writes nothing.

	Raises AuthenticationError (401)."""
	how, user = frappe.local.signed_in_by, frappe.session.user
	if how == "session":
		found = sessions.find(frappe.session.sid, touch=False)
		same = found is not None and found.user == user
	elif how == "token":
		header = local.request.headers.get("Authorization", "")
		row = _owner_of(*_key_and_secret(*header.split()))
		same = row is not None and row[0] == user
	else:
		return
	if not same:
		raise frappe.exceptions.AuthenticationError


def run_hooks() -> None:
	"""The apps' `auth_hooks`: they see `frappe.request`, `frappe.form_dict` and the session's user, and may
	refuse.
	"""
	for hook in hooks.functions("auth_hooks"):
		hook()
