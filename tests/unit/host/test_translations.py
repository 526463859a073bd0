"""Every sentence that the host says to a person has its Chinese in `frappe/locale/zh.po`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
from tests.client import some

EMBEDDED = Path(__file__).resolve().parents[3] / "embedded"
PLACEHOLDER = re.compile(r"\{\d*\}")


def said() -> dict[str, str]:
	"""Literal arguments of `_()` in code and templates -> a file that says them."""
	found: dict[str, str] = {}
	for path in EMBEDDED.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if (
				isinstance(node, ast.Call)
				and isinstance(node.func, ast.Name)
				and node.func.id == "_"
				and node.args
			):
				text = node.args[0]
				if isinstance(text, ast.Constant):
					found[text.value] = str(path.relative_to(EMBEDDED))
	for path in EMBEDDED.rglob("*.html"):
		for text in re.findall(r'\b_\("([^"]+)"\)', path.read_text(encoding="utf-8")):
			found[text] = str(path.relative_to(EMBEDDED))
	return found


def test_chinese_is_complete() -> None:
	catalogue = polib.pofile(str(EMBEDDED / "frappe" / "locale" / "zh.po"), encoding="utf-8")
	chinese = {entry.msgid: entry.msgstr for entry in catalogue}
	missing = {text: where for text, where in said().items() if not chinese.get(text)}
	assert missing == {}
	for text in some(said()):
		assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(chinese[text])), text
