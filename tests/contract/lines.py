"""The lines of docs/waist.md, and which of them a test claims to prove on both hosts."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAIST = ROOT / "docs" / "waist.md"
#: sections whose rows are names and what they take
PYTHON = ("Python names", "Database", "Objects", "Documents", "Metadata")


def section(title: str) -> str:
	"""The text below a heading of any depth, up to the next heading."""
	return re.split(r"^#+ ", WAIST.read_text(encoding="utf-8").split(f"# {title}\n")[1], flags=re.M)[0]


def words(text: str) -> list[str]:
	"""What stands between backticks."""
	return re.findall(r"`([^`]+)`", text)


def rows(title: str) -> Iterator[tuple[list[str], list[str]]]:
	"""What stands between backticks in the first and in the second column of a section's table."""
	for line in section(title).splitlines():
		if line.startswith("| `"):
			first, second = [*line.strip("| ").split(" | "), ""][:2]
			yield words(first), words(second)


def contract() -> dict[str, tuple[str, ...]]:
	"""Every Python name -> its parameters; `…` for any."""
	found = {name: tuple(takes) for title in PYTHON for (name,), takes in rows(title)}
	classes = exception_names()
	return found | dict.fromkeys(classes | {n.replace(".", ".exceptions.") for n in classes}, ("…",))


def exception_names() -> set[str]:
	"""The exceptions, as names of `frappe`."""
	return {f"frappe.{name}" for name in words(section("Exceptions"))}


def modules() -> set[str]:
	"""The modules that Python code may import at run time."""
	return {name for names, _for in list(rows("Modules"))[:1] for name in names}


def host_alone() -> set[str]:
	"""Members that only the host uses."""
	return set(words(section("For the host alone")))


def endpoints() -> Iterator[str]:
	"""The endpoints, braces expanded; `.x` stands beside the one before it."""
	for names, _note in rows("HTTP"):
		before = ""
		for name in names:
			word = before.rsplit(".", 1)[0] + name if name.startswith(".") else name
			before = word
			head, braces, tail = re.fullmatch(r"([^{]*)(?:\{([^}]*)\})?(.*)", word).groups()  # type: ignore[union-attr]
			yield from (f"{head}{choice}{tail}" for choice in (braces or "").split(","))


def hooks() -> set[str]:
	"""The hooks that do something by themselves."""
	return {hook for names, _note in rows("Hooks") for hook in names}


def lines() -> set[str]:
	"""Everything that needs a test. The exceptions are walked by one test, so they are one line."""
	names = {name for title in PYTHON for (name,), _takes in rows(title)}
	return names | {"frappe.exceptions"} | hooks() | set(endpoints())


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
