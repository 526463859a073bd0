"""What the documents name is there: paths, links, `make` targets, methods and modules.

Looked at is what stands between backquotes, commands in fenced blocks, and links. A `*` or a `<word>` in a
path stands for any name. Decision records are read too: what they decided still stands somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from client_mgmt.demo import people

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "apps" / "client_mgmt" / "client_mgmt"
FOLDERS = [ROOT / name for name in ("apps", "embedded", "tests", "docs")]
# Where a path of a document may begin: the repository and its folders, the app's, its frontend's, the host's.
BASES = (
	*(ROOT, *FOLDERS),
	*(APP, APP / "domain", APP / "client_archive"),
	*(APP.parent / "frontend", APP.parent / "frontend" / "src"),
	*(ROOT / "embedded" / name for name in ("embedded_host", "frappe")),
)
DOCUMENTS = sorted(
	path.relative_to(ROOT).as_posix()
	for pattern in ("*.md", "docs/**/*.md", "apps/client_mgmt/README.md")
	for path in ROOT.glob(pattern)
)
# What a site, a bench or a measurement has, not the repository.
ELSEWHERE = set(
	"apps.txt common_site_config.json site_config.json demo_logins.json perf.json private/kept_files "
	"sites/.archived www/".split()
)
SUFFIX = r"\.(?:py|pyi|md|json|sh|toml|html|css|js|po|pot|csv|tsv|yaml|txt)"
PATH = re.compile(r"[\w<>*.-]+(?:/[\w<>*.-]*)*")
OURS = re.compile(r"\b(?:client_mgmt|embedded_host)(?:\.\w+)+")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@cache
def text_of(document: str) -> str:
	return (ROOT / document).read_text(encoding="utf-8")


def spans(text: str) -> list[str]:
	"""What stands between backquotes, fenced blocks apart."""
	return re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def commands(text: str) -> Iterator[str]:
	"""What can be pasted: spans, and fenced blocks of no language other than the shell's."""
	yield from spans(text)
	yield from (block for language, block in FENCE.findall(text) if language in ("", "sh", "bash"))


def paths(text: str) -> set[str]:
	"""What looks like a path: it ends like a file or with a slash, or begins with a folder that is there."""
	tokens = {token.strip(",;:()") for span in spans(text) for token in span.split()}
	return {
		token
		for token in tokens
		if PATH.fullmatch(token)
		and (re.search(SUFFIX + "$|/$", token) or ("/" in token and exists(token.split("/")[0] + "/")))
	}


@cache
def exists(name: str) -> bool:
	"""Whether a path is there from one of the bases; a file's name alone anywhere in the repository."""
	pattern = re.sub(r"<[^>]*>", "*", name.rstrip("/"))
	if any(True for base in BASES for _ in base.glob(pattern)):
		return True
	return "/" not in name and any(True for folder in FOLDERS for _ in folder.rglob(pattern))


@cache
def names_of(module: Path) -> set[str]:
	"""What a module defines or takes over at its top."""
	found: set[str] = set()
	for node in ast.parse(module.read_text(encoding="utf-8")).body:
		if isinstance(node, ast.FunctionDef | ast.ClassDef):
			found.add(node.name)
		elif isinstance(node, ast.Assign):
			found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
		elif isinstance(node, ast.ImportFrom):
			found |= {alias.asname or alias.name for alias in node.names}
	return found


def resolves(dotted: str) -> bool:
	"""Whether a dotted name is a module, or a name that a module defines."""
	first, *rest = dotted.split(".")
	place = APP if first == "client_mgmt" else ROOT / "embedded" / first
	while rest and (place / rest[0]).is_dir():
		place /= rest.pop(0)
	if not rest:
		return place.is_dir()
	module = place / f"{rest[0]}.py"
	name, module = (rest[1:2], module) if module.is_file() else (rest[:1], place / "__init__.py")
	return not name or (module.is_file() and name[0] in names_of(module))


def wrong_names(text: str) -> list[str]:
	"""Paths, targets, methods and modules that are not there."""
	targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)
	named = {target for piece in commands(text) for target in TARGET.findall(piece)}
	return [
		*sorted(path for path in paths(text) if path not in ELSEWHERE and not exists(path)),
		*sorted(name for name in set(OURS.findall(text)) if not resolves(name)),
		*sorted(f"make {target}" for target in named if target not in targets),
	]


def wrong_links(document: Path, text: str) -> list[str]:
	"""Links to files or headings that are not there; addresses of others are not followed."""
	wrong = []
	for link in LINK.findall(text):
		path, _hash, anchor = link.partition("#")
		target = document.parent / path if path else document
		if ":" not in link and not (target.exists() and (not anchor or anchor in anchors(target))):
			wrong.append(link)
	return wrong


def anchors(document: Path) -> set[str]:
	headings = re.findall(r"^#+ (.+)$", FENCE.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
	return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_named_is_there(document: str) -> None:
	assert wrong_names(text_of(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
	assert wrong_links(ROOT / document, text_of(document)) == []


def test_the_documents_name_much() -> None:
	"""The check reads what it should: else it would be green over nothing."""
	text = "".join(map(text_of, DOCUMENTS))
	assert len(paths(text)) > 80
	assert len(set(OURS.findall(text))) > 50


@pytest.mark.parametrize(
	("text", "wrong"),
	[
		("see `domain/evidence/nowhere.py`", "domain/evidence/nowhere.py"),
		("see `nowhere.py`", "nowhere.py"),
		("in `client_archive/nothing/`", "client_archive/nothing/"),
		("`client_mgmt.api.workflow.no_such_method`", "client_mgmt.api.workflow.no_such_method"),
		("client_mgmt.domain.no_such_room", "client_mgmt.domain.no_such_room"),
		("`make nothing`", "make nothing"),
	],
)
def test_what_is_not_there_is_seen(text: str, wrong: str) -> None:
	assert wrong_names(text) == [wrong]


def test_a_broken_link_is_seen() -> None:
	text = "[a](nowhere.md) [b](rest.md#no-such-heading) [c](rest.md#signing-in)"
	assert wrong_links(ROOT / "docs" / "rest.md", text) == ["nowhere.md", "rest.md#no-such-heading"]


def test_the_people_of_the_lines_are_those_of_the_demo() -> None:
	named = dict(re.findall(r"([A-Z_]+)=(\S+@\S+)", text_of("docs/shell.sh")))
	assert len(named) > 5
	assert named == {name: getattr(people, name).user for name in named}
