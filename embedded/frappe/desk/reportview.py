"""Lists and counts as the list views ask for them."""

from __future__ import annotations

import re
from typing import Any

import frappe
from embedded_host.base.messages import clear_messages
from embedded_host.services import arguments
from frappe import _
from frappe.utils import cint

_OWN_COLUMN = re.compile(r"`tab(?P<doctype>[^`]+)`\.`?(?P<field>\w+)`?")


@frappe.whitelist()
def get(**form: Any) -> dict[str, Any] | list[Any]:
	"""Rows as `{keys, values, user_info}`, an empty list when there are none; parameters as `get_list`."""
	rows = _rows(form)
	if not rows:
		return []
	keys = list(rows[0])
	return {"keys": keys, "values": [[row[key] for key in keys] for row in rows], "user_info": {}}


@frappe.whitelist()
def get_list(**form: Any) -> list[dict[str, Any]]:
	"""Rows as dicts: doctype, fields, filters, or_filters, order_by, group_by, start, page_length (20)."""
	return _rows(form)


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, **_form: Any) -> int:
	"""How many documents the user may read."""
	return count(doctype, filters)


@frappe.whitelist()
def export_query(**_form: Any) -> None:
	"""Not offered: raises ValidationError (417) that says what is."""
	frappe.throw(
		_("Lists are exported by the app that shows them, or read page by page with frappe.client.get_list.")
	)


@frappe.whitelist(methods=["POST", "DELETE"])
def delete_items(doctype: str, items: Any) -> None:
	"""Deletes documents one by one; those that were refused are told in a message."""
	refused = []
	for name in arguments.as_list("items", items):
		frappe.db.savepoint("delete_items")
		try:
			frappe.delete_doc(doctype, name, ignore_missing=True)
		except Exception as error:
			frappe.db.rollback(save_point="delete_items")
			refused.append(f"{frappe.bold(name)}: {error}")
	if refused:
		clear_messages()
		frappe.msgprint(refused, title=_("Some documents were not deleted"), as_list=True, indicator="red")


def count(doctype: str, filters: Any = None) -> int:
	"""How many documents of `doctype` the user may read; raises PermissionError without read permission."""
	rows = frappe.get_list(
		doctype,
		fields=["count(name) as total"],
		filters=frappe.parse_json(filters),
		limit_page_length=0,
		order_by=None,
	)
	return int(rows[0]["total"]) if rows else 0


def _rows(form: dict[str, Any]) -> list[dict[str, Any]]:
	doctype = str(form.get("doctype") or "")
	fields = arguments.as_list("fields", form.get("fields") or ["name"])
	return frappe.get_list(
		doctype,
		fields=[_plain(doctype, str(field)) for field in fields],
		filters=frappe.parse_json(form.get("filters")),
		or_filters=frappe.parse_json(form.get("or_filters")),
		order_by=_plain(doctype, form.get("order_by") or "") or None,
		group_by=_plain(doctype, form.get("group_by") or "") or None,
		limit_start=cint(form.get("start")),
		limit_page_length=cint(form.get("page_length")) or 20,
	)


def _plain(doctype: str, text: str) -> str:
	"""Column names of the DocType's own table without table and backticks; others stay as they are."""
	return _OWN_COLUMN.sub(lambda m: m["field"] if m["doctype"] == doctype else m[0], text)
