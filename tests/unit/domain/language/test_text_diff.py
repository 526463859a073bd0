"""Differences of two texts, by character in Chinese and by word in Latin script."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel, Opcodes

from client_mgmt.domain.language import text_diff
from client_mgmt.domain.language.text_diff import CELLS, LEAST, WORD, Piece, difference

TEXTS = st.text(alphabet="ab 登录，1\n\r\t快速é", max_size=60) | st.text(max_size=40)


def sides(pieces: list[Piece]) -> tuple[str, str]:
	old = "".join(piece["text"] for piece in pieces if piece["op"] != "insert")
	return old, "".join(piece["text"] for piece in pieces if piece["op"] != "delete")


def shown(old: str, new: str) -> str:
	signs = {"equal": "=", "delete": "-", "insert": "+"}
	return "|".join(signs[piece["op"]] + piece["text"] for piece in difference(old, new))


def common(a: list[str], b: list[str]) -> int:
	"""The length of a longest common subsequence, the slow way."""
	row = [0] * (len(b) + 1)
	for left in a:
		above = row[:]
		for at, right in enumerate(b, 1):
			row[at] = above[at - 1] + 1 if left == right else max(above[at], row[at - 1])
	return row[-1]


@pytest.mark.parametrize(
	("old", "new", "expected"),
	[
		("系统应快速响应", "系统应3秒内响应", "=系统应|-快速|+3秒内|=响应"),
		("export as PDF", "export to PDF", "=export |-as|+to|= PDF"),
		("支持PDF导出", "支持Excel导出", "=支持|-PDF|+Excel|=导出"),
		("", "新", "+新"),
		("旧", "", "-旧"),
		("同", "同", "=同"),
		("", "", ""),
		("一行\n二行\n", "一行\n三行\n", "=一行\n|-二|+三|=行\n"),
	],
)
def test_what_is_shown(old: str, new: str, expected: str) -> None:
	"""S004-37: by character for Chinese, by word for Latin text."""
	assert shown(old, new) == expected


@given(TEXTS, TEXTS, st.sampled_from([CELLS, 30, 0]))
def test_the_pieces_make_both_texts(old: str, new: str, cells: int) -> None:
	"""Also where the matrix does not hold them; no piece is empty, and neighbours differ in kind."""
	pieces = difference(old, new, cells)
	assert sides(pieces) == (old, new)
	assert all(piece["text"] for piece in pieces)
	assert all(one["op"] != two["op"] for one, two in itertools.pairwise(pieces))


@given(TEXTS, TEXTS)
def test_as_much_as_possible_is_equal(old: str, new: str) -> None:
	"""Against a longest common subsequence found the slow way."""
	equal = [piece["text"] for piece in difference(old, new) if piece["op"] == "equal"]
	assert sum(len(WORD.findall(text)) for text in equal) == common(WORD.findall(old), WORD.findall(new))


@given(TEXTS, TEXTS, st.sampled_from([900, 30, 0]))
def test_no_matrix_is_larger_than_allowed(old: str, new: str, cells: int) -> None:
	with pytest.MonkeyPatch.context() as patch:
		compared: list[int] = []
		patch.setattr(text_diff, "Indel", Measured(compared))
		difference(old * 2, new * 2, cells)
	assert max(compared, default=0) <= max(cells, LEAST**2)


class Measured:
	"""rapidfuzz's Indel; notes the pairs of each comparison."""

	def __init__(self, compared: list[int]) -> None:
		self.compared = compared

	def opcodes(self, old: list[int], new: list[int]) -> Opcodes:
		self.compared.append(len(old) * len(new))
		return Indel.opcodes(old, new)


def rewritten(text: str, edits: int, seed: int) -> str:
	order, chosen = random.Random(seed), list(text)
	for _edit in range(edits):
		chosen[order.randrange(len(chosen))] = order.choice("改动字句")
	return "".join(chosen)


HAN = "".join(random.Random(1).choice("系统需求登录导出报表用户权限审批流程") for _ in range(33_000))
HOSTILE = [
	(HAN, rewritten(HAN, 400, 2)),
	(HAN, HAN[::-1]),
	("ab" * 50_000, "ba" * 40_000 + "c" * 20_000),
	("a x " * 25_000, "a y " * 25_000),
	("a\n" * 50_000, "a\nb\n" * 25_000),
	("甲乙" * 16_000, "乙丙" * 16_000),
	("甲" * 99_000, "乙" * 99_000),
	("\n".join(f"line {n} of it" for n in range(6000)), "\n".join(f"line {n} of us" for n in range(6000))),
]


@pytest.mark.parametrize(("old", "new"), HOSTILE, ids=range(len(HOSTILE)))
def test_long_texts_take_bounded_time(old: str, new: str) -> None:
	start = time.process_time()
	assert sides(difference(old, new)) == (old, new)
	assert time.process_time() - start < 10


def test_a_megabyte_that_was_rewritten_takes_bounded_time() -> None:
	"""The largest files that are compared (`client_archive/documents.py`)."""
	old, new = HAN * 10, rewritten(HAN * 10, 300_000, 3)
	start = time.process_time()
	assert sides(difference(old, new)) == (old, new)
	assert time.process_time() - start < 60


def test_a_few_edits_in_a_long_text_are_found() -> None:
	pieces = difference(*HOSTILE[0])
	assert len([piece for piece in pieces if piece["op"] == "insert"]) > 300


def test_a_passage_put_into_a_long_text_is_found() -> None:
	"""It is longer than a window: the lines around it hold the rest in place."""
	lines = [HAN[at : at + 30] + "\n" for at in range(0, len(HAN), 30)]
	inserted = "".join(f"{n} {line}" for n, line in enumerate(lines))
	old, half = "".join(lines), len(lines) // 2
	start = rewritten(lines[0], 1, 4)
	new = "".join([start, *lines[1:half], inserted, *lines[half:-1], "终"])
	found = difference(old, new)
	assert sides(found) == (old, new)
	assert sum(len(piece["text"]) for piece in found if piece["op"] == "delete") < 60
