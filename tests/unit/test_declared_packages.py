"""What a package imports it also requires: a bench installs what the app's pyproject.toml names."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"frappe", "client_mgmt", "embedded_host"}
PROJECTS = {"app": ("apps/client_mgmt", "apps/client_mgmt/client_mgmt"), "host": (".", "embedded")}


def normal(name: str) -> str:
	"""The name of a distribution as an index compares it."""
	return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: Path) -> Iterator[tuple[str, str]]:
	"""(top-level module, file) of each absolute import."""
	for path in folder.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
			if isinstance(node, ast.ImportFrom) and node.module and not node.level:
				names = [node.module]
			yield from ((name.partition(".")[0], path.name) for name in names)


def declared(pyproject: Path) -> set[str]:
	"""Required distributions, those of extras included: what is quoted with a bound of its version."""
	bounded = re.findall(r'"([A-Za-z0-9][\w.-]*)[<>=~!]', pyproject.read_text(encoding="utf-8"))
	return {normal(name) for name in bounded}


@pytest.mark.parametrize("project", PROJECTS)
def test_what_is_imported_is_declared(project: str) -> None:
	home, sources = PROJECTS[project]
	distributions, required = packages_distributions(), declared(ROOT / home / "pyproject.toml")
	found = {(name, file) for name, file in imported(ROOT / sources) if name not in OURS}
	outside = {(name, file) for name, file in found if name not in sys.stdlib_module_names}
	assert len(outside) > 10
	missing = {
		(name, file)
		for name, file in outside
		if not required & {normal(owner) for owner in distributions.get(name, [name])}
	}
	assert missing == set()
