"""The unified social credit code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.clients import credit_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, position, 31) for position in range(17)]


def checked(body: str) -> str:
	"""The code with its check character, after GB 32100-2015."""
	total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(body, WEIGHTS, strict=True))
	return body + ALPHABET[-total % 31]


def test_the_examples_of_the_source() -> None:
	"""S004-10: 91110000600037341L passes, ...342L fails."""
	assert credit_code.is_valid("91110000600037341L")
	assert not credit_code.is_valid("91110000600037342L")


@pytest.mark.parametrize(
	"code", ["", "9111000060003734", "91110000600037341L0", "9111000060003734IL", "电" * 18]
)
def test_other_texts_are_no_codes(code: str) -> None:
	"""S004-10: 18 characters of the standard's alphabet."""
	assert not credit_code.is_valid(code)


def slow_oracle(code: str) -> bool:
	"""GB 32100-2015, word by word: 18 characters of the alphabet, the place in digits, and the sum of value
	times weight, the check character included with weight 1, is a multiple of 31."""
	if len(code) != 18 or any(letter not in ALPHABET for letter in code):
		return False
	if any(letter not in "0123456789" for letter in code[2:8]):
		return False
	total, weight = 0, 1
	for letter in code[:17]:
		total += ALPHABET.index(letter) * weight
		weight = weight * 3 % 31
	return (total + ALPHABET.index(code[17])) % 31 == 0


PLACES = st.text("0123456789", min_size=6, max_size=6)
BODIES = st.builds(
	"".join,
	st.tuples(st.text(ALPHABET, min_size=2, max_size=2), PLACES, st.text(ALPHABET, min_size=9, max_size=9)),
)


@given(BODIES, st.sampled_from(ALPHABET))
def test_codes_against_the_slow_oracle(body: str, last: str) -> None:
	"""S004-10: whatever the registering department, a letter too, and whatever the check character."""
	assert credit_code.is_valid(checked(body))
	assert credit_code.is_valid(body + last) is slow_oracle(body + last)


@given(st.text(ALPHABET + "IOSVZ电 ", max_size=20))
def test_any_text_against_the_slow_oracle(text: str) -> None:
	"""S004-10: other lengths, letters and digits."""
	assert credit_code.is_valid(text) is slow_oracle(text)


@given(st.text("0123456789", min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9))
def test_one_changed_character_is_noticed(area: str, organisation: str) -> None:
	"""S004-10: the check character catches every single change."""
	code = checked("91" + area + organisation)
	changed = code[:9] + ("0" if code[9] != "0" else "1") + code[10:]
	assert not credit_code.is_valid(changed)


def test_empty_codes_are_none() -> None:
	"""Two clients without a code never clash."""
	assert credit_code.normalise("  ") is None
	assert credit_code.normalise(None) is None
	assert credit_code.normalise(" 9111 0000 6000 3734 1l ") == "91110000600037341L"


@pytest.mark.parametrize(
	("country", "chinese"), [("China", True), ("中国", True), (None, True), ("Germany", False)]
)
def test_china_is_recognised(country: str | None, chinese: bool) -> None:
	assert credit_code.is_chinese(country) is chinese
