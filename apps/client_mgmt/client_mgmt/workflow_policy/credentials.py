"""Signing asks again who is there: by password, one-time code, or API token where the rule allows it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence.verify_evidence import canonical_json, digest
from client_mgmt.people import words
from client_mgmt.workflow_policy import receipts
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_fullname
from frappe.utils.password import check_password

PASSWORD, TOKEN, CODE, SESSION = "Password", "Token", "One-time Code", "Session"
CREDENTIALS = ("new_password", "api_secret")
ATTEMPTS, ATTEMPTS_SECONDS = 5, 15 * 60
CODE_SECONDS = 10 * 60
LONGEST = 512  # what Frappe's own sign-in takes


def method_of(user: str, rule: Mapping[str, Any], subject: str, password: str | None) -> str:
	"""How the signer proved who they are: `Password`, `One-time Code` or `Token`.

	`subject` is the document that a code was mailed for. Raises frappe.ValidationError for a wrong or missing
	password, frappe.TooManyRequestsError after five failures within a quarter of an hour.
	"""
	if not password:
		if by_token() and cint(rule.get("allow_token")):
			return TOKEN
		frappe.throw(_("Signing asks for your password again, or for a one-time code sent to your mail."))
	_refuse_guessing(user)
	if _is_code(user, subject, password):
		return CODE
	try:
		if len(password) > LONGEST:
			raise frappe.AuthenticationError
		# a signature says nothing about failed sign-ins: their counter stays as it is
		check_password(user, password, delete_tracker_cache=False)
	except frappe.AuthenticationError:
		_count_failure(user, subject)
		frappe.throw(_("The password or the one-time code is wrong: nothing was signed."))
	frappe.cache.delete_value(_attempts_key(user))
	return PASSWORD


def by_token() -> bool:
	"""True when an API token opened the request, whatever cookie came along: who has no session goes by their
	own name for one."""
	request = frappe.request
	return (
		bool(request and request.headers.get("Authorization")) and frappe.session.sid == frappe.session.user
	)


def check_enabled(user: str) -> None:
	"""Reads it under lock: somebody may have been disabled while their request waited."""
	if not frappe.db.get_value("User", user, "enabled", for_update=True):
		text = _("{0} is disabled and signs nothing.").format(get_fullname(user))
		frappe.throw(text, frappe.PermissionError)


def user_agent() -> str:
	"""The caller's user agent, "" outside a request."""
	request = frappe.request
	return (request.headers.get("User-Agent") or "") if request else ""


def send_code(user: str, subject: str) -> None:
	"""Mails a six-digit code that signs this one document within ten minutes.

	A mailbox opens the account anyway, by a new password: the code is no weaker, and anybody may ask for one.
	"""
	_refuse_guessing(user)
	code = f"{secrets.randbelow(10**6):06d}"
	frappe.cache.set_value(_code_key(user), _code_digest(user, subject, code), expires_in_sec=CODE_SECONDS)
	try:
		frappe.sendmail(
			recipients=[frappe.db.get_value("User", user, "email")],
			subject=_("Your one-time code"),
			message="<p>{}</p>".format(
				escape_html(_("{0} signs {1} within ten minutes. Give it to nobody.")).format(
					f'<span class="secret">{code}</span>', escape_html(subject)
				)
			),
		)
	except frappe.OutgoingEmailError:
		frappe.throw(
			_("This site cannot send mail: an administrator sets up an outgoing mail account first.")
		)


def _is_code(user: str, subject: str, password: str) -> bool:
	"""A code works once; a wrong one counts as a failure like a wrong password."""
	stored = frappe.cache.get_value(_code_key(user))
	if not stored or not secrets.compare_digest(stored, _code_digest(user, subject, password.strip())):
		return False
	frappe.cache.delete_value(_code_key(user))
	return True


def _code_digest(user: str, subject: str, code: str) -> str:
	"""Never the code itself; the site's anchor key salts it, so that the cache alone tells nothing."""
	return digest(canonical_json([frappe.conf.get("client_mgmt_anchor_key") or "", user, subject, code]))


def _code_key(user: str) -> str:
	return f"client_mgmt:code:{user}"


def _attempts_key(user: str) -> str:
	return f"client_mgmt:attempts:{user}"


def _refuse_guessing(user: str) -> None:
	if cint(frappe.cache.get_value(_attempts_key(user))) >= ATTEMPTS:
		frappe.throw(
			_("Too many wrong passwords: signing is closed to you for a quarter of an hour."),
			frappe.TooManyRequestsError,
		)


def _count_failure(user: str, subject: str) -> None:
	"""Counted in the cache and written to the log: the refusal rolls the database back."""
	failures = cint(frappe.cache.get_value(_attempts_key(user))) + 1
	frappe.cache.set_value(_attempts_key(user), failures, expires_in_sec=ATTEMPTS_SECONDS)
	if failures >= ATTEMPTS:
		frappe.cache.delete_value(_code_key(user))
	frappe.logger("client_mgmt").warning(
		"signing: wrong password, user %s, %s, failure %s", user, subject, failures
	)


def tell(user: Document, _event: str | None = None) -> None:
	"""User, before_validate: mails both parties of each client for which this person may sign when somebody
	else sets a password or a key: nothing stops a System Manager, so it is not done in silence."""
	given = [field for field in CREDENTIALS if (user.get(field) or "").strip("*")]
	if not given or user.is_new() or frappe.session.user in ("Guest", user.name):
		return
	by, whose = words.named(frappe.session.user), words.named(user.name)
	addresses = _signers_beside(user.name)
	for readers in words.by_language(addresses):
		with words.reading_as(readers[0]):
			sentence = _("{0} has set the password or key of {1}, who may sign for a party.")
			advice = _("If nobody asked for it, tell the other party before the next signature.")
			subject = _("Credentials of a signer were set")
			recipients = sorted(addresses[reader] for reader in readers)
			receipts.queue_mail(recipients, subject, [sentence.format(by, whose), advice])


def _signers_beside(user: str) -> dict[str, str]:
	"""Login → address of all who hold an authority, not revoked, for a client for which this person
	does."""
	held = {"revoked_on": ("is", "not set")}
	mine = frappe.get_all("Client Contact", filters={"user": user}, pluck="name")
	asked = {"user": user, **({"contact": ("in", mine)} if mine else {})}
	clients = frappe.get_all("Signing Authority", filters=held, or_filters=asked, pluck="client")
	if not clients:
		return {}
	rows = frappe.get_all(
		"Signing Authority", filters={**held, "client": ("in", clients)}, fields=["user", "contact"]
	)
	contacts = [row.contact for row in rows if row.contact]
	logins = {row.user for row in rows if row.user}
	if contacts:
		logins |= set(frappe.get_all("Client Contact", filters={"name": ("in", contacts)}, pluck="user"))
	known = {"name": ("in", [login for login in logins if login])}
	rows = frappe.get_all("User", filters=known, fields=["name", "email"])
	return {row.name: row.email for row in rows if row.email}
