"""Translations from the apps' `locale/<language>.po` files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from frappe.context import local

_PARENTS = {"zh-CN": "zh", "zh-Hans": "zh", "zh_CN": "zh", "zh-TW": "zh", "en-US": "en", "en-GB": "en"}


def _(msg: str, lang: str | None = None) -> str:
	"""`msg` in `lang` (default: the language of the session), `msg` itself when there is no translation."""
	language = lang or getattr(local, "lang", None) or "en"
	if language == "en" or not msg:
		return msg
	messages = get_all_translations(language)
	return messages.get(msg) or messages.get(msg.strip()) or msg


def get_all_translations(lang: str) -> dict[str, str]:
	"""Source text -> translation over all installed apps."""
	from frappe.apps import get_installed_apps

	return _merged(tuple(get_installed_apps()), lang)


@lru_cache(maxsize=16)
def _merged(apps: tuple[str, ...], lang: str) -> dict[str, str]:
	merged: dict[str, str] = {}
	for app in apps:
		for code in dict.fromkeys((_PARENTS.get(lang, lang), lang)):
			merged.update(_read(app, code))
	return merged


def _read(app: str, lang: str) -> dict[str, str]:
	from frappe.apps import get_app_path

	path = Path(get_app_path(app, "locale", f"{lang}.po"))
	if not path.exists():
		return {}
	import polib

	return {
		entry.msgid: entry.msgstr
		for entry in polib.pofile(str(path), encoding="utf-8")
		if entry.msgstr and not entry.obsolete
	}
