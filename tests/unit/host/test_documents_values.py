"""Values of a document: defaults, casts, checks and their words, as measured on v15.41."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.unit.host.document_kit import doc, doctype, field, insert, make_doctypes

import frappe
from frappe.utils import nowdate

pytestmark = pytest.mark.usefixtures("db")


def prepare() -> None:
	make_doctypes()


def stored(document: Any) -> Any:
	return frappe.get_doc(document.doctype, document.name)


def test_defaults() -> None:
	found = insert()
	assert (found.kind, found.chk, found.due, found.who) == ("A", 1, nowdate(), "Administrator")
	assert (found.amount, found.num, found.cat) == (0.0, 0, None)


def test_new_doc_has_defaults_and_is_new() -> None:
	found = frappe.new_doc("T Doc", title="x")
	assert found.is_new() and found.kind == "A" and found.title == "x" and found.name is None


@pytest.mark.parametrize(
	("fieldname", "given", "expected"),
	[
		("num", "7.9", 7),
		("num", "1,234", 0),
		("chk", "yes", 0),
		("chk", "on", 0),
		("chk", True, 1),
		("chk", 5, 1),
		("amount", "12.5", 12.5),
		("amount", "1,234.5", 1234.5),
		("amount", "12.12345678912", 12.123456789),
		("due", "2026-1-5", datetime.date(2026, 1, 5)),
		("due", "2026-01-05 10:00:00", datetime.date(2026, 1, 5)),
		("due", "", None),
		("at", "2026-01-02T10:00:00", datetime.datetime(2026, 1, 2, 10)),
		("body", 5, "5"),
		("extra", {"a": 1}, '{"a":1}'),
	],
)
def test_casts(fieldname: str, given: Any, expected: Any) -> None:
	assert stored(insert(**{fieldname: given})).get(fieldname) == expected


def test_bad_date_names_field_and_format() -> None:
	with pytest.raises(frappe.ValidationError, match=r"Due.*YYYY-MM-DD"):
		insert(due="zz")
	with pytest.raises(frappe.ValidationError, match="YYYY-MM-DD HH:MM:SS"):
		insert(at="2026-01-02T03:04:05Z")


def test_list_outside_a_table_field() -> None:
	with pytest.raises(frappe.ValidationError, match="Value for Body cannot be a list"):
		insert(body=["a"])
	with pytest.raises(frappe.ValidationError, match="must be a list of rows"):
		insert(lines="text")


def test_all_missing_mandatory_fields_are_named() -> None:
	with pytest.raises(frappe.MandatoryError) as error:
		insert(title="  ", lines=[{}, {"item": "x"}, {"item": "<p></p>"}])
	assert str(error.value).endswith("title, item, item")
	assert [m.message for m in frappe.local.message_log] == [
		"Error: Value missing for T Doc: Title",
		"Error: <strong>T Line</strong> Row #1: Value missing for: Item",
		"Error: <strong>T Line</strong> Row #3: Value missing for: Item",
	]


@pytest.mark.parametrize(
	("values", "error", "text"),
	[
		({"kind": "Q"}, "ValidationError", ' Kind cannot be "Q". It should be one of "A", "B"'),
		({"lines": [{"item": "a", "kind": "Q"}]}, "ValidationError", 'Row #1: Kind cannot be "Q"'),
		({"short": "123456"}, "CharacterLengthExceededError", "'<strong>Short</strong>' \\(123456\\)"),
		({"lines": [{"item": "a", "short": "123456"}]}, "CharacterLengthExceededError", "T Line, Row 1: "),
		({"num": -1}, "NonNegativeError", "Value cannot be negative for T Doc: <strong>Num</strong>"),
		({"lines": [{"item": "a", "qty": -1}]}, "NonNegativeError", "<strong>T Line</strong> Row #1: Value"),
		({"mail": "zz"}, "InvalidEmailAddressError", "zz is not a valid Email Address"),
		({"cat": "Zz"}, "LinkValidationError", "Could not find Cat: Zz"),
		({"lines": [{"item": "a", "cat": "Zz"}]}, "LinkValidationError", "Could not find Row #1: Cat: Zz"),
		({"target": "x"}, "ValidationError", "Target Type must be set first"),
		({"target_type": "T Cat", "target": "x"}, "LinkValidationError", "Could not find Target: x"),
		({"extra": "{bad"}, "ValidationError", "must be valid JSON"),
	],
)
def test_checks(values: dict[str, Any], error: str, text: str) -> None:
	with pytest.raises(getattr(frappe, error), match=text):
		insert(**values)


def test_mandatory_comes_before_formats() -> None:
	with pytest.raises(frappe.MandatoryError):
		insert(title=None, mail="zz", kind="Q")


def test_links_take_the_stored_spelling_and_fetch() -> None:
	insert("T Cat", title="K1", tel="123")
	found = insert(cat="k1", tel="777", target_type="t cat", target="k1")
	assert (found.cat, found.tel, found.tel2, found.target_type, found.target) == (
		"K1",
		"123",
		"123",
		"T Cat",
		"K1",
	)
	insert("T Cat", title="K2")
	found.cat = "K2"
	found.save()
	assert (found.tel, found.tel2) == (None, "123")


def test_html_is_made_harmless_in_text_and_left_in_code() -> None:
	found = insert(title="t<b>x</b><script>alert(1)</script>", code="<script>1</script>", body="a < b & c")
	assert found.title == "t<b>x</b>&lt;script&gt;alert(1)&lt;/script&gt;"
	assert found.code == "<script>1</script>"
	assert found.body == "a < b & c"


def test_posted_values_never_reach_flags_or_methods() -> None:
	found = doc(flags={"ignore_permissions": True}, save="x", _doc_before_save="x", workflow_reason="why")
	assert not found.flags and callable(found.save) and found.get_doc_before_save() is None
	assert found.workflow_reason == "why"
	found.insert()
	assert "workflow_reason" not in stored(found).as_dict()


def test_owner_creation_and_name_of_a_new_document_are_ours() -> None:
	found = insert(owner="x", creation="2001-01-01", name="mine", modified_by="x")
	assert found.owner == found.modified_by == "Administrator" and not str(found.creation).startswith("2001")
	assert found.name.startswith("T-")


def test_name_of_a_stored_document_is_not_updated() -> None:
	first, second = insert(), insert()
	first.update({"name": second.name, "title": "changed"}).save()
	assert stored(second).title == "t"


def test_as_dict() -> None:
	found = stored(insert(lines=[{"item": "a"}])).as_dict(no_nulls=True)
	assert found.doctype == "T Doc" and "cat" not in found
	assert found.lines[0].parent == found.name and found.lines[0].doctype == "T Line"


def test_unique_ignores_case_and_empty_values() -> None:
	insert(code_no="")
	insert(code_no="")
	insert(code_no="a")
	with pytest.raises(frappe.UniqueValidationError):
		insert(code_no="A")
	assert frappe.local.message_log[-1].message == "Code No must be unique"


def test_copy() -> None:
	"""`ignore_no_copy` (the default) copies `no_copy` fields too."""
	source = insert(hint="secret", lines=[{"item": "a"}])
	copy = frappe.copy_doc(source)
	assert copy.name is None and copy.hint == "secret" and copy.lines[0].name is None
	assert copy.insert().lines[0].item == "a"
	assert frappe.copy_doc(source, ignore_no_copy=False).hint is None


def test_a_field_that_an_administrator_adds_works_at_once() -> None:
	frappe.get_doc(
		{"doctype": "Custom Field", "dt": "T Cat", "label": "My Extra", "fieldtype": "Data", "reqd": 1}
	).insert()
	with pytest.raises(frappe.MandatoryError, match="custom_my_extra"):
		insert("T Cat", title="K1")
	assert stored(insert("T Cat", title="K1", custom_my_extra="v")).custom_my_extra == "v"


def test_names() -> None:
	doctype("T Prompt", field("title", "Data"), autoname="prompt")
	doctype("T Format", field("title", "Data"), autoname="format:F-{title}-{##}")
	assert insert("T Prompt", name="Bob").name == "Bob"
	assert insert("T Format", title="x").name == "F-x-01"
	assert insert("T Sub").name == f"TS-{nowdate()[:4]}-001"
	with pytest.raises(frappe.ValidationError, match="Please set the document name"):
		insert("T Prompt")
	with pytest.raises(frappe.NameError, match="special characters"):
		insert("T Prompt", name="a<b")
	with pytest.raises(frappe.CharacterLengthExceededError):
		insert("T Prompt", name="a" * 141)
	with pytest.raises(frappe.DuplicateEntryError):
		insert("T Prompt", name="BOB")
	with pytest.raises(frappe.ValidationError, match="Title is required"):
		insert("T Cat")
