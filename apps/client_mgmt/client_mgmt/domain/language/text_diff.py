"""What differs between two texts: by character in Chinese, by word in Latin script (S004-37).

Myers' shortest edit script, first over lines, then over the words of what differs. Its work is bounded: a
text that has been rewritten beyond the bound is shown as wholly replaced.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple, TypedDict

EQUAL, INSERT, DELETE = "equal", "insert", "delete"
WORK = 1_000_000  # steps, about a second and 20 MB
LINE = re.compile(r"[^\n]*\n|[^\n]+")
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
WORD = re.compile(rf"[^\W{IDEOGRAPHS}]+|\s+|.", re.DOTALL)


class Piece(TypedDict):
	"""A part of the two texts. `op`: equal (in both), delete (in the old), insert (in the new)."""

	op: str
	text: str


class _Match(NamedTuple):
	"""`size` parts from `old` on are those from `new` on."""

	old: int
	new: int
	size: int


class _Work:
	"""The steps that are left."""

	def __init__(self, left: int) -> None:
		self.left = left

	def take(self, steps: int) -> bool:
		"""Whether there were as many left."""
		self.left -= steps
		return self.left >= 0


def difference(old: str, new: str, work: int = WORK) -> list[Piece]:
	"""The pieces that lead from `old` to `new`, in order: those equal or deleted make `old`, those equal or
	inserted make `new`. What is deleted stands before what is inserted in its place."""
	budget = _Work(work)
	pieces: list[Piece] = []
	for op, before, after in _replaced(LINE.findall(old), LINE.findall(new), budget):
		if op == EQUAL:
			_add(pieces, EQUAL, before)
			continue
		for part, was, now in _replaced(WORD.findall(before), WORD.findall(after), budget):
			if part == EQUAL:
				_add(pieces, EQUAL, was)
			else:
				_add(pieces, DELETE, was)
				_add(pieces, INSERT, now)
	return pieces


def _add(pieces: list[Piece], op: str, text: str) -> None:
	if not text:
		return
	if pieces and pieces[-1]["op"] == op:
		pieces[-1]["text"] += text
	else:
		pieces.append({"op": op, "text": text})


def _replaced(old: Sequence[str], new: Sequence[str], work: _Work) -> list[tuple[str, str, str]]:
	"""(equal, text, text) and ("", old text, new text) in turn."""
	found, at_old, at_new = [], 0, 0
	for match in [*_matches(old, new, work), _Match(len(old), len(new), 0)]:
		gone, come = "".join(old[at_old : match.old]), "".join(new[at_new : match.new])
		same = "".join(old[match.old : match.old + match.size])
		found += [("", gone, come)] if gone or come else []
		found += [(EQUAL, same, same)] if same else []
		at_old, at_new = match.old + match.size, match.new + match.size
	return found


def _matches(old: Sequence[str], new: Sequence[str], work: _Work) -> list[_Match]:
	"""What two sequences have in common, in order; of a longest kind while the work lasts."""
	shorter = min(len(old), len(new))
	head = 0
	while head < shorter and old[head] == new[head]:
		head += 1
	tail = 0
	while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
		tail += 1
	a, b = old[head : len(old) - tail], new[head : len(new) - tail]
	inner = [_Match(head + match.old, head + match.new, match.size) for match in _shortest(a, b, work)]
	return [_Match(0, 0, head), *inner, _Match(len(old) - tail, len(new) - tail, tail)]


def _shortest(a: Sequence[str], b: Sequence[str], work: _Work) -> list[_Match]:
	"""Myers 1986: the furthest point of each diagonal for one edit more, until the end is reached."""
	if not a or not b:
		return []
	furthest, trace = {1: 0}, []
	for edits in range(len(a) + len(b) + 1):
		trace.append(array("l", (furthest.get(diagonal, 0) for diagonal in range(-edits - 1, edits + 2))))
		if not work.take(edits + 1):
			return []
		for diagonal in range(-edits, edits + 1, 2):
			down = diagonal == -edits or (
				diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]
			)
			x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
			x = _slide(a, b, x, x - diagonal, work)
			furthest[diagonal] = x
			if x >= len(a) and x - diagonal >= len(b):
				return _way_back(trace, len(a), len(b))
	return []


def _slide(a: Sequence[str], b: Sequence[str], x: int, y: int, work: _Work) -> int:
	start = x
	while x < len(a) and y < len(b) and a[x] == b[y]:
		x, y = x + 1, y + 1
	work.take((x - start) // 4)
	return x


def _way_back(trace: list[array[int]], x: int, y: int) -> list[_Match]:
	"""The runs on the way to the end; `trace` holds for each number of edits the diagonals around it."""
	found = []
	for edits in range(len(trace) - 1, -1, -1):
		diagonal, middle = x - y, x - y + edits + 1
		lower, upper = trace[edits][middle - 1], trace[edits][middle + 1]
		down = diagonal == -edits or (diagonal != edits and lower < upper)
		before = diagonal + 1 if down else diagonal - 1
		from_x = (upper if down else lower) if edits else 0
		start = (from_x if down else from_x + 1) if edits else 0
		if x > start:
			found.append(_Match(start, start - diagonal, x - start))
		x, y = from_x, from_x - before
	return found[::-1]
