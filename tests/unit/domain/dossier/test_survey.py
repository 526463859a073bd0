"""A survey's choices and the answers to its questions, on plain values (S004-104)."""

from __future__ import annotations

from typing import Any

import pytest

from client_mgmt.domain.dossier import survey

QUESTIONS = [
	{"id": "t", "kind": "Text", "required": 1},
	{"id": "c", "kind": "Choice", "options": [{"value": "Weekly"}]},
	{"id": "n", "kind": "Number"},
	{"id": "i", "kind": "Number", "whole": True},
	{"id": "d", "kind": "Date"},
	{"id": "r", "kind": "Rating"},
]


def test_answers_are_kept_as_text() -> None:
	"""S004-104: by question, the empty ones left out."""
	given = {"t": " 需要审批 ", "c": "Weekly", "n": 1.5, "i": 3, "d": "2026-01-31", "r": 5}
	clean, faults = survey.check(QUESTIONS, given)
	assert faults == []
	assert clean == {"t": "需要审批", "c": "Weekly", "n": "1.5", "i": "3", "d": "2026-01-31", "r": "5"}
	assert survey.check(QUESTIONS, {"t": "x", "c": "", "n": None}) == ({"t": "x"}, [])


@pytest.mark.parametrize(
	("given", "fault"),
	[
		({}, ("t", "required")),
		({"t": "  "}, ("t", "required")),
		({"t": "x", "other": 1}, ("other", "unknown")),
		({"t": "x" * 2001}, ("t", "length")),
		({"t": ["x"]}, ("t", "shape")),
		({"t": {"x": 1}}, ("t", "shape")),
		({"t": "a\x00b"}, ("t", "Text")),
		({"t": "x", "c": "weekly"}, ("c", "Choice")),
		({"t": "x", "n": "NaN"}, ("n", "Number")),
		({"t": "x", "n": "Infinity"}, ("n", "Number")),
		({"t": "x", "n": "1e999999"}, ("n", "Number")),
		({"t": "x", "n": "十"}, ("n", "Number")),
		({"t": "x", "i": "1.5"}, ("i", "Number")),
		({"t": "x", "d": "2026-02-30"}, ("d", "Date")),
		({"t": "x", "d": "31/01/2026"}, ("d", "Date")),
		({"t": "x", "d": "20260131"}, ("d", "Date")),
		({"t": "x", "r": 6}, ("r", "Rating")),
		({"t": "x", "r": "0"}, ("r", "Rating")),
		({"t": "x", "r": "²"}, ("r", "Rating")),
		([], ("", "shape")),
		("x", ("", "shape")),
		(None, ("", "shape")),
	],
)
def test_what_is_no_answer(given: Any, fault: tuple[str, str]) -> None:
	"""S004-104, attack: what a form would never send."""
	assert survey.Fault(*fault) in survey.check(QUESTIONS, given)[1]


def test_choices_are_lines() -> None:
	"""S004-104: one a line, in two languages or one."""
	found = survey.options("Weekly | 每周\n\n 其他 \n | leer")
	assert [tuple(option) for option in found] == [("Weekly", "每周", "Weekly"), ("其他", "其他", "其他")]
	assert survey.options(None) == []


def test_an_answer_is_never_markup() -> None:
	"""S004-104, attack: the start of a tag is no tag; a comparison stays as it was written."""
	clean, faults = survey.check(QUESTIONS, {"t": "<b>x</b> 3 < 5 且 a<=b <!-- -->"})
	assert (clean["t"], faults) == ("＜b>x＜/b> 3 < 5 且 a<=b ＜!-- -->", [])
