"""Where the files of apps and of the site are."""

from __future__ import annotations

import importlib
from pathlib import Path

from embedded_host.base.context import local


def get_app_path(app: str, *parts: str) -> str:
	"""Absolute path inside an app's package."""
	return str(Path(str(importlib.import_module(app).__file__)).parent.joinpath(*parts))


def get_site_path(*parts: str) -> str:
	"""Path inside the site's folder."""
	return str(Path(local.site_path, *parts))


def get_module_list(app: str) -> list[str]:
	"""The names in an app's modules.txt, in their order."""
	text = Path(get_app_path(app, "modules.txt")).read_text(encoding="utf-8")
	return [line.strip() for line in text.splitlines() if line.strip()]
