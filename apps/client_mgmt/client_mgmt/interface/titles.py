"""Titles of linked documents, one question a DocType."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from client_mgmt.interface import reading
from client_mgmt.people import asking
from client_mgmt.people.asking import remembered
from client_mgmt.people.viewer import viewer_of
from frappe import _

# Records whose names are words: they are translated.
WORDS = frozenset(
	"DocType|Role|Workflow State|Workflow Action Master|Country|Currency|Module Def|Workflow Policy".split(
		"|"
	)
)
Named = dict[str, set[str]]


def named(fields: Iterable[Any], row: Mapping[str, Any], found: Named) -> None:
	"""Adds to `found` the documents, by DocType, that a row's links name."""
	for df in fields:
		value = row.get(df.fieldname)
		target = df.options if df.fieldtype == "Link" else None
		if df.fieldtype == "Dynamic Link":
			target = row.get(df.options)
		if target and value and isinstance(value, str):
			found.setdefault(target, set()).add(value)


def of(found: Named) -> dict[str, str]:
	"""`DocType::name` → title, of those that this reader may know by title; others keep their name."""
	return {
		f"{doctype}::{name}": title
		for doctype, names in found.items()
		for name, title in _titles(doctype, sorted(names)).items()
	}


@remembered
def title_field(doctype: str) -> str:
	"""The field that stands for a document; "name" without one that this reader sees."""
	meta = frappe.get_meta(doctype)
	df = meta.get_field(meta.get("title_field") or "name")
	return str(df.fieldname) if df and int(df.permlevel or 0) in reading.levels(doctype) | {0} else "name"


def _titles(doctype: str, names: list[str]) -> dict[str, str]:
	if doctype in WORDS:
		return {name: _(name) for name in names}
	if doctype == "User":
		return full_names(names)
	if viewer_of().client_side and not reading.is_open(doctype):
		return _for_clients(doctype, names)
	if not reading.is_open(doctype, "select") and not reading.is_open(doctype):
		return {}
	field = title_field(doctype)
	filters = [["name", "in", names], *reading.own_filters(doctype)]
	rows = frappe.get_list(doctype, filters=filters, fields=["name", field], limit_page_length=0)
	return {row.name: str(row.get(field) or row.name) for row in rows}


def full_names(users: Iterable[str]) -> dict[str, str]:
	"""User → full name, of those that there are, in the order given."""
	asked = asking.known()
	told: dict[str, str] = {} if asked is None else asked.setdefault(full_names, {})
	if new := sorted(set(users) - told.keys()):
		rows = frappe.get_all("User", filters={"name": ("in", new)}, fields=["name", "full_name"])
		told.update({row.name: row.full_name or row.name for row in rows})
	return {user: told[user] for user in users if user in told}


def _for_clients(doctype: str, names: list[str]) -> dict[str, str]:
	"""What a client-side login knows without a DocPerm: its projects and the contacts of its client by name
	(as `api.portal` tells)."""
	viewer = viewer_of()
	if doctype == "Project Archive":
		filters, field = {"name": ("in", sorted(viewer.projects.intersection(names)))}, "project_name"
	elif doctype == "Client Contact":
		clients = sorted(set(viewer.contacts.values()))
		filters, field = {"name": ("in", names), "client": ("in", clients)}, "contact_name"
	else:
		return {}
	return {row.name: row[field] for row in frappe.get_all(doctype, filters=filters, fields=["name", field])}
