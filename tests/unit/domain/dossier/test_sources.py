"""Where values come from, on plain values (S004-62)."""

from __future__ import annotations

import pytest

from client_mgmt.domain.dossier import sources

STAMP = {"source": "Mail", "reference": "a.eml", "by": "x@y", "on": "2026-01-01 00:00:00"}


def test_a_stamp_names_what_changed_and_keeps_the_rest() -> None:
	"""S004-62: each value keeps its source."""
	first = sources.stamped(None, ["city", "region"], STAMP)
	second = sources.stamped(first, ["city"], {**STAMP, "source": "Form"})
	found = sources.read(second)
	assert (found["city"]["source"], found["region"]["source"]) == ("Form", "Mail")
	assert sources.stamped(first, [], STAMP) == first
	assert sources.stamped(None, [], STAMP) is None
	assert sources.read(None) == sources.read("[]") == {}


@pytest.mark.parametrize(
	("ours", "theirs", "known", "verdict"),
	[
		("", "上海", False, "empty"),
		("", "上海", True, "empty"),
		("上海", "上海", False, "equal"),
		("上海", "", False, "equal"),
		("上海", "北京", False, "different"),
		(0, 5, False, "empty"),
		(0, 5, True, "different"),
		("0", "5", True, "different"),
		("0", "5", False, "empty"),
	],
)
def test_an_offer_never_overwrites(ours: object, theirs: object, known: bool, verdict: str) -> None:
	"""S004-62: conflicts are shown; a zero that somebody gave is a value."""
	assert sources.verdict(ours, theirs, known) == verdict
