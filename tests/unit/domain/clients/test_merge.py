"""Whose values stay when two clients become one, and which contacts are the same person."""

from __future__ import annotations

from typing import Any

import pytest

from client_mgmt.domain.clients import merge


def stays(source: Any, target: Any, take: str = "") -> str | None:
	"""Whose value of a field stays; None where nothing differs."""
	found = merge.differences({"f": source}, {"f": target}, {"f": take} if take else {}, ())
	return found[0].stays if found else None


@pytest.mark.parametrize(
	("source", "target", "side"),
	[
		("a", "b", "target"),
		("a", "", "source"),
		("", "b", "target"),
		("5", "0", "source"),
		([{"tag": "x"}], [], "source"),
		("a", "a", None),
		("", "", None),
	],
)
def test_the_target_stays_and_gaps_are_filled(source: Any, target: Any, side: str | None) -> None:
	"""S004-09."""
	assert stays(source, target) == side


def test_a_person_says_otherwise() -> None:
	assert stays("a", "b", "source") == "source"
	assert stays("a", "", "target") == "target"


def test_two_codes_wait_for_a_person() -> None:
	"""S004-10: which credit code stays is nobody's guess."""
	code = merge.differences({"uscc": "A"}, {"uscc": "B"}, {}, ("uscc",))
	assert [difference.stays for difference in code] == [""]
	alone = merge.differences({"uscc": "A"}, {"uscc": ""}, {}, ("uscc",))
	assert [difference.stays for difference in alone] == ["source"]
	kept = merge.differences({"uscc": ""}, {"uscc": "B"}, {}, ("uscc",))
	assert [difference.stays for difference in kept] == ["target"]


def test_only_fields_are_taken() -> None:
	assert merge.wrong_takes({"a": "source", "b": "source", "c": "mine"}, ("a", "c")) == ["b", "c"]


def contact(name: str, title: str, phone: str = "", mail: str = "", user: str = "") -> dict[str, str]:
	return {"name": name, "contact_name": title, "phone_key": phone, "email": mail, "user": user}


@pytest.mark.parametrize(
	("one", "other", "same"),
	[
		(contact("A", "张伟", mail="a@b.cn"), contact("B", "老张", mail="A@B.cn"), True),
		(contact("A", "张伟", "+861"), contact("B", "章伟", "+861"), True),
		(contact("A", "张伟", "+861"), contact("B", "李娜", "+861"), False),
		(contact("A", "张伟"), contact("B", "张伟"), False),
		(contact("A", "张伟", "+861"), contact("B", "张伟", "+862"), False),
	],
)
def test_who_is_the_same_person(one: dict[str, str], other: dict[str, str], same: bool) -> None:
	"""S004-13: by address, or by number and name; a switchboard's number alone says nothing."""
	assert merge.same_person(one, other) is same


def test_who_goes_on_as_whom() -> None:
	"""S004-53: whoever signs in or stands in evidence moves as they are."""
	ours = [contact("T", "张伟", mail="a@b.cn")]
	theirs = [
		contact("A", "张伟", mail="a@b.cn"),
		contact("B", "张伟", mail="a@b.cn", user="u"),
		contact("C", "张伟", mail="a@b.cn"),
		contact("D", "李娜", mail="c@b.cn"),
	]
	assert merge.folded(theirs, ours, {"C"}) == {"A": "T"}
