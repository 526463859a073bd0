"""Everything that the page of one document shows, in one answer."""

from __future__ import annotations

from typing import Any

import frappe
from client_mgmt.engagement import conversation
from client_mgmt.interface import actions, display, fields, reading, titles, trail, way
from client_mgmt.people import team as people
from client_mgmt.people.viewer import viewer_of
from client_mgmt.values import TABLES
from client_mgmt.workflow_policy import ledger, policies, proof, signing, standing
from client_mgmt.workflow_policy.standing import Standing
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

NOTHING: dict[str, Any] = {
	"actions": [],
	"path": [],
	"waiting": [],
	"round": None,
	"history": [],
}
NOT_OF_NEW = ("delete", "comment", "say", "attach", "assign", "print")


def page(doctype: Any, name: Any) -> dict[str, Any]:
	"""The page of a document, "" as its name for a new one; raises DoesNotExistError (404) for what is not
	this reader's."""
	doc = reading.document(doctype, name) if name else _new(doctype)
	shown, write = reading.values(doc), not name or people.may(doc, "write")
	at = standing.of(doc) if name and policies.is_guarded(doctype) else None
	return {
		"doc": shown,
		"titles": _titles(doc.doctype, shown),
		"fields": fields.of(doc, at, write),
		**(_guarded(at, write) if at else NOTHING),
		"attachments": trail.attachments(doc) if name else [],
		"comments": trail.comments(doc) if name else [],
		"conversation": conversation.messages(doc) if name else [],
		"versions": trail.versions(doc) if name else [],
		"assigned": trail.assigned(doc) if name else [],
		"can": _can(doc, at, write),
		"modified": str(doc.modified or ""),
	}


def _new(doctype: Any) -> Document:
	if not reading.is_open(doctype, "create"):
		reading.refuse()
	return frappe.new_doc(doctype)


def _guarded(at: Standing, write: bool) -> dict[str, Any]:
	doc = at.doc
	entries = ledger.entries(doc.doctype, doc.name)
	signed = _round(doc, entries)
	return {
		"actions": actions.of(at, write),
		"path": way.path(at, entries),
		"waiting": way.waiting(at, entries, signed),
		"round": signed,
		"history": trail.history(doc.doctype, proof.handed_over(entries)),
	}


def _round(doc: Document, entries: list[dict[str, str]]) -> dict[str, Any] | None:
	"""The round of signatures that the document is in, or was in last."""
	case = signing.case_of(doc, entries)
	if not case:
		return None
	package = signing.package_of(case)
	signed = {row["party"]: row for row in package["signatures"]}
	return {
		"number": package["round"],
		"purpose": package["purpose"],
		"purpose_label": _(package["purpose"]),
		"open": case.is_open,
		"parties": [_party(party, signed.get(party)) for party in case.round["parties"]],
		"can_sign": package["can_sign"],
		"why_not": package["cannot_sign_because"],
		"changed_since_last": [
			{
				"label": change["label"],
				"before": display.text_of(doc.doctype, change["fieldname"], change["before"]),
				"after": display.text_of(doc.doctype, change["fieldname"], change["after"]),
			}
			for change in package["changes_since_last_round"]
		],
	}


def _party(party: str, row: dict[str, str] | None) -> dict[str, Any]:
	row = row or {}
	return {
		"party": party,
		"label": _(party),
		"signer_name": row.get("signer_name", ""),
		"decision": row.get("decision", ""),
		"decision_label": _(row.get("decision", "")),
		"signed_at": trail.site_time(row.get("signed_at", "")),
		"method": _(row.get("method", "")),
	}


def _titles(doctype: str, shown: dict[str, Any]) -> dict[str, str]:
	found: titles.Named = {}
	own = reading.fields(doctype)
	titles.named(own, shown, found)
	for df in own:
		columns = reading.fields(df.options, doctype) if df.fieldtype in TABLES else []
		for row in shown.get(df.fieldname) or [] if columns else ():
			titles.named(columns, row, found)
	people_named = (shown.get(key) for key in ("owner", "modified_by"))
	found.setdefault("User", set()).update(str(user) for user in people_named if user)
	if doctype in titles.WORDS and shown.get("name"):
		found.setdefault(doctype, set()).add(shown["name"])
	return titles.of(found)


def _can(doc: Document, at: Standing | None, write: bool) -> dict[str, bool]:
	"""What this reader may do with the document beside its fields and actions."""
	staff = not viewer_of().client_side
	if doc.is_new():
		return {"write": True, **dict.fromkeys(NOT_OF_NEW, False)}
	edit = write and not (at and standing.edit_fault(at))
	return {
		"write": edit,
		"delete": staff and not cint(doc.get("chain_count")) and people.may(doc, "delete"),
		"comment": staff,
		"say": conversation.may_say(doc),
		"attach": edit and not (at and standing.locks(at)),
		"assign": staff and write,
		"print": staff and people.may(doc, "print"),
	}
