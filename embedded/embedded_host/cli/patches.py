"""An app's patches.txt: each line runs once per site, `migrate` by `migrate`; Patch Log remembers."""

from __future__ import annotations

import importlib
from pathlib import Path

from embedded_host.base.app_files import get_app_path
from embedded_host.base.context import local
from embedded_host.base.dates import now_datetime
from embedded_host.base.plain import random_name

BEFORE, AFTER = "pre_model_sync", "post_model_sync"


def lines(app: str) -> dict[str, list[str]]:
	"""The patches of an app by section; those before any section header run before the model is synced."""
	found: dict[str, list[str]] = {BEFORE: [], AFTER: []}
	file, section = Path(get_app_path(app, "patches.txt")), BEFORE
	for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
		text = line.split("#", 1)[0].strip()
		if text.startswith("["):
			section = text.strip("[]")
			found.setdefault(section, [])
		elif text:
			found[section].append(text)
	return found


def run(app: str, section: str) -> list[str]:
	"""Runs a section's patches that have not run yet; returns them.

	`execute:` lines raise NotImplementedError.
	"""
	waiting = [patch for patch in lines(app).get(section, []) if not _has_run(patch)]
	for patch in waiting:
		if patch.startswith("execute:"):
			raise NotImplementedError(f"patch line {patch!r}: write a module with execute() instead")
		importlib.import_module(patch.split()[0]).execute()
		_remember(patch)
	return waiting


def mark_all(app: str) -> None:
	"""Notes every patch as done: a new site begins with what patches would lead to."""
	for section in lines(app).values():
		for patch in section:
			if not _has_run(patch):
				_remember(patch)


def _has_run(patch: str) -> bool:
	return bool(local.db.count("Patch Log", {"patch": patch}))


def _remember(patch: str) -> None:
	now = now_datetime()
	values = {"name": random_name(), "owner": "Administrator", "modified_by": "Administrator", "patch": patch}
	local.db.insert_row("Patch Log", {**values, "creation": now, "modified": now})
