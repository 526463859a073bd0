"""API keys and passwords of users. `user.py` imports these, since HTTP calls them there."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

import frappe
from frappe import _
from frappe.exceptions import AuthenticationError, DoesNotExistError
from frappe.rate_limiter import rate_limit
from frappe.utils import cint, get_url
from frappe.utils.password import check_password, store
from frappe.utils.password import update_password as set_password

#: a password of a person's own choice has at least this many characters (site config
#: `minimum_password_length`)
MINIMUM_LENGTH = 8
RESET_SECONDS = 20 * 60


class LinkUsedError(DoesNotExistError):
	"""A link for a new password was used before, is too old or was never sent."""

	http_status_code = 410


@frappe.whitelist(methods=["POST"])
def generate_keys(user: str) -> dict[str, str]:
	"""A new API secret of `user` (and a key where there is none); the secret is told once and stored as a
	hash.

	Raises PermissionError unless a System Manager asks.
	"""
	from embedded_host.web.auth import secret_hash

	frappe.only_for("System Manager")
	name = frappe.db.get_value("User", user, "name")
	if not name:
		frappe.throw(_("{0} {1} not found").format(_("User"), user), DoesNotExistError)
	if not frappe.db.get_value("User", name, "api_key"):
		frappe.db.set_value("User", name, "api_key", secrets.token_hex(8))
	secret = secrets.token_hex(16)
	store("User", name, "api_secret", secret_hash(secret))
	return {"api_secret": secret}


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=20, seconds=60 * 60)
def update_password(
	new_password: str,
	logout_all_sessions: int = 0,
	key: str | None = None,
	old_password: str | None = None,
) -> None:
	"""Sets the user's own password, by the old one or by the `key` of a mail, ends their other sessions and
	signs in.

	Raises AuthenticationError (401) for a wrong old password, LinkUsedError (410) for a key that does not
	hold.
	"""
	from embedded_host.web import login, sessions

	user = _user_of_key(key) if key else _user_of_password(old_password)
	_check_strength(new_password)
	set_password(user, new_password)
	frappe.db.set_value(
		"User", user, {"reset_password_key": "", "last_password_reset_date": frappe.utils.today()}
	)
	sessions.delete_of(user)
	login.start(user)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=10, seconds=60 * 60)
def reset_password(user: str) -> None:
	"""Mails a link for a new password to an enabled user; says the same where there is no such user."""
	name = frappe.db.get_value("User", {"name": user, "enabled": 1}, "name")
	if name and name not in frappe.STANDARD_USERS:
		_mail_link(name)
	frappe.msgprint(_("If this user exists, a link for a new password has been sent by mail."))


def _mail_link(user: str) -> None:
	key = secrets.token_urlsafe(32)
	until = int(time.time()) + RESET_SECONDS
	frappe.db.set_value("User", user, "reset_password_key", f"{until}:{_hash(key)}", update_modified=False)
	link = get_url(f"/update-password?key={key}")
	frappe.sendmail(
		recipients=[user],
		subject=_("Password Reset"),
		message=_("Please use this link within {0} minutes to set a new password: {1}").format(
			RESET_SECONDS // 60, f'<a href="{link}">{link}</a>'
		),
	)


def _user_of_key(key: str) -> str:
	rows = frappe.get_all(
		"User",
		filters={"reset_password_key": ["like", f"%:{_hash(key)}"], "enabled": 1},
		fields=["name", "reset_password_key"],
	)
	if not rows or cint(rows[0].reset_password_key.partition(":")[0]) < time.time():
		frappe.local.response["message"] = _(
			"The reset password link has either been used before or is invalid"
		)
		frappe.throw(frappe.local.response["message"], LinkUsedError)
	return str(rows[0].name)


def _user_of_password(old_password: str | None) -> str:
	user = frappe.session.user
	if user == "Guest":
		raise AuthenticationError
	try:
		return check_password(user, old_password or "")
	except AuthenticationError:
		frappe.local.response["message"] = _("Incorrect password")
		raise


def _check_strength(password: str) -> None:
	least = cint(frappe.conf.get("minimum_password_length")) or MINIMUM_LENGTH
	if len(password) < least:
		frappe.throw(_("The password needs at least {0} characters").format(least))


def _hash(key: Any) -> str:
	return hashlib.sha256(str(key).encode()).hexdigest()
