"""User: somebody who signs in, by the e-mail address; their API keys and passwords."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

import frappe
from embedded_host.base.addresses import validate_email_address
from embedded_host.base.context import local
from embedded_host.services import jobs, sessions, sign_in
from embedded_host.services.passwords import check_password, check_strength
from embedded_host.services.passwords import update_password as store_password
from embedded_host.services.roles import AUTOMATIC_ROLES
from embedded_host.storage.secrets import delete_all_passwords_for, secret_hash, store
from frappe import _
from frappe.exceptions import AuthenticationError, DoesNotExistError
from frappe.model.document import Document
from frappe.rate_limiter import rate_limit
from frappe.utils import cint, get_url

RESET_SECONDS = 20 * 60

STANDARD_USERS = ("Guest", "Administrator")


class LinkUsedError(DoesNotExistError):
	"""A link for a new password was used before, is too old or was never sent."""

	http_status_code = 410


class User(Document):
	"""Roles decide whether a user is a System User (some role opens the desk) or a Website User."""

	def autoname(self) -> None:
		self.name = (self.email or self.name or "").strip().lower()
		self.email = self.email or self.name

	def before_validate(self) -> None:
		if self.name not in STANDARD_USERS and self.email:
			self.email = self.email.strip().lower()

	def validate(self) -> None:
		if self.new_password:
			check_strength(self.new_password)
		self.flags.password = self.new_password
		self.new_password = None
		self.api_secret = None
		if self.name in STANDARD_USERS:
			self.protect_standard()
			return
		if not self.is_new() and self.has_value_changed("email") and self.email != self.name:
			frappe.throw(_("Rename the user to change the e-mail address"))
		self.full_name = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
		self.tidy_roles()
		self.set_user_type()

	def protect_standard(self) -> None:
		"""Administrator stays enabled and Guest stays without roles."""
		if not self.enabled:
			frappe.throw(_("User {0} cannot be disabled").format(self.name))
		if self.name == "Guest":
			self.set("roles", [{"role": "Guest"}])

	def tidy_roles(self) -> None:
		"""Each role once; the automatic ones are not given."""
		seen: set[str] = set()
		for row in list(self.roles):
			if not row.role or row.role in AUTOMATIC_ROLES or row.role in seen:
				self.remove(row)
			seen.add(row.role)

	def set_user_type(self) -> None:
		"""System User when a role has desk access, else Website User."""
		names = [row.role for row in self.roles]
		filters = {"name": ("in", names), "desk_access": 1, "disabled": 0}
		opens_desk = bool(names and frappe.get_all("Role", filters=filters, limit=1))
		self.user_type = "System User" if opens_desk else "Website User"

	def on_update(self) -> None:
		if self.flags.password:
			store_password(self.name, self.flags.password)
			self.flags.password = None
		if not self.flags.in_insert and not self.enabled and self.has_value_changed("enabled"):
			self.end_sessions()
		local.db.bump_generation()

	def end_sessions(self) -> None:
		"""Signs the user out everywhere."""
		sessions.clear_sessions(user=self.name, force=True)

	def add_roles(self, *roles: str) -> None:
		"""Gives roles and saves."""
		have = {row.role for row in self.roles}
		for role in roles:
			if role not in have:
				self.append("roles", {"role": role})
		self.save()

	def remove_roles(self, *roles: str) -> None:
		"""Takes roles and saves."""
		for row in list(self.roles):
			if row.role in roles:
				self.remove(row)
		self.save(ignore_permissions=True)  # called by code that was allowed to

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		if old in STANDARD_USERS:
			frappe.throw(_("User {0} cannot be renamed").format(old))
		validate_email_address(new, throw=True)

	def after_rename(self, old: str, new: str, merge: bool = False) -> None:
		local.db.update_row("User", new, {"email": new})
		sessions.delete_of(old)
		local.db.bump_generation()

	def on_trash(self) -> None:
		if self.name in STANDARD_USERS:
			frappe.throw(_("User {0} cannot be deleted").format(self.name))
		self.end_sessions()

	def after_delete(self) -> None:
		delete_all_passwords_for("User", self.name)
		local.db.bump_generation()


@frappe.whitelist(methods=["POST"])
def generate_keys(user: str) -> dict[str, str]:
	"""A new API secret of `user` (and a key where there is none); the secret is told once and stored as a
	hash.

	Raises PermissionError unless a System Manager asks.
	"""
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
@rate_limit(key="key", limit=20, seconds=60 * 60)
def update_password(
	new_password: str,
	logout_all_sessions: int = 0,
	key: str | None = None,
	old_password: str | None = None,
) -> None:
	"""Sets the user's own password, by the old one or by the `key` of a mail, ends their sessions and API
	secret, and signs in.

	Raises AuthenticationError (401) for a wrong old password, LinkUsedError (410) for a key that does not
	hold.
	"""
	user = _user_of_key(key) if key else _user_of_password(old_password)
	check_strength(new_password)
	store_password(user, new_password)
	frappe.db.set_value(
		"User", user, {"reset_password_key": "", "last_password_reset_date": frappe.utils.today()}
	)
	sign_in.start(user)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(key="user", limit=5, seconds=60 * 60)
def reset_password(user: str) -> None:
	"""Has a link for a new password mailed to an enabled user. Who there is, is asked by the job: for an
	account that there is not the same is said, by the same work, in the same time."""
	jobs.enqueue(f"{__name__}.mail_link", user=user[:140])
	frappe.msgprint(_("If this user exists, a link for a new password has been sent by mail."))


def mail_link(user: str) -> None:
	"""A job: mails the link, in the reader's language, where there is such a person, enabled and no standard
	user."""
	person = frappe.db.get_value("User", {"name": user, "enabled": 1}, ["name", "language"], as_dict=True)
	if person and person.name not in STANDARD_USERS:
		local.lang = person.language or local.lang
		_mail_link(person.name)


def _mail_link(user: str) -> None:
	key = secrets.token_urlsafe(32)
	until = int(time.time()) + RESET_SECONDS
	frappe.db.set_value("User", user, "reset_password_key", f"{until}:{_hash(key)}", update_modified=False)
	link = get_url(f"/update-password?key={key}")
	frappe.sendmail(
		recipients=[user],
		subject=_("Password Reset"),
		message=_("Please use this link within {0} minutes to set a new password: {1}").format(
			RESET_SECONDS // 60, f'<a href="{link}"><span class="secret">{link}</span></a>'
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


def _hash(key: Any) -> str:
	return hashlib.sha256(str(key).encode()).hexdigest()
