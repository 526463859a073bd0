"""`frappe.db`: values, existence, counts, singles, escaping; as measured on v15.41."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.storage.database import Database

pytestmark = pytest.mark.usefixtures("db")


def prepare() -> None:
	make_doctype("Thing", "d:Data", "n:Int", "dt:Date", "dtm:Datetime", "tm:Time", "f:Currency", "c:Check")
	make_doctype("Conf", "word:Data default=hello", "number:Int", "day:Date", issingle=1)
	insert(
		"Thing", "val", d="Abc", n="7.9", dt="2026-05-05", dtm="2026-05-05 10:00", tm="10:00:00", f=0.1 + 0.2
	)
	insert("Thing", "val2", d="x", n=9, c="yes")


def test_one_value_or_several(db: Database) -> None:
	day, moment = datetime.date(2026, 5, 5), datetime.datetime(2026, 5, 5, 10)
	assert db.get_value("Thing", "val", "d") == "Abc"
	assert db.get_value("Thing", "VAL", "name") == db.get_value("Thing", "VAL") == "val"
	assert db.get_value("Thing", "val", ["d"]) == "Abc"
	several = ("Abc", 7, day, moment, datetime.timedelta(hours=10), 0.3)
	assert db.get_value("Thing", "val", ["d", "n", "dt", "dtm", "tm", "f"]) == several
	assert db.get_value("Thing", "val", ["d", "n"], as_dict=True) == {"d": "Abc", "n": 7}
	assert db.get_value("Thing", "val", "*").dt == day
	assert db.get_value("Thing", {"n": [">", 1]}, "name") == "val2"
	assert db.get_value("Thing", {"n": [">", 1]}, "name", order_by="n asc") == "val"


@pytest.mark.parametrize("filters", ["zzz", None, {"name": None}, {"n": 99}])
def test_nothing_is_none(db: Database, filters: Any) -> None:
	assert db.get_value("Thing", filters, "d") is None
	assert db.get_value("Thing", filters, ["d", "n"]) is None
	assert db.get_value("Thing", filters, ["d"], as_dict=True) is None


def test_all_rows(db: Database) -> None:
	some = {"n": [">", 1]}
	assert db.get_values("Thing", some, ["name", "n"]) == (("val2", 9), ("val", 7))
	assert db.get_values("Thing", some, ["name", "n"], as_dict=True)[0] == {"name": "val2", "n": 9}
	assert db.get_values("Thing", some) == (("val2",), ("val",))
	assert db.get_values("Thing", {"n": 99}, "name") == ()


def test_unknown_names_are_refused(db: Database) -> None:
	for question in (("Thing", "val", "nope"), ("Thing", {"nope": 1}, "name")):
		with pytest.raises(frappe.DataError):
			db.get_value(*question)
	with pytest.raises(frappe.DoesNotExistError):
		db.get_value("Nope", "x", "name")
	with pytest.raises(frappe.DataError):
		db.set_value("Thing", "val", "nope", 1)
	with pytest.raises(frappe.ValidationError):
		db.set_value("Thing", "val", "dt", "zz")


def test_set_value_casts_and_notes_who(db: Database) -> None:
	before = db.get_value("Thing", "val", "modified")
	frappe.set_user("someone@x.io")
	db.set_value("Thing", "val", {"n": "12", "dt": "2026-1-2", "c": True})
	row = db.get_value("Thing", "val", ["n", "dt", "c", "modified_by"])
	assert row == (12, datetime.date(2026, 1, 2), 1, "someone@x.io")
	assert db.get_value("Thing", "val", "modified") > before
	stamp = db.get_value("Thing", "val2", "modified")
	db.set_value("Thing", {"d": "x"}, "n", None, update_modified=False)
	assert db.get_value("Thing", "val2", ["n", "modified"]) == (0, stamp)
	assert db.set_value("Thing", "missing", "n", 3) is None


def test_exists_and_count(db: Database) -> None:
	assert db.exists("Thing", "VAL") == "val"
	assert db.exists("Thing", {"d": "abc"}) == "val"
	assert db.exists("Thing", [["d", "=", "Abc"]]) == "val"
	assert (db.exists("Thing", None), db.exists("Thing", "q"), db.exists("Nope", "x")) == (None, None, None)
	assert db.exists("Conf", "Conf") == db.exists("Conf") == "Conf"
	assert (db.count("Thing"), db.count("Thing", {"n": 9})) == (2, 1)


def test_singles(db: Database) -> None:
	assert db.get_single_value("Conf", "number") == 0
	assert db.get_value("Conf", None, "word") is None
	db.set_value("Conf", None, "number", "5")
	db.set_value("Conf", "Conf", {"day": "2026-05-05", "word": "hi"})
	assert db.get_single_value("Conf", "number") == 5
	assert db.get_value("Conf", None, ["word", "day"]) == ("hi", datetime.date(2026, 5, 5))
	assert db.get_value("Conf", "Conf", ["word"], as_dict=True) == {"word": "hi"}
	with pytest.raises(frappe.ValidationError):
		db.get_single_value("Conf", "nope")
	with pytest.raises(frappe.DataError):
		db.set_value("Conf", None, "nope", 1)
	assert not db.table_exists("Conf")


@pytest.mark.parametrize("text", ["plain", "a'b", "''", "%\\_", 'double"quote', "`tick`", "名字", "nul\0"])
def test_escaped_text_means_itself(db: Database, text: str) -> None:
	value = db.execute(f"SELECT {db.escape(text)}").fetchone()[0]
	assert value == text.replace("\0", "")


def test_delete_takes_filters(db: Database) -> None:
	db.delete("Thing", {"n": [">", 8]})
	assert db.get_values("Thing", {}) == (("val",),)


def test_tables(db: Database) -> None:
	assert db.table_exists("Thing") and not db.table_exists("tabThing")
