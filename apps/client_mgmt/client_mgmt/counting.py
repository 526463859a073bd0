"""Rows counted by the database, which an index can answer alone, instead of being read and counted here."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe

COUNTED = "count(*) as rows_counted"


def count(doctype: str, filters: Any = None) -> int:
	"""How many rows the session's user may list; `filters` as `frappe.get_list` takes them."""
	return tally(doctype, "", filters).total()


def tally(
	doctype: str, column: str, filters: Any = None, either: Any = None, *, permitted: bool = True
) -> Counter[Any]:
	"""Value of a column → how many rows have it; "" as the column counts them all. Of the rows that the
	session's user may list, of all of them without `permitted`; of `either`, filters too, one must hold."""
	read = frappe.get_list if permitted else frappe.get_all
	grouped = {"group_by": column, "order_by": column} if column else {"order_by": None}
	ask: dict[str, Any] = {"filters": filters or {}, "or_filters": either, "limit_page_length": 0}
	try:
		rows = read(doctype, fields=[*filter(None, [column]), COUNTED], **ask, **grouped)
	except frappe.ValidationError:  # Frappe 16 takes no aggregates as text
		frappe.clear_messages()
		return Counter(read(doctype, pluck=column or "docstatus", **ask))
	found: Counter[Any] = Counter()
	for row in rows:
		found[row[column] if column else None] += row.rows_counted
	return found
