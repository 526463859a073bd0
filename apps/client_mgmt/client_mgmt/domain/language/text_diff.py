"""What differs between two texts: by character in Chinese, by word in Latin script (S004-37).

rapidfuzz finds a shortest edit script, in a matrix with a bit for each pair of parts. Where that would be
more than CELLS bits, lines are compared first and then the parts of what differs, in windows if need be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import isqrt
from typing import TypedDict

from rapidfuzz.distance import Indel, Postfix, Prefix

EQUAL, INSERT, DELETE = "equal", "insert", "delete"
CELLS = 2**26  # 8 MB; two stretches of 8,192 parts
LEAST = 16  # parts of a window, however small the matrix
LINE = re.compile(r"[^\n]*\n|[^\n]+")
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff"
WORD = re.compile(rf"[^\W{IDEOGRAPHS}]+|\s+|.", re.DOTALL)

Step = tuple[str, str]  # what is done, and with which text


class Piece(TypedDict):
	"""A part of the two texts. `op`: equal (in both), delete (in the old), insert (in the new)."""

	op: str
	text: str


def difference(old: str, new: str, cells: int = CELLS) -> list[Piece]:
	"""The pieces that lead from `old` to `new`, in order: those equal or deleted make `old`, those equal or
	inserted make `new`. What is deleted stands before what is inserted in its place.

	As many parts as possible are equal while what lies between the common beginning and the common end has
	at most `cells` pairs of parts. Of longer texts a passage may show as deleted and inserted that both have.
	"""
	before, after = WORD.findall(old), WORD.findall(new)
	a, b = _numbered(before, after)
	head = Prefix.similarity(a, b)
	tail = Postfix.similarity(a[head:], b[head:])
	gone, come = before[head : len(a) - tail], after[head : len(b) - tail]
	exact = len(gone) * len(come) <= cells
	steps = _steps(gone, come, cells) if exact else _by_lines("".join(gone), "".join(come), cells)
	first, last = "".join(before[:head]), "".join(before[len(a) - tail :])
	found = _stretches(chain([(EQUAL, first)], steps, [(EQUAL, last)]))
	return [{"op": op, "text": text} for stretch in found for op, text in stretch.items() if text]


def _numbered(old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int]]:
	"""The parts as numbers: rapidfuzz takes texts whose hashes are equal for equal."""
	numbers: dict[str, int] = {}
	a = [numbers.setdefault(part, len(numbers)) for part in old]
	return a, [numbers.setdefault(part, len(numbers)) for part in new]


def _by_lines(old: str, new: str, cells: int) -> Iterator[Step]:
	"""First the lines, then the parts of each stretch of lines that differ."""
	for stretch in _stretches(_steps(LINE.findall(old), LINE.findall(new), cells)):
		yield from _steps(WORD.findall(stretch[DELETE]), WORD.findall(stretch[INSERT]), cells)
		yield EQUAL, stretch[EQUAL]


def _stretches(steps: Iterable[Step]) -> Iterator[dict[str, str]]:
	"""What is deleted, what is inserted in its place and what is equal after it, again and again."""
	texts: dict[str, list[str]] = {DELETE: [], INSERT: [], EQUAL: []}
	for op, text in steps:
		if op != EQUAL and texts[EQUAL]:
			yield {kind: "".join(parts) for kind, parts in texts.items()}
			texts = {DELETE: [], INSERT: [], EQUAL: []}
		if text:
			texts[op].append(text)
	yield {kind: "".join(parts) for kind, parts in texts.items()}


def _steps(old: Sequence[str], new: Sequence[str], cells: int) -> Iterator[Step]:
	"""From `old` to `new`. What exceeds the matrix is compared in windows as wide as it: the first half of
	the way through each counts, and the next window begins there."""
	a, b = _numbered(old, new)
	window, at, to = max(LEAST, isqrt(cells)), 0, 0
	while at < len(a) or to < len(b):
		rest = max(len(a) - at, len(b) - to)
		exact = (len(a) - at) * (len(b) - to) <= cells
		wide, way = (rest, 2 * rest) if exact else (window, window)
		for op, size in _runs(a[at : at + wide], b[to : to + wide], way):
			yield op, "".join(new[to : to + size] if op == INSERT else old[at : at + size])
			at += size if op != INSERT else 0
			to += size if op != DELETE else 0


def _runs(a: Sequence[int], b: Sequence[int], way: int) -> Iterator[tuple[str, int]]:
	"""What is done with how many parts, until `way` parts of either side are passed."""
	for op in Indel.opcodes(a, b):
		pace = 2 if op.tag == EQUAL else 1
		size = min(max(op.src_end - op.src_start, op.dest_end - op.dest_start), -(-way // pace))
		if size <= 0:
			return
		yield op.tag, size
		way -= size * pace
