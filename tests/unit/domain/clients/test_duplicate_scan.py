"""Duplicates among all clients."""

from __future__ import annotations

import itertools
import time

from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.clients import duplicate_scan, duplicates
from client_mgmt.domain.clients.duplicates import facts


def test_pairs_are_found_by_each_sign() -> None:
	"""S004-09: code, phone, mail, name, sound, short form, a letter more or another one."""
	clients = [
		facts("C1", "北京恒泰物流有限公司", None, ["+8613800138000"], ["a@b.cn"]),
		facts("C2", "亨泰物流公司"),
		facts("C3", "恒泰"),
		facts("C4", "甲子", None, ["+8613800138000"]),
		facts("C5", "乙丑", None, [], ["a@b.cn"]),
		facts("C6", "西湖电子信息集团"),
		facts("C7", "西湖电子信息化集团"),
		facts("C8", "Widgets United Ltd"),
		facts("C9", "Widgets Unitid Inc"),
		facts("D1", "大地"),
	]
	assert set(duplicate_scan.pairs(clients)) == {
		("C1", "C2"),
		("C1", "C3"),
		("C1", "C4"),
		("C1", "C5"),
		("C6", "C7"),
		("C8", "C9"),
	}


SYLLABLES = st.lists(
	st.sampled_from("恒 亨 泰 太 物 流 西 湖 电 子 科技 有限公司 北京 a b 1".split()), max_size=7
)


@given(st.lists(SYLLABLES.map("".join), max_size=12))
def test_blocks_lose_nothing_that_one_letter_parts(names: list[str]) -> None:
	"""S004-09: against comparing each with each; further-off likenesses are not promised."""
	clients = [facts(f"C{number:02}", name) for number, name in enumerate(names)]
	found = duplicate_scan.pairs(clients)
	for one, other in itertools.combinations(clients, 2):
		match = duplicates.compare(one, other)
		far = not match or match.reasons[0] in (duplicates.ALIKE, duplicates.SOUNDS_ALIKE)
		assert found.get((one.name, other.name)) == match or (far and (one.name, other.name) not in found)


def test_a_crowd_stays_linear() -> None:
	"""2,000 clients of one switchboard, each compared with the first: well under a second's comparisons."""
	clients = [facts(f"C{n:04}", f"客户{n}", None, ["95588"]) for n in range(2000)]
	began = time.process_time()
	assert len(duplicate_scan.pairs(clients)) == 1999
	assert time.process_time() - began < 10
