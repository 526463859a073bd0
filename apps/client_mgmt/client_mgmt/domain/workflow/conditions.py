"""Conditions that administrators write: expressions that ask and change nothing. On plain text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# Methods of dicts, lists and sets that change them: a condition meets the session and the document as such.
CHANGING = frozenset(
	"update pop popitem clear setdefault append extend insert remove sort reverse add discard save insert "
	"submit cancel delete db_set set set_value format format_map".split()
)
# What a condition calls on the document, which it meets as a dict.
READING = frozenset(("get", "keys", "values", "items", "copy", "name", "doctype"))


class BrokenCondition(ValueError):
	"""A condition that cannot be evaluated: it names or calls what is not there."""


def _nodes(condition: str | None) -> Iterator[ast.AST]:
	"""The parts of a condition; none of what is no expression, which is the caller's to refuse."""
	try:
		yield from ast.walk(ast.parse((condition or "").strip() or "None", mode="eval"))
	except (SyntaxError, ValueError, RecursionError):
		return


def changing_part(condition: str | None) -> str:
	"""The first part of a condition that would change something (`session.update`, `[… for x[0] in …]`),
	"" when there is none. What is no expression is the caller's to refuse."""
	for node in _nodes(condition):
		if isinstance(node, ast.Attribute) and node.attr in CHANGING:
			return node.attr
		if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
			return ast.unparse(node)
		if isinstance(node, ast.NamedExpr):
			return ast.unparse(node)
	return ""


def names_asked(condition: str | None) -> list[str]:
	"""The names that a condition takes from its surroundings (`doc`, `frappe`, `open`), and the dotted paths
	under `frappe`; not those that it binds itself."""
	nodes = list(_nodes(condition))
	bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
	bound |= {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
	names = [node.id for node in nodes if isinstance(node, ast.Name) and node.id not in bound]
	paths = [
		ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute) and _root(node) == "frappe"
	]
	return list(dict.fromkeys([*names, *paths]))


def _root(node: ast.expr) -> str:
	while isinstance(node, ast.Attribute):
		node = node.value
	return node.id if isinstance(node, ast.Name) else ""


def fields_asked(condition: str | None) -> list[str]:
	"""The fields of the document that a condition asks for: `doc.field`, `doc["field"]`,
	`doc.get("field")`."""
	return list(dict.fromkeys(filter(None, map(_field, _nodes(condition)))))


def _field(node: ast.AST) -> str:
	match node:
		case ast.Call(
			func=ast.Attribute(value=ast.Name(id="doc"), attr="get"), args=[ast.Constant(str(name)), *_]
		):
			return name
		case ast.Subscript(value=ast.Name(id="doc"), slice=ast.Constant(str(name))):
			return name
		case ast.Attribute(value=ast.Name(id="doc"), attr=name) if name not in READING:
			return name
		case _:
			return ""
