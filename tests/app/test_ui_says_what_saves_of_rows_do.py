"""What a page says of the rows of a document, and what a save does, are the same: cell by cell, a row more
and a row less, in every state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.app import test_ui_says_what_saves_do as whole
from tests.client import Api
from tests.factory import Factory

from client_mgmt.demo import people

READERS = (people.PM, people.TECH_LEAD, people.QUALITY, people.BUSINESS_OWNER)
# What a save says of the rows themselves, before it asks who writes them.
OF_A_ROW = re.compile(r"Item \d+\b|.* fill these fields first")
# Columns whose other value is refused for what it is, whoever writes it and when.
VALUE = {"operation", "party", "activity", "letters"}
Told = tuple[Any, str, str, dict[str, Any]]


@pytest.fixture(scope="module", autouse=True)
def states(make: Factory, api: Callable[[Any], Api]) -> None:
	whole.add_papers(api("Administrator"), api(people.PM), make)
	make.minutes(draft=True)
	make.minutes()


@pytest.fixture
def told(site: Any, as_user: Any) -> list[Told]:
	"""(reader, DocType, name, page) of what the readers see."""
	return [
		(person, doctype, name, shown)
		for person in READERS
		for doctype, name in whole.documents(site)
		for shown in _page(site, as_user, person, doctype, name)
	]


def _page(site: Any, as_user: Any, person: Any, doctype: str, name: str) -> Iterator[dict[str, Any]]:
	with as_user(person):
		if shown := whole.page(site, doctype, name):
			yield shown


def tables(
	site: Any, doctype: str, shown: dict[str, Any]
) -> Iterator[tuple[Any, list[dict[str, Any]], str | None]]:
	"""(table field, its rows, why it rests as a whole or None) of the tables with rows on a page."""
	for df in site.get_meta(doctype).get_table_fields():
		if shown["doc"].get(df.fieldname):
			state = shown["fields"].get(df.fieldname, {})
			yield df, shown["doc"][df.fieldname], state["why"] if state.get("read_only") else None


def saved(site: Any, as_user: Any, one: Told, table: str, change: Callable[[list[Any]], None]) -> str | None:
	"""What a save says of changed rows; None when it takes them."""
	person, doctype, name, _shown = one

	def save() -> None:
		doc = site.get_doc(doctype, name)
		rows = [row.as_dict() for row in doc.get(table)]
		change(rows)
		doc.set(table, [])
		for row in rows:
			doc.append(table, row)
		doc.save()

	with as_user(person):
		return whole.refusal(site, save)


def cells(
	site: Any, df: Any, rows: list[dict[str, Any]], shown: dict[str, Any]
) -> Iterator[tuple[Any, Any, str | None]]:
	"""(column, another value for the first row, why the column rests or None)."""
	for column in site.get_meta(df.options).fields:
		if column.fieldname in set(rows[0]) - VALUE and column.fieldtype not in whole.NO_VALUE:
			why = shown["fields"].get(f"{df.fieldname}.{column.fieldname}", {}).get("why")
			value = whole.other(column, rows[0][column.fieldname], site)
			if value is not None and (why or not column.read_only):
				yield column, value, why


def test_every_cell_is_as_open_as_its_page_says(site: Any, as_user: Any, told: list[Told]) -> None:
	wrong, seen = [], {True: 0, False: 0}
	for one in told:
		for df, rows, rests in tables(site, one[1], one[3]):
			for column, value, why in cells(site, df, rows, one[3]):
				said = saved(
					site,
					as_user,
					one,
					df.fieldname,
					lambda r, c=column, v=value: r[0].update({c.fieldname: v}),
				)
				expected = [sentence for sentence in (rests, why) if sentence]
				seen[not expected] += 1
				if not agrees(expected, said):
					wrong.append(
						(one[0].user, *one[1:3], df.fieldname, column.fieldname, expected, "but", said)
					)
	assert not wrong, "\n".join(map(str, wrong))
	assert seen[True] > 20
	assert seen[False] > 50


def agrees(expected: list[str], said: str | None) -> bool:
	"""Whether a save says what the page does. What it says of the rows themselves comes first."""
	if not expected or said is None:
		return not expected and said is None
	return any(why in said or "No permission" in why for why in expected) or bool(OF_A_ROW.match(said))


def test_a_required_cell_is_not_left_empty(site: Any, as_user: Any, told: list[Told]) -> None:
	asked = 0
	for one in told:
		for df, rows, rests in tables(site, one[1], one[3]):
			for column in site.get_meta(df.options).fields:
				if not rests and column.reqd and rows[0].get(column.fieldname):
					asked += 1
					said = saved(
						site, as_user, one, df.fieldname, lambda r, c=column: r[0].update({c.fieldname: None})
					)
					assert said, (*one[:3], df.fieldname, column.fieldname)
	assert asked > 10


def test_rows_come_and_go_as_the_page_says(site: Any, as_user: Any, told: list[Told]) -> None:
	"""A resting table takes no row and gives none up."""
	tried = 0
	for one in told:
		for df, _rows, rests in tables(site, one[1], one[3]):
			if rests:
				tried += 1
				more = saved(site, as_user, one, df.fieldname, lambda r: r.append({**r[0], "name": None}))
				less = saved(site, as_user, one, df.fieldname, lambda r: r.clear())
				assert agrees([rests], more) and agrees([rests], less), (
					*one[:3],
					df.fieldname,
					rests,
					more,
					less,
				)
	assert tried > 20
