"""Translations from the apps' `locale/<language>.po` files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from embedded_host.base.app_files import get_app_path
from embedded_host.base.context import local
from embedded_host.base.site_facts import installed_apps

_PARENTS = {"zh-CN": "zh", "zh-Hans": "zh", "zh_CN": "zh", "zh-TW": "zh", "en-US": "en", "en-GB": "en"}


def _(msg: str, lang: str | None = None) -> str:
	"""`msg` in `lang` (default: the language of the session), `msg` itself when there is no translation."""
	language = lang or getattr(local, "lang", None) or "en"
	if language == "en" or not msg:
		return msg
	try:
		messages = local.db.rooms["translations"][language]
	except (AttributeError, KeyError):
		messages = get_all_translations(language)
	return messages.get(msg) or messages.get(msg.strip()) or msg


def get_all_translations(lang: str) -> dict[str, str]:
	"""Source text -> translation over all installed apps."""
	merged = _merged(tuple(installed_apps()), lang)
	if getattr(local, "db", None) is not None:
		local.db.rooms.setdefault("translations", {})[lang] = merged
	return merged


@lru_cache(maxsize=16)
def _merged(apps: tuple[str, ...], lang: str) -> dict[str, str]:
	merged: dict[str, str] = {}
	for app in apps:
		for code in dict.fromkeys((_PARENTS.get(lang, lang), lang)):
			merged.update(_read(app, code))
	return merged


def _read(app: str, lang: str) -> dict[str, str]:
	path = Path(get_app_path(app, "locale", f"{lang}.po"))
	if not path.exists():
		return {}
	import polib  # a process that speaks English needs none of its memory

	return {
		entry.msgid: entry.msgstr
		for entry in polib.pofile(str(path), encoding="utf-8")
		if entry.msgstr and not entry.obsolete
	}
