"""The commonest questions: rows in which columns hold certain texts or numbers, without permission checks.

They differ in values alone, so that their plan is found by the names of the columns, and the values are bound
as they are. What needs a look (empty values, dates, other operators) goes the long way of `query.py`.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from embedded_host.base.fieldtypes import DATE_TYPES
from embedded_host.storage import caches
from embedded_host.storage.ports import get_meta
from embedded_host.storage.query_build import Plan
from embedded_host.storage.values import is_number

#: shapes kept per site and generation
MOST_PLANS = 2000
Kind = tuple[str, bool]  # operator, whether the value is a number


class Plain(NamedTuple):
	"""A plain question: the key of its plan, the values to bind, and the plan where it is known."""

	key: tuple[Any, ...]
	values: list[Any]
	plan: Plan | None


def of(
	doctype: str, fields: tuple[str, ...], filters: tuple[Any, Any], shape: dict[str, Any]
) -> Plain | None:
	"""A list's question as a plain one, None for any other; `filters` and `shape` as of `query.run`."""
	asked = {} if filters[0] is None else filters[0]
	if asked.__class__ is not dict or filters[1]:
		return None
	values: list[Any] = []
	kinds = tuple(_kind(value, values) for value in asked.values())
	if None in kinds:
		return None
	key = (doctype, fields, tuple(asked), kinds, *shape.items())
	return Plain(key, values, caches.room("plain plans").get(key))


def _kind(value: Any, values: list[Any]) -> Kind | None:
	if _is_text(value) or value.__class__ is int:
		values.append(value)
		return "=", value.__class__ is int
	if value.__class__ in (tuple, list) and len(value) == 2 and value[0] == "in" and _are_texts(value[1]):
		values.append(json.dumps(value[1], ensure_ascii=False))
		return "in", False
	return None


def _are_texts(values: Any) -> bool:
	return values.__class__ in (list, tuple) and bool(values) and all(map(_is_text, values))


def _is_text(value: Any) -> bool:
	return value.__class__ is str and value != ""


def keep(question: Plain, plan: Plan) -> None:
	"""Remembers the plan of a question whose values every column takes as they are."""
	doctype, _fields, names, kinds, *_shape = question.key
	columns = get_meta(doctype).columns
	if all(_takes(columns.get(name), kind) for name, kind in zip(names, kinds, strict=True)):
		plans = caches.room("plain plans")
		if len(plans) >= MOST_PLANS:
			plans.clear()
		plans[question.key] = plan


def _takes(fieldtype: str | None, kind: Kind) -> bool:
	return fieldtype is not None and fieldtype not in DATE_TYPES and is_number(fieldtype) == kind[1]
