"""Filter values: cast by field type, and ready to be bound.

Measured on v15.41: lists compare with `ifnull(column, '')`, so that an empty value also matches null and
`!=`, `not in`, `<` include null rows; `frappe.db.get_value` and its kin compare as plain SQL does.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from embedded_host.base.fieldtypes import DATE_TYPES
from embedded_host.base.messages import bold, throw
from embedded_host.base.translate import _
from embedded_host.storage.sqlite import time_text
from embedded_host.storage.values import cast_date, is_number

OPERATORS = ("=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "is", "between")
#: Frappe has them; nothing here asks for spans of time or has trees
_NOT_OFFERED = (
	"timespan, previous, next, ancestors of, descendants of, not ancestors of, not descendants of,"
	" descendants of (inclusive)"
).split(", ")
_END_OF_DAY = datetime.timedelta(days=1, microseconds=-1)
_COMPARISONS = frozenset(OPERATORS[:6])
#: suffix of an operator that null meets as well
OR_NULL = " or null"
#: (operator as the statement spells it, values to bind)
Bound = tuple[str, tuple[Any, ...]]


def bind(fieldtype: str, operator: Any, value: Any, null_safe: bool) -> Bound:
	"""The statement's operator and its bound values for one filter; `null_safe` is the way of lists.

	Raises ValidationError for an unknown operator, or a value that the field or the operator cannot read.
	"""
	operator = operator.lower() if isinstance(operator, str) else operator
	if operator in _COMPARISONS:
		return _comparison(fieldtype, operator, value, null_safe)
	if operator in ("in", "not in"):
		return _membership(fieldtype, operator, value, null_safe)
	if operator in ("like", "not like"):
		text = "" if value is None else str(value)
		null_passes = null_safe and (operator == "like") == (text == "")
		return operator + (OR_NULL if null_passes else ""), (text,)
	if operator == "is":
		return _presence(fieldtype, value, null_safe)
	if operator == "between":
		return "between", _between(fieldtype, value)
	return _refuse_operator(operator)


def _refuse_operator(operator: Any) -> Any:
	if operator in _NOT_OFFERED:
		raise NotImplementedError(f"the filter operator {operator!r} is outside the embedded host's contract")
	throw(_("Operator must be one of {0}").format(", ".join((*OPERATORS, *_NOT_OFFERED))))


def _comparison(fieldtype: str, operator: str, value: Any, null_safe: bool) -> Bound:
	if isinstance(value, list | tuple | dict | set):
		throw(_("A filter with {0} takes one value, not several").format(bold(operator)))
	if value is None and not null_safe and operator in ("=", "!="):
		return ("is null" if operator == "=" else "is not null"), ()
	bound = cast(fieldtype, value)
	if bound is None and null_safe and operator != "=" and fieldtype in DATE_TYPES:
		bound = ""
	if null_safe and bound is not None and not is_number(fieldtype) and _null_passes(operator, bound):
		operator += OR_NULL
	return operator, (bound,)


def _null_passes(operator: str, bound: Any) -> bool:
	"""Whether null, read as the empty text, meets `operator bound`."""
	if bound == "":
		return operator in ("=", "<=", ">=")
	return operator in ("!=", "<", "<=")


def _membership(fieldtype: str, operator: str, value: Any, null_safe: bool) -> Bound:
	values = [cast(fieldtype, entry) for entry in _several(value)]
	if not null_safe or is_number(fieldtype):
		return operator, (stored_list(entry for entry in values if entry is not None),)
	texts = ["" if entry is None else entry for entry in values] or [""]
	has_empty = "" in texts
	null = OR_NULL if has_empty == (operator == "in") else ""
	return operator + null, (stored_list(texts),)


def _presence(fieldtype: str, value: Any, null_safe: bool) -> Bound:
	word = str(value).lower()
	if word not in ("set", "not set"):
		throw(_("Operator {0} takes {1} or {2}").format(*map(bold, ("is", "set", "not set"))))
	if not null_safe or (is_number(fieldtype) and word == "not set"):
		return ("is not null" if word == "set" else "is null"), ()
	empty = 0 if is_number(fieldtype) else ""
	return ("!=", (empty,)) if word == "set" else ("=" + OR_NULL, (empty,))


def _several(value: Any) -> Iterable[Any]:
	if value is None:
		return ()
	if isinstance(value, str):
		return [part.strip() for part in value.split(",")]
	if isinstance(value, list | tuple | set | frozenset):
		return value
	return [value]


def stored_list(values: Iterable[Any]) -> str:
	"""Values as the JSON array that a condition with `in` binds."""
	return json.dumps([stored(value) for value in values], ensure_ascii=False)


def stored(value: Any) -> Any:
	"""A date, datetime or time as the text that its column holds; other values as they are."""
	if isinstance(value, datetime.datetime):
		return value.isoformat(" ", "microseconds")
	if isinstance(value, datetime.date):
		return value.isoformat()
	if isinstance(value, datetime.timedelta):
		return time_text(value)
	return value


def _between(fieldtype: str, value: Any) -> tuple[Any, Any]:
	if not isinstance(value, list | tuple) or len(value) != 2:
		throw(_("Operator {0} takes two values").format(bold("between")))
	first, last = (cast(fieldtype, entry) for entry in value)
	if fieldtype == "Datetime" and last is not None and _is_date_alone(value[1]):
		last += _END_OF_DAY
	return first, last


def _is_date_alone(value: Any) -> bool:
	if isinstance(value, str):
		return len(value.strip()) <= 10
	return not isinstance(value, datetime.datetime)


def cast(fieldtype: str, value: Any) -> Any:
	"""A value as the column's type; raises ValidationError for what is no date."""
	if is_number(fieldtype):
		return _number(value)
	if fieldtype in DATE_TYPES:
		return cast_date(fieldtype, value)
	return value if value is None or type(value) is str else _text(value)


def _text(value: Any) -> str:
	return str(int(value)) if isinstance(value, bool) else str(value)


def _number(value: Any) -> int | float:
	if isinstance(value, int | float):
		return value
	try:
		return float(value)
	except (TypeError, ValueError):
		return 0
