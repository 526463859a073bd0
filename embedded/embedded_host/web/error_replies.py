"""Exceptions as responses, in the shape of REST v1 and v2 or as a page (measured on v15.41).

The text of an unexpected error stays in the log: its response names the class alone.
"""

from __future__ import annotations

import logging
from typing import Any

import frappe
from embedded_host.storage.locks import SiteBusy
from embedded_host.web import pages
from embedded_host.web.errors import (
	BAD_VALUES,
	exception_line,
	is_bad_value,
	public,
	server_messages,
	status_of,
)
from embedded_host.web.responses import Reply, json_bytes, json_reply
from frappe import _

log = logging.getLogger("embedded_host.web")

#: answered without `exception`, as v15.41 does
_SILENT_STATUS = frozenset((400, 404))


def reply(error: BaseException, version: int) -> Reply:
	"""The response to `error`: version 1 or 2 of REST, 0 for a page. Call it inside the request's context."""
	status = status_of(error)
	if getattr(frappe.local, "db", None) is None:
		log.error("no site to answer from", exc_info=error)
		return Reply(503, b"The site is not available; the log says why.", [("Content-Type", "text/plain")])
	if status == 500:
		log.error("unexpected error", exc_info=error)
	if isinstance(error, SiteBusy) and not frappe.local.message_log:
		frappe.msgprint(_("Others are writing. Please try again in a moment."), indicator="orange")
	if (isinstance(error, tuple(BAD_VALUES)) or is_bad_value(error)) and not frappe.local.message_log:
		frappe.msgprint(_("A value of this request cannot be read: {0}").format(error), indicator="red")
	if version == 0:
		answer = page(error, status)
	else:
		answer = json_reply(_v2(error, status) if version == 2 else _v1(error, status), status)
	if retry_after := getattr(error, "retry_after", None):
		answer.headers.append(("Retry-After", str(retry_after)))
	return answer


def page(error: BaseException, status: int) -> Reply:
	"""A small page that says what went wrong."""
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
