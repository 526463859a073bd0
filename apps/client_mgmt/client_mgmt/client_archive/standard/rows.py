"""What the rows of a dossier standard may say, and how a version comes into force (S004-58..61)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from client_mgmt import values
from client_mgmt.client_archive.standard import versions as standards
from client_mgmt.domain.dossier import completeness
from client_mgmt.domain.dossier import standard as rules
from client_mgmt.people.roles import MANAGER_ROLE
from client_mgmt.workflow_policy import engine, owned_fields
from frappe import _
from frappe.utils import date_diff, nowdate

if TYPE_CHECKING:
	from client_mgmt.client_archive.doctype.archive_standard.archive_standard import ArchiveStandard

ADMINISTRATORS = (MANAGER_ROLE, "System Manager")
HAS_ROWS = frozenset({rules.CLIENT, rules.DOSSIER})


def check(doc: ArchiveStandard) -> None:
	"""Raises ValidationError for a row that asks for what a form has not, that nobody can enter, or that
	names a section which is not there."""
	seen: set[tuple[str, str]] = set()
	for row in doc.asked_fields:
		asked = rules.ask(row)
		row.fieldname = asked.path
		fault = _field_fault(asked)
		if (asked.document_type, asked.path) in seen:
			fault = _("it is asked for already")
		seen.add((asked.document_type, asked.path))
		if fault:
			place = (row.idx, _(asked.document_type), asked.path)
			frappe.throw(_("Asked field {0}, {1} {2}: {3}.").format(*place, fault))
	for right in doc.entry_rights:
		known = sections_of(right.document_type) if right.document_type in rules.DOCUMENT_TYPES else []
		if right.section not in known:
			frappe.throw(
				_("Entry right {0}: {1} has the sections {2}, not {3}.").format(
					right.idx, _(right.document_type), _(", ").join(known), right.section
				)
			)


def sections_of(doctype: str) -> list[str]:
	"""The sections and tabs of a form by their English labels, in its order."""
	places = standards.places_of(doctype).values()
	return list(dict.fromkeys(name for place in places for name in (place.tab, place.section)))


def _field_fault(asked: rules.Ask) -> str:
	if asked.document_type not in rules.DOCUMENT_TYPES:
		return _("no standard speaks of it")
	df = standards.field_of(asked.document_type, asked)
	if not df:
		return _("the form has no such field")
	if asked.column and asked.document_type not in HAS_ROWS:
		return _("columns of rows are asked for in clients and dossiers alone")
	owned = owned_fields.owns(asked.document_type, asked.field) or asked.field == "workflow_state"
	if asked.compulsory and (df.read_only or df.hidden or owned):
		return _("nobody can enter it by hand")
	if asked.compulsory and df.fieldtype == "Check":
		return _("a tick has no empty value")
	return "" if completeness.is_understood(asked.condition) else _("its condition is not understood")


def new_version(title: str = "") -> ArchiveStandard:
	"""A draft with those rows of the version in force that still fit the forms; an empty one where there is
	none in force. The caller's permission on Archive Standard decides."""
	draft = frappe.new_doc(standards.DOCTYPE)
	current = standards.in_force()
	draft.title = title or _("Dossier Standard")
	if current:
		source = frappe.get_doc(standards.DOCTYPE, current)
		draft.title, draft.content = title or source.title, source.content
		for table in ("asked_fields", "entry_rights"):
			columns = values.data_fields(source.meta.get_field(table).options)
			for row in filter(_is_sound, source.get(table)):
				draft.append(table, {column: row.get(column) for column in columns})
	return draft.insert()


def _is_sound(row: Any) -> bool:
	"""Whether a row still fits the forms: an administrator may have taken a field away since."""
	if row.doctype == standards.SECTION_ROW:
		return row.section in sections_of(row.document_type)
	return not _field_fault(rules.ask(row))


def put_in_force(name: str) -> ArchiveStandard:
	"""A draft comes into force, and the version before it is superseded, both or neither.

	Raises PermissionError for who is no administrator of the app, ValidationError for what is no draft, asks
	for nothing, or is to come into force later.
	"""
	frappe.only_for(ADMINISTRATORS)
	frappe.db.get_values(standards.DOCTYPE, {"status": standards.IN_FORCE}, ["name"], for_update=True)
	draft = frappe.get_doc(standards.DOCTYPE, name, for_update=True)
	_check_ready(draft)
	current = standards.in_force(for_update=True)
	with engine.acting():
		if current:
			former: Any = frappe.get_doc(standards.DOCTYPE, current)
			former.status = standards.SUPERSEDED
			former.save(ignore_permissions=True)  # the draft takes its place, which only_for has allowed
		draft.update({"status": standards.IN_FORCE, "supersedes": current or None})
		draft.effective_from = draft.effective_from or nowdate()
		draft.save(ignore_permissions=True)  # an administrator of the app, checked above
	return draft


def _check_ready(draft: ArchiveStandard) -> None:
	if draft.status != standards.DRAFT:
		frappe.throw(
			_("Version {0} is {1}: only a draft is put in force.").format(draft.version, _(draft.status))
		)
	if not draft.asked_fields:
		frappe.throw(_("A standard that asks for no field is not put in force."))
	if draft.effective_from and date_diff(draft.effective_from, nowdate()) > 0:
		frappe.throw(
			_("This version is to be in force from {0} on, not before.").format(draft.effective_from)
		)
