"""The app's translatable strings: the template `main.pot` out of the sources, and `translations/zh.csv`
(which Frappe v15 reads) out of `zh.po` (which later versions and the embedded host read). Run by
`make translations`; a test checks all three.

	python build.py            writes locale/main.pot, locale/client.json and translations/zh.csv
	python build.py missing    prints the strings that zh.po does not translate
"""

from __future__ import annotations

import ast
import csv
import importlib.util
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib
from jinja2 import Environment
from jinja2.ext import extract_from_ast

APP = Path(__file__).resolve().parents[1]
POT, PO, CSV = APP / "locale" / "main.pot", APP / "locale" / "zh.po", APP / "translations" / "zh.csv"
# The web app's sources, and the list of their strings, which `client_mgmt.api.ui.messages` answers.
FRONTEND, CLIENT = APP.parent / "frontend" / "src", APP / "locale" / "client.json"
SHOWN_KEYS = ("label", "description", "placeholder")
# Calls whose first argument is shown to people, translated where it is shown. The rules of `domain/` answer
# with pairs of a sentence and its values instead: a text of so many words in a pair is such a sentence.
SHOWING = frozenset({"_", "Problem", "UnreadableDocumentError"})
SENTENCE = 4
SHOWN_IN_DESK = re.compile(r'__\(\s*"([^"]+)"')
# In an attribute of a template the quotes are single ones.
SHOWN_IN_APP = re.compile(r"""\bt\(\s*("(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')""")


def messages(app: Path = APP) -> set[str]:
	"""Every string of the app that people read: labels, options, help, messages, roles, states, actions."""
	found: set[str] = set()
	for file in app.rglob("*.json"):
		if "doctype" in file.parts:
			found |= set(_of_doctype(json.loads(file.read_text(encoding="utf-8"))))
		elif "workspace" in file.parts:
			found |= set(_of_workspace(json.loads(file.read_text(encoding="utf-8"))))
	for file in (*app.glob("public/js/*.js"), *app.glob("*/doctype/*/*.js")):
		found |= set(SHOWN_IN_DESK.findall(file.read_text(encoding="utf-8")))
	found |= client_messages()
	for file in app.rglob("*.html"):
		found |= set(_of_template(file.read_text(encoding="utf-8")))
	for file in app.rglob("*.py"):
		if "demo" not in file.parts or file.name == "people.py":
			found |= set(_of_code(ast.parse(file.read_text(encoding="utf-8"))))
	found |= set((app / "modules.txt").read_text(encoding="utf-8").split("\n"))
	return {text for text in found | set(_of_seeds()) | set(_countries()) if text.strip()}


def client_messages(sources: Path = FRONTEND) -> set[str]:
	"""What the web app shows of its own: the text of every `t("…")` in its TypeScript and Vue files."""
	files = (file for kind in ("*.ts", "*.vue") for file in sources.rglob(kind) if ".test." not in file.name)
	return {
		ast.literal_eval(text)
		for file in files
		for text in SHOWN_IN_APP.findall(file.read_text(encoding="utf-8"))
	}


def _of_doctype(doctype: dict[str, Any]) -> Iterator[str]:
	yield doctype["name"]
	yield doctype.get("description") or ""
	for field in doctype.get("fields", []):
		yield from (field.get(key) or "" for key in SHOWN_KEYS)
		if field["fieldtype"] == "Select":
			yield from (field.get("options") or "").split("\n")
	yield from (row["role"] for row in doctype.get("permissions", []))
	yield from (link["group"] for link in doctype.get("links", []))


def _of_workspace(workspace: dict[str, Any]) -> Iterator[str]:
	yield workspace["title"]
	for row in (*workspace["shortcuts"], *workspace["links"]):
		yield row["label"]
	for block in json.loads(workspace["content"]):
		yield re.sub("<[^>]+>", "", block["data"].get("text", ""))


def _of_code(tree: ast.AST) -> Iterator[str]:
	for node in ast.walk(tree):
		if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHOWING:
			yield from _texts(node.args[:1])
		elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
			yield from (
				text for text in _texts(node.elts) if len(text.split()) >= SENTENCE and "[" not in text
			)


def _of_template(source: str) -> Iterator[str]:
	"""What `_()` is given in a Jinja template; not what is computed."""
	for _line, _name, text in extract_from_ast(Environment().parse(source)):
		if isinstance(text, str):
			yield text


def _texts(nodes: list[ast.expr]) -> list[str]:
	return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _of_seeds() -> Iterator[str]:
	from client_mgmt.people.roles import CLIENT_ROLE, DESK_ROLES
	from client_mgmt.setup.workflow_data import WORKFLOWS
	from client_mgmt.workflow_policy.credentials import CODE, PASSWORD, SESSION, TOKEN

	yield from (CLIENT_ROLE, *DESK_ROLES, CODE, PASSWORD, SESSION, TOKEN)
	for name, (_doctype, states, transitions) in WORKFLOWS.items():
		yield name
		yield from states
		yield from (action for _states, action, _next, _who in transitions)


def _countries() -> list[str]:
	"""The framework's records that people see by name: its own list is not translated everywhere."""
	package = importlib.util.find_spec("frappe")
	if package is None or package.origin is None:
		raise ModuleNotFoundError("frappe")
	countries = Path(package.origin).parent / "geo" / "country_info.json"
	return list(json.loads(countries.read_text(encoding="utf-8")))


def translated(po: Path = PO) -> dict[str, str]:
	"""English → Chinese of zh.po, untranslated entries left out."""
	return {entry.msgid: entry.msgstr for entry in polib.pofile(str(po), encoding="utf-8") if entry.msgstr}


def as_pot(texts: Iterable[str]) -> str:
	"""The template that translators begin with: sorted and without a date, it changes with its strings."""
	template = polib.POFile(wrapwidth=110)
	template.metadata = {
		"Project-Id-Version": "client_mgmt",
		"MIME-Version": "1.0",
		"Content-Type": "text/plain; charset=utf-8",
		"Content-Transfer-Encoding": "8bit",
	}
	template.extend(polib.POEntry(msgid=text) for text in sorted(texts))
	return f"{template}\n"


def as_csv(texts: dict[str, str]) -> str:
	"""The table that Frappe v15 reads: source, translation."""
	buffer = io.StringIO()
	csv.writer(buffer, lineterminator="\n").writerows(sorted(texts.items()))
	return buffer.getvalue()


def main(arguments: list[str]) -> int:
	"""The command line; returns the exit code, 1 when a string has no translation."""
	texts = translated() if PO.exists() else {}
	missing = sorted(messages() - set(texts))
	sys.stdout.write("".join(f"{json.dumps(text, ensure_ascii=False)}\n" for text in missing))
	if "missing" not in arguments:
		POT.write_text(as_pot(messages()), encoding="utf-8")
		CSV.parent.mkdir(exist_ok=True)
		CSV.write_text(as_csv(texts), encoding="utf-8")
		if FRONTEND.exists():
			strings = json.dumps(sorted(client_messages()), ensure_ascii=False, indent=0)
			CLIENT.write_text(strings + "\n", encoding="utf-8")
	return 1 if missing else 0


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
