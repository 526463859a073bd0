"""The Chinese unified social credit code (S004-10)."""

from __future__ import annotations

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as InvalidNumber

CHINA = frozenset({"china", "中国", "cn", "chn"})


def normalise(code: str | None) -> str | None:
	"""Upper case without blanks; None where nothing is left, so that two empty codes never clash as equal."""
	return "".join((code or "").split()).upper() or None


def is_valid(code: str) -> bool:
	"""18 characters of the standard's alphabet whose last one is the right check character."""
	try:
		uscc.validate(code)
	except InvalidNumber:
		return False
	return len(code) == 18


def is_chinese(country: str | None) -> bool:
	"""Whether `country` names China; an empty one does, as the field's default."""
	return (country or "China").strip().lower() in CHINA
