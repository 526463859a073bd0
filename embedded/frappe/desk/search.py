"""Search for Link fields."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base import hooks
from embedded_host.services import calls
from frappe.utils import cint

_SEARCHED = frozenset(
	("Data", "Text", "Small Text", "Long Text", "Link", "Select", "Read Only", "Autocomplete")
)


@frappe.whitelist()
def search_link(
	doctype: str,
	txt: str = "",
	query: str | None = None,
	filters: Any = None,
	page_length: Any = 10,
	searchfield: str | None = None,
	reference_doctype: str | None = None,
	ignore_user_permissions: Any = False,
) -> list[dict[str, Any]]:
	"""Up to `page_length` documents that contain `txt`: `value`, `description`, and `label` where a title is
	shown.

	The app's `standard_queries` for the DocType comes first. `query` must be a whitelisted function.
	`ignore_user_permissions` is not obeyed: the caller could switch off a permission (docs/divergences.md).
	"""
	found = search_widget(
		doctype, txt.strip(), query, searchfield, 0, page_length, filters, reference_doctype
	)
	return [_entry(doctype, row) for row in found]


@frappe.whitelist()
def search_widget(
	doctype: str,
	txt: str = "",
	query: str | None = None,
	searchfield: str | None = None,
	start: Any = 0,
	page_length: Any = 10,
	filters: Any = None,
	reference_doctype: str | None = None,
) -> list[list[Any]]:
	"""Rows of (name, further columns …) that contain `txt`."""
	arguments = (
		doctype,
		txt,
		searchfield or "name",
		cint(start),
		cint(page_length),
		frappe.parse_json(filters),
	)
	if query:
		return [list(row) for row in _whitelisted(query)(*arguments)]
	standard = hooks.functions("standard_queries", doctype)
	if standard:
		return [list(row) for row in standard[-1](*arguments)]
	return _search(*arguments)


@frappe.whitelist()
def get_link_title(doctype: str, docname: Any) -> str:
	"""The title of a document that the user may read, its name where the DocType shows none."""
	meta = frappe.get_meta(doctype)
	doc = frappe.get_doc(doctype, docname)
	doc.check_permission("read")
	title = meta.get("title_field") if meta.get("show_title_field_in_link") else None
	return str(doc.get(title) if title else doc.name)


def _search(
	doctype: str, txt: str, searchfield: str, start: int, page_length: int, filters: Any
) -> list[list[Any]]:
	meta = frappe.get_meta(doctype)
	columns = _columns(meta, searchfield)
	conditions = _conditions(doctype, meta, filters)
	rows = frappe.get_list(
		doctype,
		fields=columns,
		filters=conditions,
		or_filters=[[doctype, c, "like", f"%{txt}%"] for c in columns] if txt else None,
		limit_start=start,
		limit_page_length=page_length,
		order_by="idx desc, name asc",
		as_list=True,
	)
	wanted = txt.casefold()
	return sorted((list(row) for row in rows), key=lambda row: not str(row[0]).casefold().startswith(wanted))


def _columns(meta: Any, searchfield: str) -> list[str]:
	names = ["name", *meta.get_search_fields(), searchfield]
	if meta.get("show_title_field_in_link") and meta.get("title_field"):
		names.insert(1, meta.title_field)
	return [n for n in dict.fromkeys(names) if n == "name" or _is_searched(meta.get_field(n))]


def _is_searched(df: Any) -> bool:
	return bool(df) and df.fieldtype in _SEARCHED and not df.get("permlevel")


def _conditions(doctype: str, meta: Any, filters: Any) -> list[Any]:
	found: list[Any] = []
	if isinstance(filters, dict):
		for field, value in filters.items():
			operator, operand = value if isinstance(value, list) else ("=", value)
			found.append([doctype, field, operator, operand])
	elif filters:
		found.extend(filters)
	for field, value in (("enabled", 1), ("disabled", 0)):
		df = meta.get_field(field)
		if df and df.fieldtype == "Check":
			found.append([doctype, field, "=", value])
	return found


def _entry(doctype: str, row: list[Any]) -> dict[str, Any]:
	meta = frappe.get_meta(doctype)
	rest = list(row[1:])
	entry = {"value": row[0]}
	if rest and meta.get("show_title_field_in_link") and meta.get("title_field"):
		entry["label"] = rest.pop(0)
	entry["description"] = ", ".join(str(value) for value in rest if value and value != row[0])
	return entry


def _whitelisted(path: str) -> Any:
	fn = calls.resolve(path)
	calls.check_whitelisted(fn, path)
	return fn
