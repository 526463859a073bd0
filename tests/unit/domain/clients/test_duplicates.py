"""Which clients are likely the same one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.clients import duplicates
from client_mgmt.domain.clients.duplicates import facts, name_key, name_sound

CODES = "91110000600037341L", "91310000132221158F"


def match(one: str, other: str, *codes: str) -> duplicates.Match | None:
	"""How alike two clients of these names and credit codes are."""
	first, second = codes or (None, None)
	return duplicates.compare(facts("A", one, first), facts("B", other, second))


@pytest.mark.parametrize(
	("name", "key"),
	[
		("北京市海淀区恒泰物流有限公司", "恒泰物流"),
		("恒泰物流(北京)有限责任公司", "恒泰物流"),
		("恒泰物流（集团）股份有限公司", "恒泰物流"),
		("浙江杭州西湖电子集团有限公司", "西湖电子"),
		("广西壮族自治区南宁市恒泰有限公司", "恒泰"),
		("深圳华为", "华为"),
		("ＡＣＭＥ Co., Ltd.", "acme"),
		("Acme, Inc. (China)", "acme"),
		("Müller GmbH & Co. KG", "muller"),
		("Telecom S.A.", "telecom"),
		("株式会社日立", "日立"),
	],
)
def test_region_legal_form_and_spelling_are_left_out(name: str, key: str) -> None:
	"""S004-09: what is compared of a company's name."""
	assert name_key(name) == key


@pytest.mark.parametrize(
	("name", "key"),
	[
		("北京银行股份有限公司", "北京银行"),
		("北京科技有限公司", "北京科技"),
		("上海市教育局", "上海市教育局"),
		("北京大学", "北京大学"),
		("中国平安保险(集团)股份有限公司", "中国平安保险"),
		("有限公司", "有限公司"),
		("The Group Ltd", "thegroupltd"),
		("", ""),
		(None, ""),
	],
)
def test_what_a_name_needs_stays(name: str | None, key: str) -> None:
	"""S004-09: a place belongs to the name where nothing but a trade or an office would be left."""
	assert name_key(name) == key


def test_sound() -> None:
	assert name_sound("恒泰物流abc1") == "hengtaiwuliuabc1"
	assert duplicates.region_of("恒泰(上海)有限公司") == "上海"
	assert duplicates.region_of("恒泰有限公司") == ""


@pytest.mark.parametrize(
	("one", "other", "reason"),
	[
		("恒泰物流有限公司", "恒泰物流股份有限公司", duplicates.SAME_NAME),
		("北京恒泰物流有限公司", "上海恒泰物流有限公司", duplicates.ELSEWHERE),
		("恒泰物流有限公司", "亨泰物流有限公司", duplicates.SAME_SOUND),
		("华为", "深圳市华为技术有限公司", duplicates.SHORT),
		("恒泰供应链管理有限公司", "恒泰供应链管埋有限公司", duplicates.SOUNDS_ALIKE),
		("恒新供应链管理公司", "恒兴供应链管理公司", duplicates.SOUNDS_ALIKE),
		("西湖电子信息集团", "西湖电子信息化集团", duplicates.ALIKE),
		("Acme Widgets Ltd", "ACME Widget Inc.", duplicates.ALIKE),
	],
)
def test_names_worth_saying(one: str, other: str, reason: str) -> None:
	"""S004-09, in both directions."""
	found = match(one, other)
	assert found and found.reasons == (reason,)
	assert found == match(other, one)


@pytest.mark.parametrize(
	("one", "other"),
	[
		("北京银行股份有限公司", "上海银行股份有限公司"),
		("市第一中学", "市第二中学"),
		("Client 0001", "Client 0002"),
		("恒泰物流有限公司", "恒通物业有限公司"),
		("张伟", "张薇薇"),
		("航瑞供应链管理", "明锐供应链管理"),
		("宇盛供应链管理", "宇群丰盛供应链管理"),
		("", ""),
	],
)
def test_names_that_are_others(one: str, other: str) -> None:
	assert match(one, other) is None


def test_codes_phones_and_mails_weigh_more_than_names() -> None:
	"""S004-09, S004-10, S004-13."""
	one = facts("A", "恒泰", CODES[0], ["+8613800138000"], ["a@b.cn"])
	assert duplicates.compare(one, facts("B", "别名", CODES[0])) == (100, (duplicates.SAME_CODE,))
	assert duplicates.compare(one, facts("B", "别名", mails=["a@b.cn"])).reasons == (duplicates.SAME_MAIL,)
	both = duplicates.compare(one, facts("B", "恒泰", None, ["+8613800138000"]))
	assert both == (98, (duplicates.SAME_NAME, duplicates.SAME_PHONE))


def test_two_credit_codes_are_two_legal_persons() -> None:
	"""S004-10: only an equal name is still worth saying."""
	assert match("恒泰物流", "恒泰物流", *CODES).score == 70
	assert match("恒泰物流", "亨泰物流", *CODES) is None


@pytest.mark.parametrize(
	("phone", "key"),
	[
		("13800138000", "+8613800138000"),
		("+86 138-0013-8000", "+8613800138000"),
		("１３８００１３８０００", "+8613800138000"),
		("010-62782000转123", "+861062782000"),
		("(010) 62782000", "+861062782000"),
		("400-810-8888转2", "4008108888"),
		("+86 400 810 8888", "4008108888"),
		("95588", "95588"),
		("", ""),
		(None, ""),
	],
)
def test_one_number_has_one_key(phone: str | None, key: str) -> None:
	"""S004-13: however it is written."""
	assert duplicates.phone_key(phone) == key


def test_mail_keys() -> None:
	assert duplicates.mail_key(" Li.Na@Bank.CN ") == "li.na@bank.cn"
	assert duplicates.mail_key(None) == ""


def test_matches_are_ordered() -> None:
	one = facts("", "恒泰物流")
	others = [facts("B", "恒泰"), facts("C", "恒泰物流公司"), facts("D", "大地保险")]
	assert list(duplicates.matches(one, others)) == ["C", "B"]


NAMES = st.text("恒泰物流北京市有限公司科技Acme .,()（）１2", max_size=14)


@given(NAMES)
def test_a_key_is_its_own_key_in_other_widths_and_cases(name: str) -> None:
	"""S004-09: width, case, blanks and punctuation never part two names."""
	wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name.upper())
	assert name_key(name) == name_key(wide)
	assert name_key(f"  {name} ") == name_key(name)


@given(NAMES, NAMES)
def test_likeness_has_no_direction(one: str, other: str) -> None:
	assert match(one, other) == match(other, one)
	assert match(one, one) is None or match(one, one).score == 95
