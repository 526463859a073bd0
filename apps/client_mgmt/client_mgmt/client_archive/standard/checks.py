"""What the dossier standard refuses, on every path that saves (S004-57..61)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import frappe
from client_mgmt import values
from client_mgmt.client_archive.standard import versions as standards
from client_mgmt.client_archive.standard.versions import Gap, Standard
from client_mgmt.domain.dossier import standard as rules
from client_mgmt.domain.dossier.standard import CLIENT, CONTACT, DOSSIER
from client_mgmt.people import team as people
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.model.document import Document


def refuse(gaps: Iterable[Gap]) -> None:
	"""Raises MandatoryError that names all of `gaps` by document and section."""
	of: dict[str, dict[str, list[str]]] = {}
	for gap in gaps:
		document = f"{_(gap.doctype)} {gap.name}".strip()
		of.setdefault(document, {}).setdefault(_(gap.place.section), []).append(gap.label)
	sentences = [
		_("{0}: fill these fields first: {1}.").format(
			document, "; ".join(f"{section}: {', '.join(labels)}" for section, labels in sections.items())
		)
		for document, sections in of.items()
	]
	if sentences:
		frappe.throw(" ".join(sentences), frappe.MandatoryError)


def check(doc: Document, _event: str | None = None) -> None:
	"""`before_validate` of the DocTypes that the standard speaks of: who enters it, and what is still
	missing. What the engine writes itself is not asked."""
	if engine.is_acting():
		return
	check_entry(doc)
	check_compulsory(doc)


def check_entry(doc: Document) -> None:
	"""Raises PermissionError for values of a section by somebody who holds none of its roles (S004-59). The
	version in force decides. Administrator, and server code that asks no permission, pass."""
	if doc.flags.ignore_permissions or not standards.load().rights.get(doc.doctype):
		return
	closed = closed_sections(doc, values.stored(doc))
	sections: dict[str, list[str]] = {}
	for field in _entered(doc):
		if field in closed:
			sections.setdefault(closed[field], []).append(field)
	for sentence, fields in sections.items():
		frappe.throw(sentence.format(values.labels(doc, fields)), frappe.PermissionError)


def closed_sections(doc: Document, before: Document | None) -> dict[str, str]:
	"""The fields that the session's user does not enter: field → sentence with {0} for labels. `before` is
	the stored document, None for a new one."""
	rights = standards.load().rights.get(doc.doctype)
	if not rights or frappe.session.user == "Administrator":
		return {}
	where, holds = standards.places_of(doc.doctype), _holder(doc, before)
	sentence = _("The section {0} ({1}) is entered by {2}.")
	known: dict[frozenset[str], bool] = {}
	found = {}
	for field in _entered_by_hand(doc.doctype):
		place = where[field]
		roles = rules.entry_roles(rights, place)
		if roles and not known.setdefault(roles, any(map(holds, roles))):
			names = _(", ").join(_(role) for role in sorted(roles))
			found[field] = sentence.format(_(place.section), "{0}", names)
	return found


def _entered(doc: Document) -> list[str]:
	"""The fields that a save changes; of a new document those that hold something other than their
	default."""
	return values.entered(doc, _entered_by_hand(doc.doctype))


def _entered_by_hand(doctype: str) -> list[str]:
	"""The fields of a DocType that people fill in, not the engine."""
	owned = {"workflow_state", *owned_fields.owned(doctype)}
	return [field for field in values.data_fields(doctype) if field not in owned]


def holder(doc: Document) -> Callable[[str], bool]:
	"""Whether the session's user holds a role on this document: a role of projects in the team of its
	project, or as who begins or owns the dossier."""
	return _holder(doc, values.stored(doc))


def _holder(doc: Document, before: Document | None) -> Callable[[str], bool]:
	user = frappe.session.user
	roles = set(frappe.get_roles(user))
	leads = doc.doctype == DOSSIER and (
		before is None or (user == before.owner and not before.archived_on) or user == before.archive_owner
	)
	leads = leads or viewer_of(user).firm_wide(reading=False)
	in_team = people.team_rule(doc.doctype, before or doc, user)
	return lambda role: role in roles and (leads or in_team(role))


def check_compulsory(doc: Document) -> None:
	"""Raises MandatoryError: all that is compulsory and missing where the document leaves its first state,
	and what a later save takes away (S004-61)."""
	before = values.stored(doc)
	submitted = doc.doctype == DOSSIER and rules.is_submission(
		before.workflow_state if before else None, doc.get("workflow_state")
	)
	if submitted:
		standard = standards.load()
		refuse([*_compulsory(doc, standard), *_of_related(doc, standard)])
		check_owner(doc)
	elif rules.has_begun(doc.doctype, doc) and not (before and rules.has_begun(doc.doctype, before)):
		refuse(_compulsory(doc, standards.applied(doc)))
	elif before and (gaps := [*_taken_away(doc, before), *_of_joining(doc, before)]) and _is_in_use(doc):
		refuse(gaps)


def _taken_away(doc: Document, before: Document) -> list[Gap]:
	"""What this save leaves empty and was not missing before it."""
	standard = standards.applied(doc)
	gaps = _compulsory(doc, standard)
	known = {gap.ask for gap in _compulsory(before, standard)} if gaps else set()
	return [gap for gap in gaps if gap.ask not in known]


def _of_joining(doc: Document, before: Document) -> list[Gap]:
	"""What the contacts lack who come onto the team of a dossier in this save."""
	known = {row.contact for row in before.get("team") or []}
	joining = [row.contact for row in doc.get("team") or [] if row.contact and row.contact not in known]
	if doc.doctype != DOSSIER or not joining:
		return []
	rows = frappe.get_all(CONTACT, filters={"name": ("in", joining)}, fields=["*"])
	gaps, _asked = standards.gaps_in(CONTACT, rows, standards.applied(doc), standards.client_type_of(doc))
	return [gap for gap in gaps if gap.ask.compulsory]


def _is_in_use(doc: Document) -> bool:
	"""Whether a dossier may rest on what this document says: it says so itself, or is named there."""
	if rules.has_begun(doc.doctype, doc):
		return True
	if doc.doctype == CLIENT:
		theirs = {"client": doc.name, "workflow_state": ("not in", ["", "Draft"])}
		return bool(frappe.db.exists(DOSSIER, theirs))
	return doc.doctype == CONTACT and bool(frappe.db.exists("Project Member", {"contact": doc.name}))


def missing_for(doc: Document, next_state: str) -> list[str]:
	"""The fields of its own that a document still lacks for a state, as the standard asks."""
	if doc.doctype != DOSSIER or not rules.is_submission(doc.get("workflow_state"), next_state):
		return []
	return [gap.ask.field for gap in _compulsory(doc, standards.load())]


def compulsory_fields(doc: Document) -> list[str]:
	"""The fields that a save does not leave empty: what the standard makes compulsory once a document has
	begun."""
	if doc.doctype not in rules.DOCUMENT_TYPES or not rules.has_begun(doc.doctype, doc):
		return []
	kind, asks = standards.client_type_of(doc), standards.applied(doc).of(doc.doctype)
	types = standards.types_of(doc.doctype, asks)
	return [
		each.field
		for each in asks
		if each.compulsory and not each.column and each.path in types and rules.applies(each, kind, doc)
	]


def check_owner(doc: Document) -> None:
	"""Raises ValidationError for a dossier that neither a project manager nor a customer success manager
	leads (S004-57)."""
	owner = doc.get("archive_owner")
	if not owner or not rules.LEADING_ROLES.intersection(frappe.get_roles(owner)):
		frappe.throw(
			_("Name an archive owner who is {0}: one of them leads the dossier.").format(
				" / ".join(_(role) for role in sorted(rules.LEADING_ROLES))
			)
		)


def _of_related(doc: Document, standard: Standard) -> list[Gap]:
	"""What client, contacts and draft requirements lack. The dossier's row is held first: requirements are
	added under its lock."""
	frappe.db.get_value(DOSSIER, doc.name, "name", for_update=True)
	kind = standards.client_type_of(doc)
	return [
		gap
		for doctype, rows in standards.related(doc, drafts_only=True)
		for gap in standards.gaps_in(doctype, rows, standard, kind)[0]
		if gap.ask.compulsory
	]


def _compulsory(doc: Document, standard: Standard) -> list[Gap]:
	gaps, _asked = standards.gaps_in(doc.doctype, [doc], standard, standards.client_type_of(doc))
	return [gap for gap in gaps if gap.ask.compulsory]


def stamp(doc: Document, _event: str | None = None) -> None:
	"""`before_save` of a dossier: the version in force at its beginning and at each submission applies to it
	(S004-58)."""
	move = doc.flags.move
	if doc.is_new() or (move and rules.is_submission(move.from_state, move.to_state)):
		doc.set("archive_standard", standards.load().name or None)
