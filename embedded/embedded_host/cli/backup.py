"""Backup and restore of a site: one tar.gz with the database, the files, the configuration and a manifest.

The archive shows one moment: for an instant nobody writes, while a reading transaction begins and the links
to the files are brought up to date. From then on the database is copied out of that transaction (SQLite's
backup, WAL), and whoever writes waits for nothing. The archive holds the site's secrets (signing key,
encryption key): mode 0600, keep it safe.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embedded_host.cli import private
from embedded_host.services import sites
from embedded_host.storage.sqlite import Connection
from frappe.exceptions import ValidationError

MANIFEST = "manifest.json"
FORMAT = 1
_FILES = ("site_config.json", "demo_logins.json")
_FOLDERS = ("private/files", "public/files", "mail")
_RUNNING = "locks/running"
STEP_BYTES = 8 << 20
STEP_PAGES = STEP_BYTES // 4096


@contextlib.contextmanager
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
	database = sites.database_path(site)
	conn = Connection(database)
	try:
		_link_files(folder, stage)  # nearly all of them, before anybody has to wait
		with _plain(database) as source:
			conn.begin(write=True)
			source.execute("BEGIN")
			source.execute("SELECT count(*) FROM sqlite_master").fetchone()
			_link_files(folder, stage)
			conn.rollback()
			_copy(source, stage / sites.DATABASE)
	finally:
		conn.close()


def _copy(source: sqlite3.Connection, target: Path) -> None:
	"""Copies what the transaction of `source` sees. What is written goes to the disk step by step: in one go
	at the end it would hold up every commit of the site."""
	with _plain(target) as copy, target.open("rb") as stream:
		copy.execute("PRAGMA synchronous = OFF")
		source.backup(copy, pages=STEP_PAGES, progress=lambda *_state: os.fdatasync(stream.fileno()), sleep=0)
		copy.execute("PRAGMA journal_mode = DELETE")


def _link_files(folder: Path, stage: Path) -> None:
	"""Makes the links in `stage` those of the files in `folder`: adds, and takes away what is no more."""
	for name in _FILES:
		if (folder / name).exists():
			shutil.copy2(folder / name, stage / name)
	for name in _FOLDERS:
		_mirror(folder / name, stage / name)


def _mirror(source: Path, target: Path) -> None:
	"""Links the files of one folder and of those in it; one that is another by now is linked anew."""
	there, linked = _entries(source), _entries(target)
	for name in linked.keys() - {name for name, entry in there.items() if _same(entry, linked.get(name))}:
		_remove(target / name)
	for name, entry in there.items():
		if entry.is_dir(follow_symlinks=False):
			_mirror(source / name, target / name)
		elif not _same(entry, linked.get(name)):
			target.mkdir(parents=True, exist_ok=True)
			with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
				_link(entry.path, str(target / name))


def _entries(folder: Path) -> dict[str, os.DirEntry[str]]:
	try:
		with os.scandir(folder) as found:
			return {entry.name: entry for entry in found}
	except FileNotFoundError:
		return {}


def _same(entry: os.DirEntry[str], other: os.DirEntry[str] | None) -> bool:
	"""Whether both are folders, or one file; a copy, where links cannot be, is as old as its original."""
	if other is None or entry.is_dir(follow_symlinks=False) != other.is_dir(follow_symlinks=False):
		return False
	if entry.is_dir(follow_symlinks=False) or entry.inode() == other.inode():
		return True
	one, two = entry.stat(), other.stat()
	return one.st_dev != two.st_dev and (one.st_size, one.st_mtime_ns) == (two.st_size, two.st_mtime_ns)


def _remove(path: Path) -> None:
	if path.is_dir() and not path.is_symlink():
		shutil.rmtree(path)
	else:
		path.unlink()


@contextlib.contextmanager
def _plain(path: Path) -> Iterator[sqlite3.Connection]:
	conn = sqlite3.connect(path)
	try:
		yield conn
	finally:
		conn.close()


def _link(source: str, target: str) -> None:
	try:
		os.link(source, target)
	except FileNotFoundError:
		raise
	except OSError:
		shutil.copy2(source, target)


class _Steady(io.BufferedWriter):
	"""A file that goes to the disk as it is written, not in one go at its end."""

	_waiting = 0

	def write(self, data: Any) -> int:
		self._waiting += len(data)
		if self._waiting > STEP_BYTES:
			self._waiting = 0
			self.flush()
			os.fdatasync(self.fileno())
		return super().write(data)


def _pack(stage: Path, members: list[Path], target: Path) -> None:
	new = target.with_name(target.name + ".new")
	descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with _Steady(io.FileIO(descriptor, "wb")) as stream:
		with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=6) as archive:
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
