"""Copies of a demo's document with its rows and its ledger, as the app itself would have written them.

A copy's texts name the copy instead of the model. What is signed is digested anew and the chain hashed anew
with the functions of `verify_evidence`, so that every copy verifies.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from client_mgmt.domain.evidence.verify_evidence import GENESIS, SIGNATURE, digest, entry_hash
from client_mgmt.workflow_policy import ledger

Row = dict[str, Any]
Swaps = Mapping[str, str]
AT_ONCE = 2000


class Writer:
	"""Collects rows and stores them by the thousand."""

	def __init__(self, site: sqlite3.Connection) -> None:
		self.site, self._rows = site, dict[str, list[Row]]()
		self._numbers: dict[str, Iterator[int]] = {}

	def add(self, doctype: str, row: Row) -> None:
		"""Stores a row; rows of one DocType have the same columns."""
		rows = self._rows.setdefault(doctype, [])
		rows.append(row)
		if len(rows) >= AT_ONCE:
			self._store(doctype)

	def name(self, doctype: str) -> str:
		"""A name that no other row of this DocType has."""
		return f"{doctype[:3].upper()}-F-{next(self._numbers.setdefault(doctype, itertools.count(1))):08}"

	def end(self) -> None:
		"""Stores what is left."""
		for doctype in self._rows:
			self._store(doctype)

	def _store(self, doctype: str) -> None:
		rows = self._rows[doctype]
		if rows:
			columns = ", ".join(f"`{column}`" for column in rows[0])
			sql = f"INSERT INTO `tab{doctype}` ({columns}) VALUES ({', '.join('?' * len(rows[0]))})"
			self.site.executemany(sql, [tuple(row.values()) for row in rows])
			rows.clear()


class Model:
	"""A document of the demo: its row, its child rows and the entries of its chain.

	`named` are the texts that a copy replaces, wherever they stand: its name, its title …
	"""

	def __init__(self, site: sqlite3.Connection, doctype: str, name: str, named: list[str]) -> None:
		self.doctype, self.named = doctype, [name, *named]
		self.row = _rows(site, doctype, "name", name)[0]
		self.children = {table: _rows(site, table, "parent", name) for table in _tables(site, doctype)}
		entries = [(kind, row) for kind in ledger.FIELDS for row in _rows(site, kind, "reference_name", name)]
		self.entries = sorted(
			((kind, row) for kind, row in entries if row["reference_doctype"] == doctype),
			key=lambda entry: int(entry[1]["sequence"]),
		)
		signed = {row["digest"]: row["content"] for _kind, row in self.entries if row["content"]}
		self._moving: dict[int, list[str]] = {}
		self.signed = {old: text for old, text in signed.items() if digest(text) == old}

	def copy(self, to: Writer, swaps: Swaps, about: Row) -> None:
		"""Stores a copy. `swaps`: text of the model → of the copy; `about`: columns of its row, and of its
		children and entries those that they share with it."""
		texts = {**swaps, **{old: digest(swapped(text, swaps)) for old, text in self.signed.items()}}
		when = {key: about[key] for key in ("creation", "modified") if key in about}
		head, count = self._copy_chain(to, texts, when)
		chain = {"chain_head": head, "chain_count": count} if count else {}
		to.add(self.doctype, {**self._renamed(self.row, texts), **about, **chain})
		for table, rows in self.children.items():
			for row in rows:
				to.add(table, {**self._renamed(row, texts), "name": to.name(table)})

	def copy_kept(self, to: Writer, doctype: str, row: Row, swaps: Swaps) -> None:
		"""Stores a copy of a row that keeps a content which the chain names by its digest."""
		texts = {**swaps, **{old: digest(swapped(text, swaps)) for old, text in self.signed.items()}}
		to.add(doctype, {**self._renamed(row, texts), "name": to.name(doctype)})

	def _renamed(self, row: Row, texts: Swaps) -> Row:
		"""A row with its texts swapped; which of them hold any of it is looked up once a row of the model."""
		moving = self._moving.get(id(row))
		if moving is None:
			moving = self._moving[id(row)] = [
				key
				for key, value in row.items()
				if isinstance(value, str) and any(old in value for old in (*self.named, *self.signed))
			]
		return {**row, **{key: swapped(row[key], texts) for key in moving}}

	def _copy_chain(self, to: Writer, texts: Swaps, when: Row) -> tuple[str, int]:
		head = GENESIS
		for kind, entry in self.entries:
			row = {**self._renamed(entry, texts), **when, "name": to.name(kind), "previous_hash": head}
			hashed = {field: "" if row[field] is None else str(row[field]) for field in ledger.FIELDS[kind]}
			head = row["hash"] = entry_hash({"kind": kind, **hashed})
			row["entry_key"] = ledger.entry_key(self.doctype, row["reference_name"], row["sequence"])
			if kind == SIGNATURE:
				row["signature_key"] = ledger.signature_key(row)
			to.add(kind, row)
		return head, len(self.entries)


def swapped(text: str, swaps: Swaps) -> str:
	"""`text` with every swap made in it."""
	for old, new in swaps.items():
		text = text.replace(old, new)
	return text


def _rows(site: sqlite3.Connection, doctype: str, column: str, value: str) -> list[Row]:
	return [dict(row) for row in site.execute(f"SELECT * FROM `tab{doctype}` WHERE `{column}` = ?", (value,))]


def _tables(site: sqlite3.Connection, doctype: str) -> list[str]:
	sql = "SELECT `options` FROM `tabDocField` WHERE `parent` = ? AND `fieldtype` = 'Table'"
	return [row[0] for row in site.execute(sql, (doctype,))]
