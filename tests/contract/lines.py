"""The lines of docs/waist.md, and which of them a test claims to prove on both hosts."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "docs" / "waist.md"
#: rows whose note lists members, each a line of its own
WITH_MEMBERS = ("frappe.model.document.Document", "frappe.get_meta", "frappe.utils.*")


def rows(section: str) -> Iterator[tuple[list[str], list[str]]]:
	"""What stands between backticks in the first and in the second column of a section's table."""
	text = CONTRACT.read_text(encoding="utf-8").split(f"## {section}\n")[1].split("\n## ")[0]
	for line in text.splitlines():
		if line.startswith("| `"):
			first, _bar, note = line.strip("| ").partition(" | ")
			yield re.findall(r"`([^`]+)`", first), re.findall(r"`([^`]+)`", note)


def python_names() -> set[str]:
	"""Dotted names of the first column and the members of frappe.utils; the exceptions."""
	names: set[str] = set()
	for words, members in rows("Python names"):
		prefix = words[0].rsplit(".", 1)[0]
		names |= {word if word.startswith("frappe") else f"{prefix}.{word}" for word in words}
		if words[0] == "frappe.utils.*":
			names |= {f"frappe.utils.{member}" for member in members}
	return names | exception_names()


def exception_names() -> set[str]:
	tree = ast.parse(
		(ROOT / "embedded" / "embedded_host" / "base" / "exceptions.py").read_text(encoding="utf-8")
	)
	classes = {f"frappe.{node.name}" for node in tree.body if isinstance(node, ast.ClassDef)}
	return classes | {"frappe.exceptions"}


def endpoints() -> Iterator[str]:
	"""The endpoints, braces expanded; `.x` stands beside the one before it."""
	for words, _note in rows("HTTP"):
		before = ""
		for word in words:
			if word.startswith("."):
				word = before.rsplit(".", 1)[0] + word
			before = word
			head, braces, tail = re.fullmatch(r"([^{]*)(?:\{([^}]*)\})?(.*)", word).groups()  # type: ignore[union-attr]
			yield from (f"{head}{choice}{tail}" for choice in (braces or "").split(","))


def lines() -> set[str]:
	"""Everything that needs a test. The exceptions are walked by one test, so they are one line."""
	found = python_names() - exception_names() | {"frappe.exceptions"}
	found.discard("frappe.utils.*")
	for words, members in rows("Python names"):
		if words[0] in WITH_MEMBERS[:2]:
			found |= {f"{words[0]}.{member}" for member in members}
	found |= {hook for words, _note in rows("Hooks") for hook in words}
	return found | set(endpoints())


def claimed(path: Path) -> set[str]:
	"""The lines that `pytest.mark.contract` names in a file, of tests that run on both hosts."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	constants = _texts(tree)
	found: set[str] = set()
	if "pytest.mark.embedded" in constants.get("pytestmark", ""):
		return found
	for node in ast.walk(tree):
		if not isinstance(node, ast.FunctionDef):
			continue
		marks = [ast.unparse(mark) for mark in node.decorator_list]
		if "pytest.mark.embedded" in marks:
			continue
		for mark in node.decorator_list:
			if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.contract":
				found |= {_text(argument, constants) for argument in mark.args}
	return found


def _texts(tree: ast.Module) -> dict[str, str]:
	"""The module's constants that are texts; `pytestmark` as it is written."""
	found: dict[str, str] = {}
	for node in tree.body:
		if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
			if node.targets[0].id == "pytestmark":
				found["pytestmark"] = ast.unparse(node.value)
			elif isinstance(node.value, ast.Constant | ast.JoinedStr):
				with contextlib.suppress(KeyError, ValueError):  # made of something that is no constant
					found[node.targets[0].id] = _text(node.value, found)
	return found


def _text(node: ast.expr, constants: dict[str, str]) -> str:
	if isinstance(node, ast.JoinedStr):
		return "".join(_text(part, constants) for part in node.values)
	if isinstance(node, ast.FormattedValue):
		return _text(node.value, constants)
	return constants[node.id] if isinstance(node, ast.Name) else str(ast.literal_eval(node))
