"""A list that looks among the first rows of its order first answers what it would answer without."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.base.context import local
from embedded_host.storage import caches, query, query_windows
from frappe.utils import add_to_date, now_datetime

pytestmark = pytest.mark.usefixtures("db")
ROWS = 200


def prepare() -> None:
	insert("Role", "Writer", role_name="Writer")
	for user in ("writer", "rare"):
		insert("User", user, email=f"{user}@x.io", enabled=1, user_type="Website User")
		place = {"parent": user, "parenttype": "User", "parentfield": "roles"}
		insert("Has Role", f"{user}-role", role="Writer", **place)
	make_doctype(
		"Letter", "title:Data", "status:Data", permissions=[{"role": "Writer", "read": 1, "if_owner": 1}]
	)
	frappe.db.add_index("Letter", ["status", "modified"])
	chance, now = random.Random(3), now_datetime()
	for number in range(ROWS):
		at = add_to_date(now, seconds=-chance.randrange(ROWS // 2))  # some are of one moment
		owner = "rare" if number % 90 == 0 else chance.choice(["writer", "Administrator"])
		status, title = chance.choice(["Open", "Done"]), f"t{chance.randrange(20)}"
		insert("Letter", f"L{number:03}", modified=at, owner=owner, title=title, status=status)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
	"""Whether each list was answered out of its first rows; the table counts as large."""
	found: list[bool] = []
	real = query_windows.rows

	def rows(sql: str, *about: Any) -> Any:
		answer = real(sql, *about)
		found.append(answer is not None)
		return answer

	monkeypatch.setattr(query_windows, "SMALL", 10)
	monkeypatch.setattr(query_windows, "SHARE", 4)
	monkeypatch.setattr(query_windows, "rows", rows)
	return found


def asked(user: str, **options: Any) -> list[str]:
	found: list[str] = query.read("Letter", user, pluck="name", **options)
	return found


def test_the_answer_is_the_same(answered: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
	orders = (None, "modified asc", "modified desc", "creation desc", "title asc", "modified desc, name asc")
	wheres: tuple[Any, ...] = (None, {"status": "Open"}, {"title": "t3"}, {"status": ("in", ["Done"])})
	pages = ((0, 5), (5, 5), (20, 10), (0, 0), (0, 400), (70, 40))
	for user, order, where, (start, length) in itertools.product(("writer", "rare"), orders, wheres, pages):
		options = {"filters": where, "order_by": order, "limit_start": start, "limit_page_length": length}
		first = asked(user, **options)
		with monkeypatch.context() as plain:
			plain.setattr(query_windows, "MOST", -1)
			assert first == asked(user, **options)
	assert {True, False} == set(answered)


def test_whoever_sees_a_share_is_answered_by_the_index_of_the_order(answered: list[bool]) -> None:
	asked("writer", limit_page_length=5)
	asked("writer", limit_page_length=5, filters={"status": "Open"})
	asked("rare", limit_page_length=2)
	asked("writer", limit_page_length=5, order_by="title asc")  # has no index
	asked("writer", limit_page_length=5, filters={"title": "t3"})  # of title and modified there is none
	asked("writer")
	assert answered == [True, True, False, False, False, False]


def test_only_the_first_rows_are_read(answered: list[bool]) -> None:
	statements: list[str] = []
	local.db.conn.raw.set_trace_callback(statements.append)
	asked("writer", limit_page_length=5)
	local.db.conn.raw.set_trace_callback(None)
	(ran,) = [sql for sql in statements if "NOT INDEXED" in sql]
	plan = " ".join(str(row[3]) for row in local.db.execute("EXPLAIN QUERY PLAN " + ran))
	assert answered == [True]
	assert "INTEGER PRIMARY KEY (rowid=?)" in plan
	assert "USING COVERING INDEX index Letter modified" in plan


def test_a_small_table_is_asked_once(answered: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(query_windows, "SMALL", ROWS)
	caches.room("large tables").clear()
	assert asked("writer", limit_page_length=5)
	assert answered == [False]
