"""Roles, if_owner, permlevels, user permissions, shares and hooks: one answer for documents and for lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.host.document_kit import ALL, doctype, field, insert, make_doctypes, user

import frappe
from embedded_host.base import hooks
from embedded_host.services import permlevels
from embedded_host.services.permissions import (
	get_list_conditions,
	get_permlevels,
)

READER = {"role": "P Reader", **dict.fromkeys(ALL, 0), "read": 1}
WRITER = {"role": "P Writer", **ALL, "delete": 0}
OWNER = {"role": "P Owner", **ALL, "if_owner": 1}
SECRET = {"role": "P Writer", "permlevel": 1, **dict.fromkeys(ALL, 0), "read": 1, "write": 1}


@pytest.fixture(autouse=True)
def administrator(db: Any) -> Iterator[None]:
	yield
	frappe.set_user("Administrator")


def prepare() -> None:
	make_doctypes()
	for name, roles in {
		"reader@x.io": ["P Reader"],
		"writer@x.io": ["P Writer"],
		"owner@x.io": ["P Owner"],
		"other@x.io": ["P Owner"],
		"nobody@x.io": [],
	}.items():
		user(name, *roles)
	doctype(
		"P Doc",
		field("title", "Data"),
		field("secret", "Data", permlevel=1),
		field("cat", "Link", options="T Cat"),
		field("lines", "Table", options="T Line"),
		permissions=[READER, WRITER, OWNER, SECRET],
	)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Any:
	"""hook(name, doctype, function): as if an app named it."""
	added: dict[tuple[str, str], Any] = {}
	read = hooks.functions

	def functions(name: str, key: str | None = None) -> tuple[Any, ...]:
		return (*read(name, key), *filter(None, [added.get((name, str(key)))]))

	monkeypatch.setattr(hooks, "functions", functions)
	return lambda name, kind, function: added.__setitem__((name, kind), function)


def made_by(who: str, **values: Any) -> Any:
	frappe.set_user(who)
	found = insert("P Doc", **values)
	frappe.set_user("Administrator")
	return found


def listed(who: str, **kwargs: Any) -> list[str]:
	frappe.set_user(who)
	try:
		return sorted(frappe.get_list("P Doc", pluck="name", **kwargs))
	finally:
		frappe.set_user("Administrator")


def may(who: str, ptype: str, document: Any = None) -> bool:
	return frappe.has_permission("P Doc", ptype, document, user=who)


def test_roles() -> None:
	found = made_by("writer@x.io")
	assert may("reader@x.io", "read", found) and not may("reader@x.io", "write", found)
	assert may("writer@x.io", "write", found) and not may("writer@x.io", "delete", found)
	assert not may("nobody@x.io", "read", found) and not may("Guest", "read", found)
	assert may("Administrator", "delete", found)
	assert listed("reader@x.io") == [found.name]
	with pytest.raises(frappe.PermissionError):
		listed("nobody@x.io")


def test_automatic_roles() -> None:
	assert set(frappe.get_roles("nobody@x.io")) == {"All", "Guest"}
	assert "Desk User" in frappe.get_roles("writer@x.io")
	assert frappe.get_roles("Guest") == ["Guest"]
	assert "P Writer" in frappe.get_roles("Administrator")


def test_if_owner() -> None:
	mine = made_by("owner@x.io")
	assert may("owner@x.io", "delete", mine) and not may("other@x.io", "read", mine)
	assert may("other@x.io", "create")
	assert listed("owner@x.io") == [mine.name] and listed("other@x.io") == []


def test_refusal_says_why() -> None:
	found = made_by("owner@x.io")
	for who, text in (
		("nobody@x.io", "does not have doctype access via role permission for document <strong>P Doc"),
		("other@x.io", f"does not have access to this document: P Doc - {found.name}"),
	):
		frappe.local.message_log.clear()
		frappe.set_user(who)
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("P Doc", found.name).check_permission("read")
		assert text in frappe.local.message_log[0].message


def test_higher_permlevels_are_reset_and_hidden() -> None:
	found = made_by("writer@x.io", secret="s")
	assert found.secret == "s" and get_permlevels("P Doc", "read", "reader@x.io") == {0}
	assert made_by("owner@x.io", secret="s").secret is None
	insert("Custom DocPerm", parent="P Doc", **{**READER, "write": 1})
	insert("Custom DocPerm", parent="P Doc", **SECRET)
	frappe.set_user("reader@x.io")
	document = frappe.get_doc("P Doc", found.name)
	document.update({"secret": "hack", "title": "t"}).save()
	assert frappe.db.get_value("P Doc", found.name, ["secret", "title"]) == ("s", "t")
	permlevels.hide(document)
	assert document.secret is None


def test_user_permissions() -> None:
	for title in ("K1", "K2"):
		insert("T Cat", title=title)
	one, two, empty = (made_by("writer@x.io", cat=cat) for cat in ("K1", "K2", None))
	values = {"doctype": "User Permission", "user": "reader@x.io", "allow": "T Cat", "for_value": "k1"}
	frappe.get_doc(values).insert()
	assert listed("reader@x.io") == sorted([one.name, empty.name])
	assert [may("reader@x.io", "read", found) for found in (one, two, empty)] == [True, False, True]
	assert listed("writer@x.io") == sorted([one.name, two.name, empty.name])
	frappe.db.set_value("System Settings", None, "apply_strict_user_permissions", 1)
	assert listed("reader@x.io") == [one.name] and not may("reader@x.io", "read", empty)


def test_user_permissions_count_in_child_rows() -> None:
	for title in ("K1", "K2"):
		insert("T Cat", title=title)
	found = made_by("writer@x.io", lines=[{"item": "a", "cat": "K2"}])
	values = {"doctype": "User Permission", "user": "reader@x.io", "allow": "T Cat", "for_value": "K1"}
	frappe.get_doc(values).insert()
	assert not may("reader@x.io", "read", found)


def test_shares_open_one_document() -> None:
	found, other = made_by("writer@x.io"), made_by("writer@x.io")
	frappe.share.add("P Doc", found.name, "nobody@x.io", write=1)
	assert may("nobody@x.io", "write", found) and not may("nobody@x.io", "delete", found)
	assert not may("nobody@x.io", "read", other) and listed("nobody@x.io") == [found.name]
	frappe.share.remove("P Doc", found.name, "nobody@x.io")
	assert not may("nobody@x.io", "read", found)


def test_sharing_needs_the_right_to_share() -> None:
	found = made_by("writer@x.io")
	frappe.set_user("reader@x.io")
	with pytest.raises(frappe.PermissionError, match="No permission to share P Doc"):
		frappe.share.add("P Doc", found.name, "nobody@x.io")


def test_has_permission_hooks_only_deny(hook: Any) -> None:
	found = made_by("writer@x.io")
	hook("has_permission", "P Doc", lambda doc, ptype, user: ptype != "write")
	assert may("writer@x.io", "read", found) and not may("writer@x.io", "write", found)
	assert not may("nobody@x.io", "read", found)
	frappe.share.add("P Doc", found.name, "writer@x.io", write=1)
	assert may("writer@x.io", "write", found), "a share is OR-ed in after the hooks"


def test_query_conditions_narrow_lists(hook: Any) -> None:
	shown, hidden = made_by("writer@x.io", title="yes"), made_by("writer@x.io", title="no")
	hook("permission_query_conditions", "P Doc", lambda user: "`tabP Doc`.`title` = 'yes'")
	assert listed("reader@x.io") == [shown.name]
	assert listed("Administrator") == sorted([shown.name, hidden.name])
	assert get_list_conditions("P Doc", "reader@x.io").sql


def test_child_rows_follow_their_parent() -> None:
	found = made_by("writer@x.io", lines=[{"item": "a"}])
	row = frappe.get_doc("T Line", found.lines[0].name)
	assert frappe.has_permission("T Line", "read", row, user="reader@x.io")
	assert not frappe.has_permission("T Line", "write", row, user="reader@x.io")
	assert not frappe.has_permission("T Line", "read", user="reader@x.io")
	mine = made_by("owner@x.io")
	row.parent = mine.name
	assert not frappe.has_permission("T Line", "write", row, user="owner@x.io"), "stored under another's"
	frappe.set_user("reader@x.io")
	values = {"doctype": "T Line", "item": "x", "parent": found.name, "parenttype": "P Doc"}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc({**values, "parentfield": "lines"}).insert()


def test_roles_taken_away_work_at_once() -> None:
	found = made_by("writer@x.io")
	frappe.get_doc("User", "reader@x.io").remove_roles("P Reader")
	assert not may("reader@x.io", "read", found)
	frappe.get_doc("Role", "P Writer").update({"disabled": 1}).save()
	assert not may("writer@x.io", "read", found)
	assert frappe.db.get_value("User", "writer@x.io", "user_type") == "Website User"


def test_only_for() -> None:
	frappe.set_user("reader@x.io")
	frappe.only_for("P Reader")
	with pytest.raises(frappe.PermissionError):
		frappe.only_for(["System Manager", "P Writer"])


def test_select_alone_shows_what_a_link_shows() -> None:
	doctype(
		"P Sel",
		field("title", "Data"),
		field("phone", "Data"),
		search_fields="title",
		permissions=[{**READER, "read": 0, "select": 1}],
	)
	name = insert("P Sel", title="t", phone="1").name
	frappe.set_user("reader@x.io")
	assert frappe.get_list("P Sel", fields=["name", "title", "phone"]) == [{"name": name, "title": "t"}]
	assert set(frappe.get_list("P Sel", fields=["*"])[0]) == {"name", "title", "creation", "modified"}
	with pytest.raises(frappe.DataError):
		frappe.get_list("P Sel", filters={"phone": "1"})
	assert not frappe.has_permission("P Sel", "read", name)


def test_what_is_stored_must_be_open_too() -> None:
	"""v15.41 looks at the sent document alone: a foreign one could be moved into one's own reach."""
	for title in ("K1", "K2"):
		insert("T Cat", title=title)
	found = made_by("writer@x.io", cat="K2")
	values = {"doctype": "User Permission", "user": "writer@x.io", "allow": "T Cat", "for_value": "K1"}
	frappe.get_doc(values).insert()
	frappe.set_user("writer@x.io")
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("P Doc", found.name).update({"cat": "K1"}).save()


def test_a_posted_document_without_owner_is_not_one_s_own() -> None:
	found = made_by("owner@x.io")
	frappe.set_user("other@x.io")
	posted = {"doctype": "P Doc", "name": found.name, "title": "hack", "modified": found.modified}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(posted).save()
	assert not frappe.has_permission("P Doc", "write", posted)


def test_child_rows_alone_need_their_table_s_permlevel() -> None:
	user("self@x.io", "P Reader")
	frappe.share.add("User", "self@x.io", "self@x.io", write=1)
	frappe.set_user("self@x.io")
	row = {"doctype": "Has Role", "role": "System Manager", "parent": "self@x.io", "parenttype": "User"}
	for parentfield in ("roles", "fields", None):
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc({**row, "parentfield": parentfield}).insert()
	document = frappe.get_doc("User", "self@x.io")
	document.append("roles", {"role": "System Manager"})
	document.save()
	assert "System Manager" not in frappe.get_roles("self@x.io")
