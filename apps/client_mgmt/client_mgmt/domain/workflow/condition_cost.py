"""What a condition may cost: an allow-list of its parts, so that none runs long or makes something large. On
plain text.

The embedded host counts steps besides; Frappe evaluates the conditions of a Workflow itself, without
counting.
"""

from __future__ import annotations

import ast

LONGEST, DEEPEST, LARGEST = 5000, 40, 10**15
PARTS = (
	*(
		ast.Expression,
		ast.BoolOp,
		ast.And,
		ast.Or,
		ast.UnaryOp,
		ast.Not,
		ast.USub,
		ast.UAdd,
		ast.BinOp,
		ast.Add,
	),
	*(
		ast.Sub,
		ast.Mult,
		ast.Div,
		ast.FloorDiv,
		ast.Mod,
		ast.Compare,
		ast.cmpop,
		ast.Call,
		ast.keyword,
		ast.Attribute,
	),
	*(
		ast.Subscript,
		ast.Slice,
		ast.Name,
		ast.Load,
		ast.Store,
		ast.Constant,
		ast.List,
		ast.Tuple,
		ast.Set,
		ast.Dict,
	),
	*(ast.IfExp, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.comprehension),
)
LOOPS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
TEXTS = (ast.List, ast.Tuple, ast.Set, ast.Dict, *LOOPS)
GROWING = frozenset(
	"range map filter pow bytes bytearray repr zip enumerate ljust rjust center zfill expandtabs replace "
	"join translate format format_map".split()
)


def costly_part(condition: str | None) -> str:
	"""The first part of a condition that could cost too much, "" when there is none.

	What is no expression is the caller's to refuse."""
	text = (condition or "").strip() or "None"
	if len(text) > LONGEST:
		return text[:40]
	try:
		tree = ast.parse(text, mode="eval")
	except (SyntaxError, ValueError, RecursionError, MemoryError):
		return ""
	return next((_shown(node) for node in ast.walk(tree) if _is_costly(node)), "") or _deep(tree)


def _is_costly(node: ast.AST) -> bool:
	if not isinstance(node, PARTS):
		return True
	if isinstance(node, ast.BinOp):
		return isinstance(node.op, ast.Mult | ast.Mod) and (_is_text(node.left) or _is_text(node.right))
	if isinstance(node, ast.Constant):
		return isinstance(node.value, int) and abs(node.value) > LARGEST
	if isinstance(node, LOOPS):
		return len(node.generators) > 1 or any(
			isinstance(inner, LOOPS) for inner in ast.walk(node) if inner is not node
		)
	return (isinstance(node, ast.Name) and node.id in GROWING) or (
		isinstance(node, ast.Attribute) and node.attr in GROWING
	)


def _is_text(node: ast.AST) -> bool:
	return isinstance(node, TEXTS) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _deep(tree: ast.AST) -> str:
	"""A part that lies too deep, "" when there is none."""
	level, depth = [tree], 0
	while level and depth < DEEPEST:
		level, depth = [child for node in level for child in ast.iter_child_nodes(node)], depth + 1
	return _shown(level[0]) if level else ""


def _shown(node: ast.AST) -> str:
	try:
		return ast.unparse(node)[:80] or type(node).__name__
	except (ValueError, RecursionError, AttributeError):
		return type(node).__name__
