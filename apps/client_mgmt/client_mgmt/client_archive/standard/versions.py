"""The versions of the dossier standard, and what a document lacks by one of them (S004-57..61)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import frappe
from client_mgmt import values
from client_mgmt.domain.dossier import standard as rules
from client_mgmt.domain.dossier.standard import CLIENT, CONTACT, DOSSIER, REQUIREMENT, Ask, Place
from client_mgmt.people.asking import locks
from client_mgmt.people.viewer import once
from frappe import _
from frappe.model.document import Document

DOCTYPE = "Archive Standard"
DRAFT, IN_FORCE, SUPERSEDED = "Draft", "In Force", "Superseded"
FIELD_ROW, SECTION_ROW = "Archive Standard Field", "Archive Standard Section"
FIELD_COLUMNS = (
	"document_type fieldname compulsory government enterprise individual condition help_zh help_en".split()
)


class Standard(NamedTuple):
	"""One version as plain data. `rights`: DocType → section or tab → roles; `help`: (DocType, path) → zh,
	en."""

	name: str
	asks: tuple[Ask, ...]
	rights: Mapping[str, Mapping[str, frozenset[str]]]
	help: Mapping[tuple[str, str], tuple[str, str]]

	def of(self, doctype: str) -> list[Ask]:
		"""What is asked of one DocType."""
		return [each for each in self.asks if each.document_type == doctype]


class Gap(NamedTuple):
	"""A field that a document lacks, in the reader's language."""

	doctype: str
	name: str
	ask: Ask
	label: str
	place: Place


NOTHING = Standard("", (), {}, {})


def in_force(for_update: bool = False) -> str:
	"""The name of the version in force; "" before there is one."""
	where = {"status": IN_FORCE}
	return frappe.db.get_value(DOCTYPE, where, "name", order_by="version desc", for_update=for_update) or ""


def load(name: str | None = None) -> Standard:
	"""A version by its name, the one in force by default; one that asks nothing where there is none."""
	where: Any = name or {"status": IN_FORCE}
	columns = ["name", "modified"]
	row = once(
		f"{DOCTYPE} {name or ''}",
		lambda: frappe.db.get_value(DOCTYPE, where, columns, as_dict=True, order_by="version desc"),
	)
	return _read(frappe.local.site, row.name, str(row.modified)) if row else NOTHING


@lru_cache(maxsize=64)
def _read(_site: str, name: str, _modified: str) -> Standard:
	"""Read once for each content of a version: what is in force does not change."""
	fields = _rows(FIELD_ROW, name, FIELD_COLUMNS)
	rights: dict[str, dict[str, frozenset[str]]] = {}
	for row in _rows(SECTION_ROW, name, ["document_type", "section", "role"]):
		sections = rights.setdefault(row.document_type, {})
		sections[row.section] = sections.get(row.section, frozenset()) | {row.role}
	asks = tuple(rules.ask(row) for row in fields)
	texts = {
		(each.document_type, each.path): (row.help_zh or "", row.help_en or "")
		for each, row in zip(asks, fields, strict=True)
	}
	return Standard(name, asks, rights, texts)


def _rows(doctype: str, parent: str, fields: list[str]) -> list[Any]:
	place = {"parent": parent, "parenttype": DOCTYPE}
	return frappe.get_all(doctype, filters=place, fields=fields, order_by="idx asc", limit_page_length=0)


def applied(doc: Document) -> Standard:
	"""The version that a document is measured by: a dossier's own, otherwise the one in force."""
	own = doc.get("archive_standard") if doc.doctype == DOSSIER else None
	return load(own or None)


def places_of(doctype: str) -> dict[str, Place]:
	"""Where each field of a DocType stands on its form, custom ones included; not to be changed."""
	fields = frappe.get_meta(doctype).fields
	return once(
		f"places {doctype}", lambda: rules.places((df.fieldname, df.fieldtype, df.label) for df in fields)
	)


def types_of(doctype: str, asks: Iterable[Ask]) -> dict[str, str | None]:
	"""path → field type of the asked fields that the DocType has; a tick has no empty value and is left
	out."""
	found: dict[str, str | None] = {}
	for each in asks:
		df = field_of(doctype, each)
		if df and df.fieldtype != "Check":
			found[each.path] = df.fieldtype
	return found


def field_of(doctype: str, asked: Ask) -> Any:
	"""The field that an ask names, None where the DocType has it not (any more)."""
	meta = frappe.get_meta(doctype)
	df = meta.get_field(asked.field)
	if not df or asked.field not in values.data_fields(doctype):
		return None
	if not asked.column:
		return df
	in_rows = df.fieldtype in values.TABLES and asked.column in values.data_fields(df.options)
	return frappe.get_meta(df.options).get_field(asked.column) if in_rows else None


def client_type_of(doc: Document) -> str:
	"""The type of the client that a document belongs to; "" where it is not known."""
	if doc.doctype == CLIENT:
		return doc.get("client_type") or ""
	client = doc.get("client")
	if doc.doctype == REQUIREMENT and doc.get("project"):
		client = frappe.db.get_value(DOSSIER, doc.get("project"), "client")
	return (frappe.db.get_value(CLIENT, client, "client_type") if client else "") or ""


def gaps_in(doctype: str, rows: Iterable[Any], standard: Standard, client_type: str) -> tuple[list[Gap], int]:
	"""The fields that documents of one DocType lack, and how many are asked of all of them."""
	asks = standard.of(doctype)
	types, where = types_of(doctype, asks), places_of(doctype)
	gaps: list[Gap] = []
	total = 0
	for row in rows:
		missing, asked = rules.missing(asks, row, types, client_type)
		total += asked
		gaps += [
			Gap(doctype, row.get("name") or "", each, label_of(doctype, each), where[each.field])
			for each in missing
		]
	return gaps, total


def label_of(doctype: str, asked: Ask) -> str:
	"""The label of an asked field, in the reader's language; of a column with that of its table."""
	meta = frappe.get_meta(doctype)
	label = _(meta.get_label(asked.field))
	if not asked.column:
		return label
	column = frappe.get_meta(meta.get_field(asked.field).options).get_label(asked.column)
	return f"{label}: {_(column)}"


def related(doc: Document, drafts_only: bool = False) -> list[tuple[str, list[Any]]]:
	"""(DocType, rows) that a dossier rests on: its client, the primary contact and those on its team, and its
	requirements (the drafts among them, read under lock; else all but the removed)."""
	client = doc.get("client")
	found: list[tuple[str, list[Any]]] = []
	if client:
		found.append((CLIENT, [frappe.get_doc(CLIENT, client)]))
		found.append((CONTACT, _contacts(doc)))
	status: Any = "Draft" if drafts_only else ("!=", "Removed")
	where = {"project": doc.name, "status": status}
	rows = frappe.db.get_values(REQUIREMENT, where, "*", as_dict=True, for_update=drafts_only and locks())
	return [*found, (REQUIREMENT, list(rows))]


def _contacts(doc: Document) -> list[Any]:
	named = [row.get("contact") for row in doc.get("team") or [] if row.get("contact")]
	ways = [{"client": doc.get("client"), "is_primary": 1}]
	if named:
		ways.append({"name": ("in", named)})
	rows = [row for way in ways for row in frappe.get_all(CONTACT, filters=way, fields=["*"])]
	return list({row.name: row for row in rows}.values())
