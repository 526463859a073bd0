"""Sites: folders, configuration, and the context of one request, job or command.

A site is a folder of `sites_path()` with `site_config.json`, the database `site.db` and the files. Paths of
the process come from the environment (`SITES`), everything else from the configuration.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from embedded_host.base import site_facts
from embedded_host.base.context import local, reset
from embedded_host.base.exceptions import DoesNotExistError, ValidationError
from embedded_host.model import controllers, meta
from embedded_host.services import permissions
from embedded_host.services.document import Document
from embedded_host.storage import ports
from embedded_host.storage.database import Database
from embedded_host.storage.sqlite import Connection

DATABASE = "site.db"
CONFIG = "site_config.json"
COMMON_CONFIG = "common_site_config.json"
FOLDERS = ("private/files", "private/backups", "public/files", "locks", "logs")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")

#: what the layers below ask of those above
ports.hand_in(meta.load, permissions)
controllers.hand_in(Document)


def sites_path() -> Path:
	"""The folder of the sites: that of the running context, else the usual one."""
	return getattr(local, "sites_path", None) or usual_path()


def usual_path() -> Path:
	"""The folder that `SITES` names, else ./sites."""
	return _resolved(os.environ.get("SITES") or "sites")


def _resolved(path: str) -> Path:
	return Path(os.path.abspath(path))  # noqa: PTH100 - pathlib's own way costs more than a query


@lru_cache(maxsize=64)
def _database_file(folder: str) -> Path:
	return Path(folder) / DATABASE


def site_folder(site: str) -> Path:
	"""A site's folder; raises ValidationError for what is no site name."""
	if not _NAME.match(site):
		raise ValidationError(f"Not a site name: {site!r}")
	return sites_path() / site


def database_path(site: str) -> Path:
	"""A site's SQLite file."""
	return site_folder(site) / DATABASE


def available_apps() -> list[str]:
	"""Apps that can be installed: `frappe` and those of sites/apps.txt."""
	file = sites_path() / "apps.txt"
	listed = file.read_text(encoding="utf-8").split() if file.exists() else []
	return ["frappe", *(app for app in listed if app != "frappe")]


def site_config(site: str) -> dict[str, Any]:
	"""Configuration of a site: its own over the common one."""
	return {**_read_json(sites_path() / COMMON_CONFIG), **_read_json(site_folder(site) / CONFIG)}


def config_in(folder: str, site: str) -> dict[str, Any]:
	"""The same for a site in a folder of sites, without a running context."""
	place = _resolved(folder)
	return {**_read_json(place / COMMON_CONFIG), **_read_json(place / site / CONFIG)}


def update_site_config(site: str, key: str, value: Any) -> None:
	"""Stores one key of the site's own configuration (None removes it).

	The file stays readable to its owner alone.
	"""
	file = site_folder(site) / CONFIG
	config = _read_json(file)
	config[key] = value
	if value is None:
		del config[key]
	new = file.with_suffix(".new")
	descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
		json.dump(config, stream, indent=1, sort_keys=True)
		stream.flush()
		os.fsync(stream.fileno())
	new.replace(file)
	if getattr(local, "site", None) == site:
		local.conf[key] = value


def _read_json(file: Path) -> dict[str, Any]:
	"""The object in a file ({} without one), read again when the file has changed."""
	try:
		status = os.stat(file)  # noqa: PTH116 - asked for every request
	except FileNotFoundError:
		return {}
	return dict(_parsed(file, status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=64)
def _parsed(file: Path, *_version: int) -> dict[str, Any]:
	return dict(json.loads(file.read_text(encoding="utf-8")))


def init(site: str, sites_path: str | Path | None = None, **_ignored: Any) -> None:
	"""Starts a fresh context for `site`, without a database yet. `sites_path` "." means the usual folder."""
	local.release()
	folder = usual_path() if sites_path in (None, ".") else _resolved(str(sites_path))
	local.sites_path = folder
	place = site_folder(site)
	reset(site, site_config(site))
	local.sites_path = folder
	local.site_path = str(place)


def connect(site: str | None = None, set_admin_as_user: bool = True, **_ignored: Any) -> None:
	"""Opens `frappe.db` on this thread's connection; acts as Administrator unless a user is set already.

	Raises DoesNotExistError for a site without a database.
	"""
	if site:
		init(site)
	try:
		local.db = Database(_database_file(local.site_path))
	except FileNotFoundError:
		raise DoesNotExistError(f"Site {local.site} does not exist") from None
	if set_admin_as_user and local.session.user in (None, "Guest"):
		local.session.update(user="Administrator", sid="Administrator")


def destroy() -> None:
	"""Rolls back what is open and clears the context; the connection stays with its thread."""
	db = getattr(local, "db", None)
	if db is not None:
		db.close()
	local.release()


@contextmanager
def connected(site: str, sites_path: Any) -> Iterator[None]:
	"""The context of `site` with its database, as Administrator, for the body."""
	init(site, sites_path)
	try:
		connect()
		yield
	finally:
		destroy()


def installed_apps(site: str) -> list[str]:
	"""A site's apps in the order of installation, `frappe` first."""
	if site == getattr(local, "site", None):
		return site_facts.installed_apps()
	conn = Connection(database_path(site))
	try:
		return [row[0] for row in conn.raw.execute(site_facts.APPS)]
	finally:
		conn.close()
