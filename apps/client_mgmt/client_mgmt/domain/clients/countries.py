"""Countries and currencies as people write them, in English or Chinese or as a code, by their ISO codes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from runpy import run_path

import phonenumbers

from client_mgmt.domain.language.amounts import CODES
from client_mgmt.domain.language.numerals import half_width

LANGUAGES = ("en", "zh")
# What the names of phonenumbers have not.
ALSO = {
	"AE": "uae",
	"CN": "chn prc 中华人民共和国 中国大陆 中国内地",
	"DE": "deutschland",
	"GB": "uk britain",
	"HK": "中国香港",
	"KP": "朝鲜",
	"KR": "korea 大韩民国",
	"MO": "中国澳门",
	"TW": "台湾 中国台湾",
	"US": "usa u.s.a america",
}


def country_code(text: str) -> str:
	"""The ISO 3166 code (two capital letters) of the country that `text` means: a code, or a name in English
	or Chinese; "" where it means none."""
	return _countries().get(_folded(text), "")


def currency_code(text: str) -> str:
	"""The ISO 4217 code of the currency that a word such as 人民币, RMB or US$ means; "" for other words."""
	return CODES.get(_folded(text), "")


def _folded(text: str) -> str:
	return half_width(text).strip().rstrip(".").casefold()


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
	known = _names()
	found = {code.casefold(): code for code in known if len(code) == 2}
	for code, words in ALSO.items():
		found |= dict.fromkeys(words.split(), code)
	for code, names in known.items():
		for language in LANGUAGES:
			found.setdefault(_folded(_name(names, language)), code)
	return found


def _names() -> dict[str, dict[str, str]]:
	"""Code → names by language, out of the one file of phonenumbers that holds them: imported by its name, it
	would bring with it where each telephone number of the world is, which takes 100 MB."""
	file = Path(phonenumbers.__file__).with_name("geodata") / "locale.py"
	names: dict[str, dict[str, str]] = run_path(str(file), run_name="phonenumbers.geodata.locale")[
		"LOCALE_DATA"
	]
	return names


def _name(names: dict[str, str], language: str) -> str:
	"""A country's name; `*xx` stands for its name in the language xx."""
	name = names.get(language, "")
	return names.get(name[1:], "") if name.startswith("*") else name
