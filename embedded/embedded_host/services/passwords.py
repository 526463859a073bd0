"""Passwords of people: argon2 hashes in `__Auth`."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from embedded_host.base.context import local
from embedded_host.base.exceptions import AuthenticationError
from embedded_host.base.plain import generate_hash
from embedded_host.services.sessions import clear_sessions
from embedded_host.storage.secrets import store

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
	"""Sets the password of `user`; ends the other sessions when `logout_all_sessions`."""
	store(doctype, user, fieldname, _hasher.hash(pwd))
	if logout_all_sessions:
		clear_sessions(user=user, keep_current=True)


@lru_cache(maxsize=1)
def _no_password() -> str:
	return _hasher.hash(generate_hash())
