"""The embedded host's layers: imports lead downwards, never in a circle (docs/embedded-host.md)."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: from the ground up; what is in none of them (web, command line, server) stands on top
LAYERS = [f"embedded_host.{layer}" for layer in ("base", "storage", "model", "services")] + ["frappe"]
MOST_INNER, MOST_FILES = 15, 25
REASON = re.compile(r"#\s*(?!noqa|type:)\w")
#: what `frappe/` holds beside its packages: each is a module of Frappe v15, under the path that it has there
FRAPPE = """
auth client exceptions handler hooks permissions rate_limiter share model.document model.workflow
desk.like desk.reportview desk.search desk.form.assign_to desk.form.load desk.form.save desk.form.utils
sessions utils.password utils.print_format
"""
CONTROLLERS = """
core.comment core.docshare core.doctype core.file core.role core.user core.user_permission core.version
custom.custom_field custom.property_setter desk.bulk_update desk.notification_log desk.tag desk.todo
workflow.workflow workflow.workflow_state
"""


#: source, target, line, whether inside a function, whether a comment says why
Import = tuple[str, str, int, bool, bool]


def module_of(path: Path) -> str:
	return ".".join(path.relative_to(ROOT / "embedded").with_suffix("").parts).removesuffix(".__init__")


def sources() -> dict[str, str]:
	return {module_of(path): path.read_text(encoding="utf-8") for path in (ROOT / "embedded").rglob("*.py")}


def targets(node: ast.AST, known: frozenset[str]) -> set[str]:
	if isinstance(node, ast.Import):
		return {alias.name for alias in node.names}
	if not isinstance(node, ast.ImportFrom):
		return set()
	found = (f"{node.module}.{alias.name}" for alias in node.names)
	return {name if name in known else f"{'.' * node.level}{node.module}" for name in found}


@cache
def imports(module: str, text: str, known: frozenset[str]) -> list[Import]:
	tree, lines = ast.parse(text), text.splitlines()
	functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
	inner = {child for function in functions for child in ast.walk(function)}
	return [
		(module, target, node.lineno, node in inner, bool(REASON.search(lines[node.lineno - 1])))
		for node in ast.walk(tree)
		for target in targets(node, known)
	]


def layer(module: str) -> int:
	return next((i for i, name in enumerate(LAYERS) if f"{module}.".startswith(f"{name}.")), len(LAYERS))


def breaches(known: dict[str, str]) -> list[str]:
	every = [one for pair in known.items() for one in imports(*pair, frozenset(known))]
	graph: dict[str, set[str]] = {module: set() for module in known}
	found = [f"{len(graph)} modules, too many imports inside"] * (sum(one[3] for one in every) > MOST_INNER)
	for source, target, line, inner, reason in every:
		if target.startswith("."):
			found.append(f"{source}:{line} imports relatively")
		if inner and not reason:
			found.append(f"{source}:{line} imports inside a function")
		if target in known and layer(target) > layer(source):
			found.append(f"{source}:{line} imports upwards: {target}")
		if target in known and not inner:
			graph[source].add(target)
	try:
		TopologicalSorter(graph).prepare()
	except CycleError as error:
		found.append(f"a circle: {' → '.join(error.args[1])}")
	return found


def test_modules_import_downwards() -> None:
	assert {layer(module) for module in sources()} == set(range(len(LAYERS) + 1))
	assert breaches(sources()) == []


PLANTED = [
	("embedded_host.base.planted", "import embedded_host.storage.sqlite", "upwards"),
	("embedded_host.services.planted", "def f():\n\timport frappe  # a reason", "upwards"),
	("frappe.planted", "from embedded_host.web.app import Application", "upwards"),
	("frappe.planted", "from . import client", "relatively"),
	("frappe.planted", "def f():\n\timport json  # noqa: F401", "inside a function"),
	("frappe.planted", "def f():\n\timport json  # a reason\n" * 16, "too many"),
	("embedded_host.base.context", "from embedded_host.base import messages", "a circle"),
]


@pytest.mark.parametrize(("module", "text", "said"), PLANTED)
def test_a_planted_breach_is_found(module: str, text: str, said: str) -> None:
	assert any(said in breach for breach in breaches({**sources(), module: text}))


def test_frappe_holds_what_frappe_has() -> None:
	parts = [controller.partition(".") for controller in CONTROLLERS.split()]
	controllers = {f"{app}.doctype.{name}.{name}" for app, _dot, name in parts}
	paths = [path for path in (ROOT / "embedded" / "frappe").rglob("*.py") if path.name != "__init__.py"]
	assert {module_of(path) for path in paths} == {f"frappe.{n}" for n in {*FRAPPE.split(), *controllers}}


def test_folders_stay_small() -> None:
	folders = (ROOT / "embedded", Path(__file__).parent)
	count = Counter(str(path.parent) for folder in folders for path in folder.rglob("*.py"))
	assert [name for name, files in count.items() if files > MOST_FILES] == []
