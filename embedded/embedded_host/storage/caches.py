"""What a process remembers of metadata, roles and workflows: one set of rooms per site and cache generation.

A transaction uses the rooms of the generation that it reads at its beginning, so that a reader of an older
snapshot never meets newer metadata. A transaction that changes metadata works with rooms of its own until it
ends.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from embedded_host.base.cache import cache
from embedded_host.base.context import local

#: generations kept per site: the current one and what a running reader may still need
KEPT = 3

Rooms = dict[str, dict[Any, Any]]
#: by file: another file at the same path is another database
_sites: dict[tuple[Path, int], dict[int, Rooms]] = {}


def room(name: str) -> dict[Any, Any]:
	"""The dict called `name` that lives as long as the metadata stays as it is.

	What is in it must not be changed.
	"""
	rooms: Rooms = local.db.rooms
	return rooms[name] if name in rooms else rooms.setdefault(name, {})


def rooms_of(path: Path, inode: int, generation: int) -> Rooms:
	"""The shared rooms of a site's database at `generation`."""
	generations = _sites.setdefault((path, inode), {})
	found = generations.get(generation)
	if found is None:
		found = generations.setdefault(generation, {})
		for old in sorted(generations)[:-KEPT]:
			generations.pop(old, None)
	return found


def forget(path: Path) -> None:
	"""Drops everything kept for the database files that stood at `path`."""
	for key in [key for key in _sites if key[0] == path]:
		del _sites[key]


def clear_cache(user: str | None = None, doctype: str | None = None) -> None:
	"""Makes every process read metadata, roles and workflows again."""
	cache.clear()
	if getattr(local, "db", None) is not None:
		local.db.bump_generation()
