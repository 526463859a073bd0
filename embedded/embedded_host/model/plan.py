"""What the life cycle needs to know of a DocType, worked out once from its meta."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from embedded_host.base.casts import caster
from embedded_host.base.fieldtypes import (
	CHILD_COLUMNS,
	DATE_TYPES,
	FLOAT_TYPES,
	INTEGER_TYPES,
	LAYOUT_TYPES,
	LONG_TEXT_TYPES,
	NO_VALUE_TYPES,
	SHORT_TEXT_TYPES,
	STANDARD_COLUMNS,
	TABLE_TYPES,
)
from embedded_host.storage.ports import get_meta

#: text that is code or data: never taken for HTML
_NEVER_SANITISED = frozenset(
	(
		"Code",
		"JSON",
		"Attach",
		"Attach Image",
		"Barcode",
		"Link",
		"Dynamic Link",
		"Select",
		"Password",
		"Color",
	)
)


class Plan:
	"""Tables of a DocType's fields, by what the life cycle asks of them."""

	def __init__(self, meta: Any) -> None:
		self.meta = meta
		self.doctype: str = meta.name
		self.istable = bool(meta.istable)
		#: every field with a column, in form order
		self.fields: list[Any] = [
			df for df in meta.fields if df.fieldtype not in NO_VALUE_TYPES and not df.get("is_virtual")
		]
		self.by_name: dict[str, Any] = {df.fieldname: df for df in meta.fields if df.get("fieldname")}
		own = tuple(df.fieldname for df in self.fields if df.fieldname not in STANDARD_COLUMNS)
		self.columns: tuple[str, ...] = STANDARD_COLUMNS + own + (CHILD_COLUMNS if self.istable else ())
		self.column_set = frozenset(self.columns)
		#: what an update writes: who made the document, when, and its name stay
		self.writable = tuple(c for c in self.columns if c not in ("name", "owner", "creation"))
		self.tables: dict[str, str] = {
			df.fieldname: df.options for df in meta.fields if df.fieldtype in TABLE_TYPES
		}
		self.blank: dict[str, Any] = dict.fromkeys(self.columns)
		#: event -> functions of `doc_events`, filled as events happen
		self.events: dict[str, tuple[Callable[..., Any], ...]] = {}
		self.casts: dict[str, Callable[[Any], Any]] = {
			df.fieldname: caster(df.fieldtype) for df in self.fields
		}

	def _of(self, *types: frozenset[str] | tuple[str, ...]) -> list[Any]:
		return [df for df in self.fields if any(df.fieldtype in group for group in types)]

	@cached_property
	def numeric(self) -> list[tuple[str, Callable[[Any], Any]]]:
		"""(fieldname, cast) of the numbers; an empty one is stored as 0."""
		return [(df.fieldname, caster(df.fieldtype)) for df in self._of(INTEGER_TYPES, FLOAT_TYPES)]

	@cached_property
	def dates(self) -> list[tuple[Any, Callable[[Any], Any]]]:
		"""(field, cast) of dates and times."""
		return [(df, caster(df.fieldtype)) for df in self._of(DATE_TYPES)]

	@cached_property
	def texts(self) -> list[Any]:
		"""Fields that hold text."""
		return self._of(SHORT_TEXT_TYPES, LONG_TEXT_TYPES)

	@cached_property
	def text_names(self) -> list[str]:
		"""Their names."""
		return [df.fieldname for df in self.texts]

	@cached_property
	def mandatory(self) -> list[Any]:
		"""Fields that must have a value, tables included."""
		return [df for df in self.meta.fields if df.get("reqd") and df.fieldtype not in LAYOUT_TYPES]

	@cached_property
	def selects(self) -> list[tuple[Any, tuple[str, ...]]]:
		"""(field, allowed values) of Select fields that have options."""
		found = []
		for df in self._of(("Select",)):
			options = tuple(option.strip() for option in (df.options or "").split("\n"))
			if any(options) and not (df.options or "").startswith("[Select]"):
				found.append((df, options))
		return found

	@cached_property
	def links(self) -> list[Any]:
		"""Link fields."""
		return [df for df in self._of(("Link",)) if df.options and df.options != "[Select]"]

	@cached_property
	def dynamic_links(self) -> list[Any]:
		"""Dynamic Link fields."""
		return self._of(("Dynamic Link",))

	@cached_property
	def lengths(self) -> list[tuple[Any, int]]:
		"""(field, most characters) of text fields whose column is limited."""
		found = [(df, int(df.get("length") or 0) or 140) for df in self._of(SHORT_TEXT_TYPES)]
		return found + [(df, int(df.length)) for df in self._of(LONG_TEXT_TYPES) if df.get("length")]

	@cached_property
	def bounded(self) -> list[tuple[Any, bool]]:
		"""(field, whether it takes a long text) of the texts whose column has no length of its own."""
		short = ("Small Text", "Text")
		return [(df, df.fieldtype not in short) for df in self._of(LONG_TEXT_TYPES) if not df.get("length")]

	@cached_property
	def non_negative(self) -> list[Any]:
		"""Numbers that must not be below 0."""
		return [df for df in self._of(INTEGER_TYPES, FLOAT_TYPES) if df.get("non_negative")]

	@cached_property
	def data_options(self) -> list[Any]:
		"""Data fields whose options name a format (Email, Phone, URL, Name)."""
		return [
			df for df in self._of(("Data", "Read Only")) if df.options in ("Email", "Phone", "URL", "Name")
		]

	@cached_property
	def json_fields(self) -> list[Any]:
		"""JSON fields."""
		return self._of(("JSON",))

	@cached_property
	def set_only_once(self) -> list[Any]:
		"""Fields that never change once the document is stored, tables included."""
		return [df for df in self.meta.fields if df.get("set_only_once")]

	@cached_property
	def unique(self) -> list[Any]:
		"""Fields whose values must be unique; an empty one is stored as null."""
		return [df for df in self.fields if df.get("unique")]

	@cached_property
	def sanitised(self) -> list[Any]:
		"""Text fields whose HTML is cleaned on save."""
		return [
			df
			for df in self.texts
			if df.fieldtype not in _NEVER_SANITISED and not df.get("ignore_xss_filter")
		]

	@cached_property
	def permlevels(self) -> dict[str, int]:
		"""Field name -> permlevel, of the fields above level 0."""
		return {df.fieldname: int(df.permlevel) for df in self.meta.fields if df.get("permlevel")}

	@cached_property
	def fetched(self) -> list[tuple[Any, str, str]]:
		"""(field, link field, source field) of `fetch_from`."""
		found = []
		for df in self.fields:
			link, dot, source = (df.get("fetch_from") or "").partition(".")
			if dot and link in self.by_name:
				found.append((df, link, source))
		return found

	@cached_property
	def defaults(self) -> list[tuple[Any, Any]]:
		"""(field, default) of the fields that have one; without one a Select starts with its first option, a
		Time now.
		"""
		found = []
		for df in self.fields:
			if df.get("default") not in (None, ""):
				found.append((df, df.default))
			elif df.fieldtype == "Select" and df.options and df.options != "[Select]":
				found.append((df, df.options.split("\n", 1)[0].strip()))
			elif df.fieldtype == "Time":
				found.append((df, "Now"))
		return found

	@cached_property
	def fixed_defaults(self) -> list[tuple[str, Any]]:
		"""(fieldname, value) of the defaults that are the same for every document."""
		return [
			(df.fieldname, caster(df.fieldtype)(default))
			for df, default in self.defaults
			if not moves(df, default)
		]

	@cached_property
	def moving_defaults(self) -> list[tuple[Any, Any]]:
		"""(field, default) of the others: the day, the user, a linked document's value."""
		return [(df, default) for df, default in self.defaults if moves(df, default)]

	@cached_property
	def passwords(self) -> list[Any]:
		"""Password fields."""
		return self._of(("Password",))

	@cached_property
	def virtual(self) -> list[Any]:
		"""Fields that a controller's property computes."""
		return [df for df in self.meta.fields if df.get("is_virtual") and df.fieldtype not in LAYOUT_TYPES]


def moves(df: Any, default: Any) -> bool:
	"""Whether a `default` may stand for another value the next time."""
	if df.fieldtype in ("Date", "Datetime", "Time") or default in ("__user", "user"):
		return True
	return isinstance(default, str) and default.startswith(":")


def plan_of(doctype: str) -> Plan:
	"""The plan of a DocType; as fresh as its meta."""
	meta = get_meta(doctype)
	try:
		return meta._plan
	except AttributeError:
		plan = meta.__dict__["_plan"] = Plan(meta)
		return plan
