"""客户档案.xlsx of one or many dossiers (S004-64..69)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import frappe
from client_mgmt.client_archive.workbook import content, structure
from client_mgmt.client_archive.workbook.content import People
from client_mgmt.domain.workbook import layout, merge
from client_mgmt.domain.workbook.layout import Block, Field, Kind
from client_mgmt.domain.workbook.writer import Line, write
from frappe.model.document import Document


def workbook(projects: Iterable[str], language: str) -> bytes:
	"""The file with these dossiers. Raises PermissionError for one that the caller may not read."""
	lines: dict[str, list[Line]] = {sheet.title.en: [] for sheet in layout.SHEETS}
	blocks = structure.blocks()
	for name in projects:
		doc = frappe.get_doc(layout.PROJECT, name)
		doc.check_permission("read")
		dossier = Dossier(doc, blocks)
		for sheet in layout.SHEETS:
			lines[sheet.title.en] += [line for kind in sheet.kinds for line in dossier.lines(kind)]
	buffer = io.BytesIO()
	write(buffer, structure.structure(), lines, language)
	return buffer.getvalue()


class Dossier:
	"""The rows of one dossier, of what the reader may see: a client or contact that is closed to them is left
	out."""

	def __init__(self, doc: Document, blocks: Mapping[Block, Mapping[str, Field]]) -> None:
		self.doc, self.blocks = doc, blocks
		readable = doc.client and frappe.has_permission(layout.CLIENTS, "read", doc.client)
		self.client = frappe.get_doc(layout.CLIENTS, doc.client) if readable else None
		self.people = People(doc.client)

	def lines(self, kind: Kind) -> Iterator[Line]:
		if not kind.has_key:
			rows = {block.target: self.single(block.target) for block in kind.blocks}
			if any(row is not None for row in rows.values()):
				yield self.line(kind, "", rows)
			return
		target = kind.blocks[0].target
		for row in self.rows(target):
			yield self.line(kind, row.name, {target: row})

	def single(self, target: str) -> Document | None:
		return self.doc if target == "project" else self.client

	def rows(self, target: str) -> Iterable[Any]:
		if target == "requirement":
			return content.requirements_of(self.doc.name)
		if target == "contact":
			return content.contacts_of(self.doc.client)
		return self.doc.get(target) or []

	def line(self, kind: Kind, key: str, rows: Mapping[str, Any]) -> Line:
		values: dict[str, Any] = {}
		fields: dict[str, Field] = {}
		for block in kind.blocks:
			row = rows[block.target]
			wanted = self.blocks[block] if row is not None else {}
			for name, value in content.plain_values(row, wanted, self.people).items():
				values[f"{block.target}.{name}"] = value
				fields[f"{block.target}.{name}"] = wanted[name]
		return Line(kind.title.en, self.doc.name, key, merge.stamp(values, fields), values)
