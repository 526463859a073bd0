"""Telephone numbers, e-mail addresses and the one primary contact of a client (S004-11, S004-13, S004-53)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import phonenumbers

EMAIL = re.compile(r"[^@\s,;<>()]+@(?:[^@\s,;<>().]+\.)+[^@\s,;<>().]{2,}")
# Numbers outside the subscribers' plan: 95xxx(xxx) banks and carriers, 96xxx local services, 10xxx carriers,
# 12xxx public services, 1010xxxx and the like customer lines, 400/800 shared cost.
CHINESE_SERVICE = re.compile(r"9[56]\d{3,6}|1[02]\d{3,4}|10[01]\d{5}|[48]00\d{7}")


def is_email(text: str) -> bool:
	"""Whether `text` is one e-mail address."""
	return EMAIL.fullmatch(text.strip()) is not None


def is_phone(text: str, region: str | None = "CN") -> bool:
	"""Whether `text` is a telephone number of `region` (ISO 3166, two letters; None: not known), an
	international one that begins with +, or a Chinese service number. An extension may follow as "转123" or
	"ext 123"."""
	number = plain_number(text)
	if region == "CN" and is_service(number):
		return True
	try:
		return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
	except phonenumbers.NumberParseException:
		return False


def plain_number(text: str) -> str:
	"""A telephone number in one width, its extension written as " ext 123"."""
	plain = unicodedata.normalize("NFKC", text).strip()
	return re.sub(r"\s*(?:转|分机|ext\.?|x)\s*", " ext ", plain, flags=re.IGNORECASE)


def is_service(number: str) -> bool:
	"""Whether a number of `plain_number` is a Chinese service number, an extension apart."""
	base, _ext, extension = number.removeprefix("+86").partition(" ext ")
	served = CHINESE_SERVICE.fullmatch(re.sub(r"[\s()-]", "", base))
	return bool(served) and (not extension or re.fullmatch(r"\d{1,6}", extension) is not None)


def digits(text: str) -> str:
	"""The digits of a text."""
	return re.sub(r"\D", "", text)


def primaries_to_clear(name: str, is_primary: bool, others: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Names of the client's other contacts that lose the mark when `name` is saved with it."""
	return [row["name"] for row in others if is_primary and row["is_primary"] and row["name"] != name]


def must_be_primary(name: str, others: Sequence[Mapping[str, Any]]) -> bool:
	"""Whether `name` has to carry the mark, because no other contact of the client does."""
	return not any(row["is_primary"] for row in others if row["name"] != name)
