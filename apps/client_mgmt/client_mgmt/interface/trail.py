"""What happened to a document: its history, path, versions, comments and files, with names and site time."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from client_mgmt.domain.evidence.verify_evidence import EVENT, SIGNATURE
from client_mgmt.interface import reading
from client_mgmt.people.viewer import viewer_of
from client_mgmt.people.words import site_time
from frappe import _
from frappe.model.document import Document

Entry = Mapping[str, str]
MANY = 50


def history(doctype: str, entries: Sequence[Entry]) -> list[dict[str, Any]]:
	"""The entries of a document's chain in order; `seconds` is how long it stood in the state it left."""
	found, since = [], ""
	for entry in entries:
		stood = None
		if entry["kind"] == EVENT and entry["event_type"] == "Transition":
			stood = seconds(since, entry["at"]) if since else None
			since = entry["at"]
		found.append(_line(doctype, entry, stood))
	return found


def _line(doctype: str, entry: Entry, stood: float | None) -> dict[str, Any]:
	signed = entry["kind"] == SIGNATURE
	if signed:
		what = f"{_(entry['decision'])} ({_(entry['purpose'])})"
	else:
		kind = entry["event_type"]
		what = _(entry["action"]) if kind == "Transition" else _event(kind)
	return {
		"at": site_time(entry["signed_at" if signed else "at"]),
		"by": entry["signer_name" if signed else "user_name"],
		"what": what,
		"from_label": _(entry.get("from_state") or ""),
		"to_label": _(entry.get("to_state") or ""),
		"reason": entry.get("comment" if signed else "reason") or "",
		"seconds": stood,
		"details": _details(doctype, entry.get("details") or ""),
	}


def _event(kind: str) -> str:
	texts = {"Edit": _("Edited"), "Round Opened": _("Signatures asked for"), "Waiver": _("Waived")}
	return texts.get(kind) or _(kind)


def _details(doctype: str, text: str) -> list[dict[str, Any]]:
	"""The fields that an edit changed, of those that the reader may see."""
	try:
		changes = json.loads(text or "{}").get("changes") or {}
	except (ValueError, AttributeError):
		return []
	seen = {df.fieldname: df for df in reading.fields(doctype)}
	return [
		{"label": _(seen[field].label or field), "before": _short(pair[0]), "after": _short(pair[1])}
		for field, pair in changes.items()
		if field in seen
	]


def _short(value: Any) -> str:
	if isinstance(value, list):
		return _("{0} rows").format(len(value))
	return str(value)


def seconds(first: str, last: str) -> float:
	"""Between two times of the ledger."""
	parse = datetime.datetime.fromisoformat
	return round((parse(last) - parse(first)).total_seconds(), 3)


def attachments(doc: Document) -> list[dict[str, Any]]:
	"""The files of a document that its readers may open."""
	rows = frappe.get_all(
		"File",
		filters={"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_folder": 0},
		fields=["name", "file_name", "file_url", "file_size", "owner as by_user", "creation as at"],
		order_by="creation asc",
		limit_page_length=0,
	)
	named = names({row.by_user for row in rows})
	return [{**row, "by": named.get(row.pop("by_user"), ""), "at": str(row.at)} for row in rows]


def names(users: set[str]) -> dict[str, str]:
	"""User → full name."""
	rows = frappe.get_all("User", filters={"name": ("in", sorted(users))}, fields=["name", "full_name"])
	return {row.name: row.full_name or row.name for row in rows}


def comments(doc: Document) -> list[dict[str, str]]:
	"""Comments are internal: a client-side reader gets none."""
	if viewer_of().client_side:
		return []
	about = {"reference_doctype": doc.doctype, "reference_name": doc.name, "comment_type": "Comment"}
	rows = frappe.get_all(
		"Comment", filters=about, fields=["owner", "creation", "content"], order_by="creation asc"
	)
	named = names({row.owner for row in rows})
	return [
		{"by": named.get(row.owner, row.owner), "at": str(row.creation), "text": row.content or ""}
		for row in rows
	]


def assigned(doc: Document) -> list[dict[str, str]]:
	"""Who has the document on their list; internal."""
	if viewer_of().client_side:
		return []
	about = {"reference_type": doc.doctype, "reference_name": doc.name, "status": "Open"}
	users = {row for row in frappe.get_all("ToDo", filters=about, pluck="allocated_to") if row}
	return [{"user": user, "full_name": name} for user, name in sorted(names(users).items())]


def versions(doc: Document) -> list[dict[str, Any]]:
	"""What each of the last saves changed, of the fields that the reader may see; for staff."""
	if viewer_of().client_side or not doc.meta.get("track_changes"):
		return []
	rows = frappe.get_all(
		"Version",
		filters={"ref_doctype": doc.doctype, "docname": doc.name},
		fields=["owner", "creation", "data"],
		order_by="creation desc",
		limit_page_length=MANY,
	)
	named, seen = names({row.owner for row in rows}), {df.fieldname: df for df in reading.fields(doc.doctype)}
	return [
		{"at": str(row.creation), "by": named.get(row.owner, row.owner), "changes": _changes(row.data, seen)}
		for row in rows
	]


def _changes(data: str, seen: Mapping[str, Any]) -> list[dict[str, str]]:
	said = json.loads(data or "{}")
	found = [(field, before, after) for field, before, after in said.get("changed") or []]
	found += [(table, "", _("row added")) for table, _row in said.get("added") or []]
	found += [(table, _("row removed"), "") for table, _row in said.get("removed") or []]
	found += [
		(change[0], "", _("row {0} changed").format(change[1] + 1))
		for change in said.get("row_changed") or []
	]
	return [
		{
			"field": field,
			"label": _(seen[field].label or field),
			"before": str(before if before is not None else ""),
			"after": str(after if after is not None else ""),
		}
		for field, before, after in found
		if field in seen and not reading.is_internal(seen[field])
	]
