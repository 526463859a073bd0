"""Pictures of every page for docs/screenshots, by `make screenshots`: a demo site of its own, at a desk and
on a phone, in Chinese and English. File names stay, so that a picture is replaced and not added.

usage: python -m tests.browser.screenshots [FOLDER]
"""

from __future__ import annotations

import io
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from tests.browser import chromium
from tests.browser.views import ALIKE, VIEWS, Names, View, open_view, settled
from tests.browser.visits import DESK, PHONE, Sessions, Visits
from tests.client import Api
from tests.hosts import ADMIN_PASSWORD, Embedded

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SCREENS = {"1440": DESK, "360": PHONE}
LANGUAGES = ("zh", "en")
PICTURED = [view for view in VIEWS if view.key not in ALIKE]


def main(arguments: list[str]) -> None:
	"""Builds the site, takes the pictures, writes their index."""
	folder = Path(arguments[0]) if arguments else FOLDER
	os.environ.setdefault("CI", "1")  # without a browser this command fails
	logging.getLogger("waitress").setLevel(logging.ERROR)
	with tempfile.TemporaryDirectory() as sites, chromium.started() as browser:
		site = Embedded(Path(sites))
		site.build()
		with site.served():
			take(browser, site.url, folder)


def take(browser: Browser, url: str, folder: Path) -> None:
	"""Pictures of all views of the demo site at `url`, and README.md beside them."""
	folder.mkdir(parents=True, exist_ok=True)
	names = Names(Api(url, "Administrator", ADMIN_PASSWORD))
	sessions = Sessions(url)
	for language in LANGUAGES:
		visits = Visits(browser, url, sessions)
		_walk(visits, names, folder, language)
		visits.close()
	wanted = {
		picture(view, language, width) for view in PICTURED for language in LANGUAGES for width in SCREENS
	}
	for path in folder.glob("*.webp"):
		if path.name not in wanted:
			path.unlink()
	(folder / "README.md").write_text(index(), encoding="utf-8")


def _walk(visits: Visits, names: Names, folder: Path, language: str) -> None:
	"""Each page once, made narrow for its second picture; what was opened on it is opened anew."""
	pages: dict[object, Page] = {}
	for view in PICTURED:
		if view.person not in pages:
			pages[view.person] = visits(view.person, view.at(names), language=language)
		page = pages[view.person]
		for width, (wide, high) in SCREENS.items():
			page.set_viewport_size({"width": wide, "height": high})
			if width == "1440" or view.then:
				open_view(page, view, names)
			settled(page)
			write(page, folder / picture(view, language, width))


def write(page: Page, path: Path) -> None:
	"""The window as a small file."""
	Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(path, "WEBP", quality=40, method=6)


def picture(view: View, language: str, width: str) -> str:
	return f"{view.key}.{language}.{width}.webp"


def index() -> str:
	"""The page that shows every picture, generated with them."""
	lines = [
		"# Every page",
		"",
		"Written by `make screenshots`: the demo site, at a desk (1440 px) and on a phone (360 px).",
	]
	for view in PICTURED:
		lines += ["", f"## {view.key}", "", "| 中文 | English |", "| --- | --- |"]
		for width in SCREENS:
			size = 480 if width == "1440" else 180
			cells = [f'<img src="{picture(view, one, width)}" width="{size}" alt="">' for one in LANGUAGES]
			lines.append(f"| {' | '.join(cells)} |")
	return "\n".join(lines) + "\n"


if __name__ == "__main__":
	main(sys.argv[1:])
