"""Whether a non-functional requirement says how it is measured (S004-31)."""

from __future__ import annotations

import re

from client_mgmt.domain.language.ambiguity_text import folded, has_quantity

UNITS = ("{any}", "{time}")
# Conformity with a named standard is measured by that standard.
STANDARD = re.compile(r"(?<![a-z])(?:gb(?:/t)?|iso|iec|ieee|wcag|rfc|pci|nist)(?![a-z])|等保|等级保护|国标")
SHOWN = 40  # characters


def has_measure(text: str) -> bool:
	"""Whether a number with its unit, or a standard by its name, stands in `text`."""
	plain = folded(text)
	return has_quantity(plain, UNITS) or bool(STANDARD.search(plain))


def shown(text: str) -> tuple[int, int]:
	"""The span that stands for a text as a whole: its first words, without blanks around them."""
	start = len(text) - len(text.lstrip())
	line = text[start:].split("\n", 1)[0][:SHOWN].rstrip()
	return start, start + len(line)
