"""Exceptions as responses, in the shape of REST v1 and v2 or as a page (measured on v15.41).

The text of an unexpected error stays in the log: its response names the class alone.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from typing import Any

from werkzeug.exceptions import HTTPException

import frappe
from embedded_host.web.responses import Reply, json_bytes, json_reply
from frappe import _

log = logging.getLogger("embedded_host.web")

#: answered without `exception`, as v15.41 does
_SILENT_STATUS = frozenset((400, 404))


class JSONDecodeError(frappe.exceptions.ValidationError):
	"""The body is not the JSON that its Content-Type promises."""

	http_status_code = 400


class RequestEntityTooLarge(frappe.exceptions.ValidationError):
	"""The body is longer than the site admits."""

	http_status_code = 413


#: what a request can provoke with values that no storage or parser takes
_BAD_VALUES: dict[type[BaseException], int] = {
	json.JSONDecodeError: 400,
	UnicodeError: 400,
	OverflowError: 417,
}


def status_of(error: BaseException) -> int:
	"""The HTTP status that answers `error`."""
	for kind, status in _BAD_VALUES.items():
		if isinstance(error, kind):
			return status
	if isinstance(error, HTTPException):
		return error.code or 500
	if isinstance(error, NotImplementedError):
		return 501
	if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
		return 503
	return int(getattr(error, "http_status_code", 500))


def reply(error: BaseException, version: int) -> Reply:
	"""The response to `error`: version 1 or 2 of REST, 0 for a page. Call it inside the request's context."""
	status = status_of(error)
	if getattr(frappe.local, "db", None) is None:
		log.error("no site to answer from", exc_info=error)
		return Reply(503, b"The site is not available; the log says why.", [("Content-Type", "text/plain")])
	if status == 500:
		log.error("unexpected error", exc_info=error)
	if isinstance(error, tuple(_BAD_VALUES)) and not frappe.local.message_log:
		frappe.msgprint(_("A value of this request cannot be read: {0}").format(error), indicator="red")
	if version == 0:
		return page(error, status)
	body = _v2(error, status) if version == 2 else _v1(error, status)
	return json_reply(body, status)


def page(error: BaseException, status: int) -> Reply:
	"""A small page that says what went wrong."""
	from embedded_host.web import pages

	messages = [m["message"] for m in frappe.local.message_log]
	return pages.message(status, messages[-1] if messages else "")


def _v1(error: BaseException, status: int) -> dict[str, Any]:
	body: dict[str, Any] = {}
	if isinstance(error, frappe.exceptions.AuthenticationError) and frappe.local.response.get("message"):
		body["message"] = frappe.local.response["message"]
	if status not in _SILENT_STATUS:
		body["exception"] = exception_line(error, status)
		body["exc"] = json_bytes([body["exception"]]).decode()
	body["exc_type"] = type(error).__name__
	if frappe.local.message_log:
		body["_server_messages"] = server_messages()
	if frappe.flags.error_message:
		body["_error_message"] = frappe.flags.error_message
	if frappe.local.response.get("session_expired"):
		body["session_expired"] = 1
	return body


def _v2(error: BaseException, status: int) -> dict[str, Any]:
	head = {"type": type(error).__name__}
	if status not in _SILENT_STATUS:
		head["exception"] = exception_line(error, status)
	*earlier, last = frappe.local.message_log or [{}]
	body: dict[str, Any] = {"errors": [{**head, **public(last)}]}
	if earlier:
		body["messages"] = [public(m) for m in earlier]
	if frappe.local.response.get("session_expired"):
		body["session_expired"] = 1
	return body


def exception_line(error: BaseException, status: int = 417) -> str:
	"""`module.Class: text`, the text left out where it could tell about the inside."""
	cls = type(error)
	name = f"{cls.__module__}.{cls.__qualname__}"
	if status == 500:
		return f"{name}: {_('The server could not answer this request; the log says why.')}"
	text = error.description if isinstance(error, HTTPException) else str(error)
	return f"{name}: {text}" if text else name


def public(message: dict[str, Any]) -> dict[str, Any]:
	"""A collected message without what is meant for Desk's own use."""
	return {k: message[k] for k in ("message", "title", "indicator", "alert") if message.get(k) is not None}


def server_messages() -> str:
	"""The collected messages as v1 sends them: a JSON list of JSON strings."""
	return json_bytes([json_bytes(m).decode() for m in frappe.local.message_log]).decode()
