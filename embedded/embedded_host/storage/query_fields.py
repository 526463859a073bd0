"""Field references of a list: what a caller wrote, as a `Ref`; refused where it is no permitted field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn

from embedded_host.base import exceptions
from embedded_host.base.fieldtypes import OPTIONAL_COLUMNS
from embedded_host.base.html import escape_html
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.storage.ports import Meta, get_meta, permissions

_ALIAS = re.compile(r"(?P<text>.+?)\s+as\s+[`'\"]?(?P<alias>[\w ]+?)[`'\"]?\Z", re.I | re.S)
_CALL = re.compile(r"(?P<function>\w+)\s*\(\s*(?P<distinct>distinct\s+)?(?P<inner>[^()]+?)\s*\)\Z", re.I)
_COLUMN = re.compile(
	r"(?:(?:`tab(?P<table>[^`]+)`|(?P<link>\w+))\.)?(?:`(?P<quoted>\w+)`|(?P<plain>\w+|\*))\Z"
)
FUNCTIONS = frozenset(("count", "sum", "avg", "min", "max"))


class Ref(NamedTuple):
	"""One thing to select, group or order by.

	`via`: the link or table field that leads to `doctype`, "" for the list's own DocType (a table named by
	its DocType has the first table field of it). `column` is "*" only inside count(). `key`: its name in the
	result.
	"""

	doctype: str
	via: str
	column: str
	fieldtype: str
	function: str = ""
	distinct: bool = False
	key: str = ""


class Scope:
	"""Which columns of a DocType (and of those that it leads to) a reader may name."""

	def __init__(self, meta: Meta, user: str | None, parent_doctype: str | None = None) -> None:
		self.meta = meta
		#: None: no permission checks
		self.user = user
		#: whose permissions hold for child rows
		self.parent = parent_doctype if meta.istable else meta.name

	def hidden(self, meta: Meta, column: str) -> bool:
		"""Whether a column that exists is above what the reader may see.

		A child's levels are its parent's.
		"""
		if self.user is None or self.user == "Administrator":
			return False
		if column in OPTIONAL_COLUMNS:
			return "Desk User" not in permissions().get_roles(self.user)
		source = self.parent if meta.istable else meta.name
		selectable = permissions().get_selectable_columns(source, self.user) if source else None
		if selectable is not None and (meta.istable or column not in selectable):
			return True
		level = meta.permlevels.get(column)
		if not level:
			return False
		return not source or level not in permissions().get_permlevels(source, "read", self.user)

	def visible_columns(self) -> list[str]:
		"""What `*` stands for."""
		return [column for column in self.meta.valid_columns if not self.hidden(self.meta, column)]


def refuse(text: Any) -> NoReturn:
	"""Raises DataError (417) for what is no permitted field."""
	shown = escape_html(str(text))
	throw(_("Field not permitted in query: {0}").format(shown), exceptions.DataError)


def parse(scope: Scope, text: str) -> Ref:
	"""Reads `name`, `x as y`, `link.field`, `child.field`, `count(x)` and the like. Raises DataError."""
	alias = ""
	found = _ALIAS.match(text.strip())
	body = text.strip()
	if found:
		body, alias = found.group("text").strip(), found.group("alias")
	call = _CALL.match(body)
	if not call:
		ref = column_ref(scope, body)
		return ref._replace(key=alias or ref.column)
	function = call.group("function").lower()
	if function not in FUNCTIONS:
		refuse(text)
	return _call(scope, function, call.group("inner"), bool(call.group("distinct")), alias or body)


def _call(scope: Scope, function: str, inner: str, distinct: bool, key: str) -> Ref:
	if inner == "*":
		if function != "count" or distinct:
			refuse(f"{function}({inner})")
		return Ref(scope.meta.name, "", "*", "Int", function, False, key)
	ref = column_ref(scope, inner)
	if scope.hidden(get_meta(ref.doctype), ref.column):
		refuse(f"{function}({inner})")
	keeps_type = function in ("min", "max")
	return ref._replace(
		function=function, distinct=distinct, key=key, fieldtype=ref.fieldtype if keeps_type else "Float"
	)


def column_ref(scope: Scope, text: str) -> Ref:
	"""Reads a column, without alias or function. Raises DataError."""
	found = _COLUMN.match(text)
	if not found:
		refuse(text)
	column = found.group("quoted") or found.group("plain")
	meta, via = _target(scope, found.group("table"), found.group("link"), text)
	if column not in meta.columns:
		refuse(column if not via else text)
	return Ref(meta.name, via, column, meta.columns[column], key=column)


def _target(scope: Scope, table: str | None, link: str | None, text: str) -> tuple[Meta, str]:
	"""The DocType that a prefix names, and the field of the list's DocType that leads there."""
	if not table and not link:
		return scope.meta, ""
	if table:
		return table_target(scope, table)
	df = scope.meta.get_field(str(link))
	if df is None or df.fieldtype not in ("Link", "Table", "Table MultiSelect") or not df.options:
		refuse(text)
	if scope.hidden(scope.meta, df.fieldname):
		refuse(text)
	target = get_meta(df.options)
	_check_link(scope, target)
	return target, df.fieldname


def table_target(scope: Scope, doctype: str) -> tuple[Meta, str]:
	"""The list's own DocType, or one of its child tables, by name. Raises DataError for any other."""
	if doctype.lower() == scope.meta.name.lower():
		return scope.meta, ""
	for df in scope.meta.table_fields:
		if df.options == doctype and not scope.hidden(scope.meta, df.fieldname):
			return get_meta(doctype), df.fieldname
	refuse(doctype)


def _check_link(scope: Scope, target: Meta) -> None:
	"""A reader may look through a Link only into a DocType that a role opens."""
	if scope.user is None or target.istable:
		return
	if not permissions().has_permission(target.name, "read", user=scope.user):
		throw(_("No permission to read {0}").format(_(target.name)), exceptions.PermissionError)


def select_refs(scope: Scope, fields: Iterable[str]) -> list[Ref]:
	"""The columns of a list: `*` spread out, what the reader may not see silently left out.

	Raises DataError.
	"""
	refs: list[Ref] = []
	for field in fields:
		if _is_star(scope, field):
			refs.extend(parse(scope, column) for column in scope.visible_columns())
		else:
			ref = parse(scope, field)
			if ref.function or not scope.hidden(get_meta(ref.doctype), ref.column):
				refs.append(ref)
	return refs


def _is_star(scope: Scope, field: str) -> bool:
	return field.strip() in ("*", f"`tab{scope.meta.name}`.*")
