"""Secrets at rest: encrypted with a key that is derived from the site's own, which no table holds."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import frappe
from client_mgmt.workflow_policy import anchor
from frappe import _


def seal(text: str) -> str:
	"""`text` encrypted; "" stays empty."""
	return _cipher().encrypt(text.encode()).decode() if text else ""


def unseal(token: str | None) -> str:
	"""What was sealed. Raises ValidationError where the site's key is another one by now."""
	if not token:
		return ""
	try:
		return _cipher().decrypt(token.encode()).decode()
	except InvalidToken:
		frappe.throw(_("This secret was stored with another key of the site: enter it anew."))


def _cipher() -> Fernet:
	key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"client_mgmt channels")
	return Fernet(base64.urlsafe_b64encode(key.derive(anchor.ensure_key().private_bytes_raw())))
