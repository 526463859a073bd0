"""Exceptions of HTTP, and what an answer says of an exception and of the messages beside it."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from dateutil.parser import ParserError
from werkzeug.exceptions import HTTPException

import frappe
from embedded_host.base.json_reader import TooMuch
from embedded_host.web.responses import json_bytes
from frappe import _


class JSONDecodeError(frappe.exceptions.ValidationError):
	"""The body is not the JSON that its Content-Type promises."""

	http_status_code = 400


class RequestEntityTooLarge(frappe.exceptions.ValidationError):
	"""The body is longer than the site admits."""

	http_status_code = 413


#: what a request can provoke with values that no storage or parser takes
BAD_VALUES: dict[type[BaseException], int] = {
	json.JSONDecodeError: 400,
	TooMuch: 400,
	UnicodeError: 400,
	OverflowError: 417,
	ParserError: 417,
}


#: a word of what SQLite says of a statement: others write; the budget is spent (`base/budget.py`)
_STATEMENTS = {"locked": 503, "interrupted": 417}


def status_of(error: BaseException) -> int:
	"""The HTTP status that answers `error`."""
	for kind, status in BAD_VALUES.items():
		if isinstance(error, kind):
			return status
	if isinstance(error, HTTPException):
		return error.code or 500
	if isinstance(error, NotImplementedError):
		return 501
	if is_bad_value(error):
		return 417
	if isinstance(error, sqlite3.OperationalError):
		return next((status for word, status in _STATEMENTS.items() if word in str(error)), 500)
	return int(getattr(error, "http_status_code", 500))


def is_bad_value(error: BaseException) -> bool:
	"""Whether the database was given a list, or something else that no column holds."""
	kinds = (sqlite3.ProgrammingError, sqlite3.InterfaceError)
	return isinstance(error, kinds) and "binding parameter" in str(error)


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
