"""Lists: fields, order, groups, pages, child and linked fields, and whose rows and fields a reader sees."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.storage import query
from embedded_host.storage.database import Database

pytestmark = pytest.mark.usefixtures("db")

READER = {"role": "Reader", "read": 1}
LEVEL_1 = {"role": "Auditor", "read": 1, "permlevel": 1}


def prepare() -> None:
	for role in ("Reader", "Auditor", "Stranger", "Owner"):
		insert("Role", role, role_name=role)
	for user, *roles in (
		("reader", "Reader"),
		("auditor", "Reader", "Auditor"),
		("stranger",),
		("owner", "Owner"),
	):
		insert("User", user, email=f"{user}@x.io", enabled=1, user_type="Website User")
		for role in roles:
			place = {"parent": user, "parenttype": "User", "parentfield": "roles"}
			insert("Has Role", f"{user}-{role}", role=role, **place)
	make_doctype("Line", "item:Data", "qty:Int")
	make_doctype("Cat", "title:Data", "inner:Data permlevel=1", permissions=[READER])
	make_doctype("Hidden", "title:Data")
	make_doctype("Part", "item:Data", "qty:Int", "cost:Int permlevel=1", istable=1)
	make_doctype(
		"Thing",
		*("title:Data", "status:Data", "amount:Currency", "due:Date", "secret:Data permlevel=1"),
		*("cat:Link[Cat]", "hidden:Link[Hidden]", "lines:Table[Part]", "inside:Table[Part] permlevel=1"),
		permissions=[READER, LEVEL_1, {"role": "Owner", "read": 1, "if_owner": 1}],
	)
	insert("Cat", "C1", title="First", inner="x")
	insert("Hidden", "H1", title="hidden")
	insert("Thing", "T1", title="a", status="Open", amount=1.5, due="2026-01-02", cat="C1", secret="s")
	insert("Thing", "T2", title="b", status="Open", amount=2, due="2026-01-01", hidden="H1")
	insert("Thing", "T3", title="c", status="Done", amount=0.1, owner="owner")
	for idx, (item, field) in enumerate((("i1", "lines"), ("i2", "lines"), ("i3", "inside")), 1):
		place = {"parent": "T1", "parenttype": "Thing", "parentfield": field, "idx": idx}
		insert("Part", f"P{idx}", item=item, qty=idx, cost=9, **place)


def get(user: str, **options: Any) -> Any:
	return query.read("Thing", user, **options)


def test_newest_first_unless_told() -> None:
	assert frappe.get_all("Thing", pluck="name") == ["T3", "T2", "T1"]
	assert frappe.get_all("Thing", pluck="name", order_by="title asc") == ["T1", "T2", "T3"]
	assert frappe.get_all("Thing", pluck="name", order_by="`tabThing`.`status` desc, name") == [
		"T1",
		"T2",
		"T3",
	]
	assert frappe.get_all("Thing", pluck="name", order_by="cat.title desc, amount desc") == ["T1", "T2", "T3"]


def test_submittable_drafts_come_first() -> None:
	make_doctype("Sub", "title:Data", is_submittable=1, sort_field="title", sort_order="ASC")
	insert("Sub", "a", title="a", docstatus=1)
	insert("Sub", "b", title="b")
	assert frappe.get_all("Sub", pluck="name") == ["b", "a"]


def test_pages_neither_repeat_nor_miss(db: Database) -> None:
	db.set_value(
		"Thing", {"name": ["like", "T%"]}, "modified", datetime.datetime(2026, 1, 1), update_modified=False
	)
	pages = [frappe.get_all("Thing", pluck="name", limit_start=i, limit_page_length=1)[0] for i in range(3)]
	assert sorted(pages) == ["T1", "T2", "T3"]
	assert frappe.get_all("Thing", limit=0, pluck="name", limit_start=1) == ["T3", "T2", "T1"]
	with pytest.raises(frappe.ValidationError):
		frappe.get_all("Thing", limit="many")


def test_shapes_of_the_answer() -> None:
	rows = frappe.get_all("Thing", fields=["name", "title as t", "due"], filters={"name": "T1"})
	assert rows == [{"name": "T1", "t": "a", "due": datetime.date(2026, 1, 2)}]
	assert rows[0].t == "a"
	assert frappe.get_all("Thing", fields=["title"], filters={"name": "T1"}, as_list=True) == (("a",),)
	assert frappe.get_all("Thing", fields="name, title", limit=1) == [{"name": "T3", "title": "c"}]
	star = frappe.get_all("Thing", fields=["*"], filters={"name": "T1"})[0]
	assert star.amount == 1.5 and star.secret == "s" and "_user_tags" not in star


def test_aggregates_and_groups() -> None:
	grouped = frappe.get_all(
		"Thing",
		fields=["status", "count(name) as c", "sum(amount) as total"],
		group_by="status",
		order_by="c desc",
	)
	assert [(row.status, row.c, row.total) for row in grouped] == [("Open", 2, 3.5), ("Done", 1, 0.1)]
	assert frappe.get_all("Thing", fields=["max(due) as d"])[0].d == datetime.date(2026, 1, 2)
	assert isinstance(
		frappe.get_all("Thing", fields=["min(creation)"])[0]["min(creation)"], datetime.datetime
	)
	assert frappe.get_all("Thing", fields=["count(distinct status) as c"]) == [{"c": 2}]


def test_child_and_linked_fields() -> None:
	rows = frappe.get_all(
		"Thing",
		fields=["name", "lines.item", "cat.title as ct"],
		filters={"name": "T1"},
		order_by="lines.idx",
	)
	assert rows == [{"name": "T1", "item": "i1", "ct": "First"}, {"name": "T1", "item": "i2", "ct": "First"}]
	assert frappe.get_all("Thing", fields=["cat.title as ct"], filters={"name": "T2"}) == [{"ct": None}]


@pytest.mark.parametrize(
	"field",
	[
		"nope",
		"sleep(1)",
		"`tabUser`.name",
		"(select 1)",
		"name; drop table tabThing",
		"name, (select password from __Auth)",
		"count(name) union select 1",
		"max((select 1))",
		"sum(*)",
		"lines.nope",
		"title.name",
		"'x'",
		"name as `x`, 1",
		{"COUNT": "*", "as": "c"},
		5,
	],
)
def test_what_is_no_field_is_refused(field: Any) -> None:
	with pytest.raises((frappe.DataError, frappe.ValidationError)):
		frappe.get_all("Thing", fields=[field])
	assert frappe.db.count("Thing") == 3


@pytest.mark.parametrize("order", ["nope desc", "(select 1)", "sleep(1)", "name desc; --", "random()", "1"])
def test_what_is_no_order_is_refused(order: str) -> None:
	for option in ("order_by", "group_by"):
		with pytest.raises(frappe.ValidationError):
			frappe.get_all("Thing", **{option: order})


def test_fields_above_the_readers_level_are_left_out() -> None:
	assert get("reader", fields=["name", "secret"], filters={"name": "T1"}) == [{"name": "T1"}]
	assert get("auditor", fields=["name", "secret"], filters={"name": "T1"}) == [
		{"name": "T1", "secret": "s"}
	]
	assert "secret" not in get("reader", fields=["*"], filters={"name": "T1"})[0]
	assert get("reader", fields=["secret"], filters={"name": "T1"}) == [{"name": "T1"}]
	assert "cost" not in get("reader", fields=["lines.cost", "lines.item"], filters={"name": "T1"})[0]
	assert get("auditor", fields=["lines.cost"], filters={"name": "T1"})[0].cost == 9


@pytest.mark.parametrize(
	"question",
	[
		{"filters": {"secret": "s"}},
		{"or_filters": [["secret", "=", "s"]]},
		{"order_by": "secret"},
		{"order_by": "`tabThing`.`secret` desc"},
		{"group_by": "secret"},
		{"fields": ["max(secret) as m"]},
		{"filters": [["Part", "cost", "=", 9]]},
		{"fields": ["inside.item"]},
		{"fields": ["cat.inner as x"], "order_by": "cat.inner"},
	],
)
def test_hidden_fields_cannot_be_asked_about(question: dict[str, Any]) -> None:
	"""Stricter than v15, which answers and so tells the value bit by bit."""
	with pytest.raises(frappe.DataError):
		get("reader", **question)
	assert get("Administrator", **question)


def test_columns_of_the_desk_are_kept_from_the_portal() -> None:
	assert get("reader", fields=["name", "_comments", "_assign"], limit=1) == [{"name": "T3"}]
	with pytest.raises(frappe.DataError):
		get("reader", filters={"_assign": ["like", "%x%"]})
	assert get("Administrator", fields=["_comments"], limit=1) == [{"_comments": None}]


def test_a_link_shows_nothing_of_a_doctype_without_a_role() -> None:
	with pytest.raises(frappe.PermissionError):
		get("reader", fields=["name", "hidden.title"])


def test_rows_are_those_that_a_role_opens(db: Database) -> None:
	for question in ({}, {"filters": {"nope": 1}}, {"fields": ["nope"]}):
		with pytest.raises(frappe.PermissionError):
			get("stranger", **question)
	assert get("owner", pluck="name") == ["T3"]
	share = {"share_doctype": "Thing", "share_name": "T1", "read": 1}
	insert("DocShare", "s1", user="owner", **share)
	insert("DocShare", "s2", user="stranger", **share)
	assert get("owner", pluck="name") == ["T3", "T1"]
	assert get("stranger", pluck="name") == ["T1"]
	assert get("stranger", pluck="name", filters={"status": "Done"}) == []
	db.delete("DocShare", {"user": "owner"})
	assert get("owner", pluck="name") == ["T3"]


def test_user_permissions_narrow_lists_and_links() -> None:
	insert("Cat", "C2", title="Second")
	insert("Thing", "T4", cat="C2")
	insert("User Permission", "up", user="reader", allow="Cat", for_value="C1", apply_to_all_doctypes=1)
	assert get("reader", pluck="name") == ["T3", "T2", "T1"]
	assert query.read("Cat", "reader", pluck="name") == ["C1"]


def test_a_link_shows_only_rows_that_its_own_list_shows(db: Database) -> None:
	"""Stricter than v15, which looks through any link into a DocType that some role opens."""
	own = {"role": "Owner", "read": 1, "if_owner": 1}
	make_doctype("Mine", "title:Data", permissions=[own])
	make_doctype("Note", "mine:Link[Mine]", permissions=[{"role": "Owner", "read": 1}])
	insert("Mine", "M1", title="own", owner="owner")
	insert("Mine", "M2", title="foreign")
	insert("Note", "N1", mine="M1")
	insert("Note", "N2", mine="M2")
	rows = query.read("Note", "owner", fields=["name", "mine.title as t"], order_by="name")
	assert rows == [{"name": "N1", "t": "own"}, {"name": "N2", "t": None}]


def test_child_lists_need_a_parent_that_one_may_read() -> None:
	def lines(user: str, parent: str | None) -> Any:
		return query.read("Part", user, parent_doctype=parent, pluck="name", order_by="idx")

	for user, parent in (("reader", None), ("stranger", "Thing"), ("reader", "Cat")):
		with pytest.raises(frappe.PermissionError):
			lines(user, parent)
	assert lines("auditor", "Thing") == ["P1", "P2", "P3"]
	assert lines("owner", "Thing") == []
	for user, keys in (("reader", {"name"}), ("auditor", {"name", "cost"})):
		row = query.read("Part", user, parent_doctype="Thing", fields=["name", "cost"])[0]
		assert set(row) == keys
	assert frappe.get_all("Part", filters={"parent": "T1"}, pluck="name", order_by="idx") == [
		"P1",
		"P2",
		"P3",
	]


def test_rows_of_a_hidden_table_field_are_hidden_in_child_lists() -> None:
	found = query.read("Part", "reader", parent_doctype="Thing", pluck="item", order_by="idx")
	assert found == ["i1", "i2"]


def test_a_hot_list_is_not_built_again(db: Database) -> None:
	plans = []
	for wanted in ("a", "b", "c"):
		frappe.get_all("Thing", filters={"title": wanted}, fields=["name", "title"])
		plans.append(sum(1 for request in db.rooms["list plans"] if request.doctype == "Thing"))
	assert plans[0] >= 1 and plans == [plans[0]] * 3
