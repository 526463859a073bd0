"""The house rules that a machine can check (docs/architecture.md, shared house style 2, 3, 6, 7, 10)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "apps" / "client_mgmt" / "client_mgmt"
DOMAIN = APP / "domain"
MAX_FILE, MAX_FUNCTION = 300, 30


def sources(*folders: Path) -> list[Path]:
	return sorted(
		path for folder in folders for path in folder.rglob("*.py") if "node_modules" not in path.parts
	)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
	return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
	"""Lines of a function from its `def` to its end, its docstring not counted."""
	lines = (node.end_lineno or node.lineno) - node.lineno + 1
	if ast.get_docstring(node):
		first = node.body[0]
		lines -= (first.end_lineno or first.lineno) - first.lineno + 1
	return lines


def test_sources_are_found() -> None:
	assert len(sources(APP)) > 40
	assert len(sources(ROOT / "embedded")) > 20


def test_files_stay_small() -> None:
	long = {
		str(path.relative_to(ROOT)): count
		for path in sources(APP, ROOT / "embedded", ROOT / "tests")
		if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE
		and path.name != "probe.py"
	}
	assert long == {}


def test_functions_stay_small() -> None:
	long = [
		f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({body_lines(node)})"
		for path in sources(APP, ROOT / "embedded")
		for node in functions(ast.parse(path.read_text(encoding="utf-8")))
		if body_lines(node) > MAX_FUNCTION
	]
	assert long == []


def test_domain_knows_no_framework() -> None:
	"""Rules are pure: architecture rule 2."""
	guilty = [
		str(path.relative_to(ROOT))
		for path in sources(DOMAIN)
		if re.search(r"^\s*(import frappe|from frappe)", path.read_text(encoding="utf-8"), re.M)
	]
	assert guilty == []


@pytest.mark.parametrize(
	"forbidden",
	[
		r"frappe\.db\.sql\b",
		r"frappe\.qb\b",
		r"\.db\.commit\(",
		r"override_doctype_class",
		r'"autoname": "format:',
	],
)
def test_app_avoids(forbidden: str) -> None:
	"""Architecture rule 6 and house style 7."""
	files = [*sources(APP), *APP.rglob("*.json")]
	guilty = [
		str(path.relative_to(ROOT))
		for path in files
		if re.search(forbidden, path.read_text(encoding="utf-8"))
	]
	assert guilty == []


def test_ignore_permissions_says_why() -> None:
	"""Every use carries its reason beside it, on the same line (architecture rule 6)."""
	silent = [
		f"{path.relative_to(ROOT)}:{number}"
		for path in sources(APP)
		for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
		if re.search(r"ignore_permissions\s*=\s*True", line) and "#" not in line
	]
	assert silent == []


def test_every_test_file_tests() -> None:
	hollow, silent = [], []
	for path in sorted((ROOT / "tests").rglob("test_*.py")):
		tests = [
			node
			for node in functions(ast.parse(path.read_text(encoding="utf-8")))
			if node.name.startswith("test_")
		]
		if not tests:
			hollow.append(str(path.relative_to(ROOT)))
		silent += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in tests if not asserts(node)]
	assert (hollow, silent) == ([], [])


def asserts(node: ast.AST) -> bool:
	words = ("assert", "raises", "refuse", "expect", "check")
	return any(
		isinstance(child, ast.Assert)
		or (isinstance(child, ast.Call) and any(word in ast.unparse(child.func).lower() for word in words))
		for child in ast.walk(node)
	)


def test_whitelisted_methods_name_their_verbs_and_types() -> None:
	"""Thin API: explicit `methods=`, typed arguments and return (house style 6)."""
	loose = []
	for path in sources(APP):
		for node in functions(ast.parse(path.read_text(encoding="utf-8"))):
			decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
			if not any("whitelist" in decorator for decorator in decorators):
				continue
			typed = node.returns is not None and all(
				argument.annotation is not None for argument in node.args.args if argument.arg != "self"
			)
			if not typed or not any("methods=" in decorator for decorator in decorators):
				loose.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
	assert loose == []


def test_nothing_names_this_machine() -> None:
	"""No path of a developer's machine and no package registry's host in what we ship."""
	words = [r"/work/", r"/opt/bench", r"pypi\.org", r"registry\.npmjs"]
	tracked = [
		path
		for folder in ("apps", "embedded", "tests", "docs")
		for path in (ROOT / folder).rglob("*")
		if path.suffix in {".py", ".md", ".toml", ".json", ".html", ".sh", ".ts", ".vue", ".js"}
		and "node_modules" not in path.parts
		and path.is_file()
	]
	guilty = [
		str(path.relative_to(ROOT))
		for path in tracked
		if path != Path(__file__) and any(re.search(w, path.read_text(encoding="utf-8")) for w in words)
	]
	assert guilty == []
