"""How much, how long and how often: body size, failed sign-ins, requests without a sign-in.

Counters live in this process: they slow an attacker down, they are no record.
"""

from __future__ import annotations

from werkzeug.wrappers import Request

import frappe
from embedded_host.base.counter import Counter
from embedded_host.web.errors import RequestEntityTooLarge
from frappe import _

#: defaults of the site config keys of the same name
DEFAULTS: dict[str, int] = {
	"max_file_size": 25 * 1024 * 1024,  # bytes of a request's body
	"allow_consecutive_login_attempts": 10,
	"allow_login_after_fail": 60,  # seconds
	"guest_requests_per_minute": 1200,  # of one address
}


def setting(key: str) -> int:
	"""The site's value of one limit, in the unit of DEFAULTS; a value of 0 or less means the default."""
	value = frappe.local.conf.get(key)
	return int(value) if value and int(value) > 0 else DEFAULTS[key]


_failures = Counter()
_guests = Counter()


class SecurityException(frappe.exceptions.PermissionError):
	"""Sign-in is locked for a while after too many failures."""


def check_body(request: Request) -> None:
	"""Raises RequestEntityTooLarge (413) for a body over `max_file_size`, told or streamed."""
	most = setting("max_file_size")
	request.max_content_length = most
	request.max_form_memory_size = most
	if (request.content_length or 0) > most:
		frappe.throw(
			_("The request is larger than the {0} MB this site admits").format(round(most / 1048576, 1)),
			RequestEntityTooLarge,
		)


def check_guest(address: str) -> None:
	"""Raises TooManyRequestsError (429) when one address asks too often without a sign-in."""
	if _guests.add((frappe.local.site, address), 60) > setting("guest_requests_per_minute"):
		frappe.throw(_("Too many requests. Please wait a minute."), frappe.exceptions.TooManyRequestsError)


def check_login(user: str) -> None:
	"""Raises SecurityException (403) while `user` is locked for this address after too many failures."""
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


def login_succeeded(user: str) -> None:
	"""Forgets the failures of `user` from here."""
	_failures.forget(_failure_key(user))


def _failure_key(user: str) -> tuple[str, str, str]:
	"""Person and address: a stranger who guesses elsewhere locks out nobody but themselves."""
	return (frappe.local.site, user.strip().casefold(), frappe.local.request_ip or "")
