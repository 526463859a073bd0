"""Passwords: argon2 hashes in `__Auth`, out of reach of every REST path."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

import frappe
from frappe.exceptions import AuthenticationError

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
	row = frappe.db.execute(
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
		from frappe.sessions import clear_sessions

		clear_sessions(user=user, keep_current=True)


def store(doctype: str, name: str, fieldname: str, value: str) -> None:
	"""Writes one row of `__Auth`: a hash, never a secret in the clear."""
	frappe.db.execute(
		"INSERT INTO `__Auth` (`doctype`, `name`, `fieldname`, `password`) VALUES (?, ?, ?, ?) "
		"ON CONFLICT (`doctype`, `name`, `fieldname`) DO UPDATE SET `password` = excluded.`password`",
		(doctype, name, fieldname, value),
	)


def delete_all_passwords_for(doctype: str, name: str) -> None:
	"""Forgets every secret of a document that is deleted."""
	frappe.db.execute("DELETE FROM `__Auth` WHERE `doctype` = ? AND `name` = ?", (doctype, name))


def rename_password(doctype: str, old_name: str, new_name: str) -> None:
	"""Keeps the secrets of a document that is renamed."""
	frappe.db.execute(
		"UPDATE `__Auth` SET `name` = ? WHERE `doctype` = ? AND `name` = ?", (new_name, doctype, old_name)
	)


@lru_cache(maxsize=1)
def _no_password() -> str:
	return _hasher.hash(frappe.generate_hash())
