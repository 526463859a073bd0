"""How much, how long and how often: body sizes, a request's budget, failed sign-ins, requests without a
sign-in.

Counters live in this process: they slow an attacker down, they are no record.
"""

from __future__ import annotations

from typing import NoReturn

from werkzeug.wrappers import Request

import frappe
from embedded_host.base.counter import Counter
from embedded_host.web.errors import RequestEntityTooLarge
from frappe import _

#: defaults of the site config keys of the same name
DEFAULTS: dict[str, int] = {
	"max_file_size": 25 * 1024 * 1024,  # bytes of a request's body
	"max_json_size": 24 * 1024 * 1024,  # bytes of one that is JSON, or a form without files
	"max_guest_size": 64 * 1024,  # bytes of one by somebody who is not signed in
	"read_seconds": 30,  # of processor time of a request that reads
	"write_seconds": 10,  # of one that writes
	"allow_consecutive_login_attempts": 10,
	"allow_login_after_fail": 60,  # seconds
	"guest_requests_per_minute": 1200,  # calls that may write, of one address
	"guest_reads_per_minute": 6000,  # calls by GET, of one address
	"failed_sign_ins_per_minute": 300,  # of one address, whoever was meant
}


def setting(key: str) -> int:
	"""The site's value of one limit, in the unit of DEFAULTS; a value of 0 or less means the default."""
	value = frappe.local.conf.get(key)
	return int(value) if value and int(value) > 0 else DEFAULTS[key]


_failures = Counter()
_guests = Counter()
_failed_here = Counter()


class SecurityException(frappe.exceptions.PermissionError):
	"""Sign-in is locked for a while after too many failures."""


#: bytes that a guest sends to sign in
SIGN_IN_SIZE = 8 * 1024


def most(path: str) -> int:
	"""Bytes that the body of a request to `path` may have, by who is signed in.

	The apps' hook `guest_body_limits` (method → bytes) says what a guest may send to a method of theirs.
	"""
	if frappe.session.user != "Guest":
		return setting("max_file_size")
	command = path.rpartition("/")[2] if "/method/" in path else ""
	if command == "login":
		return SIGN_IN_SIZE
	return int((frappe.get_hooks("guest_body_limits", {}).get(command) or [setting("max_guest_size")])[-1])


def check_body(request: Request) -> None:
	"""Raises RequestEntityTooLarge (413) for a body over what `most` says, told or streamed."""
	size = most(request.path)
	request.max_content_length = size
	request.max_form_memory_size = min(size, setting("max_json_size"))
	_check(request.content_length or 0, size)


def check_json(request: Request) -> None:
	"""Raises RequestEntityTooLarge (413) for a body of JSON over `max_json_size`."""
	_check(request.content_length or 0, setting("max_json_size"))


def _check(size: int, admitted: int) -> None:
	if size > admitted:
		shown = f"{admitted / 1048576:.3g} MB" if admitted >= 1048576 else f"{admitted // 1024} KB"
		frappe.throw(
			_("The request is larger than the {0} this site admits here").format(shown),
			RequestEntityTooLarge,
		)


def check_guest(request: Request, address: str) -> None:
	"""Raises TooManyRequestsError (429) when one address calls too often without a sign-in.

	A whole firm may stand behind one address: pages and files count for nothing, nor does a sign-in, of which
	failures alone are counted (`check_login`), and who is signed in is no guest.
	"""
	path, reads = request.path, request.method in ("GET", "HEAD", "OPTIONS")
	if path.endswith("/method/login") or (
		reads and not path.startswith("/api/") and "cmd" not in request.args
	):
		return
	kind = "guest_reads_per_minute" if reads else "guest_requests_per_minute"
	if _guests.add((frappe.local.site, address, reads), 60) > setting(kind):
		_too_many()


def _too_many() -> NoReturn:
	frappe.throw(_("Too many requests. Please wait a minute."), frappe.exceptions.TooManyRequestsError)


def check_login(user: str) -> None:
	"""Raises SecurityException (403) while `user` is locked for this address after too many failures, and
	TooManyRequestsError (429) where too many sign-ins from here have failed, whoever was meant."""
	if _failed_here.count(_here()) >= setting("failed_sign_ins_per_minute"):
		_too_many()
	if _failures.count(_failure_key(user)) >= setting("allow_consecutive_login_attempts"):
		frappe.throw(
			_("Your account has been locked and will resume after {0} seconds").format(
				setting("allow_login_after_fail")
			),
			SecurityException,
		)


def login_failed(user: str) -> None:
	"""Counts one failed sign-in of `user` from here (existing or not, so that the answer tells nothing)."""
	_failures.add(_failure_key(user), setting("allow_login_after_fail"))
	_failed_here.add(_here(), 60)


def login_succeeded(user: str) -> None:
	"""Forgets the failures of `user` from here."""
	_failures.forget(_failure_key(user))


def _here() -> tuple[str, str]:
	return (frappe.local.site, frappe.local.request_ip or "")


def _failure_key(user: str) -> tuple[str, str, str]:
	"""Person and address: a stranger who guesses elsewhere locks out nobody but themselves."""
	return (frappe.local.site, user.strip().casefold(), frappe.local.request_ip or "")
