"""What one may not see answers as what is not there: the same status, the same words.

Frappe says 403 for the one and 404 for the other, so that whoever guesses names learns which exist (v15.41).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import frappe
from client_mgmt.people import persons
from client_mgmt.people.permissions import STAFF, exact, is_scoped, reads
from client_mgmt.people.viewer import viewer_of
from frappe import _
from frappe.model.document import Document

DOCTYPES = ("doctype", "dt", "reference_doctype")
PROJECT, CLIENT, CONTACT = "Project Archive", "Client", "Client Contact"
UI, VALIDATE_LINK = "client_mgmt.api.ui.", "frappe.client.validate_link"
LINKED = {*STAFF, persons.PERSON}
NAMES = ("name", "dn", "docname", "reference_name")


def check(parts: list[str], form: dict[str, Any]) -> None:
	"""Raises DoesNotExistError (404) for a document of ours that a request names and its login does not see.

	`parts` are those of the request's path, `form` its arguments. Who sees all gets the framework's answers;
	the web app's calls have one of their own.
	"""
	methods = methods_of(parts, form)
	if all(method.startswith(UI) for method in methods) or viewer_of().firm_wide(reading=True):
		return
	for named, name in _named(parts, form):
		doctype = str(exact(named))
		if not (persons.sees(name) if doctype == persons.PERSON else _open(doctype, name)):
			if methods == {VALIDATE_LINK}:  # a link field asks whether there is one, and is answered no
				form["docname"] = frappe.generate_hash(length=20)
				return
			frappe.throw(_("{0} {1} not found").format(_(doctype), name), frappe.DoesNotExistError)


def methods_of(parts: list[str], form: dict[str, Any]) -> set[str]:
	"""What a request may run: the method of its path (another path as it stands) and its argument `cmd`.

	Frappe runs the `cmd` on any path, another host may run the path: a rule that lets pass asks of all of
	them, a rule that refuses asks of any. Raises ValidationError (417) for a `cmd` that is no text.
	"""
	command = form.get("cmd") or ""
	if not isinstance(command, str):
		frappe.throw(_("{0} is the name of one method.").format("cmd"))
	match parts:
		case ["api", "method", path] | ["api", _, "method", path]:
			pass
		case _:
			path = "/".join(parts)
	return {path, command} - {""}


def _named(parts: list[str], form: dict[str, Any]) -> Iterator[tuple[str, str]]:
	match parts:
		case ["api", "resource", doctype, name] | ["api", _, "resource" | "document", doctype, name, *_]:
			yield doctype, name
	for kind, key in product(DOCTYPES, NAMES):
		doctype, name = form.get(kind) or "", form.get(key) or ""
		if doctype and name and isinstance(doctype, str) and isinstance(name, str):
			yield doctype, name
	project = form.get("project")
	ours = any(method.startswith("client_mgmt.api.") for method in methods_of(parts, form))
	if ours and isinstance(project, str) and project:
		yield PROJECT, project


def _open(doctype: str, name: str) -> bool:
	return not is_scoped(doctype) or _sees(doctype, name)


def check_links(doc: Document, _event: str | None = None) -> None:
	"""Hook before_insert and before_validate. Raises LinkValidationError (417), in the framework's words, for
	a link newly entered to a document of ours, or to a person, that its writer does not see. It would bring
	what is fetched by it, and for staff another client's record, since a project opens its client."""
	if doc.flags.ignore_permissions or viewer_of().firm_wide(reading=True):
		return
	before = None if doc.is_new() else doc.get_doc_before_save()
	known = {(target, value) for _row, _field, target, value in _links(before)} if before else set()
	hidden = [
		f"{_row_label(row)}{_(field.label)}: {value}"
		for row, field, target, value in _links(doc)
		if not ((target, value) in known or _sees(target, value) or _begins(doc, target, value))
	]
	if hidden:
		frappe.throw(_("Could not find {0}").format(", ".join(hidden)), frappe.LinkValidationError)


def check_person(doc: Document, fieldname: str) -> None:
	"""The same for one link to a person, where the framework writes it whoever asks."""
	field, name = doc.meta.get_field(fieldname), str(doc.get(fieldname))
	if field and not persons.sees(name):
		frappe.throw(_("Could not find {0}").format(f"{_(field.label)}: {name}"), frappe.LinkValidationError)


def _sees(target: str, name: str) -> bool:
	"""A client-side login names its projects, though their dossiers are not for its eyes."""
	if target == persons.PERSON:
		return persons.sees(name)
	return reads(target, name, viewer_of()) or (target == PROJECT and name in viewer_of().projects)


def _begins(doc: Document, target: str, name: str) -> bool:
	"""With a client that has no project yet, and its contacts, any of our staff begins one."""
	if doc.doctype != PROJECT or viewer_of().client_side:
		return False
	theirs = target == CLIENT or (
		target == CONTACT and frappe.db.get_value(CONTACT, name, "client") == doc.get("client")
	)
	client = doc.get("client")
	return bool(theirs and frappe.db.exists(CLIENT, client)) and not frappe.db.exists(
		PROJECT, {"client": client}
	)


def _row_label(row: Document) -> str:
	return f"{_('Row')} #{row.idx}: " if row.get("parentfield") else ""


def _links(doc: Document) -> Iterator[tuple[Document, Any, str, str]]:
	"""The links to documents of ours and to persons: row (or document), field, DocType, name."""
	rows = [row for table in doc.meta.get_table_fields() for row in doc.get(table.fieldname) or []]
	for row in (doc, *rows):
		for field in row.meta.fields:
			value = (
				row.get(field.fieldname) if field.fieldtype == "Link" and field.options in LINKED else None
			)
			if isinstance(value, str) and value and not (field.read_only or field.fetch_from):
				yield row, field, field.options, value
