from __future__ import annotations

import subprocess
import sys

import pytest

from client_mgmt.domain.clients.countries import country_code, currency_code


@pytest.mark.parametrize(
	("text", "code"),
	[
		*((word, "CN") for word in "China china CN cn chn 中国 中华人民共和国 ＣＮ".split()),
		*((word, "US") for word in ("United States", "USA", "U.S.A.", "us", "美国")),
		*((word, "DE") for word in ("Germany", "德国", "Deutschland", " de ")),
		*((word, "KR") for word in ("South Korea", "韩国", "kr")),
		*((word, "HK") for word in ("Hong Kong", "香港", "中国香港")),
		("Russia", "RU"),
		("台湾", "TW"),
		("Atlantis", ""),
		("", ""),
		("001", ""),
	],
)
def test_countries_are_known_by_name_and_code(text: str, code: str) -> None:
	assert country_code(text) == code


@pytest.mark.parametrize(
	("text", "code"),
	[
		("人民币", "CNY"),
		("RMB", "CNY"),
		("￥", "CNY"),
		("US$", "USD"),
		("欧元", "EUR"),
		("Taler", ""),
		("", ""),
	],
)
def test_currencies_are_known_by_their_words(text: str, code: str) -> None:
	assert currency_code(text) == code


def test_names_of_countries_bring_no_map_of_telephone_numbers() -> None:
	"""Which would stay in the server's memory: 100 MB."""
	known = "from client_mgmt.domain.clients.countries import country_code; import sys; "
	asked = "print(country_code('德国'), 'phonenumbers.geodata.data0' in sys.modules)"
	told = subprocess.run([sys.executable, "-c", known + asked], capture_output=True, text=True, check=True)
	assert told.stdout.split() == ["DE", "False"]
