"""The only writer of Workflow Event and Signature Record: one hash chain a document.

Every hashed value is a text snapshot. The chain's head and count stand on the document, whose row is locked
while an entry is added, so that two writers never take the same place.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence.verify_evidence import EVENT, GENESIS, SIGNATURE, canonical_json, entry_hash
from client_mgmt.people.asking import locks, remembered
from client_mgmt.workflow_policy import engine
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_fullname

SUBJECT = ("reference_doctype", "reference_name", "project", "audience")
FIELDS: dict[str, tuple[str, ...]] = {
	EVENT: (
		*SUBJECT, "event_type", "from_state", "to_state", "action", "reason", "user", "user_name", "at", "ip",
		"revision", "policy_version", "round", "purpose", "parties", "digest", "content", "details",
		"sequence", "previous_hash",
	),
	SIGNATURE: (
		*SUBJECT, "purpose", "decision", "round", "revision", "policy_version", "party", "slot", "signer",
		"signer_name", "contact", "role", "authority", "on_behalf_of", "signed_at", "method", "ip",
		"user_agent", "comment", "consent_text", "digest", "content", "sequence", "previous_hash",
	),
}  # fmt: skip
HASH = re.compile("[0-9a-f]{64}")
SAVE_POINT = "client_mgmt_ledger"
# Dotted paths of `listener(entry)`, called in the transaction that writes an entry.
LISTENERS = "workflow_policy_listeners"
SHORT = 140  # what a Data column holds


def now() -> str:
	"""This instant in UTC, ISO 8601 with microseconds."""
	return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="microseconds")


def append(doc: Document, event_type: str, **values: Any) -> str:
	"""Adds a Workflow Event to the chain of `doc` and returns its name.

	`values` are fields of Workflow Event; others go into `details` as JSON. `doc` must be stored and its
	DocType must have the columns chain_head and chain_count.
	"""
	facts = {
		**_subject(doc),
		"event_type": event_type,
		"user": frappe.session.user,
		"user_name": get_fullname(frappe.session.user),
		"at": now(),
		"ip": frappe.local.request_ip,
		"revision": doc.get("revision"),
		"policy_version": doc.get("policy_version"),
	}
	details = {key: value for key, value in values.items() if key not in FIELDS[EVENT]}
	facts |= {key: value for key, value in values.items() if key in FIELDS[EVENT]}
	if details:
		facts["details"] = canonical_json(details)
	return _add(doc, EVENT, facts, {}).name


def append_signature(doc: Document, **values: Any) -> Document:
	"""Adds a Signature Record to the chain of `doc` and returns it."""
	facts = {**_subject(doc), "signed_at": now(), "ip": frappe.local.request_ip, **values}
	return _add(doc, SIGNATURE, facts, {"signature_key": signature_key(facts)})


def _subject(doc: Document) -> dict[str, str]:
	project = doc.name if doc.doctype == "Project Archive" else doc.get("project")
	audience = doc.get("audience") or ("Client" if doc.doctype == "Change Request" else "Internal")
	return {
		"reference_doctype": doc.doctype,
		"reference_name": doc.name,
		"project": project or "",
		"audience": audience,
	}


def text(value: Any) -> str:
	"""A value as the chain keeps it."""
	if value is None:
		return ""
	return str(int(value)) if isinstance(value, bool) else str(value).strip()


def _add(doc: Document, kind: str, facts: Mapping[str, Any], keys: Mapping[str, str]) -> Document:
	place = frappe.db.get_value(
		doc.doctype, doc.name, ["chain_head", "chain_count"], as_dict=True, for_update=True
	)
	if not place:
		frappe.throw(_("{0} {1} is not stored yet.").format(_(doc.doctype), doc.name))
	_check_place(doc, place)
	sequence = cint(place.chain_count) + 1
	facts = {**facts, "sequence": sequence, "previous_hash": place.chain_head or GENESIS}
	meta = frappe.get_meta(kind)
	values = {field: _fitted(meta, field, facts.get(field)) for field in FIELDS[kind]}
	chain_hash = entry_hash({"kind": kind, **values})
	entry: Document = frappe.get_doc(
		{
			"doctype": kind,
			**values,
			**keys,
			"hash": chain_hash,
			"entry_key": entry_key(doc.doctype, doc.name, sequence),
		}
	)
	frappe.db.savepoint(SAVE_POINT)
	with engine.acting():
		entry.insert(ignore_permissions=True)  # the ledger writes, no person: nobody has a create permission
	_check_written(entry, chain_hash)
	engine.write(doc, chain_head=chain_hash, chain_count=sequence)
	for path in frappe.get_hooks(LISTENERS) or []:
		frappe.get_attr(path)(entry)
	return entry


def _check_place(doc: Document, place: Mapping[str, Any]) -> None:
	"""An entry follows a head that is one: a hash, or none where nothing was written yet."""
	head, count = place["chain_head"] or "", cint(place["chain_count"])
	if not (HASH.fullmatch(head) if count else not head):
		frappe.throw(
			_("The chain of {0} {1} has no head that an entry could follow: ask an administrator.").format(
				_(doc.doctype), doc.name
			)
		)


def _check_written(entry: Document, chain_hash: str) -> None:
	"""What stands in the table is what was hashed: whatever a customisation made of it, nothing is kept that
	would not verify."""
	row = frappe.db.get_value(entry.doctype, entry.name, ["hash", *FIELDS[entry.doctype]], as_dict=True)
	if row and _entry(entry.doctype, row)["hash"] == entry_hash(_entry(entry.doctype, row)) == chain_hash:
		return
	frappe.db.rollback(save_point=SAVE_POINT)
	frappe.throw(
		_("{0} could not be stored as it is signed: a customisation of it alters its values.").format(
			_(entry.doctype)
		)
	)


def _fitted(meta: Any, field: str, value: Any) -> str:
	fitted = text(value)
	return fitted[:SHORT] if meta.get_field(field).fieldtype == "Data" else fitted


def entry_key(doctype: str, name: str, sequence: int | str) -> str:
	"""The unique key of an entry: two can never take one place, whatever stands in a name."""
	return canonical_json([doctype, name, str(sequence)])


def signature_key(facts: Mapping[str, Any]) -> str:
	"""The unique key of a signature's place in its round."""
	about = ("reference_doctype", "reference_name", "round", "purpose", "party", "slot")
	return canonical_json([str(facts[field]) for field in about])


def entries(doctype: str, name: str, count: int = 0) -> list[dict[str, str]]:
	"""The chain of a document in order, as text.

	With the `count` of the locked document it is complete even where this transaction's snapshot is older
	than what another has committed meanwhile (MariaDB): what the snapshot hides is read one by one under
	lock. Ranges are never locked: their gaps would make signers of other documents wait for each other.
	"""
	found = [*_seen(doctype, name)]
	seen = {entry["sequence"] for entry in found}
	hidden = [number for number in range(1, count + 1) if str(number) not in seen]
	found += [entry for number in hidden if (entry := _committed(entry_key(doctype, name, number)))]
	return sorted(found, key=_place)


@remembered
def _seen(doctype: str, name: str) -> list[dict[str, str]]:
	"""What this transaction sees of a chain."""
	about = {"reference_doctype": doctype, "reference_name": name}
	return [
		_entry(kind, row)
		for kind, fields in FIELDS.items()
		for row in frappe.get_all(kind, filters=about, fields=["hash", *fields])
	]


def _place(entry: Mapping[str, str]) -> tuple[int, str]:
	return cint(entry["sequence"]), entry["kind"]


def _entry(kind: str, row: Mapping[str, Any]) -> dict[str, str]:
	values = {field: "" if row[field] is None else str(row[field]) for field in (*FIELDS[kind], "hash")}
	return {"kind": kind, **values}


def _committed(key: str) -> dict[str, str] | None:
	for kind in (SIGNATURE, EVENT):
		fields = ["hash", *FIELDS[kind]]
		row = frappe.db.get_value(kind, {"entry_key": key}, fields, as_dict=True, for_update=locks())
		if row:
			return _entry(kind, row)
	return None


def has_evidence(doctype: str, name: str) -> bool:
	"""True once a document has a Workflow Event or a Signature Record."""
	about = {"reference_doctype": doctype, "reference_name": name}
	return any(frappe.db.exists(kind, about) for kind in FIELDS)
