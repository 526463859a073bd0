"""The CSRF token: made when a page boots, demanded of every unsafe verb of that session from then on."""

from __future__ import annotations

import hmac
import secrets

from werkzeug.wrappers import Request

import frappe
from embedded_host.services import sessions
from embedded_host.web.context import SAFE
from frappe import _

HEADER = "X-Frappe-CSRF-Token"


def check(request: Request) -> None:
	"""Raises CSRFTokenError (400) for an unsafe verb without the session's token; API keys need none."""
	if request.method in SAFE or frappe.local.signed_in_by != "session":
		return
	expected = frappe.session.data.get("csrf_token")
	if not expected:
		return
	given = request.headers.get(HEADER) or frappe.local.form_dict.pop("csrf_token", None) or ""
	if not hmac.compare_digest(str(given).encode(), expected.encode()):
		frappe.throw(_("Invalid Request"), frappe.exceptions.CSRFTokenError)


def ensure() -> str:
	"""The session's token, made and stored when it has none; "" for a Guest. Call outside a transaction."""
	data = frappe.session.data
	if frappe.local.signed_in_by != "session":
		return ""
	if not data.get("csrf_token"):
		data["csrf_token"] = secrets.token_hex(28)
		sessions.store(frappe.session.sid, {"csrf_token": data["csrf_token"]})
	return str(data["csrf_token"])
