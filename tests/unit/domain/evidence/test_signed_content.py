"""domain/evidence/signed_content.py: the same content gives the same digest, another content another."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_mgmt.domain.evidence import signed_content
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.evidence.verify_evidence import canonical_json

SCHEMA = {
	"title": "Data",
	"impact_cost": "Currency",
	"start": "Datetime",
	"change_items": {"operation": "Select", "requirement_revision": "Int"},
}
ABOUT = {
	"doctype": "Change Request",
	"name": "CR-1",
	"purpose": "Approval",
	"revision": 1,
	"round": 1,
	"policy_version": 1,
	"parties": ["Client", "Vendor"],
}
ROW = {
	"title": "支付",
	"impact_cost": 80000.5,
	"start": "2025-01-02 03:04:05",
	"change_items": [{"operation": "Add", "requirement_revision": 0, "name": "a1", "idx": 1}],
}


def content(row: dict[str, object], files: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
	return signed_content.build(ABOUT, row, SCHEMA, files)


@pytest.mark.parametrize(
	("value", "fieldtype", "expected"),
	[
		(80000, "Currency", "80000"),
		("80000.50", "Currency", "80000.5"),
		(Decimal("0.1"), "Float", "0.1"),
		(0.1 + 0.2, "Float", "0.3"),
		(None, "Currency", "0"),
		(-0.0, "Currency", "0"),
		(1e-12, "Currency", "0"),
		(1200, "Currency", "1200"),
		("7.9", "Int", 7),
		("yes", "Check", 0),
		(True, "Check", 1),
		(None, "Int", 0),
		(datetime.date(2025, 1, 2), "Date", "2025-01-02"),
		("2025-01-02", "Date", "2025-01-02"),
		(datetime.datetime(2025, 1, 2, 3, 4), "Date", "2025-01-02"),
		(datetime.datetime(2025, 1, 2, 3, 4, 5), "Datetime", "2025-01-02T03:04:05"),
		("2025-01-02 03:04:05.000000", "Datetime", "2025-01-02T03:04:05"),
		("2025-01-02", "Datetime", "2025-01-02T00:00:00"),
		(datetime.timedelta(hours=9, minutes=30), "Time", "09:30:00"),
		("9:30:00", "Time", "09:30:00"),
		(None, "Link", ""),
		("", "Date", ""),
		({"b": 1, "a": 2}, "JSON", '{"a":2,"b":1}'),
	],
)
def test_plain(value: object, fieldtype: str, expected: object) -> None:
	assert plain(value, fieldtype) == expected


def test_content_is_the_same_from_either_database() -> None:
	other = {
		**ROW,
		"impact_cost": Decimal("80000.500000000"),
		"start": datetime.datetime(2025, 1, 2, 3, 4, 5),
		"change_items": [{"operation": "Add", "requirement_revision": "0", "name": "zz", "idx": 7}],
	}
	assert signed_content.content_digest(content(ROW)) == signed_content.content_digest(content(other))


def test_canonical_json_is_sorted_and_readable() -> None:
	text = canonical_json(content(ROW))
	assert "支付" in text and ": " not in text
	assert text == canonical_json(json.loads(text))


def test_row_order_matters_and_file_order_does_not() -> None:
	rows = [{"operation": "Add"}, {"operation": "Remove"}]
	turned = [{"operation": "Remove"}, {"operation": "Add"}]
	assert content({**ROW, "change_items": rows}) != content({**ROW, "change_items": turned})
	files = (("b.pdf", "22"), ("a.pdf", "11"))
	assert content(ROW, files) == content(ROW, files[::-1])
	assert content(ROW, files) != content(ROW)


@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.booleans(), st.none())))
def test_canonical_json_is_stable(value: dict[str, object]) -> None:
	text = canonical_json(value)
	shuffled = dict(reversed(list(value.items())))
	assert canonical_json(shuffled) == text
	assert canonical_json(json.loads(text)) == text


@given(st.text(), st.text())
def test_another_title_is_another_digest(one: str, other: str) -> None:
	same = content({**ROW, "title": one}) == content({**ROW, "title": other})
	assert same is (one == other)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=9, allow_nan=False))
def test_money_keeps_nine_decimals(value: Decimal) -> None:
	text = plain(value, "Currency")
	assert Decimal(text) == value and "E" not in text and text != "-0"
	assert plain(text, "Currency") == text


def test_a_field_added_later_leaves_an_old_content_alone() -> None:
	old = content(ROW)
	wider = {**SCHEMA, "added": "Data", "change_items": {**SCHEMA["change_items"], "note": "Data"}}
	narrowed = signed_content.narrowed(wider, old)
	assert signed_content.build(ABOUT, ROW, narrowed, ()) == old


def test_a_signed_field_taken_away_shows() -> None:
	narrowed = signed_content.narrowed({}, content(ROW))
	assert set(narrowed) == set(SCHEMA)
	assert signed_content.build(ABOUT, {}, narrowed, ()) != content(ROW)


def test_differences() -> None:
	before, after = content(ROW), content({**ROW, "title": "结算"}, (("a.pdf", "11"),))
	found = {change["fieldname"]: change for change in signed_content.differences(before, after)}
	assert set(found) == {"title", "attachments"}
	assert found["title"] == {"fieldname": "title", "before": "支付", "after": "结算"}
	assert signed_content.differences(before, before) == []
