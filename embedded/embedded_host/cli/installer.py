"""Making a site and bringing it up to its apps: each in one transaction, so that it happens or does not."""

from __future__ import annotations

import secrets
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from embedded_host.base import hooks as app_hooks
from embedded_host.base.apps import get_attr
from embedded_host.base.context import local
from embedded_host.base.site_facts import installed_apps
from embedded_host.cli import patches, private, standard_records
from embedded_host.model import doctype_files
from embedded_host.services.passwords import update_password
from embedded_host.services.sites import (
	DATABASE,
	FOLDERS,
	available_apps,
	connect,
	destroy,
	init,
	site_folder,
	update_site_config,
)
from embedded_host.storage import caches, system_tables
from frappe.exceptions import ValidationError


def new_site(site: str, admin_password: str, install_apps: Sequence[str] = ()) -> None:
	"""Makes a site with the framework and `install_apps`; a failure leaves nothing behind.

	Raises ValidationError when the site exists, or an app is not in apps.txt.
	"""
	folder = site_folder(site)
	if (folder / DATABASE).exists():
		raise ValidationError(f"Site {site} exists already")
	unknown = set(install_apps) - set(available_apps())
	if unknown:
		raise ValidationError(f"Not in apps.txt: {', '.join(sorted(unknown))}")
	for part in FOLDERS:
		(folder / part).mkdir(parents=True, exist_ok=True)
	try:
		update_site_config(site, "encryption_key", urlsafe_b64encode(secrets.token_bytes(32)).decode())
		(folder / DATABASE).touch(0o600)
		caches.forget(folder / DATABASE)
		with _transaction(site):
			_create(admin_password, install_apps)
		private.close(folder)
	except BaseException:
		shutil.rmtree(folder)
		raise


@contextmanager
def _transaction(site: str) -> Iterator[None]:
	init(site)
	connect()
	try:
		local.db.begin(write=True)
		local.flags.in_install = True
		yield
		local.db.commit()
	finally:
		destroy()


def _create(admin_password: str, install_apps: Sequence[str]) -> None:
	system_tables.create()
	doctype_files.bootstrap()
	_record_app("frappe")
	doctype_files.sync("frappe")
	standard_records.create()
	standard_records.add_roles(doctype_files.roles_of("frappe"))
	update_password("Administrator", admin_password)
	for app in install_apps:
		install_app(app)


def add_app(site: str, app: str) -> None:
	"""Installs an app of apps.txt on a site that is there; raises ValidationError when it cannot."""
	if app not in available_apps():
		raise ValidationError(f"Not in apps.txt: {app}")
	with _transaction(site):
		if app in installed_apps():
			raise ValidationError(f"App {app} is installed on {site} already")
		install_app(app)


def install_app(app: str) -> None:
	"""Installs one app into the running transaction: its DocTypes, roles, `after_install`.

	Patches count as done.
	"""
	if app in installed_apps():
		return
	_record_app(app)
	_call("before_install", app)
	doctype_files.sync(app)
	standard_records.add_roles(doctype_files.roles_of(app))
	patches.mark_all(app)
	_call("after_install", app)


def _record_app(app: str) -> None:
	local.db.execute("INSERT INTO `__App` SELECT ?, count(*) FROM `__App`", (app,))
	local.db.bump_generation()


def _call(hook: str, app: str) -> None:
	for path in app_hooks.collect(app).get(hook, []):
		get_attr(path)()


def migrate(site: str) -> None:
	"""Syncs the DocTypes of the site's apps, runs their new patches, then their `after_migrate`.

	Columns, Custom Fields, Property Setters and Custom DocPerms stay.
	"""
	with _transaction(site):
		local.flags.in_install = None
		local.flags.in_migrate = True
		system_tables.create()
		doctype_files.bootstrap()
		apps = installed_apps()
		for app in apps:
			patches.run(app, patches.BEFORE)
			doctype_files.sync(app)
			standard_records.add_roles(doctype_files.roles_of(app))
		standard_records.create()
		for app in apps:
			patches.run(app, patches.AFTER)
		for app in apps:
			_call("after_migrate", app)
