"""Documents in the process: reading, making, changing, copying, renaming, deleting, and their metadata."""

from __future__ import annotations

from typing import Any

import pytest
from tests.contract.notes import NOTE, PAPER, READER, ROW, VAULT, WRITER, note

pytestmark = pytest.mark.usefixtures("notes")
DOCUMENT = "Document"


@pytest.mark.contract("frappe.get_doc", f"{DOCUMENT}.insert", f"{DOCUMENT}.append")
def test_get_doc(site: Any) -> None:
	"""Of a dict, by name, of a document, by filters, under lock; an unknown name is DoesNotExistError."""
	made = note(site, "one", rows=[{"item": "a", "qty": 2}])
	made.append("rows", {"item": "b"})
	assert [(row.item, row.idx, row.parentfield) for row in made.rows] == [("a", 1, "rows"), ("b", 2, "rows")]
	made.save()
	for found in (site.get_doc(NOTE, made.name), site.get_doc(NOTE, made.name, for_update=True)):
		assert (found.title, [row.qty for row in found.rows]) == ("one", [2, 0])
	assert site.get_doc(made) is made
	with pytest.raises(site.DoesNotExistError):
		site.get_doc(NOTE, "no such note")


@pytest.mark.contract("frappe.new_doc", f"{DOCUMENT}.is_new")
def test_new_doc(site: Any) -> None:
	new = site.new_doc(NOTE, title="given")
	assert (new.title, new.kind, new.number, new.docstatus, new.rows) == ("given", "Plain", 7, 0, [])
	assert new.is_new()
	new.insert()
	assert not new.is_new()


@pytest.mark.contract(f"{DOCUMENT}.load_doc_before_save", f"{DOCUMENT}.get_doc_before_save")
def test_what_a_save_compares_with_is_read_at_will(site: Any) -> None:
	made = note(site, "stored")
	unsaved = site.get_doc({**made.as_dict(), "title": "asked about"})
	unsaved.load_doc_before_save()
	assert (unsaved.get_doc_before_save().title, unsaved.title) == ("stored", "asked about")


@pytest.mark.contract(f"{DOCUMENT}.save", f"{DOCUMENT}.insert")
def test_checks(site: Any) -> None:
	"""What the DocType demands is demanded of code as well."""
	with pytest.raises(site.MandatoryError):
		site.get_doc({"doctype": NOTE}).insert()
	with pytest.raises(site.ValidationError):
		note(site, kind="Nope")
	with pytest.raises(site.LinkValidationError):
		note(site, person="nobody@nowhere.example")
	made = note(site)
	late = site.get_doc(NOTE, made.name)
	made.title = "first"
	made.save()
	late.title = "second"
	with pytest.raises(site.TimestampMismatchError):
		late.save()


@pytest.mark.contract(f"{DOCUMENT}.get", f"{DOCUMENT}.set", f"{DOCUMENT}.as_dict")
def test_values(site: Any) -> None:
	made = note(site, "values", day="2025-08-20", rows=[{"item": "a"}, {"item": "b"}])
	assert (made.get("title"), made.get("nope"), made.get("nope", "default")) == ("values", None, "default")
	made.set("rows", [{"item": "c"}])
	made.set("title", "set")
	whole = made.as_dict()
	assert (whole["doctype"], whole.title, [row["item"] for row in whole["rows"]]) == (NOTE, "set", ["c"])
	assert (str(whole.day), whole.body) == ("2025-08-20", None)


@pytest.mark.contract(f"{DOCUMENT}.update", f"{DOCUMENT}.remove")
def test_several_values(site: Any) -> None:
	"""`update` sets what is there to be set; a row that is taken out leaves the rest numbered."""
	made = note(site, "before", rows=[{"item": item} for item in "abc"])
	made.update({"title": "after", "kind": "Fancy"})
	made.remove(made.rows[0])
	assert [(row.item, row.idx) for row in made.rows] == [("b", 1), ("c", 2)]
	made.save()
	stored = site.get_doc(NOTE, made.name)
	assert (stored.title, stored.kind, [row.item for row in stored.rows]) == ("after", "Fancy", ["b", "c"])


@pytest.mark.contract(f"{DOCUMENT}.submit", f"{DOCUMENT}.cancel")
def test_submit_and_cancel(site: Any) -> None:
	paper = site.get_doc({"doctype": PAPER, "title": "p"}).insert()
	paper.submit()
	assert (paper.docstatus, site.db.get_value(PAPER, paper.name, "docstatus")) == (1, 1)
	with pytest.raises(site.ValidationError):
		site.delete_doc(PAPER, paper.name)
	paper.cancel()
	assert site.db.get_value(PAPER, paper.name, "docstatus") == 2


@pytest.mark.contract(f"{DOCUMENT}.get_doc_before_save", f"{DOCUMENT}.has_value_changed")
def test_before_and_after(site: Any) -> None:
	made = note(site, "before")
	assert made.get_doc_before_save() is None
	fresh = site.get_doc(NOTE, made.name)
	fresh.title = "after"
	fresh.flags.something = 1
	fresh.save()
	assert fresh.get_doc_before_save().title == "before"
	assert (fresh.has_value_changed("title"), fresh.has_value_changed("kind")) == (True, False)
	assert (fresh.flags.something, fresh.flags.missing) == (1, None)


@pytest.mark.contract(f"{DOCUMENT}.reload", f"{DOCUMENT}.load_from_db", f"{DOCUMENT}.db_set")
def test_row_and_document(site: Any) -> None:
	made = note(site, "stored")
	other = site.get_doc(NOTE, made.name)
	made.db_set("title", "written")
	made.db_set({"body": "b", "amount": 2})
	assert (made.title, other.title) == ("written", "stored")
	other.reload()
	assert (other.title, other.body, other.amount) == ("written", "b", 2)
	assert other.modified >= site.utils.get_datetime(other.creation)
	other.title = "lost"
	other.load_from_db()
	assert other.title == "written"
	stamp = other.modified
	other.db_set("body", "quiet", update_modified=False)
	assert site.get_doc(NOTE, made.name).modified == stamp


@pytest.mark.contract(f"{DOCUMENT}.delete", "frappe.delete_doc")
def test_delete(site: Any, as_user: Any) -> None:
	first, second, third = note(site), note(site), note(site, person=None)
	first.delete()
	site.delete_doc(NOTE, second.name)
	assert not site.db.exists(NOTE, first.name) and not site.db.exists(NOTE, second.name)
	with as_user(READER), pytest.raises(site.PermissionError):
		site.delete_doc(NOTE, third.name)
	with as_user(READER):
		site.delete_doc(NOTE, third.name, ignore_permissions=True)
	with pytest.raises(site.DoesNotExistError):
		site.delete_doc(NOTE, third.name, ignore_missing=False)
	assert not site.db.exists(ROW, {"parent": first.name})


@pytest.mark.contract("frappe.delete_doc")
def test_what_is_linked_stays(site: Any) -> None:
	user = site.get_doc(
		{"doctype": "User", "email": "linked@contract.example", "first_name": "l", "send_welcome_email": 0}
	).insert()
	note(site, person=user.name)
	with pytest.raises(site.LinkExistsError):
		site.delete_doc("User", user.name)


@pytest.mark.contract("frappe.rename_doc")
def test_rename(site: Any) -> None:
	"""The row, its child rows, and the values of links follow."""
	made = note(site, rows=[{"item": "a"}])
	new = "renamed " + site.generate_hash(length=6)
	assert site.rename_doc(NOTE, made.name, new) == new
	assert not site.db.exists(NOTE, made.name)
	assert site.get_doc(NOTE, new).rows[0].parent == new
	with pytest.raises(site.ValidationError):
		site.rename_doc(NOTE, new, note(site).name)


@pytest.mark.contract("frappe.copy_doc")
def test_copy(site: Any) -> None:
	"""`no_copy` fields are left out with `ignore_no_copy=False` alone."""
	made = note(site, once="x", rows=[{"item": "a"}])
	copy = site.copy_doc(made)
	assert (copy.name, copy.title, copy.once, copy.is_new()) == (None, "a note", "x", True)
	assert not site.copy_doc(made, ignore_no_copy=False).once
	copy.insert()
	assert copy.name != made.name
	assert copy.rows[0].name != made.rows[0].name


@pytest.mark.contract(f"{DOCUMENT}.add_comment")
def test_comment(site: Any, as_user: Any) -> None:
	made = note(site)
	with as_user(WRITER):
		comment = made.add_comment("Comment", text="well done")
	stored = site.get_doc("Comment", comment.name)
	assert (stored.reference_doctype, stored.reference_name) == (NOTE, made.name)
	assert (stored.content, stored.comment_email, stored.comment_type) == ("well done", WRITER, "Comment")


@pytest.mark.contract(
	f"{DOCUMENT}.check_permission", f"{DOCUMENT}.has_permission", f"{DOCUMENT}.flags.ignore_permissions"
)
def test_permission_of_a_document(site: Any, as_user: Any) -> None:
	made = note(site)
	with as_user(READER):
		assert (made.has_permission("read"), made.has_permission("write")) == (True, False)
		made.check_permission("read")
		with pytest.raises(site.PermissionError):
			made.check_permission("write")
		with pytest.raises(site.PermissionError):
			made.save()
		made.save(ignore_permissions=True)
	assert made.flags.ignore_permissions
	assert made.has_permission("write", user=READER), "the flag stays on this document"
	assert not site.get_doc(NOTE, made.name).has_permission("write", user=READER)


@pytest.mark.contract(f"{DOCUMENT}.run_method", f"{DOCUMENT}.meta", "frappe.model.document.Document")
def test_methods_of_a_controller(site: Any) -> None:
	from frappe.model.document import Document

	class Greeter(Document):
		def greet(self, whom: str) -> str:
			return f"{self.title} greets {whom}"

	made = note(site, "somebody")
	assert isinstance(made, Document)
	assert made.meta.name == NOTE
	greeter = Greeter(made.as_dict())
	assert greeter.run_method("greet", "you") == "somebody greets you"
	assert made.run_method("no_such_method") is None


META = "Meta"


@pytest.mark.contract(
	"frappe.get_meta",
	f"{META}.get",
	f"{META}.get_label",
	f"{META}.issingle",
	f"{META}.module",
	f"{META}.name",
	f"{META}.title_field",
	f"{META}.fields",
	f"{META}.get_field",
	f"{META}.has_field",
	f"{META}.get_table_fields",
	f"{META}.get_link_fields",
	f"{META}.get_valid_columns",
	f"{META}.istable",
	f"{META}.permissions",
)
def test_meta(site: Any) -> None:
	meta = site.get_meta(NOTE)
	assert [df.fieldname for df in meta.fields][:3] == ["title", "body", "kind"]
	assert (meta.get_field("title").reqd, meta.get_field("kind").options) == (1, "Plain\nFancy")
	assert meta.get_field("nope") is None
	assert (meta.has_field("secret"), bool(meta.has_field("nope"))) == (True, False)
	assert [(df.fieldname, df.options) for df in meta.get_table_fields()] == [("rows", ROW)]
	assert [df.fieldname for df in meta.get_link_fields()] == ["person"]
	assert {"name", "owner", "modified", "title"} <= set(meta.get_valid_columns())
	assert "rows" not in meta.get_valid_columns()
	assert (bool(meta.istable), bool(site.get_meta(ROW).istable)) == (False, True)
	writer = [perm for perm in meta.permissions if perm.role == "Contract Writer"]
	assert [(perm.permlevel, perm.write, perm.share) for perm in writer] == [(0, 1, 0)]
	assert (meta.name, meta.module, meta.get("module"), meta.get("nope", 5)) == (NOTE, "Custom", "Custom", 5)
	assert (meta.get_label("title"), meta.title_field or None) == ("Title", None)
	assert (bool(meta.issingle), bool(site.get_meta("System Settings").issingle)) == (False, True)


@pytest.mark.contract(f"{DOCUMENT}.get_password")
def test_secrets(site: Any) -> None:
	"""A Password field shows stars; stars leave the secret, another value replaces it, none forgets it."""
	vault = site.get_doc({"doctype": VAULT, "title": "one", "secret": "口令 1"}).insert()
	assert (vault.secret, vault.get_password("secret")) == ("****", "口令 1")
	assert site.db.get_value(VAULT, vault.name, "secret") == "****"
	vault.secret = "***"
	vault.save()
	assert site.get_doc(VAULT, vault.name).get_password("secret") == "口令 1"
	vault.secret = "new"
	vault.save()
	renamed = site.rename_doc(VAULT, vault.name, f"{vault.name}-2")
	vault = site.get_doc(VAULT, renamed)
	assert vault.get_password("secret") == "new"
	vault.secret = ""
	vault.save()
	assert vault.get_password("secret", raise_exception=False) is None
	with pytest.raises(site.AuthenticationError):
		vault.get_password("secret")


def test_a_secret_goes_with_its_document(site: Any) -> None:
	vault = site.get_doc({"doctype": VAULT, "title": "two", "secret": "kept"}).insert()
	vault.delete()
	again = site.get_doc({"doctype": VAULT, "title": "two"}).insert()
	site.rename_doc(VAULT, again.name, vault.name)
	again = site.get_doc(VAULT, vault.name)
	assert again.get_password("secret", raise_exception=False) is None
