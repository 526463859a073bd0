"""How deep markup is nested: cleaning it takes a parser time that grows with the square. On plain text."""

from __future__ import annotations

import re

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Elements that hold nothing, and those that the next of their kind ends.
ENDS_ITSELF = frozenset("br col hr img wbr p li dt dd tr td th tbody thead tfoot colgroup".split())


def is_deeper(text: str, most: int) -> bool:
	"""Whether more than `most` elements of `text` lie within each other, as far as its tags say."""
	if text.count("<") <= most:
		return False
	depth = 0
	for closing, name in TAG.findall(text):
		if name.lower() not in ENDS_ITSELF:
			depth = max(depth - 1, 0) if closing else depth + 1
			if depth > most:
				return True
	return False
