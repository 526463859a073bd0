"""Addresses of people and of the site: e-mail and URL."""

from __future__ import annotations

import re
from email.utils import getaddresses

from embedded_host.base.context import local
from embedded_host.base.exceptions import InvalidEmailAddressError
from embedded_host.base.html import escape_html
from embedded_host.base.messages import throw as refuse
from embedded_host.base.translate import _

_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}", re.IGNORECASE)


def validate_email_address(email_str: str | None, throw: bool = False) -> str:
	"""The valid addresses of a comma-separated list, names left out; empty text when there is none.

	With `throw`, raises InvalidEmailAddressError at the first address that is none.
	"""
	valid = []
	for part in re.split(r"[,;]|\n(?!\w+:)", email_str or ""):
		address = _address(part)
		if address:
			valid.append(address)
		elif throw and part.strip():
			message = _("{0} is not a valid Email Address").format(escape_html(part.strip()))
			refuse(message, InvalidEmailAddressError)
	return ", ".join(valid)


def _address(text: str) -> str | None:
	text = text.strip()
	if not text or any(char in text for char in "\r\n"):
		return None
	address = getaddresses([text])[0][1] if "<" in text else text
	return address if _EMAIL.fullmatch(address) else None


def get_url(uri: str | None = None) -> str:
	"""The site's address, with `uri` after it: the site config's `host_name`, never what a
	request says: who asks chooses that."""
	if uri and uri.startswith(("http://", "https://")):
		return uri
	base = str(local.conf.get("host_name") or f"http://{local.site}").rstrip("/")
	return f"{base}/{uri.lstrip('/')}" if uri else base
