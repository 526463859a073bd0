"""Sharing a document with a user or with everyone."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base.context import local
from frappe import _
from frappe.utils import cint


@frappe.whitelist(methods=["POST", "PUT"])
def add(
	doctype: str,
	name: str,
	user: str | None = None,
	read: Any = 1,
	write: Any = 0,
	submit: Any = 0,
	share: Any = 0,
	everyone: Any = 0,
	notify: Any = 0,
) -> Any:
	"""Shares a document (adds to a share that is there) and answers the DocShare; needs the right to share
	it.
	"""
	return add_docshare(doctype, name, user, read, write, submit, share, everyone)


def add_docshare(
	doctype: str,
	name: str,
	user: str | None = None,
	read: Any = 1,
	write: Any = 0,
	submit: Any = 0,
	share: Any = 0,
	everyone: Any = 0,
	flags: dict[str, Any] | None = None,
	notify: Any = 0,
) -> Any:
	"""As `add`; `flags` may hold `ignore_share_permission`."""
	user = None if cint(everyone) else user or local.session.user
	found = get_share_name(doctype, name, user, everyone)
	doc = frappe.get_doc("DocShare", found) if found else frappe.new_doc("DocShare")
	if not found:
		doc.update({"user": user, "share_doctype": doctype, "share_name": name, "everyone": cint(everyone)})
	doc.flags.update(flags or {})
	doc.update({"read": 1, "write": cint(write), "submit": cint(submit), "share": cint(share)})
	return doc.save(ignore_permissions=True)  # DocShare.validate checks the right to share


def remove(doctype: str, name: str, user: str | None = None) -> None:
	"""Takes a share back."""
	found = get_share_name(doctype, name, user, 0 if user else 1)
	if found:
		doc = frappe.get_doc("DocShare", found)
		doc.flags.ignore_permissions = True  # DocShare.on_trash checks the right to share
		doc.delete(ignore_permissions=True)


@frappe.whitelist()
def get_users(doctype: str, name: str) -> list[Any]:
	"""With whom a document is shared; needs the right to read it."""
	frappe.has_permission(doctype, "read", name, throw=True)
	rows: list[Any] = frappe.get_all(
		"DocShare",
		filters={"share_doctype": doctype, "share_name": name},
		fields=["name", "user", "read", "write", "submit", "share", "everyone", "owner", "creation"],
	)
	return rows


def get_share_name(doctype: str, name: str, user: str | None, everyone: Any) -> str | None:
	"""Name of the DocShare that shares the document with the user (or with everyone)."""
	who = {"everyone": 1} if cint(everyone) else {"user": user}
	found: str | None = frappe.db.get_value(
		"DocShare", {"share_doctype": doctype, "share_name": name, **who}, "name"
	)
	return found


def check_share_permission(doctype: str, name: str) -> None:
	"""Raises PermissionError unless the session's user may share the document."""
	if not frappe.has_permission(doctype, "share", name):
		frappe.throw(_("No permission to share {0} {1}").format(_(doctype), name), frappe.PermissionError)
