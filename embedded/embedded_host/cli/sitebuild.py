"""What `make start` needs before it can serve: a site, its demo data, and the latest metadata in it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import frappe
from embedded_host.base.app_files import get_app_path
from embedded_host.base.context import local
from embedded_host.cli import installer
from embedded_host.services import sites
from embedded_host.services.passwords import check_password
from embedded_host.services.sites import connected

#: addresses of this machine alone
LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: in a site folder while the site is being made; what an interrupted start leaves is made anew
UNFINISHED = ".unfinished"
MIGRATED = ".migrated"
LOGINS = "demo_logins.json"
#: what a new sites folder starts with: the list of apps and the common settings
STARTER = Path(__file__).resolve().parents[3] / "sites"
STARTER_FILES = ("apps.txt", sites.COMMON_CONFIG)


def exists(site: str) -> bool:
	"""Whether the site is there and complete."""
	return sites.database_path(site).exists() and not (sites.site_folder(site) / UNFINISHED).exists()


def build(
	site: str, admin_password: str, *, demo: bool, demo_password: str | None = None
) -> list[dict[str, Any]]:
	"""Makes a site with every app of apps.txt, and with demo data if asked; the demo's logins.

	Raises ValidationError when it exists. What an interrupted run left is removed first, a failure leaves
	nothing.
	"""
	folder = sites.site_folder(site)
	if (folder / UNFINISHED).exists():
		shutil.rmtree(folder)
	_prepare(folder.parent)
	apps = [app for app in sites.available_apps() if app != "frappe"]
	fresh = not folder.exists()
	folder.mkdir(0o700, parents=True, exist_ok=True)
	if fresh:
		(folder / UNFINISHED).touch()
	installer.new_site(site, admin_password, apps)
	logins = _seed(site, admin_password, demo_password) if demo else []
	(folder / MIGRATED).write_text(fingerprint(site))
	(folder / UNFINISHED).unlink(missing_ok=True)
	return logins


def _prepare(folder: Path) -> None:
	"""Gives a sites folder what it lacks of the workspace's starter files."""
	folder.mkdir(parents=True, exist_ok=True)
	for name in STARTER_FILES:
		if (STARTER / name).exists() and not (folder / name).exists():
			shutil.copyfile(STARTER / name, folder / name)


def _seed(site: str, admin_password: str, demo_password: str | None) -> list[dict[str, Any]]:
	"""Calls the `demo_site` hooks in one transaction; keeps the logins for the site's owner alone.

	Without a chosen password everybody gets the same random one, which the site's `demo_password` keeps: an
	app may tell it. A chosen one is its chooser's secret."""
	logins: list[dict[str, Any]] = []
	generated = None if demo_password else random_password()
	with connected(site, sites.sites_path()):
		local.db.begin(write=True)
		for path in frappe.get_hooks("demo_site"):
			logins += frappe.get_attr(path)(demo_password or generated)
		frappe.db.commit()
	if generated:
		sites.update_site_config(site, "demo_password", generated)
	if not any(login["user"] == "Administrator" for login in logins):
		administrator = dict.fromkeys(("party", "project", "project_role"))
		administrator.update(user="Administrator", password=admin_password, roles=[], can_sign=False)
		logins.insert(0, administrator)
	write_private(sites.site_folder(site) / LOGINS, json.dumps(logins, ensure_ascii=False, indent=1))
	return logins


def what_stays(site: str, given: dict[str, str | None]) -> list[str]:
	"""What a start says of passwords that were given to it and change nothing in a site that is there."""
	own = f"SITES={sites.sites_path()} .venv/bin/client-mgmt user set-password"
	return [
		f"client_mgmt: the site {site} was there already and keeps its passwords: {name} is not that of"
		f" {login}.\n  Its demo logins stand in {sites.site_folder(site) / LOGINS}.\n"
		f"  To change one: {own} {login} --site {site}\n"
		f"  To begin anew with {name}: SITES=another-folder {name}=… make start\n"
		for name, login in other_passwords(site, given).items()
	]


def other_passwords(site: str, given: dict[str, str | None]) -> dict[str, str]:
	"""Of the passwords given to a start (DEMO_PASSWORD, ADMIN_PASSWORD) those that are not the site's own,
	each with a login that has another."""
	wanted = {name: password for name, password in given.items() if password}
	users = {"ADMIN_PASSWORD": ["Administrator"], "DEMO_PASSWORD": _demo_users(site) if wanted else []}
	found = {}
	with connected(site, sites.sites_path()):
		for name, password in wanted.items():
			user = next((one for one in users[name] if not _opens(one, password)), None)
			if user:
				found[name] = user
	return found


def _demo_users(site: str) -> list[str]:
	"""The first of the demo's people, as the file of logins has them; none without it."""
	file = sites.site_folder(site) / LOGINS
	logins = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
	return [login["user"] for login in logins if login["user"] != "Administrator"][:1]


def _opens(user: str, password: str) -> bool:
	try:
		check_password(user, password)
	except frappe.AuthenticationError:
		return False
	return True


def write_host_name(site: str, given: str | None, host: str, port: int) -> None:
	"""Stores what links begin with, `host_name`: the one given; else the address served, as long as nobody
	has chosen another (one of this machine alone follows the port).

	Raises ValidationError for one that is no http address."""
	chosen = str(sites.site_config(site).get("host_name") or "")
	if given and (urlsplit(given).scheme not in ("http", "https") or not urlsplit(given).hostname):
		raise frappe.ValidationError(f"No address of a site: {given!r} (https://name)")
	if not given and chosen and urlsplit(chosen).hostname not in LOOPBACK:
		return
	served = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
	address = (given or f"http://{served}:{port}").rstrip("/")
	if address != chosen:
		sites.update_site_config(site, "host_name", address)


def write_private(path: Path, text: str) -> None:
	"""Writes a file that only its owner can read, from its first byte on."""
	descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
		stream.write(text)


def migrate_if_changed(site: str) -> bool:
	"""Migrates when a file of an installed app changed since the last time; whether it did."""
	mark = sites.site_folder(site) / MIGRATED
	current = fingerprint(site)
	if mark.exists() and mark.read_text() == current:
		return False
	migrate(site)
	return True


def migrate(site: str) -> None:
	"""Brings the site up to its apps."""
	current = fingerprint(site)
	installer.migrate(site)
	(sites.site_folder(site) / MIGRATED).write_text(current)


def fingerprint(site: str) -> str:
	"""A digest of name, size and time of every file of the site's apps that a migration could depend on."""
	digest = hashlib.sha256()
	for app in sites.installed_apps(site):
		root = Path(get_app_path(app))
		for path in sorted(root.rglob("*")):
			if path.suffix in {".py", ".json", ".txt"} and "node_modules" not in path.parts:
				status = path.stat()
				digest.update(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}\n".encode())
	return digest.hexdigest()


def random_password() -> str:
	"""A password that nobody guesses."""
	return secrets.token_urlsafe(12)
