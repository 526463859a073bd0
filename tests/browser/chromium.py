"""Where Chromium is, how it is started, and what is said where it is not."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: milliseconds for something to appear, on a machine that has other things to do
PATIENCE = 30_000


def executable() -> str:
	"""The path of Chromium or Chrome, by CHROMIUM or by its usual names; "" where there is none."""
	found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name)
	return next((path for path in found if path), "")


def demand() -> str:
	"""The path of Chromium. Without it, or without Playwright, the test is skipped with a line that says what
	to install; where CI is set it fails, since nobody reads what was skipped there."""
	path = executable()
	if path and importlib.util.find_spec("playwright"):
		return path
	lacking = "apt install chromium fonts-noto-cjk" if not path else "pip install playwright"
	line = f"NO BROWSER TEST HAS RUN, this machine needs: {lacking}"
	if os.environ.get("CI", "").lower() in ("1", "true"):
		pytest.fail(line, pytrace=False)
	pytest.skip(line)


@contextlib.contextmanager
def started() -> Iterator[Browser]:
	"""A headless Chromium of its own process, for as many contexts as wanted."""
	path = demand()
	from playwright.sync_api import expect, sync_playwright

	expect.set_options(timeout=PATIENCE)
	with sync_playwright() as playwright:
		alone = ["--no-sandbox"] if os.getuid() == 0 else []  # Chromium refuses its sandbox to root
		browser = playwright.chromium.launch(executable_path=path, args=alone)
		try:
			yield browser
		finally:
			browser.close()
