"""Two clients made one: first what would happen, then exactly that (S004-09).

The source goes on as a record without projects that names the target, so that old papers still find it.
Refused where something signed would name another client than it did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.clients import duplicates, merge_links
from client_mgmt.client_archive.clients.merge_links import Reference
from client_mgmt.client_archive.dossiers import entries
from client_mgmt.domain.clients import merge
from client_mgmt.domain.dossier import dossier
from client_mgmt.domain.evidence.signed_content import content_digest
from client_mgmt.people import staff as people
from client_mgmt.people.viewer import Viewer
from client_mgmt.workflow_policy import engine, ledger, owned_fields
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, now_datetime

CLIENT, CONTACT, PROJECT = "Client", "Client Contact", "Project Archive"
SHOWN = 100  # names of one kind of link that a preview lists
CHOSEN = ("uscc",)  # two codes are two legal persons: nobody but a person says which stays
CONTACT_COLUMNS = ["name", "contact_name", "phone_key", "email", "user"]


class Merge:
	"""What one merge would do, as the site stands; with `lock` read as committed and held."""

	def __init__(self, source: str, target: str, take: Mapping[str, str], lock: bool = False) -> None:
		first = {name: frappe.get_doc(CLIENT, name, for_update=lock) for name in sorted({source, target})}
		self.source, self.target = first[source], first[target]
		self.take = take
		self.lock = lock
		self.references = merge_links.references(CLIENT, self.source.name, lock)
		self.contact_references: dict[str, list[Reference]] = {}
		self.folded = self._folded()
		self.fields = merge.differences(self._facts(self.source), self._facts(self.target), take, CHOSEN)
		self.refusals = self._refusals()

	def _facts(self, client: Document) -> dict[str, Any]:
		return values.facts(client, _fact_fields())

	def _folded(self) -> dict[str, str]:
		theirs, ours = (_contacts(name, self.lock) for name in (self.source.name, self.target.name))
		self.contact_references = {
			name: merge_links.references(CONTACT, name, self.lock)
			for name in sorted(merge.folded(theirs, ours, ()))
		}
		settled = {name for name in self.contact_references if self._is_settled(name)}
		return merge.folded(theirs, ours, settled)

	def _is_settled(self, contact: str) -> bool:
		signed = frappe.db.get_value("Signature Record", {"contact": contact}, "name", for_update=self.lock)
		named = self.contact_references[contact]
		return bool(signed) or any(merge_links.has_evidence(reference, self.lock) for reference in named)

	def _refusals(self) -> list[str]:
		if self.source.name == self.target.name:
			return [_("A client is not merged into itself.")]
		merged = [client for client in (self.source, self.target) if client.merged_into]
		if merged:
			return [_("{0} was merged into {1} already.").format(c.name, c.merged_into) for c in merged]
		owners = dict.fromkeys((ref.owner_doctype, ref.owner) for ref in self.references)
		found = {owner: _refusal(owner, self.references, self.lock) for owner in owners}
		return [sentence for sentence in found.values() if sentence]

	def digest(self) -> str:
		"""SHA-256 of everything that decides what happens, whatever the reader's language; not of `take`."""
		return content_digest(
			{
				"clients": [[doc.name, str(doc.modified), values.facts(doc)] for doc in self._both()],
				"references": [list(reference) for reference in self.references],
				"contacts": sorted(self.folded.items()),
				"contact_references": [
					list(ref) for name in self.folded for ref in self.contact_references[name]
				],
				"refusals": len(self.refusals),
			}
		)

	def _both(self) -> tuple[Document, Document]:
		return self.source, self.target

	def moving(self) -> list[Reference]:
		"""The references that the merge points to the target; a folded contact stays behind."""
		left = set(self.folded)
		return [ref for ref in self.references if not (ref.doctype == CONTACT and ref.name in left)]

	def preview(self) -> dict[str, Any]:
		"""See `client_mgmt.api.clients.merge_preview`."""
		return {
			"source": {"name": self.source.name, "client_name": self.source.client_name},
			"target": {"name": self.target.name, "client_name": self.target.client_name},
			"links": _grouped(self.moving()),
			"fields": [
				{**difference._asdict(), "label": values.labels(self.target, [difference.field])}
				for difference in self.fields
			],
			"contacts": [{"contact": name, "goes_on_as": twin} for name, twin in self.folded.items()],
			"refusals": self.refusals,
			"digest": self.digest(),
		}


def _contacts(client: str, lock: bool) -> list[dict[str, Any]]:
	rows = frappe.db.get_values(CONTACT, {"client": client}, CONTACT_COLUMNS, as_dict=True, for_update=lock)
	return sorted(rows or [], key=lambda row: row["name"])


def _refusal(owner: tuple[str, str], references: list[Reference], lock: bool) -> str:
	"""Why a document keeps the client that it names; "" where it may name another."""
	doctype, name = owner
	subject = f"{_(doctype)} {name}"
	if doctype in (CLIENT, CONTACT):
		return ""
	if doctype == PROJECT:
		return _project_refusal(name, subject, lock)
	named = [ref for ref in references if (ref.owner_doctype, ref.owner) == owner]
	if any(merge_links.has_evidence(ref, lock) for ref in named):
		return _("{0} stays with its client: the ledger holds entries that name it.").format(subject)
	return ""


def _project_refusal(name: str, subject: str, lock: bool) -> str:
	reading = {"as_dict": True, "for_update": lock}
	row = frappe.db.get_value(PROJECT, name, ["archived_on", "workflow_state"], **reading)
	if row.archived_on:
		return _("{0} is archived and stays with its client.").format(subject)
	if dossier.is_locked(row.workflow_state):
		return _("{0} is {1}: return it first.").format(subject, _(row.workflow_state))
	columns = ["reference_doctype", "reference_name"]
	signed = frappe.db.get_value("Signature Record", {"project": name}, columns, **reading)
	if signed:
		paper = f"{_(signed.reference_doctype)} {signed.reference_name}"
		return _("{0} stays with its client: {1} is signed.").format(subject, paper)
	return ""


def _grouped(references: list[Reference]) -> list[dict[str, Any]]:
	groups: dict[tuple[str, str], list[str]] = {}
	for ref in references:
		groups.setdefault((ref.doctype, ref.field), []).append(ref.owner)
	return [
		{
			"doctype": doctype,
			"field": field,
			"label": _(getattr(frappe.get_meta(doctype).get_field(field), "label", None) or field),
			"count": len(names),
			"names": names[:SHOWN],
		}
		for (doctype, field), names in groups.items()
	]


def check_manager() -> None:
	"""Raises PermissionError unless the session's user is a Client Mgmt Manager of our side."""
	if not people.is_manager() or Viewer().client_side:
		frappe.throw(_("Only a Client Mgmt Manager merges clients."), frappe.PermissionError)


def taken(take: Any) -> dict[str, str]:
	"""The argument `take` as a mapping; "" is none. Raises ValidationError for what is no mapping."""
	found = values.sent("take", take) if take else {}
	if not isinstance(found, dict):
		frappe.throw(_("take maps fields to source or target."))
	return found


def check_alive(doc: Document, field: str = "client") -> None:
	"""For controllers: a client that was merged gets nothing new. Holds the client's row, so that a merge at
	the same time sees the document or is seen by it."""
	client = doc.get(field)
	if client and not engine.is_acting() and values.changed(doc, [field]):
		into = frappe.db.get_value(CLIENT, client, "merged_into", for_update=True)
		if into:
			frappe.throw(_("The client {0} was merged into {1}: name that one.").format(client, into))


def check_frozen(client: Document) -> None:
	"""For Client: a merged one is kept as it was."""
	before = values.stored(client)
	if before and before.merged_into and not engine.is_acting():
		frappe.throw(_("{0} was merged into {1} already.").format(client.name, before.merged_into))


def merge_clients(
	source: str, target: str, digest: str, reason: str, take: Mapping[str, str]
) -> dict[str, Any]:
	"""Does what the preview with this digest showed; see `client_mgmt.api.clients.merge`."""
	plan = Merge(source, target, take, lock=True)
	if plan.refusals:
		frappe.throw("<br>".join(plan.refusals))
	if plan.digest() != digest:
		frappe.throw(
			_("The clients have changed since the preview was shown: look at it again."),
			frappe.TimestampMismatchError,
		)
	_check_take(plan)
	moved = _grouped(plan.moving())
	_point(plan, reason)
	_fold(plan)
	_close_pairs(plan.source.name)
	_take_values(plan)
	entries.record_client(plan.target.name)
	_show_mark(plan)
	facts = {
		"merged_from": plan.source.name,
		"merged_into": plan.target.name,
		"reason": reason,
		"references": [[ref.doctype, ref.name, ref.field] for ref in plan.moving()],
		"contacts": plan.folded,
		"fields": {d.field: {"source": d.source, "target": d.target, "stays": d.stays} for d in plan.fields},
	}
	for client in (plan.target, plan.source):
		ledger.append(client, "Merged", **facts)
	return {"client": plan.target.name, "moved": moved, "contacts": plan.folded}


def _fact_fields() -> list[str]:
	"""What a client says of itself: neither kept by the system nor followed from its projects."""
	apart = {"lifecycle", *owned_fields.owned(CLIENT)}
	return [field for field in values.data_fields(CLIENT) if field not in apart]


def _check_take(plan: Merge) -> None:
	wrong = merge.wrong_takes(plan.take, _fact_fields())
	if wrong:
		frappe.throw(
			_("{0}: take names a client's field and says source or target.").format(
				escape_html(", ".join(wrong))
			)
		)
	open_fields = [difference.field for difference in plan.fields if not difference.stays]
	if open_fields:
		named = values.labels(plan.target, open_fields)
		frappe.throw(_("Both clients have a {0}: say by take which one stays.").format(named))


def _point(plan: Merge, reason: str) -> None:
	source, target = plan.source.name, plan.target.name
	has_primary = frappe.db.exists(CONTACT, {"client": target, "is_primary": 1})
	for ref in plan.moving():
		itself = ref.doctype == CLIENT and ref.name == target
		merge_links.point(ref, None if itself else target)
		if ref.doctype == CONTACT and has_primary:
			frappe.db.set_value(CONTACT, ref.name, "is_primary", 0)
		if ref.owner_doctype == PROJECT and merge_links.has_evidence(ref):
			project = frappe.get_doc(PROJECT, ref.owner)
			ledger.append(project, "Edit", reason=reason, changes={"client": [source, target]})


def _fold(plan: Merge) -> None:
	for name, twin in plan.folded.items():
		for ref in plan.contact_references[name]:
			merge_links.point(ref, twin)


def _close_pairs(source: str) -> None:
	closed = {"status": "Merged", "decided_by": frappe.session.user, "decided_on": now_datetime()}
	for side in ("client_a", "client_b"):
		for name in frappe.get_all(duplicates.CANDIDATE, filters={side: source}, pluck="name"):
			frappe.db.set_value(duplicates.CANDIDATE, name, closed)


def _take_values(plan: Merge) -> None:
	taken = [difference.field for difference in plan.fields if difference.stays == merge.SOURCE]
	parting = {"lifecycle": "Inactive", "merged_into": plan.target.name}
	if "uscc" in taken:
		parting["uscc"] = None  # a credit code is one client's
	frappe.db.set_value(CLIENT, plan.source.name, parting)
	target = frappe.get_doc(CLIENT, plan.target.name)
	for field in taken:
		target.set(field, _copied(plan.source, field))
	if taken:
		with engine.acting():
			target.save()
	plan.target = target


def _show_mark(plan: Merge) -> None:
	"""Dossiers show the mark of the client that they have now."""
	for ref in plan.moving():
		if ref.doctype == PROJECT and ref.field == "client":
			frappe.db.set_value(PROJECT, ref.name, "client_high_risk", plan.target.high_risk)


def _copied(source: Document, field: str) -> Any:
	df = source.meta.get_field(field)
	if df.fieldtype not in values.TABLES:
		return source.get(field)
	columns = values.data_fields(df.options)
	return [{column: row.get(column) for column in columns} for row in source.get(field)]
