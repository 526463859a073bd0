"""Translations from the apps' `locale/<language>.po` files."""

from __future__ import annotations

import os
from functools import lru_cache

from frappe.context import local

_PARENTS = {"zh-CN": "zh", "zh-Hans": "zh", "zh_CN": "zh", "zh-TW": "zh", "en-US": "en", "en-GB": "en"}


def _(msg: str, lang: str | None = None, context: str | None = None) -> str:
	"""`msg` in `lang` (default: the language of the session), `msg` itself when there is no translation."""
	language = lang or getattr(local, "lang", None) or "en"
	if language == "en" or not msg:
		return msg
	messages = get_all_translations(language)
	if context and (found := messages.get(f"{msg}:{context}")):
		return found
	return messages.get(msg) or messages.get(msg.strip()) or msg


def get_all_translations(lang: str) -> dict[str, str]:
	"""Source text -> translation over all installed apps; `text:context` where a context is given."""
	from frappe.apps import get_installed_apps

	merged: dict[str, str] = {}
	for app in get_installed_apps():
		for code in dict.fromkeys((_PARENTS.get(lang, lang), lang)):
			merged = {**merged, **_read(app, code)} if merged else _read(app, code)
	return merged


def _read(app: str, lang: str) -> dict[str, str]:
	from frappe.apps import get_app_path

	path = get_app_path(app, "locale", f"{lang}.po")
	if not os.path.exists(path):
		return {}
	return _parse(path, os.stat(path).st_mtime_ns)


@lru_cache(maxsize=32)
def _parse(path: str, _modified: int) -> dict[str, str]:
	from babel.messages.pofile import read_po

	with open(path, "rb") as file:
		catalogue = read_po(file)
	messages: dict[str, str] = {}
	for message in catalogue:
		if isinstance(message.id, str) and message.id and message.string:
			key = f"{message.id}:{message.context}" if message.context else message.id
			messages[key] = str(message.string)
	return messages
