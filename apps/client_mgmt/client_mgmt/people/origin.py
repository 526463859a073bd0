"""Who sent a browser here: a page of another site writes nothing with a person's cookie."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.utils import get_url

READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: what a form of any page may send without asking this site first, and none of ours sends
PLAIN = "text/plain"


def check(request: Any) -> None:
	"""Raises frappe.CSRFTokenError (400) for a verb that writes when the browser names another site as its
	origin, or when the body is called plain text, which spares a foreign page the question whether it may.

	API tokens are exempt: no browser adds one by itself.
	"""
	if request.method in READING or _by_token(request):
		return
	headers = request.headers
	origin = headers.get("Origin")
	foreign = origin is not None and urlsplit(origin).netloc.lower() not in _own(headers)
	plain = (headers.get("Content-Type") or "").partition(";")[0].strip().lower() == PLAIN
	if foreign or plain or headers.get("Sec-Fetch-Site") == "cross-site":
		frappe.throw(_("This request was not sent by a page of this site."), frappe.CSRFTokenError)


def _by_token(request: Any) -> bool:
	return bool(request.headers.get("Authorization")) and frappe.session.sid == frappe.session.user


def _own(headers: Any) -> set[str]:
	own = {(headers.get("Host") or "").lower(), urlsplit(get_url()).netloc.lower()}
	return own - {""}
