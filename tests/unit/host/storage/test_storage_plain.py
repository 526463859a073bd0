"""Plain questions answer what the long way answers, whatever is asked for and however often."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import pytest
from tests.unit.host.storage_kit import insert, make_doctype

import frappe
from embedded_host.base.context import local
from embedded_host.storage import query_plain

pytestmark = pytest.mark.usefixtures("db")

COLUMNS = ("name", "title", "amount", "count", "due", "is_open", "idx")
VALUES: tuple[Any, ...] = (
	*("a", "A", "", None, 0, 1, 2, -1, 1.5, "1", "1.5", True, False, "2026-01-02", "%", ("=", "a")),
	*(("in", ["a", "b"]), ["in", ("a", "1")], ("in", []), ("in", ["a", ""]), ("in", ["a", None])),
	*(
		("in", [1, "a"]),
		("in", "a,b"),
		("!=", "a"),
		("like", "%a%"),
		("is", "set"),
		datetime.date(2026, 1, 2),
	),
)


def prepare() -> None:
	make_doctype("Thing", "title:Data", "amount:Currency", "count:Int", "due:Date", "is_open:Check")
	rows = [
		("a", 1.5, 1, "2026-01-02", 1),
		("b", 0, 0, None, 0),
		(None, 2, 2, "2026-01-01", 1),
		("", 1, 1, None, 0),
	]
	for number, (title, amount, count, due, is_open) in enumerate(rows, 1):
		insert(
			"Thing",
			f"T{number}",
			title=title,
			amount=amount,
			count=count,
			due=due,
			is_open=is_open,
			idx=number,
		)


def answers(question: Any) -> list[Any]:
	asks = (
		lambda: frappe.get_all("Thing", filters=question, fields=["name", "title"]),
		lambda: frappe.get_all("Thing", filters=question, pluck="name", order_by="count asc", limit=2),
		lambda: frappe.db.get_value("Thing", question, ["name", "due"], as_dict=True),
		lambda: frappe.db.count("Thing", question),
	)
	return [told(ask) for ask in asks]


def told(ask: Any) -> Any:
	try:
		return ask()
	except Exception as error:
		return type(error), str(error)


def test_the_short_way_answers_what_the_long_way_does(monkeypatch: pytest.MonkeyPatch) -> None:
	questions = [{column: value} for column, value in itertools.product(COLUMNS, VALUES)]
	questions += [{"title": one, "count": other} for one, other in itertools.product(VALUES, VALUES)]
	questions += [{}, None, {"nothing": "a"}]
	short = [answers(question) for question in questions for _time in range(2)]
	assert local.db.rooms["plain plans"]
	monkeypatch.setattr(query_plain, "of", lambda *_question: None)
	assert short == [answers(question) for question in questions for _time in range(2)]


def test_a_plan_goes_with_the_metadata() -> None:
	assert frappe.get_all("Thing", filters={"title": "a"}, pluck="name") == ["T1"]
	kept = local.db.rooms["plain plans"]
	assert kept and not any(plan is None for plan in kept.values())
	frappe.clear_cache()
	assert "plain plans" not in local.db.rooms
