"""What happened to a document: its history, path, versions, comments and files, with names and site time."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe
from client_mgmt.domain.evidence.verify_evidence import EVENT, SIGNATURE
from client_mgmt.interface import reading, titles, words
from client_mgmt.people.viewer import viewer_of
from client_mgmt.values import TABLES
from frappe import _
from frappe.model.document import Document
from frappe.utils import convert_utc_to_system_timezone

Entry = Mapping[str, str]
Edit = tuple[str, Any, Any]  # field, before, after
MANY = 50
EVIDENCE = ("chain_head", "chain_count")  # kept by the ledger, shown with the evidence
DAY, NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"-?\d+(\.\d+)?$")
# As they are stored; a version may have them in words already.
STORED = {"Date": DAY, "Datetime": DAY, **dict.fromkeys(("Currency", "Float", "Percent"), NUMBER)}


def site_time(at: str) -> str:
	"""A UTC time of the ledger in the site's zone, as REST writes times."""
	if not at:
		return ""
	moment = datetime.datetime.fromisoformat(at).astimezone(datetime.timezone.utc)
	local = convert_utc_to_system_timezone(moment.replace(tzinfo=None))
	return local.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


def history(doctype: str, entries: Sequence[Entry]) -> list[dict[str, Any]]:
	"""The entries of a document's chain in order; `seconds` is how long it stood in the state it left."""
	seen = {df.fieldname: df for df in reading.fields(doctype)}
	changes = [_edits(entry.get("details") or "", seen) for entry in entries]
	known = _titles(seen, (one for edits in changes for one in edits))
	found, since = [], ""
	for entry, edits in zip(entries, changes, strict=True):
		stood = None
		if entry["kind"] == EVENT and entry["event_type"] == "Transition":
			stood = seconds(since, entry["at"]) if since else None
			since = entry["at"]
		details = [_change(seen[field], before, after, known) for field, before, after in edits]
		found.append({**_line(entry), "seconds": stood, "details": details})
	return found


def _line(entry: Entry) -> dict[str, Any]:
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
	}


def _event(kind: str) -> str:
	texts = {
		"Archived Revision": _("Archived as a revision"),
		"Edit": _("Edited"),
		"Round Opened": _("Signatures asked for"),
		"Waiver": _("Waived"),
	}
	return texts.get(kind) or _(kind)


def _edits(text: str, seen: Mapping[str, Any]) -> list[Edit]:
	"""The fields that an edit changed, of those that the reader may see."""
	try:
		changes = json.loads(text or "{}").get("changes") or {}
	except (ValueError, AttributeError):
		return []
	return [(field, pair[0], pair[1]) for field, pair in changes.items() if field in seen]


def _titles(seen: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, str]:
	"""Titles of what the changed links name, in one question a DocType."""
	found: titles.Named = {}
	for field, *values in edits:
		for value in values:
			titles.named([seen[field]], {field: value}, found)
	return titles.of(found)


def _change(df: Any, before: Any, after: Any, known: Mapping[str, str]) -> dict[str, str]:
	said = {"before": _said(df, before, known), "after": _said(df, after, known)}
	return {"label": _(df.label or df.fieldname), **said}


def _said(df: Any, value: Any, known: Mapping[str, str]) -> str:
	"""A value of a field in words, rows by their number. What a version has in words already stays."""
	if isinstance(value, list):
		return words.rows(len(value))
	stored = STORED.get(df.fieldtype)
	if df.fieldtype in TABLES or (stored and not stored.match(str(value))):
		return str(value or "")
	return words.text(df, value, {}, known)


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
	named = names({row.owner for row in rows})
	seen = {df.fieldname: df for df in reading.fields(doc.doctype) if not reading.is_internal(df)}
	changes = [_changes(row.data, seen) for row in rows]
	known = _titles(seen, (one for edits in changes for one in edits))
	return [
		{
			"at": str(row.creation),
			"by": named.get(row.owner, row.owner),
			"changes": [{"field": one[0], **_change(seen[one[0]], one[1], one[2], known)} for one in edits],
		}
		for row, edits in zip(rows, changes, strict=True)
	]


def _changes(data: str, seen: Mapping[str, Any]) -> list[Edit]:
	said = json.loads(data or "{}")
	found = [(field, before, after) for field, before, after in said.get("changed") or []]
	found += [(table, "", _("row added")) for table, _row in said.get("added") or []]
	found += [(table, _("row removed"), "") for table, _row in said.get("removed") or []]
	found += [
		(change[0], "", _("row {0} changed").format(change[1] + 1))
		for change in said.get("row_changed") or []
	]
	return [one for one in found if one[0] in seen and one[0] not in EVIDENCE]
