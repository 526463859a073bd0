"""`frappe.db` and the lists: values, filters, counts, savepoints, what happens after the commit."""

from __future__ import annotations

from typing import Any

import pytest
from tests.contract.notes import NOBODY, NOTE, READER, ROW, note

pytestmark = pytest.mark.usefixtures("notes")


@pytest.fixture
def three(site: Any) -> list[str]:
	"""Names of three notes that share a unique body."""
	body = site.generate_hash(length=12)
	made = [note(site, f"t{number}", number=number, body=body) for number in (1, 2, 3)]
	made[0].append("rows", {"item": "first", "qty": 5})
	made[0].save()
	return [body, *(doc.name for doc in made)]


@pytest.mark.contract("frappe.db.get_value")
def test_get_value(site: Any, three: list[str]) -> None:
	"""By name, by filters, several fields, as dict, in an order, under lock; None without a row."""
	body, first, _second, third = three
	assert site.db.get_value(NOTE, first) == first
	assert site.db.get_value(NOTE, first, "title") == "t1"
	assert site.db.get_value(NOTE, {"body": body, "number": 3}, "title") == "t3"
	assert tuple(site.db.get_value(NOTE, first, ["title", "number"])) == ("t1", 1)
	found = site.db.get_value(NOTE, first, ["title", "number"], as_dict=True)
	assert (found.title, found["number"]) == ("t1", 1)
	assert site.db.get_value(NOTE, {"body": body}, "title", order_by="number desc") == "t3"
	assert site.db.get_value(NOTE, {"body": body, "number": [">", 2]}, "name", for_update=True) == third
	assert site.db.get_value(NOTE, "no such note", "title") is None
	assert site.db.get_value(NOTE, {"body": "no such body"}, ["title", "number"]) is None


@pytest.mark.contract("frappe.db.get_values")
def test_get_values(site: Any, three: list[str]) -> None:
	key = {"body": three[0]}
	rows = site.db.get_values(NOTE, key, ["title", "number"], order_by="number asc")
	assert [tuple(row) for row in rows] == [("t1", 1), ("t2", 2), ("t3", 3)]
	dicts = site.db.get_values(NOTE, key, ["title"], as_dict=True, order_by="number desc", for_update=True)
	assert [row.title for row in dicts] == ["t3", "t2", "t1"]
	child = site.db.get_values(ROW, {"parent": three[1], "parenttype": NOTE}, ["item", "qty"], as_dict=True)
	assert [(row["item"], row["qty"]) for row in child] == [("first", 5)]
	assert not site.db.get_values(NOTE, {"body": "none"}, "title")


@pytest.mark.contract("frappe.db.set_value")
def test_set_value(site: Any, three: list[str]) -> None:
	"""One value or a dict of them; the stamp moves unless told otherwise; no event, no check."""
	name = three[1]
	before = site.db.get_value(NOTE, name, "modified")
	site.db.set_value(NOTE, name, "title", "quiet", update_modified=False)
	assert site.db.get_value(NOTE, name, ["title", "modified"]) == ("quiet", before)
	site.db.set_value(NOTE, name, {"title": "new", "number": 9})
	title, number, modified = site.db.get_value(NOTE, name, ["title", "number", "modified"])
	assert (title, number) == ("new", 9)
	assert modified > before
	site.db.set_value(NOTE, {"body": three[0]}, "kind", "Fancy")
	assert site.db.count(NOTE, {"body": three[0], "kind": "Fancy"}) == 3


@pytest.mark.contract("frappe.db.exists", "frappe.db.count")
def test_exists_and_count(site: Any, three: list[str]) -> None:
	assert site.db.exists(NOTE, three[1]) == three[1]
	assert site.db.exists(NOTE, {"body": three[0], "number": 2}) == three[2]
	assert not site.db.exists(NOTE, "no such note")
	assert not site.db.exists(NOTE, {"body": "none"})
	assert site.db.count(NOTE, {"body": three[0]}) == 3
	assert site.db.count(NOTE, {"body": three[0], "number": ["in", [1, 2]]}) == 2
	assert site.db.count(NOTE) >= 3


@pytest.mark.contract("frappe.db.add_index")
def test_add_index(site: Any) -> None:
	"""Once or twice, with a name of its own or without; rows are found as before. A bench commits."""
	known = site.db.count(NOTE, {"number": [">", 0]})
	for name in (None, None, "notes_by_number"):
		site.db.add_index(NOTE, ["number", "modified"], name)
	assert site.db.count(NOTE, {"number": [">", 0]}) == known
	with pytest.raises(Exception, match="no_such_column"):
		site.db.add_index(NOTE, ["no_such_column"])


@pytest.mark.contract("frappe.db.get_single_value")
def test_single_value(site: Any) -> None:
	"""By field type; a field that is none is refused."""
	assert isinstance(site.db.get_single_value("System Settings", "time_zone"), str)
	assert site.db.get_single_value("System Settings", "disable_document_sharing") in (0, 1, None)
	with pytest.raises(site.ValidationError):
		site.db.get_single_value("System Settings", "no_such_field")


@pytest.mark.contract("frappe.get_all")
def test_get_all(site: Any, three: list[str], as_user: Any) -> None:
	"""Filters, fields, order, limit, pluck, children; without permissions."""
	key, names = {"body": three[0]}, three[1:]
	assert [row.name for row in site.get_all(NOTE, filters=key, order_by="number asc")] == names
	assert site.get_all(NOTE, filters=key, pluck="title", order_by="number desc", limit=2) == ["t3", "t2"]
	rows = site.get_all(NOTE, filters=[["body", "=", three[0]], ["number", ">", 1]], fields=["number as n"])
	assert sorted(row.n for row in rows) == [2, 3]
	either = site.get_all(NOTE, filters=key, or_filters={"number": 1, "title": "t3"}, pluck="number")
	assert sorted(either) == [1, 3]
	assert site.get_all(ROW, filters={"parent": three[1]}, pluck="item") == ["first"]
	site.db.set_value(NOTE, names[0], "day", "2025-08-20")
	for sought in (
		{"title": ["like", "t1%"]},
		{"day": ["is", "set"]},
		{"number": ["not in", [2, 3]]},
		{"day": ["between", ["2025-08-01", "2025-08-31"]]},
		{"number": ["<=", 1]},
	):
		assert site.get_all(NOTE, filters={**key, **sought}, pluck="name") == names[:1], sought
	with as_user(NOBODY):
		assert len(site.get_all(NOTE, filters=key)) == 3


@pytest.mark.embedded
def test_between_numbers(site: Any, three: list[str]) -> None:
	"""v15.41.0 writes broken SQL here (docs/divergences.md)."""
	found = site.get_all(NOTE, filters={"body": three[0], "number": ["between", [2, 3]]}, pluck="number")
	assert sorted(found) == [2, 3]


@pytest.mark.contract("frappe.get_list", "frappe.db.get_list")
def test_get_list(site: Any, three: list[str], as_user: Any) -> None:
	"""Rows that the session's user may read, without the fields above the user's permlevel."""
	site.db.set_value(NOTE, three[1], "secret", "hidden")
	for get_list in (site.get_list, site.db.get_list):
		with as_user(NOBODY), pytest.raises(site.PermissionError):
			get_list(NOTE, filters={"body": three[0]})
		with as_user(READER):
			rows = get_list(
				NOTE, filters={"body": three[0]}, fields=["name", "secret"], order_by="number asc"
			)
			assert [row.name for row in rows] == three[1:]
			assert "hidden" not in str(rows)
			assert len(get_list(NOTE, filters={"body": three[0]}, limit_page_length=2)) == 2
		assert len(get_list(NOTE, filters={"body": three[0]}, limit_start=1, limit_page_length=5)) == 2
		assert len(get_list(NOTE, filters={"body": three[0]}, limit_start=1)) == 3, "only with a length"


@pytest.mark.contract("frappe.db.escape")
def test_escape(site: Any) -> None:
	"""A quoted SQL text that stays one text."""
	assert site.db.escape("plain") == "'plain'"
	quoted = site.db.escape("o'brien")
	assert quoted[0] == quoted[-1] == "'"
	assert quoted[1:-1] in ("o''brien", "o\\'brien")


@pytest.mark.contract("frappe.db.savepoint", "frappe.db.rollback")
def test_savepoint(site: Any) -> None:
	kept = note(site, "kept")
	site.db.savepoint("here")
	lost = note(site, "lost")
	site.db.rollback(save_point="here")
	assert site.db.exists(NOTE, kept.name)
	assert not site.db.exists(NOTE, lost.name)


@pytest.mark.contract("frappe.db.after_commit.add", "frappe.db.commit")
def test_after_commit(site: Any) -> None:
	"""Called once, after the commit, and not at all after a rollback."""
	called: list[str] = []
	site.db.after_commit.add(lambda: called.append("rolled back"))
	site.db.rollback()
	site.db.after_commit.add(lambda: called.append("committed"))
	assert called == []
	site.db.commit()
	site.db.commit()
	assert called == ["committed"]


@pytest.mark.contract("frappe.db.delete")
def test_delete(site: Any, three: list[str]) -> None:
	"""Rows by filters, without document events."""
	site.db.delete(NOTE, {"body": three[0], "number": [">", 1]})
	assert site.get_all(NOTE, filters={"body": three[0]}, pluck="name") == [three[1]]
	site.db.delete(ROW, {"parent": three[1]})
	assert site.get_doc(NOTE, three[1]).rows == []
