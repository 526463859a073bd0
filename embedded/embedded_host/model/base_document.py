"""A document's values: reading, setting, child rows, dicts. The life cycle is in document.py."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from embedded_host.base.context import _dict
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.model.controllers import get_controller
from embedded_host.model.plan import Plan, plan_of

#: attributes of our own that a posted value never sets
_OWN = frozenset(("flags", "meta", "doctype", "_plan"))
#: marks of the client that are no fields
_MARKS = ("__islocal", "__unsaved", "__newname", "__onload", "__run_link_triggers")


class BaseDocument:
	"""Fields as attributes; table fields are lists of child documents."""

	doctype: str
	name: str
	flags: _dict
	if TYPE_CHECKING:

		def __getattr__(self, field: str) -> Any:
			"""Fields of the metadata; a controller's type block names its own."""

		def __setattr__(self, field: str, value: Any) -> None: ...

	def __init__(self, values: dict[str, Any]) -> None:
		own = self.__dict__
		own["doctype"] = values["doctype"]
		own["flags"] = _dict()
		plan = self._plan
		own.update(plan.blank)
		own["docstatus"] = own["idx"] = 0
		for table in plan.tables:
			own[table] = []
		self._take(values)

	@property
	def meta(self) -> Any:
		"""The DocType's Meta."""
		return plan_of(self.doctype).meta

	@cached_property
	def _plan(self) -> Plan:
		return plan_of(self.doctype)

	def __getstate__(self) -> dict[str, Any]:
		return {key: value for key, value in self.__dict__.items() if key != "_plan"}

	def __repr__(self) -> str:
		return f"<{type(self).__name__}: {self.__dict__.get('name') or 'unsaved'}>"

	def update(self, values: dict[str, Any]) -> Any:
		"""Sets several values. What is no field stays an attribute that is never saved (`workflow_reason`);
		names of methods and of our own attributes are passed over, and the name of a stored document is kept
		(`rename_doc` changes it). Returns the document.
		"""
		own = self.__dict__
		if "name" in values and own.get("name") and own.get("creation") and not own.get("__islocal"):
			values = {key: value for key, value in values.items() if key != "name"}
		self._take(values)
		return self

	def _take(self, values: dict[str, Any]) -> None:
		plan, own = self._plan, self.__dict__
		all_set = type(self).set is not BaseDocument.set  # a controller that has its own gets every value
		for key, value in values.items():
			if key in plan.tables or (all_set and key in plan.column_set):
				self.set(key, value)
			elif key in plan.column_set or key in _MARKS or self._is_free(key):
				own[key] = value

	def _is_free(self, key: str) -> bool:
		return key not in _OWN and not key.startswith("_") and not hasattr(type(self), key)

	def get(self, key: Any, default: Any = None) -> Any:
		"""A value, or the rows of a table field, or `default`. Frappe can filter rows here; this does not."""
		if isinstance(default, dict):
			raise NotImplementedError("Document.get with filters is outside the embedded host's contract")
		own = self.__dict__
		if key in own:
			return own[key]
		if isinstance(getattr(type(self), key, None), property):
			return getattr(self, key)
		return default

	def set(self, key: str, value: Any, as_value: bool = False) -> None:
		"""Sets a value; rows given to a table field replace the old ones, unless it is told `as_value`."""
		if key in _OWN:
			return
		if key in self._plan.tables and not as_value:
			if not isinstance(value, list | tuple | None.__class__):
				_refuse_rows(key)
			self.__dict__[key] = []
			for row in value or ():
				self.append(key, row)
		else:
			self.__dict__[key] = value

	def append(self, key: str, value: Any = None) -> Any:
		"""Adds a row (a dict or a child document) to a table field and returns it."""
		child_doctype = self._plan.tables.get(key)
		if child_doctype is None:
			raise AttributeError(key)
		if not isinstance(value, BaseDocument):
			if value is not None and not isinstance(value, dict):
				_refuse_rows(key)
			value = get_controller(child_doctype)({**(value or {}), "doctype": child_doctype})
		rows = self.__dict__.setdefault(key, [])
		rows.append(value)
		value.parent, value.parenttype, value.parentfield = self.__dict__.get("name"), self.doctype, key
		value.idx = len(rows)
		if not value.__dict__.get("name"):
			value.__dict__["__islocal"] = 1
		return value

	def remove(self, row: Any) -> None:
		"""Takes a row out of its table field and numbers the rest."""
		rows = self.__dict__[row.parentfield]
		rows.remove(row)
		for index, other in enumerate(rows, 1):
			other.idx = index

	def get_all_children(self) -> list[Any]:
		"""Every child row of every table field."""
		own = self.__dict__
		return [row for table in self._plan.tables for row in own.get(table) or ()]

	def is_new(self) -> bool:
		"""Whether the document is not stored yet."""
		return bool(self.__dict__.get("__islocal"))

	def as_dict(self, no_nulls: bool = False) -> _dict:
		"""The document as plain dicts, child rows included; without the empty values when `no_nulls`."""
		own, plan = self.__dict__, self._plan
		if no_nulls:
			values = _dict({key: own[key] for key in plan.columns if own.get(key) is not None})
		else:
			values = _dict(zip(plan.columns, map(own.get, plan.columns), strict=True))
		for df in plan.virtual:
			values[df.fieldname] = getattr(self, df.fieldname, None)
		values["doctype"] = self.doctype
		for table in plan.tables:
			values[table] = [row.as_dict(no_nulls) for row in own.get(table) or ()]
		for mark in _MARKS:
			if own.get(mark):
				values[mark] = own[mark]
		return values


def of_row(controller: type[BaseDocument], doctype: str, row: dict[str, Any]) -> BaseDocument:
	"""A document of a row as it came from the database, without its child rows."""
	doc = controller.__new__(controller)
	doc.__dict__.update(doctype=doctype, flags=_dict())
	doc.__dict__.update(row)
	return doc


def _refuse_rows(key: str) -> None:
	throw(_("{0} must be a list of rows").format(key))
