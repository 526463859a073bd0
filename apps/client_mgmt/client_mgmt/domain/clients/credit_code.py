"""The Chinese unified social credit code (S004-10)."""

from __future__ import annotations

import re

from stdnum.cn import uscc

# Registering department and kind of organisation, the place's six digits, the organisation, the check
# character. The alphabet has no I, O, S, V, Z.
FORM = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")

CHINA = frozenset({"china", "中国", "cn", "chn"})


def normalise(code: str | None) -> str | None:
	"""Upper case without blanks; None where nothing is left, so that two empty codes never clash as equal."""
	return "".join((code or "").split()).upper() or None


def is_valid(code: str) -> bool:
	"""18 characters of GB 32100-2015 whose last one is the right check character. Rural collectives (N…) and
	others whose department is a letter have one too."""
	return bool(FORM.fullmatch(code)) and uscc.calc_check_digit(code[:-1]) == code[-1]


def is_chinese(country: str | None) -> bool:
	"""Whether `country` names China; an empty one does, as the field's default."""
	return (country or "China").strip().lower() in CHINA
