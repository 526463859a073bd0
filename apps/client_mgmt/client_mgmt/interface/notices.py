"""What the bell has to say to this reader."""

from __future__ import annotations

import html
from typing import Any

import frappe
from client_mgmt.interface import reading
from client_mgmt.interface.shapes import NoticeLine, Notices
from client_mgmt.people import notices as told
from frappe import _
from frappe.utils import cint, strip_html

MOST, LAST = 100, 1_000_000


def notices(start: Any, limit: Any) -> Notices:
	"""See `client_mgmt.api.ui.notices`."""
	first, many = min(max(cint(start), 0), LAST), min(max(cint(limit), 1), MOST)
	rows = frappe.get_all(
		told.LOG,
		filters={"for_user": frappe.session.user},
		fields=["name", "subject", "document_type", "document_name", "read", "creation"],
		order_by="creation desc",
		limit_start=first,
		limit_page_length=many + 1,
	)
	shown = rows[:many]
	seen = _readable(shown)
	return {
		"unread": told.unread(),
		"notices": [_line(row, seen) for row in shown],
		"has_next": len(rows) > many,
	}


def _readable(rows: list[Any]) -> set[tuple[str, str]]:
	"""The documents of notices that this reader may still read."""
	named: dict[str, set[str]] = {}
	for row in rows:
		if row.document_type and row.document_name:
			named.setdefault(row.document_type, set()).add(row.document_name)
	found = set()
	for doctype, names in named.items():
		if not reading.is_open(doctype):
			continue
		filters = [["name", "in", sorted(names)], *reading.own_filters(doctype)]
		there = frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0)
		found |= {(doctype, name) for name in there}
	return found


def _line(row: Any, seen: set[tuple[str, str]]) -> NoticeLine:
	about = (row.document_type or "", row.document_name or "")
	is_open = about in seen
	is_hidden = bool(about[1]) and not is_open
	said = _("About a document that you no longer see.") if is_hidden else _plain(row.subject)
	return {
		"name": row.name,
		"text": said,
		"doctype": about[0] if is_open else "",
		"doctype_label": _(about[0]) if is_open else "",
		"document": about[1] if is_open else "",
		"at": str(row.creation)[:19],
		"read": bool(row.read),
	}


def _plain(subject: str | None) -> str:
	"""A subject as text: Frappe keeps it as HTML."""
	return html.unescape(strip_html(subject or ""))
