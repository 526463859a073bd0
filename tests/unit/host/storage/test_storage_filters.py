"""Filters: what matches, measured on v15.41 (lists read null as the empty text, `frappe.db` does not)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.storage.database import Database

pytestmark = pytest.mark.usefixtures("db")

ALL = ["empty", "null", "val", "val2"]


def prepare() -> None:
	make_doctype("Part", "item:Data", istable=1)
	make_doctype(
		"Thing",
		*("d:Data", "n:Int", "f:Currency", "dt:Date", "dtm:Datetime", "tm:Time", "lk:Link[Role]"),
		"lines:Table[Part]",
	)
	insert("Thing", "null")
	insert(
		"Thing",
		"val",
		d="Abc",
		n=5,
		f=2.5,
		dt="2026-05-05",
		dtm="2026-05-05 00:00:00",
		tm="10:00:00",
		lk="Guest",
	)
	insert("Thing", "empty", d="", lk="")
	insert("Thing", "val2", d="x_y%z", n=9, dt="2026-05-06", dtm="2026-05-06 23:59:59")
	for idx in (1, 2):
		insert("Part", f"p{idx}", item="a", parent="val", parenttype="Thing", parentfield="lines", idx=idx)


def names(filters: Any, **options: Any) -> list[str]:
	return sorted(frappe.get_all("Thing", filters=filters, pluck="name", **options))


@pytest.mark.parametrize(
	("condition", "expected"),
	[
		(["d", "=", ""], ["empty", "null"]),
		(["d", "=", None], []),
		(["d", "!=", "Abc"], ["empty", "null", "val2"]),
		(["d", "!=", ""], ["val", "val2"]),
		(["d", "!=", None], []),
		(["d", "not in", ["Abc"]], ["empty", "null", "val2"]),
		(["d", "in", []], ["empty", "null"]),
		(["d", "in", ["abc", ""]], ["empty", "null", "val"]),
		(["d", "in", "Abc,q"], ["val"]),
		(["d", "in", ["Abc", None]], ["empty", "null", "val"]),
		(["d", "not in", []], ["val", "val2"]),
		(["d", "like", "%"], ["empty", "val", "val2"]),
		(["d", "like", "%aB%"], ["val"]),
		(["d", "not like", "%ab%"], ["empty", "null", "val2"]),
		(["lk", "like", ""], ["empty", "null", "val2"]),
		(["lk", "not like", None], ["val"]),
		(["d", "is", "set"], ["val", "val2"]),
		(["d", "is", "not set"], ["empty", "null"]),
		(["d", "<", "b"], ["empty", "null", "val"]),
		(["d", "<=", ""], ["empty", "null"]),
		(["n", "is", "set"], ["val", "val2"]),
		(["n", "is", "not set"], []),
		(["n", "=", ""], ["empty", "null"]),
		(["n", "=", None], ["empty", "null"]),
		(["n", "!=", 5], ["empty", "null", "val2"]),
		(["n", ">", "4"], ["val", "val2"]),
		(["n", "in", ["5", "x"]], ["empty", "null", "val"]),
		(["n", "between", [1, 5]], ["val"]),
		(["f", "=", "2.5"], ["val"]),
		(["dt", "<", "2026-05-06"], ["empty", "null", "val"]),
		(["dt", "<=", "2026-05-06"], ALL),
		(["dt", ">", "2026-05-05"], ["val2"]),
		(["dt", "!=", "2026-05-05"], ["empty", "null", "val2"]),
		(["dt", "=", ""], []),
		(["dt", "is", "set"], ["val", "val2"]),
		(["dt", "is", "not set"], ["empty", "null"]),
		(["dt", "between", ["2026-05-01", "2026-05-05"]], ["val"]),
		(["dtm", "between", ["2026-05-05", "2026-05-06"]], ["val", "val2"]),
		(["dtm", ">", "2026-05-05"], ["val2"]),
		(["dtm", ">=", "2026-05-05"], ["val", "val2"]),
		(["dtm", "=", "2026-05-05"], ["val"]),
		(["dtm", ">", None], ["val", "val2"]),
		(["dtm", "<=", ""], ["empty", "null"]),
		(["dtm", "!=", None], ["val", "val2"]),
		(["tm", "=", "10:00:00"], ["val"]),
		(["lk", "=", "gUEST"], ["val"]),
		(["lk", "!=", "guest"], ["empty", "null", "val2"]),
		(["Thing", "d", "=", "Abc"], ["val"]),
		(["Part", "item", "=", "a"], ["val", "val"]),
		(["Part", "item", "is", "not set"], ["empty", "null", "val2"]),
		(["name", "LIKE", "val"], ["val"]),
	],
)
def test_lists_match_as_measured(condition: list[Any], expected: list[str]) -> None:
	assert names([condition]) == expected


@pytest.mark.parametrize(
	("filters", "expected"),
	[
		({"d": None}, ["null"]),
		({"d": ["!=", "Abc"]}, ["empty", "val2"]),
		({"d": ["is", "set"]}, ["empty", "val", "val2"]),
		({"d": ["is", "not set"]}, ["null"]),
		([["d", "=", ""]], ["empty"]),
		({"n": None}, []),
		({"dt": None}, ["empty", "null"]),
		({"d": ["in", ("Abc", None)]}, ["val"]),
		({"d": ["not in", ["Abc"]]}, ["empty", "val2"]),
		("VAL", ["val"]),
		(["val", "null"], ["null", "val"]),
		([["Thing", "d", "=", "Abc"]], ["val"]),
	],
)
def test_values_compare_as_plain_sql(db: Database, filters: Any, expected: list[str]) -> None:
	assert sorted(name for (name,) in db.get_values("Thing", filters)) == expected
	assert db.count("Thing", filters) == len(expected)


def test_filters_come_as_dict_list_or_json() -> None:
	assert names({"d": "abc", "n": [">", 4]}) == names('[["d", "=", "Abc"], ["n", ">", 4]]') == ["val"]
	assert names([{"d": "Abc"}]) == ["val"]
	assert names(None) == names([]) == names("") == ALL


def test_or_filters_join_the_others() -> None:
	either = [["d", "=", "Abc"], ["n", "=", 9]]
	assert names(None, or_filters=either) == ["val", "val2"]
	assert names({"name": "val"}, or_filters=either) == ["val"]


@pytest.mark.parametrize(
	("filters", "error"),
	[
		([["nope", "=", 1]], frappe.DataError),
		([["item", "=", "a"]], frappe.DataError),
		([["lk.role_name", "=", "Guest"]], frappe.DataError),
		([["User", "name", "=", "x"]], frappe.DataError),
		([["d = '' or 1", "=", 1]], frappe.DataError),
		([["`tabUser`.`name`", "=", "x"]], frappe.DataError),
		([["d", "zz", "1"]], frappe.ValidationError),
		([["d", "= '' or 1=1 --", "1"]], frappe.ValidationError),
		({"d": ["val", "val2"]}, frappe.ValidationError),
		([["d", "=", ["val"]]], frappe.ValidationError),
		([["dt", "=", "zz"]], frappe.ValidationError),
		([["dt", "timespan", "today"]], NotImplementedError),
		([["n", "between", [1]]], frappe.ValidationError),
		([["d", "is", "zz"]], frappe.ValidationError),
		([["d"]], frappe.ValidationError),
		("nonsense", frappe.ValidationError),
		(7, frappe.ValidationError),
		([["d", "descendants of", "x"]], NotImplementedError),
	],
)
def test_bad_filters_are_refused(filters: Any, error: type[Exception]) -> None:
	with pytest.raises(error):
		names(filters)


def test_values_are_bound_and_never_part_of_the_statement() -> None:
	assert names({"d": "' or '1'='1"}) == []
	assert names({"d": ["in", ["'); drop table tabThing; --"]]}) == []
	assert names({"d": ["like", "%' or 1=1 --"]}) == []
	assert names({}) == ALL


def test_many_values_need_one_statement(db: Database) -> None:
	names({"name": ["in", ["val"]]})
	plans = len(db.rooms["list plans"])
	assert names({"name": ["in", [f"n{i}" for i in range(40_000)] + ["val"]]}) == ["val"]
	assert len(db.rooms["list plans"]) == plans
