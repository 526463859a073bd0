"""The framework's own DocTypes: DocType, Custom Field, Property Setter, User, File, Version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.unit.host.document_kit import doctype, field, insert, make_doctypes, user

import frappe
from embedded_host.services.passwords import check_password
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

pytestmark = pytest.mark.usefixtures("db")


def prepare() -> None:
	make_doctypes()


@pytest.mark.parametrize(
	("values", "error", "text"),
	[
		({"custom": 0}, "ValidationError", "make 'Custom' DocType"),
		({"name": "1 New"}, "NameError", "should start with a letter"),
		({"name": "New/x"}, "NameError", "should start with a letter"),
		({"name": "N" * 65}, "NameError", "limited to 61 characters"),
		({"fields": [field("a", "Data"), field("A", "Data")]}, "ValidationError", "appears multiple times"),
		({"fields": [field("a b;", "Data")]}, "InvalidColumnName", 'special characters like " ", ";"'),
		({"fields": [field("name", "Data")]}, "ValidationError", "Fieldname name is restricted"),
		({"fields": [field("a", "Link")]}, "ValidationError", "Options required for Link or Table"),
		(
			{"fields": [field("a", "Link", options="Zz")]},
			"ValidationError",
			"Options must be a valid DocType",
		),
		({"fields": [field("a", "Table", options="T Cat")]}, "ValidationError", "is not a child table"),
		({"fields": [field("a", "Text", unique=1)]}, "ValidationError", "cannot be unique"),
		({"fields": [field("a", "Data", hidden=1, reqd=1)]}, "ValidationError", "hidden and mandatory"),
		({"fields": [field("a", "Select", options="x", default="z")]}, "ValidationError", "list of options"),
		(
			{"istable": 1, "fields": [field("a", "Password")]},
			"ValidationError",
			"outside the embedded host's contract",
		),
		({"fields": [{"fieldtype": "Data"}]}, "ValidationError", "Row #1: Fieldname is required"),
		({"autoname": "field:zz"}, "ValidationError", "Invalid fieldname 'zz' in autoname"),
		({"autoname": "autoincrement"}, "ValidationError", "Autoincrement"),
		({"title_field": "zz"}, "ValidationError", "Title field must be a valid fieldname"),
		({"search_fields": "zz"}, "ValidationError", "Search field zz is not valid"),
		({"permissions": [{"role": "System Manager", "submit": 1}]}, "ValidationError", "if not Submittable"),
		({"permissions": [{"role": "System Manager", "permlevel": 1}]}, "ValidationError", "at level 0"),
		({"permissions": [{"role": "System Manager"}] * 2}, "ValidationError", "Only one rule allowed"),
	],
)
def test_doctypes_that_cannot_be(values: dict[str, Any], error: str, text: str) -> None:
	usual = {"doctype": "DocType", "name": "T New", "module": "Custom", "custom": 1}
	with pytest.raises(getattr(frappe, error), match=text):
		frappe.get_doc({**usual, "fields": [field("a", "Data")], **values}).insert()


def test_a_changed_doctype_works_at_once() -> None:
	found = doctype("T New", field("a", "Data"))
	insert("T New", a="1")
	found.append("fields", field("b", "Int", default="7"))
	found.save()
	assert insert("T New", a="2").b == 7
	assert sorted(frappe.get_all("T New", pluck="b")) == [7, 7], "what was stored gets the default"
	frappe.delete_doc("DocType", "T New")
	assert not frappe.local.db.table_exists("T New")


def test_permission_rows_have_the_desk_s_defaults() -> None:
	found = doctype("T New", field("a", "Data"), permissions=[{"role": "System Manager"}])
	row = found.permissions[0]
	assert (row.read, row.write, row.get("create"), row.get("delete"), row.get("submit")) == (1, 1, 1, 1, 0)


def test_renamed_doctype_keeps_its_documents() -> None:
	doctype("T Old", field("a", "Data"))
	name = insert("T Old", a="1").name
	frappe.rename_doc("DocType", "T Old", "T Fresh")
	assert frappe.get_doc("T Fresh", name).a == "1"


def test_standard_doctypes_stay() -> None:
	for change in (
		lambda: frappe.get_doc("DocType", "User").save(),
		lambda: frappe.delete_doc("DocType", "User"),
	):
		with pytest.raises(frappe.ValidationError):
			change()


def test_custom_fields() -> None:
	create_custom_fields({"T Cat": [field("extra", "Int", default="3", insert_after="title")]})
	create_custom_fields({"T Cat": field("extra", "Int", label="Renamed")})
	found = frappe.get_meta("T Cat").get_field("extra")
	assert found.label == "Renamed" and insert("T Cat", title="K1").extra == 3
	custom = frappe.get_doc("Custom Field", "T Cat-extra")
	custom.fieldtype = "Data"
	with pytest.raises(frappe.ValidationError, match="Fieldtype cannot be changed from Int to Data"):
		custom.save()
	values = {"doctype": "Custom Field", "dt": "T Cat", "fieldname": "title", "label": "x"}
	with pytest.raises(frappe.ValidationError, match="<strong>title</strong> already exists"):
		frappe.get_doc(values).insert()
	with pytest.raises(frappe.ValidationError, match="core DocTypes"):
		frappe.get_doc({**values, "dt": "DocField", "fieldname": "zz"}).insert()


def setter(fieldname: str | None, key: str, value: int) -> Any:
	"""A Property Setter on `T Cat`, of a field or of the DocType itself."""
	return insert(
		"Property Setter",
		doc_type="T Cat",
		doctype_or_field="DocField" if fieldname else "DocType",
		field_name=fieldname,
		property=key,
		property_type="Check",
		value=str(value),
	)


def test_property_setters() -> None:
	assert setter("tel", "reqd", 1).name == "T Cat-tel-reqd"
	with pytest.raises(frappe.MandatoryError):
		insert("T Cat", title="K1")
	setter("tel", "reqd", 0)
	assert len(frappe.get_all("Property Setter", filters={"doc_type": "T Cat"})) == 1
	insert("T Cat", title="K1")
	setter(None, "allow_rename", 0)
	user("sm@x.io", "System Manager")
	frappe.set_user("sm@x.io")
	with pytest.raises(frappe.ValidationError, match="not allowed to be renamed"):
		frappe.rename_doc("T Cat", "K1", "K2")


def test_users() -> None:
	values = {"doctype": "User", "email": "Ann@X.io", "first_name": "Ann", "last_name": "Li"}
	roles = [{"role": "System Manager"}, {"role": "System Manager"}, {"role": "Administrator"}]
	ann = frappe.get_doc({**values, "new_password": "Correct-horse", "roles": roles}).insert()
	assert (ann.name, ann.full_name, ann.user_type) == ("ann@x.io", "Ann Li", "System User")
	assert [row.role for row in ann.roles] == ["System Manager"]
	assert check_password("ann@x.io", "Correct-horse") == "ann@x.io"
	assert not frappe.db.get_value("User", "ann@x.io", "new_password")
	ann.remove_roles("System Manager")
	assert ann.user_type == "Website User"
	frappe.rename_doc("User", "ann@x.io", "anna@x.io")
	assert (
		check_password("anna@x.io", "Correct-horse")
		and frappe.get_doc("User", "anna@x.io").email == "anna@x.io"
	)
	for name in ("Administrator", "Guest"):
		with pytest.raises(frappe.ValidationError):
			frappe.delete_doc("User", name)


def test_secrets_are_not_in_the_trace_of_a_deleted_user() -> None:
	user("gone@x.io")
	frappe.delete_doc("User", "gone@x.io")
	with pytest.raises(frappe.AuthenticationError):
		check_password("gone@x.io", "")


def test_versions_and_comments_are_not_forged() -> None:
	user("sm@x.io", "System Manager")
	frappe.set_user("sm@x.io")
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": "Version", "ref_doctype": "T Cat", "docname": "x", "data": "{}"}).insert()
	frappe.set_user("Administrator")
	values = {"doctype": "Comment", "comment_type": "Comment", "content": "x", "comment_email": "ceo@x.io"}
	assert frappe.get_doc(values).insert().comment_email == "Administrator"


def test_rights_do_not_come_by_themselves() -> None:
	"""v15.41 makes the first System User a System Manager and lets a user write their own record."""
	user("first@x.io", "Some Role")
	assert "System Manager" not in frappe.get_roles("first@x.io")
	assert not frappe.has_permission("User", "write", "first@x.io", user="first@x.io")


def test_comments_and_todos_need_the_document() -> None:
	insert("T Cat", title="K1")
	user("bob@x.io")
	frappe.set_user("bob@x.io")
	reference = {"reference_type": "T Cat", "reference_name": "K1"}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({"doctype": "ToDo", "description": "x", **reference}).insert()
	todo = frappe.get_doc({"doctype": "ToDo", "description": "x", "assigned_by": "Administrator"}).insert()
	assert todo.assigned_by == "bob@x.io"
	frappe.set_user("Administrator")
	user("ann@x.io", "System Manager")
	frappe.get_doc("T Cat", "K1").add_comment("Comment", "hi")
	frappe.set_user("ann@x.io")
	comment = frappe.get_doc("Comment", {"reference_name": "K1"})
	comment.content = "forged"
	with pytest.raises(frappe.PermissionError, match="Only the author"):
		comment.save()


# -- files ---


def file(**values: Any) -> Any:
	return frappe.get_doc(
		{"doctype": "File", "file_name": "a.txt", "is_private": 1, "content": b"hi", **values}
	)


def test_files_on_disk() -> None:
	first, second = file().insert(), file(content="other").insert()
	assert re.fullmatch(r"/private/files/a-\w{12}\.txt", first.file_url), "nobody guesses it"
	assert second.file_url != first.file_url
	assert (first.get_content(), first.file_size, first.file_type) == ("hi", 2, "TXT")
	path = first.get_full_path()
	assert path.read_bytes() == b"hi" and path.parent == Path(frappe.get_site_path("private", "files"))
	frappe.db.rollback()
	assert not path.exists(), "a rolled back upload leaves nothing"


def test_file_names_stay_in_their_folder() -> None:
	away = file(file_name="../../etc/pass wd?.txt").insert().file_url
	assert re.fullmatch(r"/private/files/pass wd_-\w{12}\.txt", away)
	assert file(file_name="").insert().file_name == "file"


def test_files_move_with_is_private() -> None:
	found = file().insert()
	found.is_private = 0
	found.save()
	assert found.file_url == "/files/a.txt" and found.get_content() == "hi"


def test_too_large() -> None:
	frappe.conf["max_file_size"] = 3
	with pytest.raises(frappe.ValidationError, match="File size exceeded"):
		file(content=b"1234").insert()


def test_another_s_private_file_cannot_be_claimed() -> None:
	user("ann@x.io", "System Manager")
	user("bob@x.io")
	frappe.set_user("ann@x.io")
	mine = file().insert()
	frappe.set_user("bob@x.io")
	claim = {"doctype": "File", "file_url": mine.file_url, "is_private": 1}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(claim).insert()
	own = file(content="b").insert()
	own.file_url = mine.file_url
	with pytest.raises(frappe.PermissionError):
		own.save()
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc({**claim, "file_url": "/private/files/../site_config.json"}).insert()
	frappe.set_user("ann@x.io")
	assert frappe.get_doc(claim).insert().file_url == mine.file_url


def test_attached_files_go_with_their_document() -> None:
	user("ann@x.io", "System Manager")
	user("bob@x.io")
	document = insert("T Cat", title="K1")
	attached = file(attached_to_doctype="T Cat", attached_to_name="K1").insert()
	assert frappe.has_permission("File", "write", attached, user="ann@x.io")
	assert not frappe.has_permission("File", "read", attached, user="bob@x.io")
	frappe.set_user("bob@x.io")
	with pytest.raises(frappe.PermissionError):
		file(attached_to_doctype="T Cat", attached_to_name="K1").insert()
	assert frappe.get_list("File", pluck="name") == []
	frappe.set_user("Administrator")
	document.delete()
	assert not frappe.db.exists("File", attached.name)


def test_an_attached_file_is_not_taken_away_from_its_document() -> None:
	user("bob@x.io", "Knows nothing")
	user("ann@x.io", "System Manager")
	for title in ("K1", "K2"):
		insert("T Cat", title=title)
	attached = file(attached_to_doctype="T Cat", attached_to_name="K1").insert()
	frappe.share.add("T Cat", "K2", "bob@x.io", write=1)
	frappe.share.add("T Cat", "K1", "bob@x.io")
	frappe.set_user("bob@x.io")
	taken = frappe.get_doc("File", attached.name)
	assert taken.get_content() == "hi" and frappe.has_permission("File", "read", taken)
	taken.attached_to_name = "K2"
	with pytest.raises(frappe.PermissionError):
		taken.save()


def test_single_documents() -> None:
	settings = frappe.get_doc("System Settings")
	settings.update({"apply_strict_user_permissions": 1, "time_zone": "Asia/Shanghai"})
	settings.save()
	assert frappe.db.get_single_value("System Settings", "apply_strict_user_permissions") == 1
	assert frappe.get_doc("System Settings", "System Settings").apply_strict_user_permissions == 1
