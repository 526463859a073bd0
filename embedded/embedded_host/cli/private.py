"""What a site keeps on disk is its owner's alone: files 0600, folders 0700."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISLNK

#: what a process that writes into sites leaves to itself
UMASK = 0o077


def close(folder: Path) -> int:
	"""Takes from everybody but the owner every right on `folder` and what is in it, and answers how many
	places were open: those of a site made before, or restored. Links are not followed.

	Raises PermissionError where a place belongs to somebody else.
	"""
	return sum(_close(path) for path in _all(folder))


def _all(folder: Path) -> Iterator[str]:
	yield str(folder)
	for place, folders, files in os.walk(folder):
		yield from (os.path.join(place, name) for name in (*folders, *files))  # noqa: PTH118 - many of them


def _close(path: str) -> bool:
	with suppress(FileNotFoundError):  # another process works here
		mode = os.lstat(path).st_mode
		if not S_ISLNK(mode) and S_IMODE(mode) & UMASK:
			os.chmod(path, S_IMODE(mode) & ~UMASK)  # noqa: PTH101 - many of them
			return True
	return False
