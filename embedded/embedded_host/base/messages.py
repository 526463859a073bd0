"""Messages to the person behind the request, and refusals."""

from __future__ import annotations

from typing import Any, NoReturn

from embedded_host.base.context import _dict, local
from embedded_host.base.exceptions import ValidationError
from embedded_host.base.plain import generate_hash
from embedded_host.base.translate import _


def bold(text: Any) -> str:
	"""`text` as HTML bold."""
	return f"<strong>{text}</strong>"


def msgprint(
	msg: Any,
	title: str | None = None,
	raise_exception: bool | type[Exception] | Exception = False,
	as_list: bool = False,
	indicator: str | None = None,
	alert: bool = False,
) -> None:
	"""Collects a message for `_server_messages`; raises `raise_exception` with it when given."""
	text = _as_list(msg) if as_list else str(msg)
	entry = _dict(message=text, title=title or _("Message"))
	if raise_exception and not indicator:
		indicator = "red"
	if indicator:
		entry.indicator = indicator
	if alert:
		entry.alert = 1
	if raise_exception:
		entry.raise_exception = 1
		entry["__frappe_exc_id"] = generate_hash(length=56)
	_log().append(entry)
	if raise_exception:
		_raise(raise_exception, text, entry["__frappe_exc_id"])


def throw(
	msg: Any,
	exc: type[Exception] | Exception = ValidationError,
	title: str | None = None,
) -> NoReturn:
	"""Refuses: raises `exc` (a class or an instance) with `msg` and tells the person."""
	msgprint(msg, title=title, raise_exception=exc, indicator="red")
	raise AssertionError("msgprint always raises here")


def clear_messages() -> None:
	"""Forgets the messages collected so far."""
	local.message_log = []


def _log() -> list[dict[str, Any]]:
	log: list[dict[str, Any]] | None = getattr(local, "message_log", None)
	if log is None:
		log = local.message_log = []
	return log


def _as_list(msg: Any) -> str:
	items = [msg] if isinstance(msg, str) else list(msg)
	if len(items) == 1:
		return str(items[0])
	return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _raise(exception: bool | type[Exception] | Exception, text: str, exc_id: str) -> NoReturn:
	if isinstance(exception, Exception):
		error = exception
	else:
		error = (ValidationError if isinstance(exception, bool) else exception)(text)
	error.__frappe_exc_id = exc_id  # type: ignore[attr-defined]
	raise error
