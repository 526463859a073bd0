"""What a rule of visibility says about one column, as SQL for lists and on a row (`permissions.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from client_mgmt.people.asking import remembered
from client_mgmt.people.viewer import Viewer


@dataclass(frozen=True)
class OneOf:
	"""The column holds one of these values."""

	field: str
	values: frozenset[str]

	def sql(self, doctype: str, _viewer: Viewer) -> str:
		if not self.values:
			return "1=0"
		values = ", ".join(frappe.db.escape(value) for value in sorted(self.values))
		return f"{column(doctype, self.field)} in ({values})"

	def holds(self, row: Mapping[str, Any], _viewer: Viewer) -> bool:
		return row.get(self.field) in self.values


@dataclass(frozen=True)
class Empty:
	"""The (text) column holds nothing."""

	field: str

	def sql(self, doctype: str, _viewer: Viewer) -> str:
		empty = column(doctype, self.field)
		return f"({empty} is null or {empty} = '')"  # as an index answers it

	def holds(self, row: Mapping[str, Any], _viewer: Viewer) -> bool:
		return not row.get(self.field)


@dataclass(frozen=True)
class Filled:
	"""The (date, time) column holds something."""

	field: str

	def sql(self, doctype: str, _viewer: Viewer) -> str:
		return f"{column(doctype, self.field)} is not null"

	def holds(self, row: Mapping[str, Any], _viewer: Viewer) -> bool:
		return bool(row.get(self.field))


@dataclass(frozen=True)
class NoneOf:
	"""The (text) column holds none of these values."""

	field: str
	values: frozenset[str]

	def sql(self, doctype: str, _viewer: Viewer) -> str:
		values = ", ".join(frappe.db.escape(value) for value in sorted(self.values))
		return f"coalesce({column(doctype, self.field)}, '') not in ({values})"

	def holds(self, row: Mapping[str, Any], _viewer: Viewer) -> bool:
		return row.get(self.field) not in self.values


@dataclass(frozen=True)
class SignedBy:
	"""The document is one that this person has signed or declined."""

	doctype: str
	user: str
	field: str = "name"

	def sql(self, doctype: str, _viewer: Viewer) -> str:
		about, who = frappe.db.escape(self.doctype), frappe.db.escape(self.user)
		theirs = f"`signer` = {who} and `reference_doctype` = {about}"
		signed = f"select `reference_name` from `tabSignature Record` where {theirs}"
		return f"{column(doctype, self.field)} in ({signed})"

	def holds(self, row: Mapping[str, Any], _viewer: Viewer) -> bool:
		return has_signed(self.doctype, str(row.get(self.field) or ""), self.user)


@remembered
def has_signed(doctype: str, name: str, user: str) -> bool:
	"""Whether somebody has signed or declined a document."""
	about = {"reference_doctype": doctype, "reference_name": name, "signer": user}
	return bool(frappe.db.exists("Signature Record", about))


def column(doctype: str, field: str) -> str:
	"""A column as SQL names it."""
	return f"`tab{doctype}`.`{field}`"
