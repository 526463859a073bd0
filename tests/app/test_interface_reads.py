"""What the interface reads: each thing once, whatever there is, and under no lock. Counted, not timed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people

As = Callable[[Any], AbstractContextManager[None]]
MOST = 60  # statements of a page; without what is remembered it took 108
WAITING = "Awaiting Signatures"


@contextmanager
def statements(site: Any) -> Iterator[list[str]]:
	"""The SQL that runs inside."""
	found: list[str] = []
	raw = site.local.db.conn.raw
	site.flags.clear()
	raw.set_trace_callback(found.append)
	try:
		yield found
	finally:
		raw.set_trace_callback(None)


@pytest.fixture
def reading(host: Any, site: Any) -> Any:
	"""The site in a transaction that reads alone, as a GET has it; statements are SQLite's to count."""
	if not host.embedded:
		pytest.skip("the embedded host alone")
	site.local.db.begin(write=False)
	return site


@pytest.mark.parametrize("person", [people.PM, people.BUSINESS_OWNER])
@pytest.mark.parametrize("state", ["Submitted", WAITING, "Signed"])
def test_a_page_reads_each_thing_once(reading: Any, as_user: As, state: str, person: Any) -> None:
	from client_mgmt.interface import pages

	name = reading.get_all(CHANGE, filters={"workflow_state": state}, pluck="name", order_by="creation")[0]
	with as_user(person):
		pages.page(CHANGE, name)
		with statements(reading) as found:
			pages.page(CHANGE, name)
	assert 10 < len(found) <= MOST, "\n".join(found)
	assert not [text for text in found if text.startswith("BEGIN")], "a page takes the write lock"
	teams = [
		text for text in found if re.search("FROM `tabProject Member` WHERE `parent`=.*ORDER BY `idx`", text)
	]
	assert len(teams) == 1


def test_a_list_asks_as_much_for_many_rows_as_for_one(reading: Any, as_user: As) -> None:
	from client_mgmt.interface import lists

	counts = {}
	with as_user(people.PMO):
		for limit in (1, 1, 100):
			with statements(reading) as found:
				answer = lists.listing(CHANGE, {"limit": limit})
			counts[len(answer["rows"])] = len(found)
	assert len(counts) == 2 and max(counts) > 5
	assert max(counts.values()) - min(counts.values()) <= 2, counts  # DocTypes that the other rows name


def test_a_rehearsal_leaves_the_document_as_it_was(reading: Any, as_user: As, make: Factory) -> None:
	"""It works on a copy, beside the very document that the page shows."""
	from client_mgmt.workflow_policy import rehearsal, standing

	name = make.change("Submitted")
	reading.local.db.begin(write=False)
	with as_user(people.PM):
		at = standing.of(reading.get_doc(CHANGE, name))
		before = at.doc.as_dict()
		for step in at.steps:
			rehearsal.of_step(at.doc, at.workflow, step.action, step.next_state, False)
	assert at.doc.as_dict() == before and reading.flags.client_mgmt_asked is None


def test_what_is_remembered_ends_with_the_answer(reading: Any) -> None:
	from client_mgmt.people import asking

	calls: list[str] = []

	@asking.remembered
	def read(what: str) -> str:
		calls.append(what)
		return what

	assert read("a") == read("a") == "a" and calls == ["a", "a"]
	with asking.asking():
		assert not asking.locks()
		with asking.asking():
			assert read("b") == "b"
		assert read("b") == "b" and read("c") == "c"
	assert calls == ["a", "a", "b", "c"] and asking.locks()
	with pytest.raises(ZeroDivisionError), asking.asking():
		raise ZeroDivisionError
	assert asking.locks()
