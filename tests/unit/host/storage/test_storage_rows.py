"""Rows for the document layer: casts, uniqueness, children, series, renaming."""

from __future__ import annotations

import datetime

import pytest
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.storage.database import Database

pytestmark = pytest.mark.usefixtures("db")


def prepare() -> None:
	make_doctype("Part", "item:Data", istable=1)
	make_doctype(
		"Thing",
		"code:Data unique=1",
		"n:Int",
		"f:Currency",
		"day:Date",
		"at:Time",
		"lk:Link[Role]",
		"lines:Table[Part]",
	)
	make_doctype("Conf", "lk:Link[Role]", "n:Int", issingle=1)


def test_values_come_back_as_python_types(db: Database) -> None:
	insert("Thing", "a", n="3", f="1234567.123456789123", day=datetime.datetime(2026, 1, 2, 3), at="7:05")
	row = db.get_row("Thing", "A")
	assert row is not None
	assert (row.n, row.f, row.day) == (3, 1234567.123456789, datetime.date(2026, 1, 2))
	assert row.at == datetime.timedelta(hours=7, minutes=5)
	assert isinstance(row.modified, datetime.datetime)
	assert (row.code, row.docstatus, row.idx, row._user_tags) == (None, 0, 0, None)
	assert db.get_row("Thing", "nope") is None


def test_names_are_unique_without_regard_to_case(db: Database) -> None:
	insert("Thing", "Abc")
	with pytest.raises(frappe.DuplicateEntryError):
		insert("Thing", "aBC")
	with pytest.raises(frappe.DuplicateEntryError):
		db.rename_value("Thing", "name", insert("Thing", "other"), "ABC")


def test_unique_fields(db: Database) -> None:
	insert("Thing", "a", code="X")
	with pytest.raises(frappe.UniqueValidationError):
		insert("Thing", "b", code="x")
	assert frappe.local.message_log[-1]["message"] == "Code must be unique"
	insert("Thing", "b", code="")
	insert("Thing", "c", code="")
	assert db.get_value("Thing", "c", "code") is None
	with pytest.raises(frappe.UniqueValidationError):
		db.update_row("Thing", "b", {"code": "X"})


def test_update_writes_what_is_given(db: Database) -> None:
	insert("Thing", "a", n=1, code="X")
	assert db.update_row("Thing", "a", {"n": "2", "_user_tags": ",x"}) == 1
	assert db.get_value("Thing", "a", ["n", "code", "_user_tags"]) == (2, "X", ",x")
	assert db.update_row("Thing", "missing", {"n": 1}) == 0
	with pytest.raises(frappe.DataError):
		db.update_row("Thing", "a", {"nope": 1})


def test_children_in_their_order(db: Database) -> None:
	place = {"parent": "a", "parenttype": "Thing"}
	insert("Part", "2", item="second", idx=2, parentfield="lines", **place)
	insert("Part", "1", item="first", idx=1, parentfield="lines", **place)
	insert("Part", "3", item="elsewhere", idx=1, parentfield="more", **place)
	insert("Part", "4", item="of another", parent="a", parenttype="Other", parentfield="lines")
	assert [row["item"] for row in db.get_children("Part", "a", "Thing", "lines")] == ["first", "second"]
	assert len(db.get_children("Part", "a", "Thing")) == 3
	assert db.delete_children("Part", "a", "Thing", "lines") == 2
	assert db.delete_row("Part", "3") == 1
	assert db.get_values("Part", {}) == (("4",),)


def test_renaming_a_value(db: Database) -> None:
	insert("Thing", "a", lk="Guest", n=1)
	insert("Thing", "b", lk="GUEST", n=2)
	db.update_single("Conf", {"lk": "Guest", "n": 1})
	assert db.rename_value("Thing", "lk", "guest", "Visitor", {"n": 2}) == 1
	assert db.rename_value("Thing", "lk", "guest", "Visitor") == 1
	assert db.rename_value("Conf", "lk", "guest", "Visitor") == 1
	assert db.get_values("Thing", {}, "lk") == (("Visitor",), ("Visitor",))
	assert db.get_single_value("Conf", "lk") == "Visitor"


def test_singles_as_rows(db: Database) -> None:
	assert db.get_row("Conf", "Conf") is None
	db.insert_row("Conf", {"n": "4"})
	db.update_row("Conf", "Conf", {"lk": "Guest"})
	row = db.get_row("Conf", "Conf")
	assert row == {"n": 4, "lk": "Guest", "name": "Conf"}


def test_series_count_from_one_and_come_back_after_a_rollback(db: Database) -> None:
	assert [db.next_series("X-") for _ in range(3)] == [1, 2, 3]
	db.savepoint("before")
	assert db.next_series("x-") == 4
	db.rollback(save_point="before")
	assert db.next_series("X-") == 4
	assert db.next_series("") == 1
