"""What the embedded host offers is exactly docs/waist.md: modules, names, members, parameters, methods."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.contract import lines

pytestmark = pytest.mark.embedded
EMBEDDED = lines.ROOT / "embedded"
#: names of the HTTP table that stand for a function elsewhere
SHORT = "login logout ping upload_file run_doc_method".split()
#: the app tells the host's own command line by it what a demo is made of
OUR_HOOKS = {"demo_site"}
#: in each module, of the language and not of Frappe
LANGUAGE = {"annotations", "Any", "NoReturn", "Callable"}


def every_module() -> Iterator[tuple[str, Path]]:
	for path in sorted((EMBEDDED / "frappe").rglob("*.py")):
		yield ".".join(path.relative_to(EMBEDDED).with_suffix("").parts).removesuffix(".__init__"), path


def module_paths() -> Iterator[tuple[str, Path]]:
	"""Every module below `frappe` that holds something."""
	return ((name, path) for name, path in every_module() if ast.parse(path.read_text("utf-8")).body)


def http_methods() -> set[str]:
	return {name for name in lines.endpoints() if name.startswith("frappe.")} - {"frappe.ping"}


def whitelisted() -> set[str]:
	"""Dotted names of the functions that HTTP may call, after every module was imported."""
	from embedded_host.base.whitelisting import registry

	for name, _path in module_paths():
		importlib.import_module(name)
	found = (fn for fn in registry if fn.__module__.partition(".")[0] in ("frappe", "embedded_host"))
	return {f"{fn.__module__}.{fn.__qualname__}" for fn in found}


def public(module: ModuleType) -> set[str]:
	"""What an app could take from a module: what it exports; whatever it holds, where it refuses the rest."""
	if "__getattr__" not in vars(module):
		return set(getattr(module, "__all__", ())) or {n for n in vars(module) if n[0] != "_"}
	names = {name for name, value in vars(module).items() if not isinstance(value, ModuleType)}
	return {name for name in names if name in ("_", "_dict") or not name.startswith("_")} - LANGUAGE


def contracted(module: str) -> set[str]:
	"""The names of the contract that stand in a module, HTTP methods included."""
	names = lines.contract().keys() | http_methods()
	objects = {name.rpartition(".")[0] for name in names} - lines.modules()
	own = {name for name in names | objects if name.rpartition(".")[0] == module} - lines.modules()
	return {name.rpartition(".")[2] for name in own - {name for name, _path in every_module()}} - {"types"}


def is_package(name: str) -> bool:
	return any(module.startswith(f"{name}.") for module in lines.modules() | http_methods())


def takes(function: Callable[..., Any]) -> set[str]:
	"""Names of the parameters; `…` for any further ones, but for those that are gathered to be refused."""
	found = set()
	for parameter in inspect.signature(function).parameters.values():
		if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
			if parameter.name == "options":
				found |= importlib.import_module("embedded_host.storage.query").OPTIONS
			elif parameter.name != "unknown":
				found.add("…")
		elif parameter.name != "self":
			found.add(parameter.name)
	return found


def owners() -> dict[str, Any]:
	"""The objects whose members the contract lists, as classes."""
	from embedded_host.base.cache import Cache
	from embedded_host.model.meta import Meta
	from embedded_host.storage.database import Database
	from embedded_host.storage.transactions import Callbacks
	from frappe.model.document import Document

	classes = {"Document": Document, "Meta": Meta, "frappe.db": Database}
	return {**classes, "frappe.cache": Cache, "frappe.db.after_commit": Callbacks}


def found(name: str) -> Any:
	"""The object of a name of the contract, None for what only an instance has."""
	owner, _dot, member = name.rpartition(".")
	if owner in owners():
		return getattr(owners()[owner], member, None)
	return getattr(importlib.import_module(owner), member) if owner in lines.modules() else None


def test_frappe_holds_no_other_module() -> None:
	serving = {method.rpartition(".")[0] for method in http_methods()} | {"frappe.handler", "frappe.hooks"}
	others = {
		name
		for name, path in module_paths()
		if name not in lines.modules() | serving and not path.with_suffix(".json").exists()
	}
	assert {name for name in others if not is_package(name)} == set()
	assert lines.modules() <= {name for name, _path in module_paths()}


@pytest.mark.parametrize("name", sorted(lines.modules()))
def test_a_module_holds_no_other_name(name: str) -> None:
	module = importlib.import_module(name)
	beside = name.rpartition(".")[2]
	if (Path(str(module.__file__)).with_suffix(".json")).exists() and beside != "__init__":
		return  # a controller: its contracted functions are compared below
	assert public(module) == contracted(name)


@pytest.mark.parametrize("owner", ["Document", "Meta", "frappe.cache"])
def test_an_object_has_no_other_member(owner: str) -> None:
	names = lines.contract().keys() | lines.host_alone()
	listed = {name.rpartition(".")[2] for name in names if name.rpartition(".")[0] == owner}
	assert {name for name in vars_of(owners()[owner]) if not name.startswith("_")} - listed == set()
	assert {f"{owner}.{name}" for name in listed if name in vars_of(owners()[owner])} <= names


def vars_of(owner: type) -> set[str]:
	return {name for base in owner.__mro__[:-1] for name in vars(base)}


def test_the_database_hands_on_no_other_member(site: Any) -> None:
	names = {name.split(".")[2] for name in lines.contract() if name.startswith("frappe.db.")}
	assert set(dir(site.db)) == names
	assert all(getattr(site.db, name) is not None for name in names)


def test_functions_take_what_the_contract_says() -> None:
	contract = lines.contract()
	functions = {name: one for name in contract if inspect.isroutine(one := found(name))}
	assert len(functions) > 100
	wrong = {name: takes(one) for name, one in functions.items() if takes(one) != set(contract[name])}
	assert wrong == {}


def test_every_line_is_there(site: Any) -> None:
	"""Attributes of a running context and of instances, which classes do not show."""
	meta = site.get_meta("User")
	instances = {"Meta": meta, "Document": site.new_doc("User"), "frappe.local": site.local}
	for name in lines.contract():
		owner, _dot, member = name.rpartition(".")
		if owner in instances:
			assert hasattr(instances[owner], member), name
		elif owner in lines.modules():
			assert hasattr(importlib.import_module(owner), member), name


def test_http_serves_no_other_method() -> None:
	short = {f"frappe.handler.{name}" for name in SHORT} | {"frappe.handler.get_logged_user"}
	assert whitelisted() - http_methods() <= short | {f"embedded_host.web.login.{name}" for name in SHORT}
	assert http_methods() <= whitelisted()


def test_no_other_hook_does_something() -> None:
	"""Names that the host looks up among the hooks, in its own source."""
	asked: set[str] = set()
	for path in EMBEDDED.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
				called = ast.unparse(node.func)
				if called.rpartition(".")[2] in ("get_hooks", "functions") or called == "_merged(apps).get":
					asked.add(str(node.args[0].value))
	assert asked - OUR_HOOKS <= lines.hooks()
	assert len(asked) > 5
