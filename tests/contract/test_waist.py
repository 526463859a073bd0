"""The app uses nothing of Frappe beyond docs/waist.md (architecture: the narrow waist)."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.contract.lines import ROOT, claimed, lines, python_names

from embedded_host.base import hooks

APP = ROOT / "apps" / "client_mgmt" / "client_mgmt"
IGNORED_TAILS = {"__name__", "__version__"}


def used_names(path: Path) -> set[str]:
	"""Every dotted name below `frappe` that a file reads or imports."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	names: set[str] = set()
	for node in ast.walk(tree):
		if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "frappe":
			names |= {f"{node.module}.{alias.name}" for alias in node.names}
		elif isinstance(node, ast.Attribute):
			dotted = ast.unparse(node)
			if re.fullmatch(r"frappe(\.\w+)+", dotted):
				names.add(dotted)
	return names


def allowed(name: str, contract: set[str]) -> bool:
	"""True when the name, or an object of the contract that it is a member of, is in the contract."""
	if name.rsplit(".", 1)[-1] in IGNORED_TAILS:
		return True
	if name in contract or any(known.startswith(name + ".") for known in contract):
		return True
	owners = {"frappe.session", "frappe.local", "frappe.request", "frappe.response", "frappe.form_dict"}
	owners |= {"frappe.flags", "frappe.conf", "frappe.cache", "frappe.db.after_commit"}
	return any(name.startswith(owner + ".") for owner in owners & contract)


def test_contract_is_readable() -> None:
	assert {
		"frappe.get_doc",
		"frappe.db.get_value",
		"frappe.utils.cint",
		"frappe.ValidationError",
	} <= python_names()


def test_app_stays_inside_the_contract() -> None:
	contract = python_names()
	outside = {
		f"{path.relative_to(ROOT)}: {name}"
		for path in sorted(APP.rglob("*.py"))
		for name in used_names(path)
		if not allowed(name, contract)
	}
	assert outside == set()


def test_every_line_has_a_test() -> None:
	"""A line of the contract is proved by a test that is marked with it and runs on both hosts."""
	proved: set[str] = set()
	for path in sorted((ROOT / "tests").rglob("test_*.py")):
		proved |= claimed(path)
	assert sorted(lines() - proved) == [], "without a test"
	assert sorted(proved - lines() - python_names()) == [], "no line of docs/waist.md"


@pytest.mark.contract("frappe.types.DF")
def test_types_are_for_type_checkers() -> None:
	"""`frappe.types` is imported under `TYPE_CHECKING` alone."""
	for path in sorted(APP.rglob("*.py")):
		tree = ast.parse(path.read_text(encoding="utf-8"))
		guarded = {
			inner
			for node in ast.walk(tree)
			if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
			for inner in ast.walk(node)
		}
		imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
		assert all(node in guarded for node in imports if node.module == "frappe.types"), path


@pytest.mark.embedded
@pytest.mark.parametrize(
	"name",
	"frappe.qb frappe.render_template frappe.publish_realtime frappe.utils.get_datetime_in_timezone "
	"frappe.db.sql frappe.db.multisql".split(),
)
def test_other_names_say_so(site: Any, name: str) -> None:
	"""A bench has many of them, so that a use would be found out only here."""
	owner, _dot, last = name.rpartition(".")
	with pytest.raises(NotImplementedError, match=rf"{last} is outside .*docs/waist.md"):
		getattr(eval(owner, {"frappe": site}), last)


@pytest.mark.embedded
@pytest.mark.parametrize("hook", ["override_doctype_class", "fixtures"])
def test_refused_hooks_say_so(monkeypatch: pytest.MonkeyPatch, hook: str) -> None:
	app = ModuleType("refused_app.hooks")
	setattr(app, hook, {"User": "refused_app.User"})
	monkeypatch.setitem(sys.modules, "refused_app", ModuleType("refused_app"))
	monkeypatch.setitem(sys.modules, "refused_app.hooks", app)
	with pytest.raises(NotImplementedError, match=hook):
		hooks.collect("refused_app")
	hooks.clear()
