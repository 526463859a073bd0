"""The SQL of a list's shape, built with PyPika."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from pypika import Field, Order, Table
from pypika import functions as fn
from pypika.terms import Criterion, Parameter

from embedded_host.base.fieldtypes import TABLE_TYPES
from embedded_host.base.html import escape_html
from embedded_host.base.messages import throw
from embedded_host.base.translate import _
from embedded_host.storage import query_rows, query_windows
from embedded_host.storage.ddl import SQLLiteQuery, sql_of, table
from embedded_host.storage.ports import get_meta
from embedded_host.storage.query_fields import Ref, Scope, column_ref, parse, refuse, select_refs
from embedded_host.storage.query_filters import criterion
from embedded_host.storage.query_rows import RowShape
from embedded_host.storage.sqlite import read_date, read_datetime, read_time

_DIRECTION = re.compile(r"(.+?)(?:\s+(asc|desc))?\Z", re.I | re.S)
_OUTSIDE_PARENTHESES = re.compile(r",(?![^()]*\))")
_FUNCTIONS = {"count": fn.Count, "sum": fn.Sum, "avg": fn.Avg, "min": fn.Min, "max": fn.Max}
_READERS: dict[str, Callable[[bytes], Any]] = {
	"Date": read_date,
	"Datetime": read_datetime,
	"Time": read_time,
}
#: (via, column, operator, number of its first bound value)
FilterShape = tuple[str, str, str, int]


class Request(NamedTuple):
	"""What a list asks for, without values: the key under which its plan is kept."""

	doctype: str
	fields: tuple[str, ...]
	filters: tuple[FilterShape, ...] = ()
	or_filters: tuple[FilterShape, ...] = ()
	group_by: str = ""
	order_by: str = ""
	#: lists read null as the empty text, `frappe.db.get_value` does not
	null_safe: bool = True
	#: whose fields: None for no permission checks
	reader: str | None = None
	rows: tuple[RowShape, ...] = ()
	#: conditions on what link fields lead to
	links: tuple[tuple[str, RowShape], ...] = ()
	bound: int = 0


class Plan(NamedTuple):
	"""SQL of a request, the keys of its rows, and what turns aggregated text into dates again."""

	sql: str
	keys: tuple[str, ...]
	readers: tuple[tuple[int, Callable[[bytes], Any]], ...]
	#: the same among the first rows of its order alone (`query_windows`), "" where that means nothing
	window: str = ""


def split(text: str) -> list[str]:
	"""Parts of a comma-separated text; commas inside parentheses do not count."""
	return [part.strip() for part in _OUTSIDE_PARENTHESES.split(text) if part.strip()]


def direction(part: str) -> tuple[str, bool]:
	"""One part of an order as (what to order by, whether downwards)."""
	text, word = _DIRECTION.match(part).groups()  # type: ignore[union-attr]
	return text, (word or "").lower() == "desc"


class Builder:
	"""Builds the query of one request, joining what its fields and filters lead to."""

	def __init__(self, scope: Scope, request: Request) -> None:
		self.scope, self.request, self.meta = scope, request, scope.meta
		self.main = table(self.meta.name)
		self.query = SQLLiteQuery.from_(self.main)
		self.joined: dict[str, Table] = {}
		self.refs = select_refs(scope, request.fields)

	def plan(self) -> Plan:
		"""The finished plan."""
		if not self.refs:
			self.refs = [parse(self.scope, "name")]
		request = self.request
		terms = [self.term(ref).as_(ref.key) for ref in self.refs]
		where, groups = self._where(), [self._group_term(part) for part in split(request.group_by)]
		orders = self._orders()
		query = self.query.select(*terms).groupby(*groups)  # only now: each of them may have joined a table
		for term, order in orders:
			query = query.orderby(term, order=order)
		query = query.limit(Parameter(f"?{self.request.bound + 1}")).offset(
			Parameter(f"?{self.request.bound + 2}")
		)
		window = self._window() if where is not None else None
		first = sql_of(query.where(window & where)) if window is not None else ""
		if where is not None:
			query = query.where(where)
		readers = ((i, _READERS[ref.fieldtype]) for i, ref in enumerate(self.refs) if self._aggregated(ref))
		keys = tuple(ref.key for ref in self.refs)
		return Plan(sql_of(query), keys, tuple(readers), query_windows.unindexed(first, self.meta.name))

	def _window(self) -> Criterion | None:
		"""The window of a list that a reader sees part of, in the order of one column."""
		request, orders = self.request, split(self.request.order_by or self._default_order())
		plain = all(via == "" and operator == "=" for via, _column, operator, _number in request.filters)
		if not (plain and len(orders) == len(request.rows) == 1) or len(request.filters) > 1:
			return None
		text, descending = direction(orders[0])
		column = text.strip().strip("`")
		if request.or_filters or self.joined or self._put_together() or column not in self.meta.columns:
			return None
		equal = tuple((column, number) for _via, column, _operator, number in request.filters)
		word = "DESC" if descending else "ASC"
		return query_windows.window(self.meta.name, equal, column, word, request.bound + 3)

	@staticmethod
	def _aggregated(ref: Ref) -> bool:
		return bool(ref.function) and ref.fieldtype in _READERS

	def term(self, ref: Ref) -> Any:
		"""PyPika's term of a reference."""
		if ref.column == "*":
			return fn.Count("*")
		column = self.column(ref.via, ref.column)
		if not ref.function:
			return column
		call = _FUNCTIONS[ref.function](column)
		return call.distinct() if ref.distinct else call

	def column(self, via: str, name: str) -> Field:
		"""A column of the list's own table, or of what the field `via` leads to."""
		return (self._join(via) if via else self.main).field(name)

	def _join(self, via: str) -> Table:
		if via in self.joined:
			return self.joined[via]
		df = self.meta.get_field(via)
		if df.fieldtype in TABLE_TYPES:
			target = table(df.options).as_(f"child {via}")
			on = (
				(target.parent == self.main.field("name"))
				& (target.parenttype == self.meta.name)
				& (target.parentfield == via)
			)
		else:
			target = table(df.options).as_(f"link {via}")
			on = target.field("name") == self.main.field(via)
			on = self._restricted(via, target, on)
		self.joined[via] = target
		self.query = self.query.left_join(target).on(on)
		return target

	def _restricted(self, via: str, target: Table, on: Criterion) -> Criterion:
		"""A link shows nothing of a document that the reader's own list of that DocType would not."""
		for name, shape in self.request.links:
			rows = query_rows.criterion(shape) if name == via else None
			if rows is not None:
				source = table(shape.doctype)
				on &= target.field("name").isin(
					SQLLiteQuery.from_(source).select(source.field("name")).where(rows)
				)
		return on

	def _where(self) -> Criterion | None:
		parts = [self._filter(shape) for shape in self.request.filters]
		if self.request.or_filters:
			parts.append(Criterion.any([self._filter(shape) for shape in self.request.or_filters]))
		if len(self.request.rows) == 2:
			parts.append(query_rows.of_child(self.request.rows))
		for shape in self.request.rows if len(self.request.rows) == 1 else ():
			rows = query_rows.criterion(shape)
			if rows is not None:
				parts.append(rows)
		return Criterion.all(parts) if parts else None

	def _filter(self, shape: FilterShape) -> Criterion:
		via, column, operator, number = shape
		return criterion(self.column(via, column), operator, number)

	def _orders(self) -> list[tuple[Any, Order]]:
		orders: list[tuple[Any, Order]] = []
		for part in split(self.request.order_by or self._default_order()):
			text, descending = direction(part)
			orders.append((self._sort_term(text), Order.desc if descending else Order.asc))
		if orders and not self._put_together():
			orders.append((self.main.rowid, orders[-1][1]))  # pages neither repeat nor miss a row
		return orders

	def _put_together(self) -> bool:
		"""Whether a row of the result stands for several of the table."""
		request = self.request
		return bool(request.group_by) or any(ref.function for ref in self.refs)

	def _default_order(self) -> str:
		"""The DocType's own order; none where rows are put together."""
		if self._put_together():
			return ""
		field = self.meta.get("sort_field") or "modified"
		if "," in field:
			return field
		word = (self.meta.get("sort_order") or "desc") if self.meta.get("sort_field") else "desc"
		order = f"{field} {word}"
		return f"docstatus asc, {order}" if self.meta.is_submittable else order

	def _group_term(self, text: str) -> Any:
		"""As `_sort_term`; nothing is grouped by an aggregate."""
		plain = text.strip().strip("`")
		if "(" in text or any(ref.key == plain and ref.function for ref in self.refs):
			throw(_("Cannot use {0} in order/group by").format(escape_html(text)))
		return self._sort_term(text)

	def _sort_term(self, text: str) -> Any:
		"""A key of the result, a column or an aggregate to order or group by.

		Raises DataError for anything else.
		"""
		plain = text.strip().strip("`")
		for ref in self.refs:
			if ref.key == plain and (ref.function or ref.via):
				return Field(ref.key)
		if text.strip().lower() in ("name", "idx"):
			return self.main.field(text.strip().lower())
		return self.term(self._permitted(text))

	def _permitted(self, text: str) -> Ref:
		if "(" in text and not (self._put_together() and text.lower().startswith(tuple(_FUNCTIONS))):
			throw(_("Cannot use {0} in order/group by").format(escape_html(text)))
		ref = parse(self.scope, text) if "(" in text else column_ref(self.scope, text.strip())
		if ref.column != "*" and self.scope.hidden(get_meta(ref.doctype), ref.column):
			refuse(text)
		return ref


def build(scope: Scope, request: Request) -> Plan:
	"""The plan of a request."""
	return Builder(scope, request).plan()
