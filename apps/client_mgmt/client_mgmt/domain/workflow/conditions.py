"""Conditions that administrators write: expressions that ask and change nothing. On plain text."""

from __future__ import annotations

import ast

# Methods of dicts, lists and sets that change them: a condition meets the session and the document as such.
CHANGING = frozenset(
	"update pop popitem clear setdefault append extend insert remove sort reverse add discard save insert "
	"submit cancel delete db_set set set_value format format_map".split()
)


def changing_part(condition: str | None) -> str:
	"""The first part of a condition that would change something (`session.update`, `[… for x[0] in …]`),
	"" when there is none. What is no expression is the caller's to refuse."""
	try:
		tree = ast.parse((condition or "").strip() or "None", mode="eval")
	except (SyntaxError, ValueError, RecursionError):
		return ""
	for node in ast.walk(tree):
		if isinstance(node, ast.Attribute) and node.attr in CHANGING:
			return node.attr
		if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
			return ast.unparse(node)
		if isinstance(node, ast.NamedExpr):
			return ast.unparse(node)
	return ""
