"""Password fields: the secret is kept encrypted apart from the row, whose column shows as many stars.

An emptied field forgets its secret, stars alone leave it as it is (measured on v15.41).
"""

from __future__ import annotations

from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.messages import throw
from embedded_host.storage import secrets as password

STAR = "*"


def keep(doc: Any) -> None:
	"""Takes the secrets out of a document that is about to be stored. A user's are the User's own matter."""
	if doc.doctype == "User":
		return
	for df in doc._plan.passwords:
		given = doc.get(df.fieldname)
		if not given:
			password.forget(doc.doctype, doc.name, df.fieldname)
		elif str(given).strip(STAR):
			password.encrypt(doc.doctype, doc.name, df.fieldname, str(given))
			doc.set(df.fieldname, STAR * len(str(given)))


def read(doc: Any, fieldname: str, raise_exception: bool) -> str | None:
	"""The secret of a stored document; what was set and not stored yet goes first."""
	given = doc.get(fieldname)
	if given and str(given).strip(STAR):
		return str(given)
	secret = password.decrypted(doc.doctype, doc.name, fieldname)
	if secret is None and raise_exception:
		message = f"Password not found for {doc.doctype} {doc.name} {fieldname}"
		throw(message, exceptions.AuthenticationError)
	return secret
