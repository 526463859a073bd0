"""File URLs that lead out of the site's folders.

Seen on v15.41: a `file_url`, and any other text in an Attach field, with `..` in it copies what it leads to,
the site's config with its keys too, into a file that everybody may download; before any document event runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import frappe
from frappe import _

LOCAL = ("/files/", "/private/files/")


def leads_out(url: str) -> bool:
	"""Whether a URL has a part that leads upwards, however it is written."""
	plain = unquote(unquote(url)).replace("\\", "/")
	return "/../" in f"{plain}/" or "\x00" in plain


def check_request(form: dict[str, Any]) -> None:
	"""Raises frappe.ValidationError when any value of a request, however deep, is such a URL of this site."""
	for text in _texts(form):
		if ".." in text or "%" in text:
			url = text.strip().replace("\\", "/")
			if unquote(unquote(url)).startswith(LOCAL) and leads_out(url):
				frappe.throw(_("{0} leads out of the files of this site.").format(text))


def _texts(values: Any) -> Iterator[str]:
	"""Every text in a value, in the JSON that a text holds too."""
	waiting = [values]
	while waiting:
		value = waiting.pop()
		if isinstance(value, dict):
			waiting.extend(value.values())
		elif isinstance(value, list | tuple):
			waiting.extend(value)
		elif isinstance(value, str):
			yield value
			waiting.append(_parsed(value))


def _parsed(text: str) -> Any:
	hides = "\\" in text or "files" in text  # JSON may spell any letter by its number
	if not hides or text.lstrip()[:1] not in ("{", "[", '"'):
		return None
	try:
		return json.loads(text)
	except (ValueError, RecursionError):
		return None
