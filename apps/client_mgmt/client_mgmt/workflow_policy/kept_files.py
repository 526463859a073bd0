"""The bytes of an attachment outlive a refused deletion.

Frappe's File takes them from the disk before an app's hook is asked, and a rollback brings back the row alone
(seen on v15.41): whoever may try to delete could destroy what was signed. So a second name of the file is
kept beside it.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

import frappe

FILES, KEPT = ("private", "files"), ("private", "kept_files")


def keep(url: str | None) -> None:
	"""Gives a private file its second name."""
	for file, kept in _paths(url):
		if file.exists() and not kept.exists():
			kept.parent.mkdir(parents=True, exist_ok=True)
			os.link(file, kept)


def put_back(url: str | None) -> None:
	"""Brings back the bytes that a deletion about to be refused has taken away."""
	for file, kept in _paths(url):
		if kept.exists() and not file.exists():
			os.link(kept, file)


def let_go(file: Any, _event: str | None = None) -> None:
	"""File, after_delete: the second name goes with the last row that names the file, once that is final."""
	if not frappe.db.exists("File", {"file_url": file.file_url}):
		for _file, kept in _paths(file.file_url):
			frappe.db.after_commit.add(partial(kept.unlink, missing_ok=True))


def rename(file: Any) -> None:
	"""Gives a new private file a name of its own on the disk, where another record's URL has the same letters
	in another case: databases compare without it (seen on v15.41)."""
	folder, _slash, name = str(file.file_url).rpartition("/")
	path = Path(name)
	unique = f"{path.stem}-{frappe.generate_hash(length=12)}{path.suffix}"
	Path(frappe.get_site_path(*FILES, name)).rename(frappe.get_site_path(*FILES, unique))
	file.file_url = f"{folder}/{unique}"


def _paths(url: str | None) -> list[tuple[Path, Path]]:
	"""The file and its second name; nothing for what is no private file of this site."""
	folder, _slash, name = str(url or "").rpartition("/")
	if folder != "/private/files" or not name:
		return []
	return [(Path(frappe.get_site_path(*FILES, name)), Path(frappe.get_site_path(*KEPT, name)))]
