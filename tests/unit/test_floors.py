"""Who imports whom (docs/architecture.md, "Floors"): topics their own floor, without a circle, or below."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "apps" / "client_mgmt" / "client_mgmt"
FLOORS = (
	"domain",
	"bounds counting geo people paths printing settings values",
	"workflow_policy",
	"integrations",
	"client_archive change_control engagement interface scheduled",
	"api setup patches demo install uninstall locale hooks",
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms.split()}
DEEP = {"domain", "client_archive"}  # their topics are folders of their own
MOST_FILES = 25
Sources = Mapping[str, str]


def sources() -> dict[str, str]:
	"""Dotted module without `client_mgmt.` → source text."""
	found = {}
	for path in APP.rglob("*.py"):
		parts = path.relative_to(APP).with_suffix("").parts
		name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
		found[name] = path.read_text(encoding="utf-8")
	return found


def imports(text: str, modules: Sources) -> Iterator[str]:
	"""The app's modules that run when this one is imported; names for type checkers alone do not."""
	tree = ast.parse(text)
	typing_only = {
		id(node)
		for block in ast.walk(tree)
		if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
		for node in ast.walk(block)
	}
	for node in ast.walk(tree):
		if id(node) in typing_only or not isinstance(node, ast.Import | ast.ImportFrom):
			continue
		if isinstance(node, ast.ImportFrom):
			names = [node.module or "", *(f"{node.module}.{name.name}" for name in node.names)]
		else:
			names = [name.name for name in node.names]
		ours = (name.removeprefix("client_mgmt.") for name in names if name.startswith("client_mgmt."))
		yield from (name for name in ours if name in modules)


def topic(module: str) -> str:
	parts = module.split(".")
	return "/".join(parts[:2]) if parts[0] in DEEP else parts[0]


def breaches(modules: Sources) -> list[str]:
	"""Imports that lead up, and a circle of topics where there is one."""
	found, below = [], {topic(name): set() for name in modules if name}
	for module, text in modules.items():
		for target in imports(text, modules) if module else ():
			if FLOOR[target.split(".")[0]] > FLOOR[module.split(".")[0]]:
				found.append(f"{module} imports {target}, which stands above it")
			elif topic(target) != topic(module):
				below[topic(module)].add(topic(target))
	try:
		TopologicalSorter(below).prepare()
	except CycleError as error:
		found.append("circle: " + " → ".join(error.args[1]))
	return found


def test_topics_import_their_own_floor_or_below() -> None:
	assert breaches(sources()) == []


@pytest.mark.parametrize(
	("module", "line", "said"),
	[
		("domain.evidence.merkle", "from client_mgmt.workflow_policy import ledger", "which stands above it"),
		(
			"workflow_policy.proof",
			"from client_mgmt.client_archive.dossiers import dossier",
			"which stands above it",
		),
		("values", "import client_mgmt.api.signing", "which stands above it"),
		("domain.language.numerals", "from client_mgmt.domain.mail import dates", "circle: "),
		(
			"client_archive.dossiers.entries",
			"from client_mgmt.client_archive.clients import merging",
			"circle: ",
		),
	],
)
def test_a_planted_import_is_seen(module: str, line: str, said: str) -> None:
	planted = sources()
	planted[module] += f"\n{line}\n"
	assert any(said in breach for breach in breaches(planted)), breaches(planted)


def test_a_planted_import_for_types_alone_is_none() -> None:
	planted = sources()
	planted["values"] += "\nif TYPE_CHECKING:\n\tfrom client_mgmt.api import signing\n"
	assert breaches(planted) == []


def test_no_folder_is_full() -> None:
	count = Counter(path.parent for path in APP.rglob("*.py") if path.name != "__init__.py")
	assert {str(folder): number for folder, number in count.items() if number > MOST_FILES} == {}
