"""Backup and restore of a site: one tar.gz with the database, the files, the configuration and a manifest.

The database is copied by SQLite's backup while other writers wait; files are linked in the same instant, so
the archive shows one moment. It holds the site's secrets (signing key, encryption key): mode 0600, keep it
safe.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from embedded_host.base import private
from embedded_host.services import sites
from embedded_host.storage.sqlite import Connection
from frappe.exceptions import ValidationError

MANIFEST = "manifest.json"
FORMAT = 1
_FILES = ("site_config.json", "demo_logins.json")
_FOLDERS = ("private/files", "public/files", "mail")
_RUNNING = "locks/running"


@contextmanager
def running(site: str, *, alone: bool = False) -> Iterator[None]:
	"""Marks the site as in use by this process; `alone` raises ValidationError while another one uses it.

	What an earlier version left open to others on disk is closed first."""
	path = sites.site_folder(site) / _RUNNING
	path.parent.mkdir(parents=True, exist_ok=True)
	private.close(sites.site_folder(site))
	with path.open("a") as file:
		try:
			fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
		except OSError as error:
			raise ValidationError(f"Site {site} is in use by another process: stop that one first") from error
		yield


def backup(site: str, target: Path | None = None) -> Path:
	"""Writes the archive (default: the site's private/backups) and returns its path.

	The site may be running.
	"""
	folder = sites.site_folder(site)
	target = target or folder / "private" / "backups" / f"{site}-{time.strftime('%Y%m%d-%H%M%S')}.tar.gz"
	target.parent.mkdir(parents=True, exist_ok=True)
	with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as temporary:
		stage = Path(temporary)
		_snapshot(site, folder, stage)
		members = sorted(path for path in stage.rglob("*") if path.is_file())
		manifest = {
			"format": FORMAT,
			"site": site,
			"taken": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
			"apps": sites.installed_apps(site),
			"sha256": {str(path.relative_to(stage)): digest(path) for path in members},
		}
		(stage / MANIFEST).write_text(json.dumps(manifest, indent=1))
		_pack(stage, [stage / MANIFEST, *members], target)
	return target


def _snapshot(site: str, folder: Path, stage: Path) -> None:
	conn = Connection(sites.database_path(site))
	try:
		conn.begin(write=True)
		with _plain(sites.database_path(site)) as source, _plain(stage / sites.DATABASE) as copy:
			source.backup(copy)
			copy.execute("PRAGMA journal_mode = DELETE")
		for name in _FILES:
			if (folder / name).exists():
				shutil.copy2(folder / name, stage / name)
		for name in _FOLDERS:
			if (folder / name).exists():
				shutil.copytree(folder / name, stage / name, copy_function=_link)
	finally:
		conn.close()


@contextmanager
def _plain(path: Path) -> Iterator[sqlite3.Connection]:
	conn = sqlite3.connect(path)
	try:
		yield conn
	finally:
		conn.close()


def _link(source: str, target: str) -> None:
	try:
		os.link(source, target)
	except OSError:
		shutil.copy2(source, target)


def _pack(stage: Path, members: list[Path], target: Path) -> None:
	new = target.with_name(target.name + ".new")
	descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(descriptor, "wb") as stream:
		with tarfile.open(fileobj=stream, mode="w:gz") as archive:
			for path in members:
				archive.add(path, arcname=str(path.relative_to(stage)), recursive=False)
		stream.flush()
		os.fsync(stream.fileno())
	new.replace(target)


def digest(path: Path) -> str:
	"""SHA-256 of a file, hexadecimal."""
	found = hashlib.sha256()
	with path.open("rb") as stream:
		while block := stream.read(1 << 20):
			found.update(block)
	return found.hexdigest()


def restore(archive: Path, site: str, *, force: bool = False) -> Path | None:
	"""Makes `site` from a backup and returns where the old one was moved to, if there was one.

	Every checksum is verified before anything changes. Raises ValidationError for a damaged archive, for a
	site that exists (unless `force`), and always for one that a process is using.
	"""
	folder = sites.site_folder(site)
	if folder.exists() and not force:
		raise ValidationError(f"Site {site} exists: --force replaces it (the old one is kept in .archived)")
	folder.parent.mkdir(parents=True, exist_ok=True)
	stage = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".restore-"))
	try:
		_unpack(archive, stage)
		for part in sites.FOLDERS:
			(stage / part).mkdir(parents=True, exist_ok=True)
		private.close(stage)
		return _exchange(site, folder, stage)
	except BaseException:
		shutil.rmtree(stage, ignore_errors=True)
		raise


def _exchange(site: str, folder: Path, stage: Path) -> Path | None:
	if not folder.exists():
		stage.rename(folder)
		return None
	with running(site, alone=True):
		old = folder.parent / ".archived" / f"{site}-{time.strftime('%Y%m%d-%H%M%S')}"
		old.parent.mkdir(mode=0o700, exist_ok=True)
		folder.rename(old)
		stage.rename(folder)
	return old


def _unpack(archive: Path, stage: Path) -> None:
	"""Unpacks plain files whose names and checksums the manifest lists, and nothing else."""
	with tarfile.open(archive, "r:gz") as packed:
		manifest = _manifest(packed)
		for name, expected in manifest["sha256"].items():
			path = (stage / name).resolve()
			if not path.is_relative_to(stage.resolve()):
				raise ValidationError(f"The archive names a file outside the site: {name}")
			path.parent.mkdir(parents=True, exist_ok=True)
			with path.open("wb") as stream:
				shutil.copyfileobj(_member(packed, name), stream)
			path.chmod(0o600)
			if digest(path) != expected:
				raise ValidationError(
					f"The archive is damaged: {name} has another checksum than its manifest says"
				)


def _manifest(packed: tarfile.TarFile) -> dict[str, Any]:
	manifest: dict[str, Any] = json.load(_member(packed, MANIFEST))
	if manifest.get("format") != FORMAT:
		raise ValidationError("The archive is no backup of this host, or of a later version of it")
	return manifest


def _member(packed: tarfile.TarFile, name: str) -> Any:
	try:
		found = packed.extractfile(name)
	except KeyError:
		found = None
	if found is None:
		raise ValidationError(f"The archive is damaged: it has no file {name}")
	return found
