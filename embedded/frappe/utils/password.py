"""Passwords (argon2 hashes) and encrypted secrets of documents in `__Auth`, out of reach of REST."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken

import frappe
from frappe import _
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


def encrypt(doctype: str, name: str, fieldname: str, secret: str) -> None:
	"""Keeps a secret that is read again, under the site's key, which lives in the site config."""
	value = _cipher().encrypt(secret.encode()).decode()
	frappe.db.execute(
		"INSERT INTO `__Auth` (`doctype`, `name`, `fieldname`, `password`, `encrypted`)"
		" VALUES (?, ?, ?, ?, 1) ON CONFLICT (`doctype`, `name`, `fieldname`)"
		" DO UPDATE SET `password` = excluded.`password`, `encrypted` = 1",
		(doctype, name, fieldname, value),
	)


def decrypted(doctype: str, name: str, fieldname: str) -> str | None:
	"""A secret that `encrypt` keeps, or None. Raises ValidationError where the site's key is another one."""
	row = frappe.db.execute(
		"SELECT `password` FROM `__Auth` "
		"WHERE `doctype` = ? AND `name` = ? AND `fieldname` = ? AND `encrypted` = 1",
		(doctype, name, fieldname),
	).fetchone()
	if row is None:
		return None
	try:
		return _cipher().decrypt(row[0].encode()).decode()
	except InvalidToken:
		return frappe.throw(_("The encryption key of the site config is not the one that kept this secret."))


def forget(doctype: str, name: str, fieldname: str) -> None:
	"""Forgets one secret."""
	frappe.db.execute(
		"DELETE FROM `__Auth` WHERE `doctype` = ? AND `name` = ? AND `fieldname` = ?",
		(doctype, name, fieldname),
	)


def delete_all_passwords_for(doctype: str, name: str) -> None:
	"""Forgets every secret of a document that is deleted."""
	frappe.db.execute("DELETE FROM `__Auth` WHERE `doctype` = ? AND `name` = ?", (doctype, name))


def rename_password(doctype: str, old_name: str, new_name: str) -> None:
	"""Keeps the secrets of a document that is renamed."""
	frappe.db.execute(
		"UPDATE `__Auth` SET `name` = ? WHERE `doctype` = ? AND `name` = ?", (new_name, doctype, old_name)
	)


def _cipher() -> Fernet:
	key = frappe.conf.get("encryption_key")
	if not key:
		frappe.throw(_("The site config holds no {0}, so no secret can be kept.").format("encryption_key"))
	return Fernet(key)


@lru_cache(maxsize=1)
def _no_password() -> str:
	return _hasher.hash(frappe.generate_hash())
