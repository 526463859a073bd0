"""Each value keeps its source; a value that another channel gives otherwise is shown, not taken (S004-62)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import frappe
from client_mgmt import geo, values
from client_mgmt.client_archive.dossiers import dossier as archive
from client_mgmt.client_archive.dossiers import facts
from client_mgmt.domain.dossier import dossier
from client_mgmt.domain.dossier import sources as rules
from client_mgmt.domain.evidence.signed_content import fields_of
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.workflow_policy import credentials, engine, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now

CONFLICT, OPEN = "Value Conflict", "Open"
COLUMN = "value_sources"
PAIR = ("our_value", "other_value")
# What is no value that somebody enters, beside what the engine owns.
NO_VALUES = frozenset((COLUMN, "workflow_state"))


class Carried(NamedTuple):
	"""Where the values of the next save come from; a type of ours, so that no request can send one."""

	source: str
	reference: str


def carry(doc: Document, source: str, reference: str = "") -> None:
	"""The values that the next save or insert of `doc` changes come from `source` (domain.sources.SOURCES).

	`reference`: what there names them, such as a file, a mail's sender or a survey; at most 140 characters
	are kept. Raises ValueError for another source.
	"""
	if source not in rules.SOURCES:
		raise ValueError(source)
	doc.flags.carried_values = Carried(source, str(reference or "")[:140])


def stamp(doc: Document) -> None:
	"""For a controller's `before_save`: notes the source of every value that this save changes. A default
	that nobody has touched has none."""
	carried = _carried(doc)
	owned = NO_VALUES | set(owned_fields.owned(doc.doctype))
	fields = [field for field in values.data_fields(doc.doctype) if field not in owned]
	changed = values.entered(doc, fields)
	about = {**carried._asdict(), "by": frappe.session.user, "on": now()[:19]}
	doc.set(COLUMN, rules.stamped(doc.get(COLUMN), changed, about))


def _carried(doc: Document) -> Carried:
	carried = doc.flags.pop("carried_values", None)
	if isinstance(carried, Carried):
		return carried
	if engine.is_acting():
		return Carried(rules.SYSTEM, "")
	return Carried(rules.REST if credentials.by_token() else rules.FORM, "")


def offer(doc: Document, given: Mapping[str, Any], source: str, reference: str = "") -> list[str]:
	"""Offers `given` (field → value) to a document that the caller saves afterwards.

	An empty field takes its value, an equal one stays. Where ours differs, or the dossier is locked, ours
	stays and an open Value Conflict keeps the other; the names of those fields are returned. A new document
	takes everything. Raises PermissionError for who may not write the document, ValidationError for a field
	that is no plain value of it.
	"""
	if not doc.is_new():
		frappe.has_permission(doc.doctype, "write", doc, throw=True)
	kept = rules.read(doc.get(COLUMN))
	conflicts = []
	for field, value in given.items():
		theirs = _plain(doc, field, value)
		ours = values.facts(doc, [field])[field]
		verdict = rules.verdict(ours, theirs, field in kept)
		if verdict == rules.EQUAL:
			continue
		if doc.is_new() or (verdict == rules.EMPTY and not is_locked(doc, field)):
			doc.set(field, value)
		elif _open_conflict(doc, field, (str(ours), str(theirs)), Carried(source, reference)):
			conflicts.append(field)
	carry(doc, source, reference)
	return conflicts


def _plain(doc: Document, field: str, value: Any) -> Any:
	df = doc.meta.get_field(field)
	kind = values.data_fields(doc.doctype).get(field)
	if (
		not kind
		or kind in values.TABLES
		or df.permlevel
		or field in {*NO_VALUES, *owned_fields.owned(doc.doctype)}
	):
		frappe.throw(_("{0} of {1} takes no values from outside.").format(field, _(doc.doctype)))
	theirs = geo.spelled(df.options, value.strip()) if isinstance(value, str) else value
	return fields_of({field: theirs}, {field: kind})[field]


def hidden_fields(doc: Document) -> set[str]:
	"""The fields of `doc` that the reader's roles do not open, and those that are no values."""
	roles = set(frappe.get_roles())
	levels = {0} | {cint(row.permlevel) for row in doc.meta.permissions if row.read and row.role in roles}
	closed = {df.fieldname for df in doc.meta.fields if cint(df.permlevel) not in levels}
	return closed | NO_VALUES | set(owned_fields.owned(doc.doctype))


def is_locked(doc: Document, field: str) -> bool:
	"""Whether the dossier that `doc` belongs to is closed to a change of `field` (S004-75)."""
	if doc.doctype == "Project Archive":
		return dossier.is_locked(doc.get("workflow_state")) and field not in facts.live()
	return doc.doctype == "Requirement" and archive.scope_locked(doc.get("project"))


def _open_conflict(doc: Document, field: str, both: tuple[str, str], carried: Carried) -> bool:
	"""Keeps the other value once; False where this very pair was refused already."""
	place = {"reference_doctype": doc.doctype, "reference_name": doc.name, "reference_field": field}
	known = _known(place, both)
	if not known:
		row = {**place, **_belongs_to(doc), **dict(zip(PAIR, both, strict=True)), "doctype": CONFLICT}
		row |= {"status": OPEN, "source": carried.source, "seen_on": now()}
		row["source_reference"] = str(carried.reference or "")[:140]
		with engine.acting():
			frappe.get_doc(row).insert(ignore_permissions=True)  # kept for whoever may write the document
	return known != "Refused"


def _known(place: Mapping[str, str], both: tuple[str, str]) -> str | None:
	"""The status of a conflict of the same two values that is open or was refused; empty text may be NULL."""
	about = {**place, "status": ("in", [OPEN, "Refused"])}
	rows = frappe.get_all(CONFLICT, filters=about, fields=["status", *PAIR], order_by="creation desc")
	return next((row.status for row in rows if tuple(row[key] or "" for key in PAIR) == both), None)


def _belongs_to(doc: Document) -> dict[str, str | None]:
	if doc.doctype == "Project Archive":
		return {"project": doc.name, "client": doc.client}
	return {
		"project": doc.get("project"),
		"client": doc.name if doc.doctype == "Client" else doc.get("client"),
	}


def open_conflicts(doc: Document) -> list[dict[str, Any]]:
	"""The open conflicts of a document; of a dossier also those of its requirements, client and contacts."""
	fields = ["name", "reference_doctype", "reference_name", "reference_field", "our_value", "other_value"]
	fields += ["source", "source_reference", "seen_on"]
	place: dict[str, Any] = {"reference_doctype": doc.doctype, "reference_name": doc.name}
	ways = [place]
	if doc.doctype == "Project Archive":
		ways = [{"project": doc.name}, {"client": doc.client or "-", "project": ("is", "not set")}]
	found = []
	for way in ways:
		found += frappe.get_all(
			CONFLICT, filters={**way, "status": OPEN}, fields=fields, order_by="creation asc"
		)
	return found


def fault(doc: Document) -> str:
	"""Why a dossier is not archived while a conflict of it or of its client is open; "" without one."""
	found = open_conflicts(doc)
	names = _(", ").join(sorted({label(row) for row in found})[:5])
	sentence = _("{0} values were given differently by another source and are not settled: {1}.")
	return sentence.format(len(found), names) if found else ""


def label(row: Mapping[str, Any]) -> str:
	"""The label of the field that a conflict is about, in the reader's language."""
	return _(frappe.get_meta(row["reference_doctype"]).get_label(row["reference_field"]))


def settle(name: str, take: str, reason: str) -> dict[str, Any]:
	"""Settles an open conflict: `theirs` saves the other value under the document's usual rules and locks,
	`ours` keeps what stands. Returns `{name, status, value}`; raises PermissionError for who may not write
	the document, ValidationError without a reason or for a conflict that is settled."""
	conflict = frappe.get_doc(CONFLICT, name, for_update=True)
	doc = frappe.get_doc(conflict.reference_doctype, conflict.reference_name)
	frappe.has_permission(doc.doctype, "write", doc, throw=True)
	if conflict.status != OPEN:
		frappe.throw(_("This conflict was settled by {0}.").format(conflict.decided_by))
	if take not in ("ours", "theirs"):
		frappe.throw(_("Take ours or theirs, not {0}.").format(take))
	if weight(reason) < 2:
		frappe.throw(_("Say why: settling a conflict needs a reason."))
	if take == "theirs":
		_take(doc, conflict)
	conflict.update(
		{
			"status": "Taken" if take == "theirs" else "Refused",
			"decided_by": frappe.session.user,
			"decided_on": now(),
			"reason": reason.strip(),
		}
	)
	with engine.acting():
		conflict.save(ignore_permissions=True)  # who may write the document settles, checked above
	return {"name": name, "status": conflict.status, "value": values.facts(doc, [conflict.reference_field])}


def _take(doc: Document, conflict: Document) -> None:
	"""Takes the other value in place of the one that it stood against, of no later one."""
	field = conflict.reference_field
	now_ours = str(values.facts(doc, [field])[field])
	if now_ours not in (conflict.our_value or "", conflict.other_value or ""):
		frappe.throw(
			_(
				"{0} is {1} by now, not {2}: settle for ours, and change it on the document if it is wrong."
			).format(label(conflict.as_dict()), now_ours, conflict.our_value or "–"),
			frappe.TimestampMismatchError,
		)
	doc.set(conflict.reference_field, conflict.other_value)
	carry(doc, conflict.source, conflict.source_reference)
	doc.save()
