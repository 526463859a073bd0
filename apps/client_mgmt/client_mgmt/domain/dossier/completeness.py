"""Which fields still have to be filled.

A field says so by its `mandatory_depends_on`: the name of another field, or `eval:` and a condition in the
JavaScript that Frappe's forms evaluate. The server reads the same condition here, so that the form and the
rule cannot differ.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from client_mgmt.domain import Readable

TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(===|!==|==|!=|&&|\|\||!)|([A-Za-z_]\w*)""")
WORDS = {
	"===": "==",
	"!==": "!=",
	"&&": " and ",
	"||": " or ",
	"!": " not ",
	"true": "True",
	"false": "False",
	"null": "None",
	"undefined": "None",
}
COMPARE: dict[type, Callable[[Any, Any], bool]] = {
	ast.Eq: operator.eq,
	ast.NotEq: operator.ne,
	ast.Lt: operator.lt,
	ast.LtE: operator.le,
	ast.Gt: operator.gt,
	ast.GtE: operator.ge,
}
Values = Readable


class Field(NamedTuple):
	"""A field that may be required: its name, its label and its condition."""

	fieldname: str
	label: str
	condition: str


class UnknownExpressionError(ValueError):
	"""A condition outside the part of JavaScript that is understood here."""


def missing(
	fields: Iterable[Field], doc: Values, parent: Values | None = None, otherwise: bool = True
) -> list[str]:
	"""Labels of the fields that their condition requires and that are empty.

	`doc` are the values, `parent` those of the parent where `doc` is a child row; `otherwise` decides for a
	condition that cannot be understood.
	"""
	return [field.label for field in missing_fields(fields, doc, parent, otherwise)]


def missing_fields(
	fields: Iterable[Field], doc: Values, parent: Values | None = None, otherwise: bool = True
) -> list[Field]:
	"""As `missing`, the fields themselves."""
	asked: dict[str, bool] = {}  # many fields are required under the same condition

	def required(condition: str) -> bool:
		if condition not in asked:
			asked[condition] = is_required(condition, doc, parent, otherwise)
		return asked[condition]

	return [field for field in fields if is_empty(doc.get(field.fieldname)) and required(field.condition)]


def is_empty(value: Any) -> bool:
	"""Whether nothing was entered: None, blanks, markup without text, or no rows. Zero is a value."""
	if isinstance(value, str):
		if "<" not in value and "&" not in value:
			return not value.strip()
		return not re.sub(r"<(?!img)[^<>]*>|&nbsp;|\s", "", value)
	return value is None or value == []


def is_required(
	condition: str, doc: Readable, parent: Readable | None = None, otherwise: bool = True
) -> bool:
	"""Whether `condition` holds for `doc`."""
	if not condition.startswith("eval:"):
		return bool(doc.get(condition))
	try:
		return bool(_value(_parse(condition[5:]), {"doc": doc, "parent": parent or {}}))
	except UnknownExpressionError:
		return otherwise


def is_understood(condition: str) -> bool:
	"""Whether `condition` lies within what is understood here; "" does."""
	if not condition.startswith("eval:"):
		return not condition or condition.isidentifier()
	try:
		tree = _parse(condition[5:])
		parts = [part for node in ast.walk(tree) if isinstance(node, ast.BoolOp) for part in node.values]
		for part in (tree, *parts):
			_value(part, {"doc": {}, "parent": {}})
	except UnknownExpressionError:
		return False
	return True


@lru_cache(maxsize=512)
def _parse(source: str) -> ast.expr:
	def word(match: re.Match[str]) -> str:
		text, symbol, name = match.groups()
		return text or WORDS.get(symbol or name, symbol or name)

	try:
		return ast.parse(TOKEN.sub(word, source).strip(), mode="eval").body
	except SyntaxError as error:
		raise UnknownExpressionError(source) from error


def _value(node: ast.expr, names: Mapping[str, Values]) -> Any:
	handler = HANDLERS.get(type(node))
	if handler is None:
		raise UnknownExpressionError(ast.dump(node))
	return handler(node, names)


def _bool(node: ast.BoolOp, names: Mapping[str, Values]) -> bool:
	parts = (bool(_value(part, names)) for part in node.values)
	return all(parts) if isinstance(node.op, ast.And) else any(parts)


def _not(node: ast.UnaryOp, names: Mapping[str, Values]) -> Any:
	if isinstance(node.op, ast.Not):
		return not _value(node.operand, names)
	if isinstance(node.op, ast.USub):
		return -_value(node.operand, names)
	raise UnknownExpressionError(ast.dump(node))


def _compare(node: ast.Compare, names: Mapping[str, Values]) -> bool:
	compare = COMPARE.get(type(node.ops[0]))
	if compare is None or len(node.ops) > 1:
		raise UnknownExpressionError(ast.dump(node))
	try:
		return compare(_value(node.left, names), _value(node.comparators[0], names))
	except TypeError:
		return False


def _attribute(node: ast.Attribute, names: Mapping[str, Values]) -> Any:
	if isinstance(node.value, ast.Name) and node.value.id in names:
		return names[node.value.id].get(node.attr)
	raise UnknownExpressionError(ast.dump(node))


def _call(node: ast.Call, names: Mapping[str, Values]) -> bool:
	arguments = [_value(argument, names) for argument in node.args]
	if isinstance(node.func, ast.Name) and node.func.id == "in_list" and len(arguments) == 2:
		return arguments[1] in (arguments[0] or ())
	if isinstance(node.func, ast.Attribute) and node.func.attr == "includes" and len(arguments) == 1:
		return arguments[0] in (_value(node.func.value, names) or ())
	raise UnknownExpressionError(ast.dump(node))


HANDLERS: dict[type, Callable[[Any, Mapping[str, Values]], Any]] = {
	ast.BoolOp: _bool,
	ast.UnaryOp: _not,
	ast.Compare: _compare,
	ast.Attribute: _attribute,
	ast.Call: _call,
	ast.Constant: lambda node, _names: node.value,
	ast.List: lambda node, names: [_value(item, names) for item in node.elts],
}
