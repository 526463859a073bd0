"""The app uses nothing of Frappe beyond docs/contract.md (architecture: the narrow waist)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "apps" / "client_mgmt" / "client_mgmt"
CONTRACT = ROOT / "docs" / "contract.md"
IGNORED_TAILS = {"__name__", "__version__"}


def contract_names() -> set[str]:
	"""Dotted names in the first column of the Python table, exceptions and utils expanded."""
	text = CONTRACT.read_text(encoding="utf-8").split("## Python names")[1].split("## Hooks")[0]
	names: set[str] = set()
	for line in text.splitlines():
		if not line.startswith("| `"):
			continue
		first, _bar, note = line.strip("| ").partition(" | ")
		words = re.findall(r"`([\w.*]+)`", first)
		prefix = words[0].rsplit(".", 1)[0]
		names |= {word if word.startswith("frappe") else f"{prefix}.{word}" for word in words}
		if words[0] == "frappe.utils.*":
			names |= {f"frappe.utils.{word}" for word in re.findall(r"`(\w+)`", note)}
	return names | exception_names()


def exception_names() -> set[str]:
	tree = ast.parse((ROOT / "embedded" / "frappe" / "exceptions.py").read_text(encoding="utf-8"))
	return {f"frappe.{node.name}" for node in tree.body if isinstance(node, ast.ClassDef)} | {
		"frappe.exceptions"
	}


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
	} <= contract_names()


def test_app_stays_inside_the_contract() -> None:
	contract = contract_names()
	outside = {
		f"{path.relative_to(ROOT)}: {name}"
		for path in sorted(APP.rglob("*.py"))
		for name in used_names(path)
		if not allowed(name, contract)
	}
	assert outside == set()
