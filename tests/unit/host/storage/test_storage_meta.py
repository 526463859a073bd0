"""Meta and tables: custom fields, property setters, permissions, columns that appear at once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.client import some
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.storage import schema
from embedded_host.storage.database import Database

pytestmark = pytest.mark.usefixtures("db")

READ = {"role": "Guest", "read": 1}


def prepare() -> None:
	make_doctype("Part", "item:Data", istable=1)
	make_doctype(
		"Thing",
		*("first:Data reqd=1", "lk:Link[Role]", "pick:Select[a]", "sec:Section_Break", "lines:Table[Part]"),
		"last:Currency",
		permissions=[READ],
		search_fields="first, last",
	)


def custom_field(fieldname: str, fieldtype: str = "Data", **values: Any) -> None:
	row = {"dt": "Thing", "fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname, **values}
	insert("Custom Field", f"Thing-{fieldname}", **row)
	schema.sync_table("Thing")


def setter(field: str | None, prop: str, value: str, kind: str = "Check") -> None:
	where = "DocField" if field else "DocType"
	row = {"doc_type": "Thing", "field_name": field, "property": prop, "value": value, "property_type": kind}
	insert("Property Setter", f"Thing-{field}-{prop}", doctype_or_field=where, **row)


def test_what_meta_tells() -> None:
	meta = frappe.get_meta("Thing")
	assert meta.name == "Thing"
	assert (meta.istable, meta.issingle, meta.is_submittable, meta.autoname) == (0, 0, 0, None)
	assert [df.fieldname for df in meta.fields] == ["first", "lk", "pick", "sec", "lines", "last"]
	assert (meta.get_field("first").reqd, meta.get_field("name"), meta.has_field("name")) == (1, None, False)
	assert meta.get_valid_columns()[:3] == ("name", "owner", "creation")
	assert meta.get_valid_columns()[7:] == ("first", "lk", "pick", "last")
	assert frappe.get_meta("Part").get_valid_columns()[-3:] == ("parent", "parentfield", "parenttype")
	assert [df.fieldname for df in meta.get_table_fields()] == ["lines"]
	assert [df.fieldname for df in meta.get_link_fields()] == ["lk"]
	assert (meta.get_label("first"), meta.get_label("name"), meta.get_label("zz")) == (
		"First",
		"ID",
		"No Label",
	)
	assert meta.get_search_fields() == ["name", "first", "last"]
	with pytest.raises(AttributeError):
		meta.nope  # noqa: B018


@pytest.mark.parametrize("name", ["Nope", "thing", "THING", "Thing "])
def test_a_missing_doctype_says_so(name: str) -> None:
	"""Also one that only the database, which ignores case, takes for a DocType."""
	with pytest.raises(frappe.DoesNotExistError, match=f"DocType {name} not found"):
		frappe.get_meta(name)


def test_custom_fields_stand_where_they_belong(db: Database) -> None:
	custom_field("two", insert_after="one")
	custom_field("one", insert_after="first", reqd=1)
	custom_field("lost", insert_after="nowhere")
	meta = frappe.get_meta("Thing")
	assert [df.fieldname for df in meta.fields][:3] == ["first", "one", "two"]
	assert meta.fields[-1].fieldname == "lost"
	assert meta.get_field("one").is_custom_field == 1
	insert("Thing", "a", one="x")
	assert db.get_value("Thing", "a", ["one", "two"]) == ("x", None)


def test_rows_that_are_there_get_the_default(db: Database) -> None:
	insert("Thing", "a")
	custom_field("flag", "Check", default="1")
	custom_field("word", "Select", options="x\ny", default="y")
	custom_field("day", "Date", default="Today")
	assert db.get_value("Thing", "a", ["flag", "word", "day"]) == (1, "y", None)


def test_property_setters() -> None:
	setter("first", "reqd", "0")
	setter("first", "label", "Name of it", "Data")
	setter("pick", "options", "a\nb", "Text")
	setter(None, "title_field", "first", "Data")
	setter(None, "allow_rename", "1")
	setter(None, "field_order", '["last", "lines", "first"]', "Small Text")
	meta = frappe.get_meta("Thing")
	assert (meta.get_field("first").reqd, meta.get_label("first")) == (0, "Name of it")
	assert meta.get_field("pick").options == "a\nb"
	assert (meta.title_field, meta.allow_rename) == ("first", 1)
	assert [df.fieldname for df in meta.fields][:3] == ["last", "lines", "first"]


def test_custom_permissions_replace_the_standard_ones(db: Database) -> None:
	assert [perm.role for perm in frappe.get_meta("Thing").permissions] == ["Guest"]
	insert("Custom DocPerm", "cp", parent="Thing", role="All", read=1)
	assert [perm.role for perm in frappe.get_meta("Thing").permissions] == ["All"]
	db.delete("Custom DocPerm", {"parent": "Thing"})
	assert [perm.role for perm in frappe.get_meta("Thing").permissions] == ["Guest"]


def test_unique_comes_and_goes(db: Database) -> None:
	insert("Thing", "a", first="same")
	insert("Thing", "b", first="same")
	field = {"parent": "Thing", "fieldname": "first"}
	db.set_value("DocField", field, "unique", 1)
	with pytest.raises(frappe.ValidationError, match="cannot be unique"):
		schema.sync_table("Thing")
	db.set_value("Thing", "b", "first", "")
	schema.sync_table("Thing")
	with pytest.raises(frappe.UniqueValidationError):
		insert("Thing", "c", first="SAME")
	db.set_value("DocField", field, "unique", 0)
	schema.sync_table("Thing")
	assert insert("Thing", "c", first="same") == "c"


def test_a_field_of_another_type_takes_its_values_along(db: Database) -> None:
	insert("Thing", "a", first="7.9", pick="2026-05-05", last=2.5)
	insert("Thing", "b", first="word", pick="never")
	changes = {"first": "Int", "pick": "Date", "last": "Data"}
	for fieldname, fieldtype in changes.items():
		db.set_value("DocField", {"parent": "Thing", "fieldname": fieldname}, "fieldtype", fieldtype)
	for _ in range(2):
		schema.sync_table("Thing")
	rows = db.get_values("Thing", {}, ["first", "pick", "last"], order_by="name")
	assert rows == ((7, datetime.date(2026, 5, 5), "2.5"), (0, None, "0.0"))
	insert("Thing", "c", first=3)
	assert db.get_value("Thing", {"first": [">", 2]}, "name", order_by="first") == "c"
	assert len(columns(db, "Thing")) == len(frappe.get_meta("Thing").columns) + 3


def columns(db: Database, doctype: str) -> set[str]:
	return {row[1] for row in db.execute(f"PRAGMA table_info(`tab{doctype}`)")}


def test_columns_are_never_dropped(db: Database) -> None:
	insert("Thing", "a", first="kept")
	db.delete("DocField", {"parent": "Thing", "fieldname": "first"})
	schema.sync_table("Thing")
	assert not frappe.get_meta("Thing").has_field("first")
	assert "first" in columns(db, "Thing")
	assert db.execute("SELECT `first` FROM `tabThing`").fetchone() == ("kept",)


def test_a_renamed_table_keeps_rows_and_indexes(db: Database) -> None:
	insert("Thing", "a", first="x")
	schema.rename("Thing", "Object")
	db.rename_value("DocType", "name", "Thing", "Object")
	db.rename_value("DocField", "parent", "Thing", "Object")
	schema.sync_table("Object")
	assert db.get_value("Object", "a", "first") == "x"
	indexes = {row[1] for row in db.execute("PRAGMA index_list(`tabObject`)")}
	assert "index Object modified" in indexes and "index Thing modified" not in indexes


@pytest.mark.parametrize("name", ["a`b", "x; drop table y", "", "a\nb", 'q"'])
def test_names_that_are_no_names_never_reach_ddl(name: str) -> None:
	with pytest.raises(frappe.ValidationError):
		make_doctype(name, "first:Data")


def test_as_dict_for_rest() -> None:
	found = frappe.get_meta("Thing").as_dict()
	assert (found.doctype, found.name, found.module) == ("DocType", "Thing", "Core")
	assert found.fields[0].fieldname == "first" and found.permissions[0].role == "Guest"
	assert not [key for key in found if key.startswith("_")]


def test_every_framework_doctype_has_its_table(db: Database) -> None:
	for name in some(frappe.get_all("DocType", filters={"issingle": 0}, pluck="name")):
		meta = frappe.get_meta(name)
		assert set(meta.columns) <= columns(db, name), name
		for df in meta.get_link_fields():
			assert db.exists("DocType", df.options), f"{name}.{df.fieldname}"
