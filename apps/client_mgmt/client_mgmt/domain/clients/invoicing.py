"""What an invoice to a client needs (S004-49, S004-50)."""

from __future__ import annotations

import re

TAX_NUMBER = re.compile(r"[0-9A-Z]{15,20}")


def tax_number(given: str | None, code: str | None, code_before: str | None = None) -> str | None:
	"""The tax number to keep: upper case without blanks, and the credit code where none is given.

	One that was the credit code before (`code_before`) follows the new `code`.
	"""
	number = "".join((given or "").split()).upper()
	return code if number in ("", code_before or "") else number


def is_tax_number(number: str) -> bool:
	"""15 to 20 digits and letters."""
	return TAX_NUMBER.fullmatch(number) is not None
