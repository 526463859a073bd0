"""Telephone numbers, addresses and the primary contact."""

from __future__ import annotations

import pytest

from client_mgmt.domain.clients import contacts


@pytest.mark.parametrize(
	"number",
	[
		"13800138000",
		"+86 138 0013 8000",
		"010-62782000",
		"010-62782000转123",
		"95588",
		"400-810-8888",
		"+49 30 901820",
		"12345",
		"１３８００１３８０００",
		"400-810-8888转2",
		"800 820 8820",
		"+86 400 810 8888",
		"1010 5678",
		"955 88",
		"(010) 62782000 ext. 8",
	],
)
def test_numbers_that_ring(number: str) -> None:
	"""S004-13: Chinese subscribers, service numbers, extensions and international numbers."""
	assert contacts.is_phone(number)


@pytest.mark.parametrize(
	"number", ["", "123", "abc", "1380013800", "+999 1", "9558", "400-810", "95588转abc"]
)
def test_numbers_that_do_not(number: str) -> None:
	"""S004-13: the format is checked."""
	assert not contacts.is_phone(number)


def test_a_foreign_client_writes_international_numbers() -> None:
	"""S004-13: outside China a number says its country."""
	assert contacts.is_phone("+49 30 901820", None)
	assert not contacts.is_phone("13800138000", None)
	assert not contacts.is_phone("95588", None)


@pytest.mark.parametrize("address", ["zhang@bank.cn", " li.na+test@sub.bank.com.cn "])
def test_addresses(address: str) -> None:
	"""S004-13."""
	assert contacts.is_email(address)


@pytest.mark.parametrize(
	"address", ["zhang", "zhang@", "@bank.cn", "zhang@bank", "a@b.cn, c@d.cn", "zhang@bank..cn"]
)
def test_no_addresses(address: str) -> None:
	"""S004-13: one address, no list."""
	assert not contacts.is_email(address)


def test_one_primary_contact() -> None:
	"""S004-53: exactly one main contact; marking another moves the mark."""
	others = [{"name": "CON-1", "is_primary": 1}, {"name": "CON-2", "is_primary": 0}]
	assert contacts.primaries_to_clear("CON-3", True, others) == ["CON-1"]
	assert contacts.primaries_to_clear("CON-3", False, others) == []
	assert not contacts.must_be_primary("CON-3", others)
	assert contacts.must_be_primary("CON-1", others)
	assert contacts.must_be_primary("CON-9", [])
