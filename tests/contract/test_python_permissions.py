"""Who may do what, as code asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.contract.notes import NOBODY, NOTE, READER, WRITER, note

pytestmark = pytest.mark.usefixtures("notes")


@pytest.mark.contract("frappe.has_permission")
def test_has_permission(site: Any, as_user: Any) -> None:
	"""For a DocType or a document (or its name), for the session's user or another; throws when told."""
	made = note(site)
	assert site.has_permission(NOTE, "read", user=READER)
	assert not site.has_permission(NOTE, "write", user=READER)
	assert site.has_permission(NOTE, "write", doc=made, user=WRITER)
	assert site.has_permission(NOTE, "write", doc=made.name, user=WRITER)
	assert not site.has_permission(NOTE, ptype="read", doc=made, user=NOBODY)
	with as_user(READER):
		assert site.has_permission(NOTE)
		assert not site.has_permission(NOTE, "create")
		with pytest.raises(site.PermissionError):
			site.has_permission(NOTE, "delete", doc=made, throw=True)
	assert site.has_permission(NOTE, "share", doc=made), "Administrator may everything"


@pytest.mark.contract("frappe.share.add")
def test_share(site: Any, as_user: Any) -> None:
	"""Opens one document to one user, for reading or more; needs the right to share it."""
	import frappe.share

	made, other = note(site), note(site)
	with as_user(WRITER), pytest.raises(site.PermissionError):
		frappe.share.add(NOTE, made.name, NOBODY)
	frappe.share.add(NOTE, made.name, NOBODY, write=0)
	assert site.has_permission(NOTE, "read", doc=made, user=NOBODY)
	assert not site.has_permission(NOTE, "write", doc=made, user=NOBODY)
	assert not site.has_permission(NOTE, "read", doc=other, user=NOBODY)
	frappe.share.add(NOTE, made.name, NOBODY, write=1)
	assert site.has_permission(NOTE, "write", doc=site.get_doc(NOTE, made.name), user=NOBODY)
	with as_user(NOBODY):
		assert site.get_list(NOTE, pluck="name") == [made.name]


@pytest.mark.contract("frappe.desk.form.assign_to.add")
def test_assign(site: Any) -> None:
	"""A ToDo for each; a second time is none; who may not read gets the document shared."""
	from frappe.desk.form import assign_to

	made = note(site)
	call = {"doctype": NOTE, "name": made.name, "assign_to": [NOBODY], "description": "look at it"}
	open_ones = assign_to.add(call)
	assert [row["owner"] for row in open_ones] == [NOBODY]
	assign_to.add(call)
	todos = site.get_all(
		"ToDo",
		filters={"reference_type": NOTE, "reference_name": made.name},
		fields=["allocated_to", "status", "assigned_by"],
	)
	assert [tuple(row.values()) for row in todos] == [(NOBODY, "Open", "Administrator")]
	assert site.has_permission(NOTE, "read", doc=made, user=NOBODY)


@pytest.fixture
def restored(site: Any) -> Iterator[None]:
	"""`Contract Note` gets its own permissions back: what was changed may be committed."""
	yield
	site.set_user("Administrator")
	site.db.delete("Custom DocPerm", {"parent": NOTE})
	site.db.commit()
	site.clear_cache(doctype=NOTE)


@pytest.mark.contract("frappe.permissions.add_permission")
@pytest.mark.usefixtures("restored")
def test_changing_permissions(site: Any) -> None:
	"""Custom DocPerm rows stand for the standard ones from the first change on, and hold at once."""
	from frappe.permissions import add_permission

	assert not site.has_permission(NOTE, "read", user=NOBODY)
	add_permission(NOTE, "All", 0)
	assert site.has_permission(NOTE, "read", user=NOBODY)
	assert not site.has_permission(NOTE, "write", user=NOBODY)
	assert add_permission(NOTE, "All", 0) is None, "it has one"
	assert site.db.count("Custom DocPerm", {"parent": NOTE, "role": "All"}) == 1
	assert site.has_permission(NOTE, "create", user=WRITER), "the standard rows were taken over"
