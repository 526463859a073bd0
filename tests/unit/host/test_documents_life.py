"""Saving, submitting, child rows, deleting and renaming, with the order of events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.host.document_kit import doc, insert, make_doctypes

import frappe
from embedded_host.model import events
from frappe.model.document import Document

pytestmark = pytest.mark.usefixtures("db")

SAVE = ["before_validate", "validate", "before_save"]
DONE = ["on_update", "on_change"]


def prepare() -> None:
	make_doctypes()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
	"""The events of T Doc and T Sub, in their order."""
	heard: list[str] = []
	run = events.run

	def listen(document: Any, event: str, *args: Any, **kwargs: Any) -> Any:
		if document.doctype in ("T Doc", "T Sub"):
			heard.append(event)
		return run(document, event, *args, **kwargs)

	monkeypatch.setattr(events, "run", listen)
	yield heard


def test_order_of_events(told: list[str]) -> None:
	document = insert("T Sub", title="a")
	start = ["before_insert", "before_naming", "autoname"]
	assert told == [*start, *SAVE, "after_insert", *DONE]
	told.clear()
	document.save()
	assert told == [*SAVE, *DONE]
	told.clear()
	document.submit()
	assert told == ["before_validate", "validate", "before_submit", "on_update", "on_submit", "on_change"]
	told.clear()
	document.save()
	assert told == ["before_update_after_submit", "on_update_after_submit", "on_change"]
	told.clear()
	document.cancel()
	assert told == ["before_cancel", "on_cancel", "on_change"]
	told.clear()
	document.db_set("note", "x")
	assert told == ["before_change", "on_change"]
	told.clear()
	document.delete()
	assert told == ["on_trash", "on_change", "after_delete"]


def test_stale_modified() -> None:
	document = insert()
	other = frappe.get_doc("T Doc", document.name)
	other.save()
	with pytest.raises(
		frappe.TimestampMismatchError, match="Document has been modified after you have opened it"
	):
		document.save()


def test_constants() -> None:
	document = insert(once="1", owner="x")
	for key, label in (("once", "Once"), ("owner", "Created By"), ("creation", "Created On")):
		changed = frappe.get_doc("T Doc", document.name)
		changed.set(key, "2001-01-01 00:00:00")
		with pytest.raises(frappe.CannotChangeConstantError, match=label):
			changed.save()
	empty = insert()
	empty.once = "first"
	with pytest.raises(frappe.CannotChangeConstantError):
		empty.save()


def test_child_rows_by_name_stay_and_others_are_replaced() -> None:
	document = insert(lines=[{"item": "a", "qty": 1}, {"item": "b"}])
	kept = document.lines[1]
	document.update({"lines": [{"name": kept.name, "item": "bb"}, {"item": "new"}]}).save()
	rows = frappe.get_doc("T Doc", document.name).lines
	assert [(row.item, row.idx) for row in rows] == [("bb", 1), ("new", 2)]
	assert rows[0].name == kept.name and rows[0].creation == frappe.utils.get_datetime(kept.creation)


def test_a_row_of_another_document_cannot_be_taken() -> None:
	"""v15.41 moves the row; here the name of a foreign row makes a new one."""
	victim = insert(lines=[{"item": "mine"}])
	thief = insert()
	thief.update({"lines": [{"name": victim.lines[0].name, "item": "stolen"}]}).save()
	assert frappe.get_doc("T Doc", victim.name).lines[0].item == "mine"
	assert thief.lines[0].name != victim.lines[0].name


def test_get_doc_before_save_and_has_value_changed() -> None:
	document = insert(due="2026-01-01", lines=[{"item": "a"}])
	document.load_doc_before_save()
	assert not document.has_value_changed("due") and not document.has_value_changed("lines")
	document.title = "other"
	document.lines[0].item = "b"
	assert document.has_value_changed("title") and document.has_value_changed("lines")
	assert document.get_doc_before_save().title == "t"
	assert doc().has_value_changed("title")


def test_docstatus_only_goes_forward() -> None:
	document = insert("T Sub", title="a")
	with pytest.raises(frappe.DocstatusTransitionError, match=r"from 0 \(Draft\) to 2 \(Cancelled\)"):
		document.cancel()
	document.reload()
	document.submit()
	document.docstatus = 0
	with pytest.raises(frappe.DocstatusTransitionError, match=r"from 1 \(Submitted\) to 0 \(Draft\)"):
		document.save()
	document.reload()
	document.cancel()
	with pytest.raises(frappe.ValidationError, match="Cannot edit cancelled document"):
		document.save()
	with pytest.raises(frappe.ValidationError, match="Invalid docstatus"):
		insert("T Sub", docstatus=5)


def test_after_submit_only_what_is_allowed_changes() -> None:
	name = insert("T Sub", title="a", lines=[{"item": "x"}], more=[{"item": "y"}], docstatus=1).name

	def changed(**values: Any) -> Any:
		document = frappe.get_doc("T Sub", name)
		return document.update(values)

	changed(note="n").save()
	with pytest.raises(frappe.UpdateAfterSubmitError, match=r"Title.*from <strong>a</strong> to <strong>b"):
		changed(title="b").save()
	with pytest.raises(frappe.UpdateAfterSubmitError, match=r"Lines.*from <strong>1</strong> to <strong>0"):
		changed(lines=[]).save()
	document = changed()
	document.append("more", {"item": "z"})
	document.save()
	document.more[0].item = "q"
	with pytest.raises(frappe.UpdateAfterSubmitError, match="Row #1: Not allowed to change <strong>Item"):
		document.save()


def test_amendments_are_numbered() -> None:
	document = insert("T Sub", title="a", docstatus=1)
	first = document.name
	for number in (1, 2):
		document.cancel()
		copy = frappe.copy_doc(document)
		copy.amended_from = document.name
		document = copy.insert()
		assert document.name == f"{first}-{number}"
		document.submit()


def test_versions_say_what_changed() -> None:
	document = insert(lines=[{"item": "a", "qty": 1}, {"item": "b"}])
	document.title = "t2"
	document.lines[0].qty = 3
	document.remove(document.lines[1])
	document.append("lines", {"item": "c"})
	document.save()
	data = json.loads(frappe.get_all("Version", filters={"docname": document.name}, pluck="data")[0])
	assert data["changed"] == [["title", "t", "t2"]]
	assert data["row_changed"] == [["lines", 0, document.lines[0].name, [["qty", 1, 3]]]]
	assert [row[1]["item"] for row in data["added"]] == ["c"]
	assert [row[1]["item"] for row in data["removed"]] == ["b"]
	document.save()
	assert len(frappe.get_all("Version", filters={"docname": document.name})) == 1


def test_no_versions_in_tests() -> None:
	document = insert()
	frappe.flags.in_test = True
	document.title = "other"
	document.save()
	assert not frappe.get_all("Version", filters={"docname": document.name})


def test_delete_leaves_a_trace_and_refuses_what_is_pointed_to() -> None:
	insert("T Cat", title="K1")
	direct = insert(cat="K1")
	with pytest.raises(frappe.LinkExistsError, match="K1</a> is linked with T Doc"):
		frappe.delete_doc("T Cat", "K1")
	direct.delete()
	child = insert(lines=[{"item": "a", "cat": "K1"}])
	with pytest.raises(frappe.LinkExistsError, match=child.name):
		frappe.delete_doc("T Cat", "K1")
	child.delete()
	dynamic = insert(target_type="T Cat", target="K1")
	with pytest.raises(frappe.LinkExistsError, match=dynamic.name):
		frappe.delete_doc("T Cat", "K1")
	frappe.delete_doc("T Cat", "K1", force=True)
	trace = frappe.get_all("Deleted Document", filters={"deleted_name": "K1"}, pluck="data")
	assert json.loads(trace[0])["title"] == "K1"
	assert frappe.delete_doc("T Cat", "K1") is False
	with pytest.raises(frappe.DoesNotExistError):
		frappe.delete_doc("T Cat", "K1", ignore_missing=False)


def test_submitted_documents_are_not_deleted() -> None:
	document = insert("T Sub", title="a", docstatus=1)
	with pytest.raises(frappe.ValidationError, match="Submitted Record cannot be deleted"):
		document.delete()


def test_rename_takes_the_links_along() -> None:
	insert("T Cat", title="K1")
	document = insert(cat="K1", target_type="T Cat", target="K1", lines=[{"item": "a", "cat": "K1"}])
	assert frappe.rename_doc("T Cat", "K1", " K9 ") == "K9"
	document.reload()
	assert (document.cat, document.target, document.lines[0].cat) == ("K9", "K9", "K9")
	assert frappe.db.get_value("T Cat", "K9", "title") == "K9"
	frappe.rename_doc("T Doc", document.name, "new-name")
	assert frappe.get_doc("T Doc", "new-name").lines[0].item == "a"


def test_rename_and_merge_refuse() -> None:
	for title in ("K1", "K2"):
		insert("T Cat", title=title)
	document = insert(cat="K1")
	with pytest.raises(frappe.ValidationError, match="Another T Cat with name K2 exists"):
		frappe.rename_doc("T Cat", "K1", "K2")
	with pytest.raises(frappe.ValidationError, match="old and new name are the same"):
		frappe.rename_doc("T Cat", "K1", "K1")
	with pytest.raises(frappe.ValidationError, match="K7 does not exist"):
		frappe.rename_doc("T Cat", "K1", "K7", merge=True)
	assert frappe.rename_doc("T Cat", "K1", "K2", merge=True) == "K2"
	assert frappe.db.get_value("T Doc", document.name, "cat") == "K2" and not frappe.db.exists("T Cat", "K1")


def test_db_set_writes_and_stamps() -> None:
	document = insert()
	before = document.modified
	document.db_set({"title": "q", "num": 4})
	assert (
		frappe.db.get_value("T Doc", document.name, ["title", "num"]) == ("q", 4)
		and document.modified > before
	)
	with pytest.raises(frappe.DataError, match="Unknown field"):
		document.db_set("zz", 1)


def test_comments_and_assignments_stand_on_the_document() -> None:
	document = insert()
	comment = document.add_comment("Comment", "hi <script>x</script>")
	entries = json.loads(frappe.db.get_value("T Doc", document.name, "_comments"))
	assert entries[0]["name"] == comment.name and "<script>" not in entries[0]["comment"]
	comment.delete()
	assert frappe.db.get_value("T Doc", document.name, "_comments") == "[]"
	values = {"doctype": "ToDo", "description": "do", "allocated_to": "Administrator"}
	todo = frappe.get_doc({**values, "reference_type": "T Doc", "reference_name": document.name}).insert()
	assert frappe.db.get_value("T Doc", document.name, "_assign") == '["Administrator"]'
	todo.status = "Closed"
	todo.save()
	assert frappe.db.get_value("T Doc", document.name, "_assign") is None


def test_missing_documents() -> None:
	with pytest.raises(frappe.DoesNotExistError, match="T Cat nope not found"):
		frappe.get_doc("T Cat", "nope")
	assert issubclass(frappe.DoesNotExistError, frappe.ValidationError)
	document = insert("T Cat", title="K1")
	frappe.delete_doc("T Cat", "K1")
	with pytest.raises(frappe.DoesNotExistError):
		document.save()


def test_documents_of_a_custom_doctype_are_plain() -> None:
	assert type(insert()) is Document


def test_numbers_are_not_given_out_again() -> None:
	last = insert().name
	frappe.delete_doc("T Doc", last)
	assert insert().name != last


def test_posted_standard_values_of_a_row_are_not_believed() -> None:
	row = insert(
		lines=[{"item": "a", "owner": "x", "idx": 9, "creation": "2001-01-01", "parent": "y"}]
	).lines[0]
	assert (row.owner, row.idx) == ("Administrator", 1) and not str(row.creation).startswith("2001")
