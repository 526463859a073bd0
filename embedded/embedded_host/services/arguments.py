"""Arguments of a whitelisted function: chosen by its signature, checked against its annotations.

As on v15.41: parameters that the function does not take are dropped; a value of another type than the
annotation is converted where that loses nothing (`"3"` for an int) and refused with FrappeTypeError
otherwise.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from embedded_host.base.context import _dict
from embedded_host.base.exceptions import FrappeTypeError
from embedded_host.base.messages import throw
from embedded_host.base.plain import parse_json
from embedded_host.base.translate import _

_MISSING = object()
_TRUE = {
	"1": True,
	"true": True,
	"yes": True,
	"on": True,
	"0": False,
	"false": False,
	"no": False,
	"off": False,
}
#: what a request calls by these names is one text, or a name; other values are refused before anything looks
#: at them
_TEXTS = frozenset(
	"doctype dt cmd order_by group_by method run_method parent parenttype parentfield parent_doctype action "
	"reference_doctype searchfield query perm_type".split()
)
_NAMES = frozenset("name dn docname old_name new_name reference_name".split())
#: a list, an object, or a text that holds one
_STRUCTURES = frozenset(
	"fields fieldname filters or_filters docs doc items docnames args values assign_to".split()
)
_NUMBERS = frozenset("start page_length limit limit_start limit_page_length".split())
#: most characters of a name, and of a text
_LONGEST_NAME, _LONGEST_TEXT = 200, 2000
#: set by the host, never by a request
_RESERVED = frozenset(("cmd", "ignore_permissions", "ignore_mandatory", "self"))


class _Signature(NamedTuple):
	names: tuple[str, ...]
	required: tuple[str, ...]
	any_name: bool
	types: dict[str, Any]
	#: whose annotation admits no null: it counts as not sent
	never_null: frozenset[str]


@lru_cache(maxsize=4096)
def _signature(fn: Callable[..., Any], skip: int) -> _Signature:
	inner = inspect.unwrap(fn)
	parameters = list(inspect.signature(inner).parameters.values())[skip:]
	named = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
	try:
		hints = typing.get_type_hints(inner)
	except Exception:
		hints = {}
	return _Signature(
		tuple(p.name for p in named),
		tuple(p.name for p in named if p.default is p.empty),
		any(p.kind is p.VAR_KEYWORD for p in parameters),
		hints,
		frozenset(
			p.name for p in named if p.default is not None and not _admits_null(hints.get(p.name, Any))
		),
	)


def _admits_null(hint: Any) -> bool:
	return hint in (Any, None, type(None), object) or any(map(_admits_null, typing.get_args(hint)))


def call(fn: Callable[..., Any], form: dict[str, Any], *args: Any) -> Any:
	"""Calls `fn` with those entries of `form` that it takes; raises FrappeTypeError (417)."""
	return fn(*args, **select(fn, form, len(args)))


def select(fn: Callable[..., Any], form: dict[str, Any], skip: int = 0) -> dict[str, Any]:
	"""The keyword arguments for `fn` out of `form`; its first `skip` parameters are given otherwise."""
	signature = _signature(fn, skip)
	chosen = form.keys() if signature.any_name else [n for n in signature.names if n in form]
	values = {
		n: _check(n, form[n], signature.types.get(n))
		for n in chosen
		if n not in _RESERVED and not (form[n] is None and n in signature.never_null)
	}
	missing = [n for n in signature.required if n not in values]
	if missing:
		throw(_("Missing argument: {0}").format(", ".join(missing)), FrappeTypeError)
	return values


def _check(name: str, value: Any, wanted: Any) -> Any:
	if value is not None:
		_check_kind(name, value)
	if wanted is None or wanted is Any or value is None:
		return value
	converted = convert(value, wanted)
	if converted is _MISSING:
		throw(
			_("Argument '{0}' should be of type '{1}' but got '{2}' instead.").format(
				name, getattr(wanted, "__name__", wanted), type(value).__name__
			),
			FrappeTypeError,
		)
	return converted


def as_object(name: str, value: Any) -> _dict:
	"""A parameter that is an object, or JSON text of one; raises FrappeTypeError (417) for anything else."""
	found = parse_json(value)
	if not isinstance(found, dict):
		_refuse_kind(name)
	return _dict(found)


def as_list(name: str, value: Any) -> list[Any]:
	"""A parameter that is a list, or JSON text of one; raises FrappeTypeError (417) for anything else."""
	found = parse_json(value)
	if not isinstance(found, list):
		_refuse_kind(name)
	return found


def _check_kind(name: str, value: Any) -> None:
	"""The one gate for what the framework's own parameters are: raises FrappeTypeError (417)."""
	kinds: tuple[type, ...] = ()
	if name in _TEXTS:
		kinds, longest = (str,), _LONGEST_TEXT
	elif name in _NAMES:
		kinds, longest = (str, int), _LONGEST_NAME
	elif name in _STRUCTURES:
		kinds, longest = (str, list, dict), 0
	elif name in _NUMBERS and not (isinstance(value, str | int) and _is_page(value)):
		_refuse_kind(name)
	if not kinds:
		return
	if not isinstance(value, kinds):
		_refuse_kind(name)
	if longest and isinstance(value, str) and (len(value) > longest or "\0" in value):
		_refuse_kind(name)


def _is_page(value: str | int) -> bool:
	text = str(value).strip()
	return text in ("", "None", "null") or (text.lstrip("-").isdecimal() and len(text) < 10)


def _refuse_kind(name: str) -> NoReturn:
	throw(_("{0} of this request is not what is meant by that name.").format(name), FrappeTypeError)


def convert(value: Any, wanted: Any) -> Any:
	"""`value` as `wanted` (a class, union, generic alias or Literal); `_MISSING` when it does not fit."""
	origin = typing.get_origin(wanted)
	if origin in (typing.Union, types.UnionType):
		return _first(value, typing.get_args(wanted))
	if origin is typing.Literal:
		return value if value in typing.get_args(wanted) else _MISSING
	target = origin or wanted
	if not isinstance(target, type) or isinstance(value, target):
		return int(value) if target is int and isinstance(value, bool) else value
	convertor = _CONVERTERS.get(target)
	return convertor(value) if convertor else _MISSING


def _first(value: Any, options: tuple[Any, ...]) -> Any:
	exact = [o for o in options if isinstance(o, type) and type(value) is o]
	for option in exact or options:
		converted = convert(value, option)
		if converted is not _MISSING:
			return converted
	return _MISSING


def _int(value: Any) -> Any:
	try:
		return int(value) if isinstance(value, str) or value == int(value) else _MISSING
	except (TypeError, ValueError):
		return _MISSING


def _float(value: Any) -> Any:
	try:
		return float(value)
	except (TypeError, ValueError):
		return _MISSING


def _bool(value: Any) -> Any:
	return _TRUE.get(str(value).lower(), _MISSING) if isinstance(value, str | int) else _MISSING


_CONVERTERS: dict[type, Callable[[Any], Any]] = {int: _int, float: _float, bool: _bool}
