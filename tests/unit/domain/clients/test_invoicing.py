"""Tax numbers (S004-50)."""

from __future__ import annotations

import pytest

from client_mgmt.domain.clients import invoicing

CODE, OTHER = "91110000600037341L", "91350100M000100Y43"


@pytest.mark.parametrize(
	("given", "code", "before", "kept"),
	[
		("", CODE, None, CODE),
		(None, None, None, None),
		("1101 05123456789 x", CODE, None, "110105123456789X"),
		(CODE, OTHER, CODE, OTHER),
		("110105123456789", OTHER, CODE, "110105123456789"),
	],
)
def test_the_credit_code_is_the_default(given: str, code: str, before: str, kept: str) -> None:
	assert invoicing.tax_number(given, code, before) == kept


@pytest.mark.parametrize(
	("number", "valid"), [("1" * 14, 0), ("1" * 15, 1), ("A" * 20, 1), ("A" * 21, 0), ("1" * 14 + "-", 0)]
)
def test_form(number: str, valid: int) -> None:
	assert invoicing.is_tax_number(number) is bool(valid)
