"""`client-mgmt`: serving, sites, users, backups.

Entered by way of launch.py, which guards the import of frappe.
"""

from __future__ import annotations

import code
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import frappe
from embedded_host.cli import backup as backups
from embedded_host.cli import installer, sitebuild, uninstaller
from embedded_host.cli.users import user
from embedded_host.server import http as server
from embedded_host.server import supervisor
from embedded_host.server.workers import Workers
from embedded_host.services import sites
from embedded_host.services.sites import connected

DEFAULT_SITE = "client.localhost"
site_option = click.option("--site", envvar="SITE", default=DEFAULT_SITE, show_default=True, help="Its name.")
host_option = click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
host_name_option = click.option(
	"--host-name", envvar="HOST_NAME", help="The address that links in mails begin with: https://…"
)
port_option = click.option("--port", envvar="PORT", type=int, default=8000, show_default=True)


class Group(click.Group):
	"""Refusals of the host are one line and exit code 1, not a traceback."""

	def invoke(self, ctx: click.Context) -> Any:
		try:
			return super().invoke(ctx)
		except (frappe.ValidationError, server.PortInUse, NotImplementedError) as error:
			raise click.ClickException(str(error)) from error


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
	"""The embedded host of client_mgmt. SITES names the folder of the sites (default ./sites)."""
	logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


cli.add_command(user)


def need(site: str) -> None:
	"""Ends with a sentence when the site is not there."""
	if not sitebuild.exists(site):
		folder = sites.site_folder(site)
		raise click.ClickException(
			f"There is no site {site} ({folder}): client-mgmt new-site {site} makes it."
		)


@cli.command()
@site_option
@host_option
@port_option
@click.option("--demo/--no-demo", envvar="DEMO", default=True, help="Demo data in a new site.")
@click.option("--demo-password", envvar="DEMO_PASSWORD", help="One password for all demo users.")
@click.option("--admin-password", envvar="ADMIN_PASSWORD", help="Administrator's password in a new site.")
@host_name_option
def start(
	site: str,
	host: str,
	port: int,
	demo: bool,
	demo_password: str | None,
	admin_password: str | None,
	host_name: str | None,
) -> None:
	"""Make the site if there is none, migrate it, and serve with worker and scheduler in this process."""
	supervisor.end_with_parent()
	server.check_port(host, port)
	if sitebuild.exists(site):
		sitebuild.migrate_if_changed(site)
	else:
		_make_apart(site, demo, demo_password, admin_password)
	sitebuild.write_host_name(site, host_name, host, port)
	_serve(site, host, port, background=True)


def _make_apart(site: str, demo: bool, demo_password: str | None, admin_password: str | None) -> None:
	"""In a process of its own, so that the server does not keep the memory that this takes."""
	command = [sys.executable, "-m", "embedded_host.launch", "new-site", site, *(["--demo"] if demo else [])]
	given = {"DEMO_PASSWORD": demo_password, "ADMIN_PASSWORD": admin_password}
	env = {**os.environ, **{name: value for name, value in given.items() if value}}
	code = subprocess.run(command, env=env, check=False).returncode
	if code:
		sys.exit(code)


def _make(site: str, demo: bool, demo_password: str | None, admin_password: str | None) -> None:
	click.echo(f"client_mgmt: making the site {site} in {sites.site_folder(site)} …", err=True)
	password = admin_password or demo_password or ("" if demo else _ask_password())
	generated = not password
	password = password or sitebuild.random_password()
	logins = sitebuild.build(site, password, demo=demo, demo_password=demo_password)
	for login in logins:
		roles = ", ".join(login["roles"]) or "-"
		click.echo(f"  {login['user']:40} {login['password']:24} {login['party'] or '-':8} {roles}")
	if logins:
		click.echo(f"They are kept in {sites.site_folder(site) / sitebuild.LOGINS} and not shown again.")
	elif generated:
		click.echo(f"Administrator's password (not shown again): {password}")


def _ask_password() -> str:
	if not sys.stdin.isatty():
		return ""
	password: str = click.prompt(
		"Administrator's password (empty: a random one)", default="", hide_input=True, show_default=False
	)
	return password


@cli.command()
@site_option
@host_option
@port_option
def serve(site: str, host: str, port: int) -> None:
	"""Serve HTTP alone; `worker` and `schedule` run beside it."""
	need(site)
	_serve(site, host, port, background=False)


def _serve(site: str, host: str, port: int, background: bool) -> None:
	from embedded_host.web.app import create_application  # the other commands need no web

	workers = Workers(site, sites.sites_path())

	def ready() -> None:
		shown = f"[{host}]" if ":" in host else host
		click.echo(f"client_mgmt is ready: http://{shown}:{port} (site {site})")
		if background:
			workers.start()

	with backups.running(site):
		try:
			server.serve(create_application(site, str(sites.sites_path())), host, port, ready)
		finally:
			workers.stop()


@cli.command()
@site_option
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1, 16))
def worker(site: str, threads: int) -> None:
	"""Run background jobs and send mail until SIGTERM."""
	_work(site, "worker", lambda workers: workers.start(job_threads=threads, schedule=False))


@cli.command()
@site_option
def schedule(site: str) -> None:
	"""Enqueue scheduled events until SIGTERM."""
	_work(site, "schedule", lambda workers: workers.start(job_threads=0, schedule=True))


def _work(site: str, name: str, start_threads: Callable[[Workers], None]) -> None:
	need(site)
	workers = Workers(site, sites.sites_path())
	ends = {signal.SIGTERM, signal.SIGINT}
	signal.pthread_sigmask(signal.SIG_BLOCK, ends)
	with backups.running(site):
		start_threads(workers)
		click.echo(f"client_mgmt {name} is ready (site {site})")
		signal.sigwait(ends)
		workers.stop()


@cli.command("new-site")
@click.argument("site", default=DEFAULT_SITE)
@click.option(
	"--admin-password", envvar="ADMIN_PASSWORD", help="Asked for, or made up, when it is not given."
)
@click.option("--demo", is_flag=True, help="With demo data.")
@click.option("--demo-password", envvar="DEMO_PASSWORD", help="One password for all demo users.")
@host_option
@port_option
@host_name_option
def new_site(
	site: str,
	admin_password: str | None,
	demo: bool,
	demo_password: str | None,
	host: str,
	port: int,
	host_name: str | None,
) -> None:
	"""Make a site with the apps of apps.txt."""
	if sitebuild.exists(site):
		raise click.ClickException(f"Site {site} exists already.")
	_make(site, demo, demo_password, admin_password)
	sitebuild.write_host_name(site, host_name, host, port)


@cli.command()
@site_option
def migrate(site: str) -> None:
	"""Bring a site up to the apps' metadata and patches."""
	need(site)
	sitebuild.migrate(site)
	click.echo(f"Site {site} is up to date.")


@cli.command()
@site_option
def console(site: str) -> None:
	"""A Python prompt with `frappe` connected as Administrator; `frappe.db.commit()` stores what you did."""
	need(site)
	with connected(site, sites.sites_path()):
		code.interact(banner=f"frappe is connected to {site}", local={"frappe": frappe}, exitmsg="")


@cli.command()
@click.argument("method")
@click.argument("kwargs", default="{}")
@site_option
def execute(method: str, kwargs: str, site: str) -> None:
	"""Call METHOD (dotted path) as Administrator with KWARGS (a JSON object); print the answer as JSON."""
	need(site)
	try:
		arguments = json.loads(kwargs)
		if not isinstance(arguments, dict):
			raise ValueError("not an object")
	except ValueError as error:
		raise click.UsageError(f"KWARGS is no JSON object: {error}") from error
	with connected(site, sites.sites_path()):
		answer = frappe.get_attr(method)(**arguments)
		frappe.db.commit()
		if answer is not None:
			click.echo(frappe.as_json(answer, ensure_ascii=False))


@cli.command()
@site_option
@click.option("--to", "target", type=click.Path(path_type=Path), help="The archive's path.")
def backup(site: str, target: Path | None) -> None:
	"""Write database, files and configuration of a site, running or not, to one archive."""
	need(site)
	click.echo(str(backups.backup(site, target)))


@cli.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@site_option
@click.option("--force", is_flag=True, help="Replace a site that exists; the old one is kept in .archived.")
def restore(archive: Path, site: str, force: bool) -> None:
	"""Make a site from an archive, after its checksums were verified."""
	old = backups.restore(archive, site, force=force)
	click.echo(f"Site {site} is restored." + (f" The old one is in {old}." if old else ""))


@cli.command("install-app")
@click.argument("app")
@site_option
def install_app(app: str, site: str) -> None:
	"""Install an app of apps.txt on a site; Python must find it (PYTHONPATH, or pip)."""
	need(site)
	with backups.running(site, alone=True):
		installer.add_app(site, app)
	click.echo(f"{app} is installed on {site}.")


@cli.command("uninstall-app")
@click.argument("app")
@site_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def uninstall_app(app: str, site: str, yes: bool) -> None:
	"""Remove an app and its data from a site; the app may refuse, while evidence is not exported for one."""
	need(site)
	if not yes:
		click.confirm(f"Remove {app} and all its data from {site}?", abort=True)
	with backups.running(site, alone=True):
		uninstaller.uninstall_app(site, app)
	click.echo(f"{app} is removed from {site}.")
