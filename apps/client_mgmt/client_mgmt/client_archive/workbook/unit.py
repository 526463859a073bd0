"""One dossier of an import, written through the documents' own rules as the importing person (S004-70)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import frappe
from client_mgmt.client_archive.dossiers import sources
from client_mgmt.client_archive.workbook import content, stage, structure
from client_mgmt.client_archive.workbook.content import People
from client_mgmt.client_archive.workbook.journal import Journal
from client_mgmt.domain.evidence.signed_content import plain
from client_mgmt.domain.workbook import layout, merge
from client_mgmt.domain.workbook.cells import Problem, shorten
from client_mgmt.domain.workbook.layout import Field
from client_mgmt.domain.workbook.match import find_row, needed
from client_mgmt.domain.workbook.reader import Row
from client_mgmt.people.viewer import made
from frappe.model.document import Document
from frappe.utils import strip_html

ROW = "dossier_import_row"
SOURCE = "Workbook"
NUMBER = "project.client"
MOST_ALIKE = 20


class Unit:
	"""What the rows of one dossier do. `counts`, `messages` and `journal` tell what they did; a Problem or an
	exception of Frappe's ends it."""

	def __init__(self, rows: list[Row], reference: str, fields: Mapping[str, Mapping[str, Field]]) -> None:
		self.rows, self.reference, self.fields = [with_client(row) for row in rows], reference, fields
		self.targets = [{name.partition(".")[0] for name in row.values} for row in self.rows]
		self.counts = dict.fromkeys(("created", "updated", "unchanged", "conflicts", "errors"), 0)
		self.messages: list[dict[str, Any]] = []
		self.journal = Journal(fields)
		self.doctypes = structure.doctypes()
		self.people = People(None)
		self.at: Row = rows[0]

	def run(self) -> None:
		"""Client, contacts, the dossier with its tables, requirements: in the order in which they need each
		other."""
		found = needed(self.rows)
		client = self.find_client(found)
		project = self.find_project(found, client)
		if project and project.client and not found.get(NUMBER):
			client = self.client_of(project)
		client = self.client(client)
		known = client.name if client and not client.flags.dossier_import_new else None
		self.people = People(known)
		self.documents("contact", content.contacts_of(known), client)
		self.people = People(client.name if client else None)
		project = self.project(project, client)
		is_new = project.flags.dossier_import_new
		self.documents("requirement", [] if is_new else content.requirements_of(project.name), project)

	# Finding
	def find_client(self, found: Mapping[str, Any]) -> Document | None:
		"""By number, credit code or exact name, among the clients that the person may see."""
		number = found.get(NUMBER)
		for field, value in (
			("name", number),
			("uscc", found.get("client.uscc")),
			("client_name", found.get("client.client_name")),
		):
			names = self.listed(layout.CLIENTS, {field: value}) if value else []
			if names:
				return frappe.get_doc(layout.CLIENTS, names[0])
			if value and field == "name":
				raise Problem("You have no client {0}: leave the number empty for a new one.", shorten(value))
		return None

	def find_project(self, found: Mapping[str, Any], client: Document | None) -> Document | None:
		"""By number, contract number, or title and client."""
		title, number = found.get("project.project_name"), found.get("project.contract_no")
		ways: list[dict[str, Any]] = [{"name": self.rows[0].key}]
		ways += [{"contract_no": number}] if number else []
		ways += [{"project_name": title, "client": client.name}] if title and client else []
		for filters in ways:
			names = self.listed(layout.PROJECT, filters)
			if names:
				return frappe.get_doc(layout.PROJECT, names[0])
		if not any(row.kind == stage.FACTS for row in self.rows):
			raise Problem(
				"You have no dossier {0}, and no row of the first sheet begins one.",
				shorten(self.rows[0].key),
			)
		return None

	def client_of(self, project: Document) -> Document | None:
		"""The dossier's client, where the person may see it."""
		readable = frappe.has_permission(layout.CLIENTS, "read", project.client)
		return frappe.get_doc(layout.CLIENTS, project.client) if readable else None

	def listed(self, doctype: str, filters: dict[str, Any]) -> list[str]:
		"""Those that the person may read; asked one by one, since a list names all that they may."""
		names = frappe.get_all(doctype, filters=filters, pluck="name", limit_page_length=MOST_ALIKE)
		return [name for name in names if frappe.has_permission(doctype, "read", name)]

	# Writing
	def client(self, client: Document | None) -> Document | None:
		rows = self.rows_of("client")
		if client is None and not any(row.values.get("client.client_name") for row in rows):
			return None
		doc = client or frappe.new_doc(layout.CLIENTS)
		self.take_rows(doc, "client", rows)
		return doc

	def project(self, project: Document | None, client: Document | None) -> Document:
		doc = project or frappe.new_doc(layout.PROJECT)
		rows = self.rows_of("project")
		before = self.journal.image(doc, "project")
		changed = False
		if client and not doc.client:
			changed, doc.client = True, client.name
		for target in layout.TABLES:
			changed = self.table(doc, target) or changed
		for row in rows:
			changed = self.take(doc, doc, "project", row) or changed
		self.save(doc, before, changed, rows[0] if rows else self.rows[0])
		return doc

	def rows_of(self, target: str) -> list[Row]:
		return [row for row, targets in zip(self.rows, self.targets, strict=True) if target in targets]

	def take_rows(self, doc: Document, target: str, rows: list[Row]) -> None:
		"""Takes the values of the rows that speak of one document, and saves it once."""
		before, changed = self.journal.image(doc, target), False
		for row in rows:
			changed = self.take(doc, doc, target, row) or changed
		self.save(doc, before, changed, rows[0] if rows else self.rows[0])

	def take(self, row_doc: Any, doc: Document, target: str, row: Row) -> bool:
		"""Takes what a row says of a document or child row; whether that changes anything."""
		self.at = row
		said = {
			name: field for name, field in self.fields[target].items() if f"{target}.{name}" in row.values
		}
		fields, base = said, merge.stamped(row.digest)
		ours = content.plain_values(row_doc, fields, self.people)
		changed, refused = False, {}
		for name, field in fields.items():
			key = f"{target}.{name}"
			theirs = content.said(row.values[key], field)
			verdict = self.verdict(row_doc, theirs, ours[name], field, base.get(key))
			if verdict == merge.APPLY:
				row_doc.set(name, content.stored_value(theirs, field, self.people))
				changed = True
			elif verdict == merge.CONFLICT:
				refused[name] = theirs
		return self.refuse(row_doc, doc, refused, ours, fields) or changed

	def verdict(self, doc: Any, theirs: Any, ours: Any, field: Field, base: str | None) -> str:
		known = plain(None, field.fieldtype) if theirs is None else theirs
		if doc.is_new():
			wanted = theirs is not None or base is not None
			return merge.APPLY if wanted and known != ours else merge.SAME
		return merge.verdict(known, ours, field, base)

	def refuse(
		self,
		row_doc: Any,
		doc: Document,
		refused: Mapping[str, Any],
		ours: Mapping[str, Any],
		fields: Mapping[str, Field],
	) -> bool:
		"""Keeps ours and shows theirs; whether a default that nobody had touched gave way after all."""
		if not refused:
			return False
		kept = list(refused)
		if row_doc is doc:
			given = {
				name: content.stored_value(value, fields[name], self.people)
				for name, value in refused.items()
			}
			kept = sources.offer(doc, given, SOURCE, self.reference)
		for name in kept:
			self.counts["conflicts"] += 1
			theirs = shorten("" if refused[name] is None else refused[name])
			told = Problem(
				"The document says {0}, the workbook {1}: the document's value was kept.",
				shorten(ours[name]),
				theirs,
			)
			label = fields[name].label.both
			self.messages.append(stage.message("conflict", self.at, told.sentence, told.values, label))
		now = content.plain_values(row_doc, {name: fields[name] for name in refused}, self.people)
		return any(now[name] != ours[name] for name in refused)

	def table(self, doc: Document, target: str) -> bool:
		"""Child rows by number, else by what they say; rows that the workbook lacks stay."""
		rows = self.rows_of(target)
		known = list(doc.get(target) or [])
		plain_rows = {row.name: content.plain_values(row, self.fields[target], self.people) for row in known}
		changed = False
		for row in rows:
			self.at = row
			name = find_row(target, row, plain_rows, doc.is_new())
			child = next((one for one in known if one.name == name), None) if name else None
			if child is None:
				changed = True
				child = doc.append(target, {})
			plain_rows.pop(name, None)
			changed = self.take(child, doc, target, row) or changed
		return changed

	def documents(self, target: str, known: list[Document], owner: Document | None) -> None:
		"""Contacts and requirements: documents of their own, each of which may be refused alone."""
		rows = sorted(self.rows_of(target), key=lambda row: not row.values.get("contact.is_primary"))
		values = {doc.name: content.plain_values(doc, self.fields[target], self.people) for doc in known}
		for row in rows:
			self.at = row
			frappe.db.savepoint(ROW)
			try:
				if owner is None:
					raise Problem("A contact needs a client: name one on the first sheet.")
				name = find_row(target, row, values, owner.flags.dossier_import_new)
				values.pop(name or "", None)
				self.document(target, name, owner, row)
			except stage.BUSY:
				raise
			except Exception as error:
				frappe.db.rollback(save_point=ROW)
				self.failed(error)

	def document(self, target: str, name: str | None, owner: Document, row: Row) -> None:
		doctype = self.doctypes[target]
		doc = frappe.get_doc(doctype, name) if name else frappe.new_doc(doctype)
		if not name:
			doc.set(layout.OWN_DOCUMENTS[target], owner.name)
		self.take_rows(doc, target, [row])

	def save(self, doc: Document, before: dict[str, Any], changed: bool, row: Row) -> None:
		"""One save as the importing person, where there is anything to save."""
		self.at = row
		if doc.is_new():
			doc.flags.dossier_import_new = True
			self.write(doc, doc.insert)
			made(doc)
			self.journal.created(doc)
			self.counts["created"] += 1
		elif changed:
			self.write(doc, doc.save)
			self.journal.updated(doc, before)
			self.counts["updated"] += 1
		else:
			self.counts["unchanged"] += 1

	def write(self, doc: Document, way: Callable[[], Any]) -> None:
		sources.carry(doc, SOURCE, self.reference)
		way()

	def failed(self, error: Exception) -> None:
		"""Tells why a row or the dossier was refused."""
		self.counts["errors"] += 1
		sentence, values = told(error)
		self.messages.append(stage.message("error", self.at, sentence, values))


def with_client(row: Row) -> Row:
	"""An empty client number says nothing: the credit code and the name do."""
	if NUMBER not in row.values or row.values[NUMBER]:
		return row
	return row._replace(values={name: value for name, value in row.values.items() if name != NUMBER})


def told(error: Exception) -> tuple[str, tuple[str, ...]]:
	"""(sentence, values) of an error; what a rule or Frappe says comes in the importer's language."""
	if isinstance(error, Problem):
		return error.sentence, error.values
	if isinstance(error, frappe.DuplicateEntryError | frappe.UniqueValidationError):
		return ("Another document has the same number or code already.", ())
	known = isinstance(error, frappe.ValidationError | frappe.PermissionError | frappe.DoesNotExistError)
	text = strip_html(str(error)).strip() if known else ""
	if known and text:
		return "{0}", (text[:1000],)
	if known:
		return ("You may not write this document.", ())
	frappe.log_error(title="Dossier import")
	return ("This could not be saved; an administrator finds the cause in the Error Log.", ())
