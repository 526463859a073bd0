"""What there is: lists, search, what waits for the caller, what has changed."""

from typing import Any

import frappe
from client_mgmt.interface import finding, lists, spreadsheet
from client_mgmt.interface import inbox as waiting
from client_mgmt.interface import notices as told
from client_mgmt.interface.shapes import Changes, Hits, Item, Listing, Notices
from client_mgmt.people.viewer import staff_only
from client_mgmt.values import sent

Found = list[Hits]  # before a function takes the word
Waits = list[Item]


@frappe.whitelist(methods=["GET", "POST"])
def list(
	doctype: str,
	filters: Any = None,
	or_filters: Any = None,
	order_by: str = "",
	start: int | str = 0,
	limit: int | str = 50,
	columns: Any = None,
	group_by: str = "",
	search: str = "",
) -> Listing:
	"""A page of at most 200 rows of a list, in words, with the number of all rows and of those in each group.

	`filters`, `or_filters`: `[[column, operator, value]]` or an object, as JSON; `columns`: names. Raises
	DoesNotExistError (404) for a DocType that is not the caller's, ValidationError for a column that is not.
	"""
	ask = {
		"filters": sent("filters", filters),
		"or_filters": sent("or_filters", or_filters),
		"columns": sent("columns", columns),
		"order_by": order_by,
		"start": start,
		"limit": limit,
		"group_by": group_by,
		"search": search,
	}
	return lists.listing(doctype, ask)


@frappe.whitelist(methods=["GET", "POST"])
def export(
	doctype: str,
	filters: Any = None,
	or_filters: Any = None,
	order_by: str = "",
	columns: Any = None,
	search: str = "",
	names: Any = None,
) -> None:
	"""The xlsx file of a list: all rows that `list` would find, at most 10,000, or `names`. For staff.

	Raises as `list` does, and PermissionError for who may not export the DocType.
	"""
	staff_only()
	ask = {
		"filters": sent("filters", filters),
		"or_filters": sent("or_filters", or_filters),
		"columns": sent("columns", columns),
		"order_by": order_by,
		"search": search,
		"names": sent("names", names),
	}
	name, content = spreadsheet.file_of(doctype, ask)
	frappe.response.filename = name
	frappe.response.filecontent = content
	frappe.response.type = "download"


@frappe.whitelist(methods=["GET", "POST"])
def search(text: str) -> Found:
	"""Documents whose name, title or search fields hold the text, grouped by DocType, five of each."""
	return finding.search(text)


@frappe.whitelist(methods=["GET", "POST"])
def inbox() -> Waits:
	"""What waits for the caller, over all DocTypes, the most urgent first."""
	return waiting.inbox()


@frappe.whitelist(methods=["GET", "POST"])
def changes(since: str = "") -> Changes:
	"""`{now, changed: [{doctype, name}], unread}`: what was changed after `since`, the `now` of the answer
	before, and how many notices are unread."""
	return finding.changes(since)


@frappe.whitelist(methods=["GET", "POST"])
def notices(start: int | str = 0, limit: int | str = 20) -> Notices:
	"""`{unread, notices: [{name, text, doctype, doctype_label, document, at, read}], has_next}`: what the
	caller was told by the bell, the newest first, at most 100 a page; times of the site."""
	return told.notices(start, limit)
