"""Passwords of people: argon2 hashes in `__Auth`."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from embedded_host.base.context import local
from embedded_host.base.exceptions import AuthenticationError
from embedded_host.base.messages import throw
from embedded_host.base.numbers import cint
from embedded_host.base.plain import generate_hash
from embedded_host.base.translate import _
from embedded_host.services.sessions import delete_of
from embedded_host.storage.secrets import forget, store

#: characters that a password has at least
MINIMUM_LENGTH = 8
#: what zxcvbn must say of it, 0 to 4, as Frappe asks by default
MINIMUM_SCORE = 2
#: characters that are rated: the time it takes grows with their square
LONGEST_RATED = 72
#: OWASP's second recommendation (19 MiB, 2 passes): about 20 ms
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def check_password(
	user: str,
	pwd: str,
	doctype: str = "User",
	fieldname: str = "password",
	delete_tracker_cache: bool = True,
) -> str:
	"""The stored name of `user` when `pwd` is the password; raises AuthenticationError (401) otherwise.

	An unknown user takes as long as a wrong password. `delete_tracker_cache` is accepted and not used.
	"""
	row = local.db.execute(
		"SELECT `name`, `password` FROM `__Auth` WHERE `doctype` = ? AND `name` = ? AND `fieldname` = ?",
		(doctype, user, fieldname),
	).fetchone()
	name, stored = row or (user, _no_password())
	try:
		_hasher.verify(stored, pwd)
	except (VerificationError, InvalidHashError):
		raise AuthenticationError("Incorrect User or Password") from None
	return str(name)


def update_password(
	user: str,
	pwd: str,
	doctype: str = "User",
	fieldname: str = "password",
	logout_all_sessions: bool = False,
) -> None:
	"""Sets the password of `user`. That of a User ends every session and API secret of the person, whether
	`logout_all_sessions` or not: a password is changed when somebody else may know it.
	"""
	store(doctype, user, fieldname, _hasher.hash(pwd))
	if doctype == "User" and fieldname == "password":
		delete_of(user)
		forget("User", user, "api_secret")


def check_strength(password: str) -> None:
	"""Raises ValidationError for a password that is too short, of blanks, or soon guessed (zxcvbn, as Frappe
	asks it). Site config: `minimum_password_length`, `minimum_password_score` (0 to 4).
	"""
	least = cint(local.conf.get("minimum_password_length")) or MINIMUM_LENGTH
	if len(password.strip()) < least:
		throw(_("The password needs at least {0} characters").format(least))
	score = local.conf.get("minimum_password_score")
	if _score(password[:LONGEST_RATED]) < (MINIMUM_SCORE if score is None else cint(score)):
		throw(_("The password is too easy to guess: take several words, or something longer."))


def _score(password: str) -> int:
	from zxcvbn import zxcvbn  # its lists of words take memory, which is due when a password is set

	return int(zxcvbn(password)["score"])


@lru_cache(maxsize=1)
def _no_password() -> str:
	return _hasher.hash(generate_hash())
