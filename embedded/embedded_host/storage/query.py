"""Lists: `frappe.get_all` and `frappe.get_list`, over Python and over HTTP.

What a list asks for is reduced to its shape: everything but the values. The SQL of a shape is built once and
kept; a list that was asked before costs the reading of its filters and SQLite's own time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from embedded_host.base import budget
from embedded_host.base.context import _dict, local
from embedded_host.base.html import escape_html
from embedded_host.base.messages import bold, throw
from embedded_host.base.plain import parse_json
from embedded_host.base.translate import _
from embedded_host.base.waist import refuse_options
from embedded_host.storage import caches, query_windows
from embedded_host.storage import query_plain as plain
from embedded_host.storage.ports import Meta, get_meta
from embedded_host.storage.query_build import FilterShape, Plan, Request, build, direction, split
from embedded_host.storage.query_fields import Scope, column_ref, refuse, table_target
from embedded_host.storage.query_filters import Filter, normalise
from embedded_host.storage.query_plain import MOST_PLANS
from embedded_host.storage.query_rows import RowShape, row_shapes, shape_of
from embedded_host.storage.query_values import bind

#: fields, filters and columns to sort by, each
MOST_PARTS = 300
_PREFIX = re.compile(r"(\w+)\.")


def get_all(doctype: str, **options: Any) -> Any:
	"""A list without permission checks, child DocTypes included; options as `get_list`."""
	if not options.keys() <= OPTIONS:
		refuse_options("frappe.get_all", options.keys() - OPTIONS)
	return read(doctype, None, **options)


def get_list(doctype: str, **options: Any) -> Any:
	"""Rows of a DocType that the session's user may see, as dicts; options as `read`.

	Raises NotImplementedError for another option, PermissionError, DataError for a field that is not
	permitted, ValidationError for a bad filter.
	"""
	if not options.keys() <= OPTIONS:
		refuse_options("frappe.get_list", options.keys() - OPTIONS)
	return read(doctype, local.session.user, **options)


def read(
	doctype: str,
	user: str | None,
	*,
	fields: Any = None,
	filters: Any = None,
	or_filters: Any = None,
	group_by: str | None = None,
	order_by: str | None = None,
	limit_start: int | str | None = None,
	limit_page_length: int | str | None = None,
	limit: int | str | None = None,
	pluck: str | None = None,
	as_list: bool = False,
	parent_doctype: str | None = None,
) -> Any:
	"""Rows that `user` may see (None: all), as dicts.

	`fields`: names, "x as y", "link.field", "child.field", "*", aggregates; `filters`: a dict, or a list of
	[field, operator, value] or [DocType, field, operator, value]; no limit or 0: all; `as_list`: tuples;
	`pluck`: the values of one field; `parent_doctype`: needed for a child DocType.
	"""
	plan, rows = run(
		doctype,
		_fields((pluck,) if pluck else fields),
		(filters, or_filters),
		(limit_start, limit_page_length or limit),
		user=user,
		parent_doctype=parent_doctype,
		order_by=order_by or "",
		group_by=group_by or "",
	)
	if pluck:
		return [row[0] for row in rows]
	return tuple(rows) if as_list else [_dict(zip(plan.keys, row, strict=False)) for row in rows]


#: what `frappe.get_list` and `frappe.get_all` take beside the DocType
OPTIONS = frozenset(read.__kwdefaults__)


def run(
	doctype: str,
	fields: tuple[str, ...],
	filters: tuple[Any, Any],
	limits: tuple[Any, Any],
	user: str | None = None,
	parent_doctype: str | None = None,
	**shape: Any,
) -> tuple[Plan, Iterable[tuple[Any, ...]]]:
	"""The plan and the rows of a list. `filters`: those that must all hold, and those of which one must;
	`limits`: start and length; `user` None: no permission checks; `shape`: the other members of Request.
	"""
	found = plain.of(doctype, fields, filters, shape) if user is None else None
	if found and found.plan:
		budget.check()
		return found.plan, _rows(found.plan, doctype, found.values, limits)
	plan, params = _planned(doctype, fields, filters, user, parent_doctype, **shape)
	if found:
		plain.keep(found, plan)
	return plan, _rows(plan, doctype, params, limits)


def _rows(plan: Plan, doctype: str, params: list[Any], limits: tuple[Any, Any]) -> Iterable[tuple[Any, ...]]:
	length = _whole(limits[1])
	start = _whole(limits[0]) if length else 0  # a start without a length is none
	found = _found(plan, doctype, params, length, start)
	return _read(plan, found) if plan.readers else found


def _planned(
	doctype: str,
	fields: tuple[str, ...],
	filters: tuple[Any, Any],
	user: str | None,
	parent_doctype: str | None,
	**shape: Any,
) -> tuple[Plan, list[Any]]:
	"""The plan of a list, and the values to bind."""
	meta = _listed(doctype, fields, filters, shape)
	scope = Scope(meta, user, parent_doctype)
	params: list[Any] = []
	null_safe = shape.get("null_safe", True)
	rows = row_shapes(meta, user, parent_doctype, params) if user else ()
	request = Request(
		meta.name,
		fields,
		_bind(scope, filters[0], null_safe, params),
		_bind(scope, filters[1], null_safe, params) if filters[1] else (),
		reader=user,
		rows=rows,
		links=_links(scope, fields, shape, params) if user else (),
		bound=len(params),
		**shape,
	)
	return _plan(scope, request), params


def _found(plan: Plan, doctype: str, params: list[Any], length: int, start: int) -> list[tuple[Any, ...]]:
	"""The rows of one page; of all of them without a length."""
	bound = [*params, length or -1, start]
	first = query_windows.rows(plan.window, doctype, bound, length, start)
	if first is not None:
		return first
	rows: list[tuple[Any, ...]] = local.db.conn.raw.execute(plan.sql, bound).fetchall()
	return rows


def _listed(doctype: str, fields: tuple[str, ...], filters: tuple[Any, Any], shape: dict[str, Any]) -> Meta:
	"""The metadata of what a list is of; raises ValidationError for a DocType without one, and for a list of
	more parts than SQL takes."""
	budget.check()
	meta: Meta = get_meta(doctype)
	if meta.issingle:
		throw(_("{0} is a single document, not a list: read it by its name.").format(bold(_(meta.name))))
	sorts = shape.get("order_by", "") + shape.get("group_by", "")
	parts = (len(fields), *(len(one) for one in filters if isinstance(one, list | dict)), sorts.count(","))
	if max(parts) > MOST_PARTS:
		throw(_("A list takes up to {0} fields, filters and columns to sort by.").format(MOST_PARTS))
	return meta


def named(
	doctype: str, name: str, fields: tuple[str, ...], limit: int | None
) -> tuple[Plan, Iterable[tuple[Any, ...]]]:
	"""As `run` for the document of one name, the commonest question of all; without permission checks."""
	plans = caches.room("plans by name")
	plan: Plan | None = plans.get((doctype, fields))
	if plan is not None:
		return plan, local.db.conn.raw.execute(plan.sql, (name, limit or -1, 0)).fetchall()
	plan, rows = run(doctype, fields, ({"name": name}, None), (0, limit), null_safe=False)
	if not plan.readers and len(plans) < MOST_PLANS:
		plans[doctype, fields] = plan
	return plan, rows


def _plan(scope: Scope, request: Request) -> Plan:
	"""The plan of a shape; the reader is part of it, since a plan leaves out what this reader may not see."""
	plans = caches.room("list plans")
	plan: Plan | None = plans.get(request)
	if plan is None:
		if len(plans) >= MOST_PLANS:
			plans.clear()
		plan = plans[request] = build(scope, request)
	return plan


def _read(plan: Plan, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
	"""Rows with aggregated dates turned from text into dates."""
	found = [list(row) for row in rows]
	for row in found:
		for position, reader in plan.readers:
			if row[position] is not None:
				row[position] = reader(row[position].encode())
	return [tuple(row) for row in found]


def _bind(scope: Scope, filters: Any, null_safe: bool, params: list[Any]) -> tuple[FilterShape, ...]:
	"""Shapes of the filters; their values go to `params`."""
	shapes = []
	for found in normalise(filters):
		via, column, fieldtype = _filter_column(scope, found)
		operator, values = bind(fieldtype, found.operator, found.value, null_safe)
		shapes.append((via, column, operator, len(params) + 1))
		params.extend(values)
	return tuple(shapes)


def _filter_column(scope: Scope, found: Filter) -> tuple[str, str, str]:
	"""(via, column, field type).

	Raises DataError for a column that there is not, or that the reader may not see.
	"""
	meta, field, via = scope.meta, found.field, ""
	if found.doctype and found.doctype != meta.name:
		meta, via = table_target(scope, found.doctype)
	elif field.startswith("`"):
		ref = column_ref(scope, field)
		meta, via, field = get_meta(ref.doctype), ref.via, ref.column
	if field not in meta.columns or (scope.user and scope.hidden(meta, field)):
		refuse(field)
	return via, field, meta.columns[field]


def _links(
	scope: Scope, fields: tuple[str, ...], shape: dict[str, Any], params: list[Any]
) -> tuple[tuple[str, RowShape], ...]:
	"""Row conditions of the DocTypes that `link.field` looks into."""
	sorts = shape["order_by"] + shape["group_by"]
	if "." not in sorts and not any("." in field for field in fields):
		return ()
	parts = [direction(part)[0] for text in (shape["order_by"], shape["group_by"]) for part in split(text)]
	names = [text for text in (*fields, *parts) if "." in text]
	vias = {match.group(1) for text in names for match in _PREFIX.finditer(text)}
	links = [
		df for df in map(scope.meta.get_field, sorted(vias)) if df and df.fieldtype == "Link" and df.options
	]
	return tuple((df.fieldname, shape_of(df.options, str(scope.user), params)) for df in links)


def _fields(fields: Any) -> tuple[str, ...]:
	"""The fields as a tuple of texts: part of the plan's key."""
	if not fields:
		return ("name",)
	if isinstance(fields, str):
		text = fields.strip()
		fields = parse_json(text) if text[:1] in ("[", '"') else text
		fields = split(fields) if isinstance(fields, str) else fields
	if not isinstance(fields, list | tuple):
		throw(_("Fields must be a list"))
	for field in fields:
		if not isinstance(field, str):
			refuse(field)
	return tuple(fields)


def _whole(value: Any) -> int:
	"""A limit as a number that is not below 0; raises ValidationError for what is none."""
	try:
		return max(int(value or 0), 0)
	except (TypeError, ValueError):
		throw(_("{0} is not a number").format(bold(escape_html(str(value)))))
