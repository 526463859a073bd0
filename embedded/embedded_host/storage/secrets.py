"""The rows of `__Auth`: hashes, and secrets under the site's key, out of reach of REST."""

from __future__ import annotations

import hashlib

from cryptography.fernet import Fernet, InvalidToken

from embedded_host.base.context import local
from embedded_host.base.messages import throw
from embedded_host.base.translate import _


def store(doctype: str, name: str, fieldname: str, value: str) -> None:
	"""Writes one row of `__Auth`: a hash, never a secret in the clear."""
	local.db.execute(
		"INSERT INTO `__Auth` (`doctype`, `name`, `fieldname`, `password`) VALUES (?, ?, ?, ?) "
		"ON CONFLICT (`doctype`, `name`, `fieldname`) DO UPDATE SET `password` = excluded.`password`",
		(doctype, name, fieldname, value),
	)


def encrypt(doctype: str, name: str, fieldname: str, secret: str) -> None:
	"""Keeps a secret that is read again, under the site's key, which lives in the site config."""
	value = _cipher().encrypt(secret.encode()).decode()
	local.db.execute(
		"INSERT INTO `__Auth` (`doctype`, `name`, `fieldname`, `password`, `encrypted`)"
		" VALUES (?, ?, ?, ?, 1) ON CONFLICT (`doctype`, `name`, `fieldname`)"
		" DO UPDATE SET `password` = excluded.`password`, `encrypted` = 1",
		(doctype, name, fieldname, value),
	)


def decrypted(doctype: str, name: str, fieldname: str) -> str | None:
	"""A secret that `encrypt` keeps, or None. Raises ValidationError where the site's key is another one."""
	row = local.db.execute(
		"SELECT `password` FROM `__Auth` "
		"WHERE `doctype` = ? AND `name` = ? AND `fieldname` = ? AND `encrypted` = 1",
		(doctype, name, fieldname),
	).fetchone()
	if row is None:
		return None
	try:
		return _cipher().decrypt(row[0].encode()).decode()
	except InvalidToken:
		return throw(_("The encryption key of the site config is not the one that kept this secret."))


def forget(doctype: str, name: str, fieldname: str) -> None:
	"""Forgets one secret."""
	local.db.execute(
		"DELETE FROM `__Auth` WHERE `doctype` = ? AND `name` = ? AND `fieldname` = ?",
		(doctype, name, fieldname),
	)


def delete_all_passwords_for(doctype: str, name: str) -> None:
	"""Forgets every secret of a document that is deleted."""
	local.db.execute("DELETE FROM `__Auth` WHERE `doctype` = ? AND `name` = ?", (doctype, name))


def rename_password(doctype: str, old_name: str, new_name: str) -> None:
	"""Keeps the secrets of a document that is renamed."""
	local.db.execute(
		"UPDATE `__Auth` SET `name` = ? WHERE `doctype` = ? AND `name` = ?", (new_name, doctype, old_name)
	)


def _cipher() -> Fernet:
	key = local.conf.get("encryption_key")
	if not key:
		throw(_("The site config holds no {0}, so no secret can be kept.").format("encryption_key"))
	return Fernet(key)


def secret_hash(secret: str) -> str:
	"""What is stored of an API secret or a session's cookie.

	Both are 128 random bits or more, so a plain SHA-256 cannot be guessed back.
	"""
	return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
