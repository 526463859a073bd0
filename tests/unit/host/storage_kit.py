"""Rows and DocTypes for the storage tests, written past the documents."""

from __future__ import annotations

from typing import Any

import frappe
from embedded_host.base.context import local
from embedded_host.storage import schema
from frappe.utils import now_datetime


def record(name: str, **values: Any) -> dict[str, Any]:
	"""Values of a row with the columns that every row has; each is a little newer than the one before."""
	now = now_datetime()
	return {
		"name": name,
		"owner": "Administrator",
		"modified_by": "Administrator",
		"creation": now,
		"modified": now,
		**values,
	}


def insert(doctype: str, name: str, **values: Any) -> str:
	"""Writes a row; its name."""
	local.db.insert_row(doctype, record(name, **values))
	return name


def make_doctype(name: str, *fields: str, permissions: Any = (), **values: Any) -> None:
	"""A DocType with fields "fieldname:Type[options] flag …" and its table; `values` are its own."""
	insert("DocType", name, module="Core", custom=1, **values)
	rows = [("fields", "DocField", _field(spec)) for spec in fields]
	rows += [("permissions", "DocPerm", dict(perm)) for perm in permissions]
	for idx, (parentfield, doctype, row) in enumerate(rows, 1):
		place = {"parent": name, "parenttype": "DocType", "parentfield": parentfield, "idx": idx}
		insert(doctype, frappe.generate_hash(), **row, **place)
	schema.sync_table(name)


def _field(spec: str) -> dict[str, Any]:
	first, _space, flags = spec.partition(" ")
	fieldname, _colon, fieldtype = first.partition(":")
	fieldtype, _bracket, options = fieldtype.partition("[")
	found: dict[str, Any] = {"fieldname": fieldname, "fieldtype": fieldtype.replace("_", " ")}
	found.update(label=fieldname.title(), options=options.rstrip("]").replace("_", " ") or None)
	for flag in flags.split():
		key, _equals, value = flag.partition("=")
		found[key] = value or 1
	return found
