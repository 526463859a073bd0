"""Restricted Python for expressions that administrators write (workflow conditions).

RestrictedPython compiles them: no import, no underscore names, no statements. Beyond that they have a budget:
every call, every element of a loop and every operator is a step, and no text, number or list grows beyond a
bound. Compiled code is kept by its text.
"""

from __future__ import annotations

import ast
import operator
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from types import CodeType
from typing import Any

from RestrictedPython.compile import compile_restricted
from RestrictedPython.Eval import default_guarded_getitem
from RestrictedPython.Guards import guarded_iter_unpack_sequence, safe_builtins, safer_getattr
from RestrictedPython.transformer import RestrictingNodeTransformer

from embedded_host.base.exceptions import ValidationError
from embedded_host.base.html import escape_html
from embedded_host.base.messages import throw
from embedded_host.base.translate import _

#: characters of an expression; steps of one evaluation; what a call of a function that asks the database
#: counts
_MAX_LENGTH, STEPS, OF_A_CALL = 5000, 20_000, 100
#: characters of a text, elements of a list and bits of a whole number that an operator makes
LARGEST = 10_000
#: what a text may be asked: nothing that makes it longer without bound
_OF_TEXT = frozenset(
	"capitalize casefold count endswith find index isalnum isalpha isascii isdecimal isdigit islower "
	"isnumeric isspace istitle isupper lower lstrip partition removeprefix removesuffix rfind rindex "
	"rpartition rsplit rstrip split splitlines startswith strip swapcase title upper".split()
)
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
	ast.Add: operator.add,
	ast.Sub: operator.sub,
	ast.Mult: operator.mul,
	ast.Div: operator.truediv,
	ast.FloorDiv: operator.floordiv,
	ast.Mod: operator.mod,
}
_BY_NAME = {kind.__name__: function for kind, function in _OPERATORS.items()}
_of_thread = threading.local()


class TooCostly(ValidationError):
	"""An expression takes more steps, or makes something larger, than one may."""


def step(count: int = 1) -> None:
	"""Counts steps of the running evaluation; raises TooCostly when there are too many."""
	left = getattr(_of_thread, "left", STEPS) - count
	_of_thread.left = left
	if left < 0:
		raise TooCostly(_("The expression takes more than {0} steps.").format(STEPS))


def _iterate(values: Iterable[Any]) -> Iterator[Any]:
	for value in values:
		step()
		yield value


def _call(function: Any, *args: Any, **kwargs: Any) -> Any:
	"""Every call: what is no plain builtin or method of a value asks the database, or another expression."""
	plain = isinstance(function, type) or function in _PLAIN
	step(1 if plain or isinstance(getattr(function, "__self__", None), str | dict | list) else OF_A_CALL)
	return function(*args, **kwargs)


def _operate(name: str, left: Any, right: Any) -> Any:
	step()
	bits = [value.bit_length() for value in (left, right) if isinstance(value, int)]
	lengths = [len(value) for value in (left, right) if isinstance(value, str | bytes | list | tuple)]
	if name == "Mod" and isinstance(left, str | bytes):
		raise TooCostly(_("An expression does not write texts by a pattern."))
	size = sum(bits) + sum(lengths)
	if name == "Mult" and lengths:
		size = max(lengths) * max(
			[abs(value) for value in (left, right) if isinstance(value, int)], default=0
		)
	if size > LARGEST:
		raise TooCostly(_("The expression makes something larger than {0}.").format(LARGEST))
	return _BY_NAME[name](left, right)


def _range(*args: int) -> range:
	found = range(*args)
	step(len(found))
	return found


def _sum(values: Iterable[Any], start: float = 0) -> Any:
	total: Any = start
	for value in _iterate(values):
		if not isinstance(value, int | float):
			raise TypeError("sum() takes numbers")
		total = _operate("Add", total, value)
	return total


def _listed(function: Callable[..., Any]) -> Callable[..., Any]:
	"""A builtin that goes through what it is given, element by element of the budget."""

	def counted(*args: Any, **kwargs: Any) -> Any:
		return function(*(_iterate(arg) if _is_many(arg) else arg for arg in args), **kwargs)

	return counted


def _is_many(value: Any) -> bool:
	return hasattr(value, "__iter__") and not isinstance(value, str | bytes | type)


def _text(value: Any = "") -> str:
	if _is_many(value):
		raise TypeError("str() takes one value")
	return str(value)


def _power(*_numbers: Any) -> None:
	raise TooCostly(_("An expression raises nothing to a power."))


_BUILTINS = {
	**safe_builtins,
	"dict": _listed(dict),
	"pow": _power,
	"range": _range,
	"repr": _text,
	"str": _text,
	"sum": _sum,
	**{
		function.__name__: _listed(function)
		for function in (all, any, enumerate, filter, list, map, max, min, set, sorted, tuple, zip)
	},
}
for _name in "setattr delattr _getattr_ __build_class__ bytes complex hash id reversed slice".split():
	_BUILTINS.pop(_name, None)
_PLAIN = frozenset(function for function in _BUILTINS.values() if callable(function))


class _Counted(RestrictingNodeTransformer):
	"""Restricted Python whose calls, operators and functions count their steps."""

	def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802 - named by ast
		"""`f(x)` becomes `_call_(f, x)`; names are checked before."""
		if any(isinstance(arg, ast.Starred) for arg in node.args) or any(
			not word.arg for word in node.keywords
		):
			self.error(node, "Arguments are named one by one.")
		found = self.node_contents_visit(node)
		found.args.insert(0, found.func)
		found.func = _name_of("_call_", node)
		return found

	def visit_BinOp(self, node: ast.BinOp) -> ast.AST:  # noqa: N802
		"""`a + b` becomes `_operate_("Add", a, b)`."""
		if type(node.op) not in _OPERATORS:
			self.error(node, f"{type(node.op).__name__} is no operator of an expression.")
		found = self.node_contents_visit(node)
		name = ast.copy_location(ast.Constant(type(node.op).__name__), node)
		call = ast.Call(_name_of("_operate_", node), [name, found.left, found.right], [])
		return ast.fix_missing_locations(ast.copy_location(call, node))

	def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:  # noqa: N802
		"""Refused: a text that writes texts grows without bound."""
		self.error(node, "An expression writes no texts by a pattern.")
		return node


def _name_of(name: str, node: ast.AST) -> ast.Name:
	return ast.copy_location(ast.Name(name, ast.Load()), node)


def _attribute(value: Any, name: str, default: Any = None) -> Any:
	if isinstance(value, str) and name not in _OF_TEXT:
		raise AttributeError(f"an expression does not ask a text for {name!r}")
	return safer_getattr(value, name, default)


def check_syntax(code: str, label: str) -> None:
	"""Raises ValidationError, naming `label`, for what is no expression."""
	try:
		_compiled(code.strip())
	except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
		text = _("{0}: Invalid python code on line {1}").format(_(label), getattr(error, "lineno", None) or 1)
		throw(f"{text}<br><pre>{escape_html(code)}</pre>", title=_("Syntax Error"))


def evaluate(
	code: str, eval_globals: dict[str, Any] | None = None, eval_locals: dict[str, Any] | None = None
) -> Any:
	"""The value of an expression; raises SyntaxError, NameError, TooCostly or whatever it raises itself."""
	names = {**_GUARDS, **(eval_globals or {}), **(eval_locals or {})}
	names["__builtins__"] = _BUILTINS
	compiled, _of_thread.left = _compiled(code.strip()), STEPS
	return eval(compiled, names)


@lru_cache(maxsize=2048)
def _compiled(code: str) -> CodeType:
	if len(code) > _MAX_LENGTH:
		raise SyntaxError(f"expression of more than {_MAX_LENGTH} characters")
	return compile_restricted(code, filename="<expression>", mode="eval", policy=_Counted)


_GUARDS: dict[str, Any] = {
	"_getattr_": _attribute,
	"_getitem_": default_guarded_getitem,
	"_getiter_": _iterate,
	"_iter_unpack_sequence_": guarded_iter_unpack_sequence,
	"_call_": _call,
	"_operate_": _operate,
}
