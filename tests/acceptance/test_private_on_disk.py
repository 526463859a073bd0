"""Issue 9, 24: what a site keeps on disk is its owner's alone, whatever an earlier version left open."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from tests.acceptance.process import Served
from tests.client import Api, some
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people
from embedded_host.cli import private


def open_places(folder: Path) -> dict[str, str]:
	"""What group or others may touch of a folder, itself among it: path → mode."""
	places = some([folder, *folder.rglob("*")])
	modes = {str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode) for path in places}
	return {path: oct(mode) for path, mode in modes.items() if mode & 0o077}


def test_everything_that_the_host_writes(
	host: Served, api: Callable[..., Api], admin: Api, make: Factory
) -> None:
	"""Database with WAL, private and public files, mails, backups, locks, logs; the site came as copied, with
	the modes of any program, and was closed when it started."""
	assert api(people.PM).upload(CHANGE, make.change(), b"private").ok
	assert admin.upload("", "", b"public", is_private=0).ok
	host.run("backup")
	site = host.folder / host.site
	for written in ("site.db", "site.db-wal", "private/files", "public/files", "locks/running"):
		assert (site / written).exists(), written
	assert list((site / "private/backups").glob("*.tar.gz"))
	assert open_places(site) == {}


def test_what_was_open_is_closed_at_the_next_start(host: Served) -> None:
	site = host.folder / host.site
	host.stop()
	for path in (site, *site.rglob("*")):
		path.chmod(0o777 if path.is_dir() else 0o666)
	assert len(open_places(site)) > 10
	host.start()
	assert open_places(site) == {}


def test_a_restored_site_is_closed_too(host: Served, tmp_path: Path) -> None:
	archive = tmp_path / "site.tar.gz"
	host.run("backup", "--to", str(archive))
	assert stat.S_IMODE(archive.stat().st_mode) == 0o600
	host.run("restore", str(archive), "--site", "restored.test")
	assert open_places(host.folder / "restored.test") == {}


def test_links_are_left_alone(tmp_path: Path) -> None:
	outside = tmp_path / "outside"
	outside.write_text("x")
	outside.chmod(0o644)
	site = tmp_path / "site"
	site.mkdir(mode=0o700)
	(site / "link").symlink_to(outside)
	assert private.close(site) == 0
	assert stat.S_IMODE(outside.stat().st_mode) == 0o644
