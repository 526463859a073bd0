"""What a rule of visibility says about one column, as SQL for lists and on a row (`permissions.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
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
		return f"coalesce({column(doctype, self.field)}, '') = ''"

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


def column(doctype: str, field: str) -> str:
	"""A column as SQL names it."""
	return f"`tab{doctype}`.`{field}`"
