"""The versions of requirements: who changed what, when and why (S004-37, S004-38)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypedDict

import frappe
from client_mgmt import values
from client_mgmt.domain.evidence.verify_evidence import canonical_json, digest
from client_mgmt.domain.language.text_diff import Piece, difference
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, get_fullname, now_datetime

VERSION = "Requirement Version"
DRAFT = "Draft"
ABOUT = frozenset({"status", "revision", "last_change"})  # columns of the version itself
SHOWN = "name revision status changed_by changed_by_name changed_on why change_request digest".split()


class FieldDifference(TypedDict):
	"""One field of two versions; `pieces` lead from `before` to `after`."""

	field: str
	label: str
	before: str
	after: str
	pieces: list[Piece]


def record(requirement: Document, by: str = "", on: Any = None) -> None:
	"""Keep a requirement as it is now when it was baselined, changed or removed; of each such state once. A
	draft's edits are in its change log. `by` and `on` default to the session's user and now, in the site's
	time zone."""
	by = by or frappe.session.user
	key = "|".join((requirement.name, str(requirement.revision), requirement.status))
	if requirement.status == DRAFT or frappe.db.exists(VERSION, {"version_key": key}):
		return
	content = canonical_json(_content(requirement))
	version = frappe.get_doc(
		{
			"doctype": VERSION,
			"version_key": key,
			"requirement": requirement.name,
			"project": requirement.project,
			"revision": requirement.revision,
			"status": requirement.status,
			"changed_by": by,
			"changed_by_name": get_fullname(by),
			"changed_on": on or now_datetime(),
			"why": _why(requirement),
			"change_request": requirement.last_change,
			"content": content,
			"digest": digest(content),
		}
	)
	with engine.acting():
		version.insert(ignore_permissions=True)  # the ledger of a requirement: nobody may create one


def _content(requirement: Document) -> dict[str, Any]:
	return {field: value for field, value in values.facts(requirement).items() if field not in ABOUT}


def _why(requirement: Document) -> str:
	if requirement.last_change:
		return frappe.db.get_value("Change Request", requirement.last_change, "reason") or ""
	number = frappe.db.get_value("Project Archive", requirement.project, "revision")
	return _("The dossier {0} was archived in revision {1}.").format(requirement.project, number)


def of(requirement: str) -> list[dict[str, Any]]:
	"""The versions of a requirement that the caller may see, the oldest first, without their content."""
	return frappe.get_list(
		VERSION,
		filters={"requirement": requirement},
		fields=SHOWN,
		order_by="revision asc, changed_on asc",
		limit_page_length=0,
	)


def between(requirement: str, from_revision: int, to_revision: int) -> list[FieldDifference]:
	"""What differs between two revisions of a requirement. Raises frappe.ValidationError for a revision that
	it does not have."""
	before, after = (_stored(requirement, revision) for revision in (from_revision, to_revision))
	fields = [field for field in {**before, **after} if before.get(field) != after.get(field)]
	return [_differs(field, before.get(field), after.get(field)) for field in fields]


def _stored(requirement: str, revision: int) -> dict[str, Any]:
	rows = frappe.get_list(
		VERSION,
		filters={"requirement": requirement, "revision": revision},
		fields=["content"],
		order_by="changed_on asc",
		limit_page_length=1,
	)
	if not rows:
		frappe.throw(_("{0} has no revision {1}.").format(requirement, revision))
	return json.loads(rows[0].content)


def _differs(field: str, before: Any, after: Any) -> FieldDifference:
	old, new = cstr(before), cstr(after)
	label = _(frappe.get_meta("Requirement").get_label(field))
	return {"field": field, "label": label, "before": old, "after": new, "pieces": difference(old, new)}


def log(requirement: str) -> list[dict[str, Any]]:
	"""The change log of a requirement since its first draft: `[{by, on, changes: [{field, label, before,
	after}]}]`, times in the site's zone, the oldest first. Looks at no permission."""
	since = frappe.db.get_value("Requirement", requirement, "creation")  # a number may come again
	rows = frappe.get_all(
		"Version",
		filters={"ref_doctype": "Requirement", "docname": requirement, "creation": (">=", since)},
		fields=["owner", "creation", "data"],
		order_by="creation asc",
		limit_page_length=0,
	)
	entries = [{"by": row.owner, "on": row.creation, "changes": _changes(row)} for row in rows]
	return [entry for entry in entries if entry["changes"]]


def _changes(row: Mapping[str, Any]) -> list[dict[str, Any]]:
	meta = frappe.get_meta("Requirement")
	return [
		{"field": field, "label": _(meta.get_label(field)), "before": before, "after": after}
		for field, before, after in json.loads(row["data"]).get("changed") or []
	]
