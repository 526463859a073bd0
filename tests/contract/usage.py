"""What source code asks of Frappe: names, options, and members of documents, metadata and the rest.

Source is parsed, never run. A value is followed from where it comes (`frappe.get_doc`, `doc.meta`, a
parameter that says `Document`, `self` of a controller) through the names of a function. What is called on
anything else must at least be the method of a plain value, of a library's object or of these sources.
"""

from __future__ import annotations

import ast
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

DOCUMENT, META = "Document", "Meta"
#: what a call gives
GIVES = {
	**dict.fromkeys(("frappe.get_doc", "frappe.new_doc", "frappe.copy_doc"), DOCUMENT),
	**dict.fromkeys((f"{DOCUMENT}.{name}" for name in "insert save submit cancel append".split()), DOCUMENT),
	f"{DOCUMENT}.get_doc_before_save": DOCUMENT,
	"frappe.model.workflow.get_workflow": DOCUMENT,
	"frappe.get_meta": META,
}
#: what a member is
IS = {f"{DOCUMENT}.meta": META}
#: objects whose members are values, about which nothing more is known
OF_VALUES = frozenset(
	f"frappe.{name}" for name in "local session flags conf request response form_dict".split()
) | {DOCUMENT, META, f"{DOCUMENT}.flags"}
#: objects whose members are the app's own, the site's, or types
OPEN = frozenset(("frappe.flags", "frappe.conf", "frappe.form_dict", "frappe.types.DF"))
#: plain values, whose methods are nobody's business
PLAIN = (str, bytes, dict, list, tuple, set, int, float, re.Pattern, re.Match, Path, io.BytesIO)
DATES = (datetime.datetime, datetime.date, datetime.timedelta)


#: name -> parameters, `…` for any
Contract = Mapping[str, tuple[str, ...]]


class Use(NamedTuple):
	"""One thing asked for: its name, the options given by name, and the line."""

	name: str
	options: frozenset[str] = frozenset()
	line: int = 0


class Sources:
	"""What several files define together: methods, and which classes are controllers."""

	def __init__(self, trees: Iterable[ast.Module]) -> None:
		self.defined: set[str] = set()
		bases: dict[str, set[str]] = {}
		for node in (node for tree in trees for node in ast.walk(tree)):
			if isinstance(node, ast.ClassDef):
				bases[node.name] = {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
				self.defined |= {part.target.id for part in node.body if _is_field(part)}  # type: ignore[attr-defined]
			if isinstance(node, ast.FunctionDef | ast.ClassDef):
				self.defined.add(node.name)
		self.controllers = {DOCUMENT}
		while more := {name for name, of in bases.items() if of & self.controllers} - self.controllers:
			self.controllers |= more


def _is_field(node: ast.stmt) -> bool:
	return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)


def plain_methods() -> frozenset[str]:
	"""Names of the methods of plain values."""
	return frozenset(name for kind in (*PLAIN, *DATES) for name in dir(kind))


class Reader:
	"""Reads one file."""

	def __init__(self, sources: Sources) -> None:
		self.sources = sources
		#: name in the file -> dotted name, of imports
		self.imported: dict[str, str] = {}
		self.uses: list[Use] = []

	def read(self, tree: ast.Module) -> list[Use]:
		"""Everything that the file asks for."""
		for node in ast.walk(tree):
			self._import(node)
		self._block(tree.body, {})
		return self.uses

	def _import(self, node: ast.AST) -> None:
		if isinstance(node, ast.Import):
			for alias in node.names:
				if _of_frappe(alias.name):
					self.uses.append(Use(alias.name, line=node.lineno))
				top = alias.name.partition(".")[0]
				self.imported[alias.asname or top] = alias.name if alias.asname else top
		elif isinstance(node, ast.ImportFrom):
			module = "." * node.level + (node.module or "")
			for alias in node.names:
				name = f"{module}.{alias.name}"
				if _of_frappe(module):
					self.uses.append(Use(name, line=node.lineno))
				self.imported[alias.asname or alias.name] = name

	def _block(self, body: Iterable[ast.AST], known: dict[str, str], owner: str = "") -> None:
		"""Statements in their order; `known`: name -> what it is; `owner`: the class around them."""
		for node in body:
			if isinstance(node, ast.ClassDef):
				self._block(node.body, dict(known), node.name)
			elif isinstance(node, ast.FunctionDef | ast.Lambda):
				self._function(node, known, owner)
			else:
				self._statement(node, known, owner)

	def _function(self, node: ast.FunctionDef | ast.Lambda, known: dict[str, str], owner: str) -> None:
		inside = dict(known)
		for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
			inside.pop(argument.arg, None)
			told = ast.unparse(argument.annotation) if argument.annotation else ""
			words = set(re.findall(r"\w+", told))
			if words & self.sources.controllers or (argument.arg == "doc" and words <= {"Any", "None"}):
				inside[argument.arg] = DOCUMENT
			elif argument.arg == "meta":
				inside[argument.arg] = META
			elif argument.arg == "self" and owner in self.sources.controllers:
				inside["self"] = DOCUMENT
		outside = [*node.args.defaults, *(one for one in node.args.kw_defaults if one)]
		self._block([*getattr(node, "decorator_list", ()), *outside], known)
		self._block(node.body if isinstance(node.body, list) else [node.body], inside)

	def _statement(self, node: ast.AST, known: dict[str, str], owner: str) -> None:
		"""Uses of one statement or expression; a name that is given a value is what the value is."""
		if isinstance(node, ast.Call):
			self._call(node, known)
		elif isinstance(node, ast.Attribute):
			self._attribute(node, known)
		self._block(_parts(node), known, owner)
		if isinstance(node, ast.Assign | ast.NamedExpr | ast.AnnAssign) and node.value:
			for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
				if isinstance(target, ast.Name):
					self._bind(target.id, self.kind(node.value, known), known)
		elif isinstance(node, ast.For | ast.comprehension):
			for name in (part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)):
				known.pop(name, None)

	@staticmethod
	def _bind(name: str, kind: str, known: dict[str, str]) -> None:
		known.pop(name, None)
		if kind:
			known[name] = kind

	def name_of(self, node: ast.AST, known: Mapping[str, str]) -> str:
		"""`frappe.db.get_value`, `Document.save`, `Meta.fields`; "" for what is nothing of these."""
		if isinstance(node, ast.Name):
			found = self.imported.get(node.id, "")
			return known.get(node.id) or (found if _of_frappe(found) else "")
		if isinstance(node, ast.Attribute):
			kind = self.kind(node.value, known)
			return f"{kind}.{node.attr}" if kind else ""
		return ""

	def kind(self, node: ast.AST, known: Mapping[str, str]) -> str:
		"""What a value is: `Document`, `Meta`, or a dotted name below `frappe`."""
		if isinstance(node, ast.Call) and ast.unparse(node.func) == "super":
			return known.get("self", "")
		if isinstance(node, ast.Call):
			return GIVES.get(self.name_of(node.func, known), "")
		if isinstance(node, ast.NamedExpr):
			return self.kind(node.value, known)
		if isinstance(node, ast.IfExp | ast.BoolOp):
			parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
			return next(filter(None, (self.kind(part, known) for part in parts)), "")
		name = self.name_of(node, known)
		value = name.rpartition(".")[0] in OF_VALUES and name not in OF_VALUES
		return IS.get(name, "" if value else name)

	def _attribute(self, node: ast.Attribute, known: Mapping[str, str]) -> None:
		name = self.name_of(node, known)
		if name and name.rpartition(".")[0] != DOCUMENT and not _is_mark(name):
			self.uses.append(Use(name, line=node.lineno))

	def _call(self, node: ast.Call, known: Mapping[str, str]) -> None:
		name = self.name_of(node.func, known)
		options = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
		if not name and isinstance(node.func, ast.Attribute) and not self._of_import(node.func):
			name = f"?.{node.func.attr}"
		if name and not _is_mark(name):
			self.uses.append(Use(name, options, node.lineno))

	def _of_import(self, node: ast.AST) -> bool:
		"""Whether an expression begins at something imported, or at `super()` of a class of these sources."""
		while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
			node = node.func if isinstance(node, ast.Call) else node.value
		return isinstance(node, ast.Name) and (node.id in self.imported or node.id == "super")


def _parts(node: ast.AST) -> Iterator[ast.AST]:
	"""The node's own parts; in a comprehension the loops come before what they give."""
	loops = getattr(node, "generators", [])
	yield from loops
	yield from (part for part in ast.iter_child_nodes(node) if part not in loops)


def _is_mark(name: str) -> bool:
	"""True for a mark of the app's own on a document; those of Frappe begin with `ignore_`."""
	owner, _dot, member = name.rpartition(".")
	return owner == f"{DOCUMENT}.flags" and not member.startswith("ignore_")


def _of_frappe(dotted: str) -> bool:
	return dotted.partition(".")[0] == "frappe"


def breaches(
	uses: Iterable[Use], contract: Contract, own: frozenset[str], foreign: frozenset[str]
) -> Iterator[str]:
	"""What is asked for beyond the contract; `own`: methods of the sources, `foreign`: of plain values."""
	anywhere = own | foreign | {name.rpartition(".")[2] for name in contract}
	for use in uses:
		owner, _dot, member = use.name.rpartition(".")
		if owner == "?" or (owner == DOCUMENT and use.name not in contract):
			if member not in (anywhere if owner == "?" else own):
				yield f"{use.line}: {use.name}()"
		elif not _offered(use.name, contract):
			yield f"{use.line}: {use.name}"
		elif "…" not in (takes := contract.get(use.name, ("…",))):
			yield from (f"{use.line}: {use.name}({option})" for option in sorted(use.options - {*takes}))


def _offered(name: str, contract: Contract) -> bool:
	"""True for a name of the contract, a module on the way to one, and members of what is open."""
	on_the_way = any(known.startswith(f"{name}.") for known in contract)
	return name in contract or on_the_way or name.rpartition(".")[0] in OPEN


def beyond(
	texts: Mapping[Path, str], contract: Contract, libraries: frozenset[str] = frozenset()
) -> Iterator[tuple[Path, str]]:
	"""(file, what it asks for beyond the contract); `libraries`: methods of their objects."""
	trees = {path: ast.parse(text) for path, text in texts.items()}
	sources = Sources(trees.values())
	own, foreign = frozenset(sources.defined), plain_methods() | libraries
	for path, tree in trees.items():
		uses = Reader(sources).read(tree)
		yield from ((path, breach) for breach in breaches(uses, contract, own, foreign))
