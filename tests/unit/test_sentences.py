"""Sentences name DocTypes, fields, states, roles and actions in the reader's language: what is put into one
is translated there, or was before under another name (house style 4)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "apps" / "client_mgmt" / "client_mgmt"
# Names of what has a translation.
NAMING = frozenset(
	"doctype document_type reference_doctype reference_type parenttype dt doc_type kind state from_state "
	"to_state next_state signing_state workflow_state action from_action role allowed allow_edit "
	"project_role fieldname state_field party purpose status priority decision workflow".split()
)


def named(node: ast.expr) -> set[str]:
	"""The last names of an expression: `row.doctype`, `row["doctype"]`, `row.get("doctype")`, `a or b`."""
	match node:
		case ast.Name(id=name) | ast.Attribute(attr=name):
			return {name}
		case ast.Subscript(slice=ast.Constant(value=str(name))):
			return {name}
		case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str(name)), *_]):
			return {name}
		case ast.BoolOp(values=values):
			return set().union(*map(named, values))
		case _:
			return set()


def untranslated(text: str) -> Iterator[tuple[int, str]]:
	"""(line, expression) of what `.format()` puts into a sentence as it is stored."""
	for node in ast.walk(ast.parse(text)):
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
			for argument in (*node.args, *(word.value for word in node.keywords)):
				if named(argument) & NAMING:
					yield argument.lineno, ast.unparse(argument)


def test_what_a_sentence_names_is_translated() -> None:
	files = [file for file in APP.rglob("*.py") if "demo" not in file.parts]
	assert len(files) > 300
	assert [
		f"{file.relative_to(APP)}:{line} {what}"
		for file in files
		for line, what in untranslated(file.read_text(encoding="utf-8"))
	] == []


@pytest.mark.parametrize(
	"planted",
	[
		'_("{0} is closed.").format(doc.doctype)',
		'_("{0} is closed.").format(row["to_state"])',
		'_("{0} is closed.").format(rule.get("role") or _("nobody"))',
		"sentence.format(action, name)",
	],
)
def test_a_planted_name_is_seen(planted: str) -> None:
	assert list(untranslated(planted))
	assert not list(untranslated('_("{0} is closed.").format(_(doc.doctype), doc.name)'))
