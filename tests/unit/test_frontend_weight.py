"""What a client's phone loads before the portal stands: at most 250 kB of script, style and Chinese strings,
compressed (issue 8, "It must show"); read off the committed build."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from client_mgmt.interface import session

APP = Path(session.__file__).resolve().parents[1]
ASSETS = APP / "public" / "frontend" / "assets"
PAGE = APP / "www" / "client-mgmt.html"
MOST = 250_000  # bytes
STATIC = re.compile(r"""(?:from|import)\s*"\./([\w.-]+\.js)\"""")
LAZY = re.compile(r'import\("\./([\w.-]+\.js)"\)')


def loaded_with(*files: str) -> set[str]:
	"""These files of the build and what they import before they run."""
	found: set[str] = set()
	open_ = list(files)
	while open_:
		file = open_.pop()
		if file not in found:
			found.add(file)
			if file.endswith(".js"):
				open_ += STATIC.findall((ASSETS / file).read_text(encoding="utf-8"))
	return found


def chunk_of(path: str) -> str:
	"""The chunk of the page at a path, as the router of the entry names it."""
	entry = "".join((ASSETS / file).read_text(encoding="utf-8") for file in sorted(first_files()))
	route = entry.index(f'path:"{path}"')
	found = LAZY.search(entry, route)
	assert found, path
	return found.group(1)


def first_files() -> set[str]:
	return set(re.findall(r"/assets/client_mgmt/frontend/assets/([\w.-]+\.(?:js|css))", PAGE.read_text()))


def weight(files: set[str]) -> int:
	strings = json.dumps(session.messages("zh"), ensure_ascii=False).encode()
	texts = [strings, *((ASSETS / file).read_bytes() for file in sorted(files))]
	return sum(len(gzip.compress(text, 6)) for text in texts)


@pytest.mark.parametrize("path", ["/portal", "/portal/project/:name", "/sign/:doctype/:name"])
def test_a_clients_first_page_is_light(path: str) -> None:
	"""Whichever of them a mail leads to."""
	files = loaded_with(
		*first_files(), chunk_of(path), *(file for file in first_files() if file.endswith(".css"))
	)
	assert {file.rpartition(".")[2] for file in files} == {"js", "css"}
	assert len(files) > len(first_files()), "the page's own chunk is counted"
	assert weight(files) < MOST


def test_what_is_counted_is_all() -> None:
	"""Style lies in one file, and no page fetches script by a way that is not counted."""
	assert [path.name for path in ASSETS.glob("*.css")] == [
		file for file in first_files() if file.endswith(".css")
	]
	scripts = {path.name for path in ASSETS.glob("*.js")}
	named = {
		file for path in ASSETS.glob("*.js") for file in STATIC.findall(path.read_text(encoding="utf-8"))
	}
	assert named and named <= scripts
