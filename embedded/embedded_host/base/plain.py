"""Small helpers on plain values: names, JSON, random text."""

from __future__ import annotations

import base64
import datetime
import decimal
import json
import secrets
from typing import Any

from embedded_host.base import json_reader
from embedded_host.base.context import _dict


def scrub(text: str) -> str:
	"""`Change Request` -> `change_request`."""
	return str(text).replace(" ", "_").replace("-", "_").lower()


def unscrub(text: str) -> str:
	"""`change_request` -> `Change Request`."""
	return str(text).replace("_", " ").replace("-", " ").title()


def generate_hash(txt: str | None = None, length: int = 56) -> str:
	"""`length` (default 56) random hexadecimal characters; `txt` is accepted and not used."""
	return secrets.token_hex((length + 1) // 2)[:length]


def random_name(length: int = 10) -> str:
	"""A random document name of lower-case letters and digits that starts with a letter."""
	text = base64.b32encode(secrets.token_bytes(length)).decode().lower()
	return text.lstrip("234567")[:length]


def parse_json(value: Any) -> Any:
	"""JSON text to a value (an object becomes a `_dict`); anything else as it is."""
	if isinstance(value, str):
		value = json_reader.loads(value)
	return _dict(value) if type(value) is dict else value


def as_json(obj: Any, indent: int | None = 1, separators: Any = None, ensure_ascii: bool = True) -> str:
	"""Sorted JSON of `obj`; dates as ISO text, documents as dicts, `indent` spaces deep."""
	if separators is None:
		separators = (",", ": ") if indent else (",", ":")
	return json.dumps(
		obj,
		indent=indent,
		sort_keys=True,
		default=json_default,
		separators=separators,
		ensure_ascii=ensure_ascii,
	)


def json_default(value: Any) -> Any:
	"""How JSON writes what it does not know; raises TypeError for an unknown type."""
	if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
		return str(value)
	if isinstance(value, decimal.Decimal):
		return float(value)
	if hasattr(value, "as_dict"):
		return value.as_dict(no_nulls=True)
	if isinstance(value, set | frozenset | map | filter):
		return list(value)
	if isinstance(value, bytes):
		return value.decode("utf-8", "replace")
	if isinstance(value, type):
		return value.__name__
	raise TypeError(f"{type(value).__name__} is not JSON serialisable")
