"""Does a text say anything? On plain text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=32)
def weight(text: str | None) -> int:
	"""The letters and digits of a text, of any script: what is invisible, spaces and punctuation alone say
	nothing."""
	return sum(unicodedata.category(sign)[0] in "LN" for sign in text or "")
