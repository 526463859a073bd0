"""`client-mgmt user`: add, enable, disable, set-password.

Passwords come from a prompt or from standard input.
"""

from __future__ import annotations

import sys

import click

import frappe
from embedded_host.base.context import local
from embedded_host.services import sites
from embedded_host.services.passwords import check_strength, update_password
from embedded_host.services.sites import connected

site_option = click.option("--site", envvar="SITE", default="client.localhost", show_default=True)


@click.group()
def user() -> None:
	"""Users of a site."""


def read_password() -> str:
	"""From the terminal, asked twice, or the first line of standard input."""
	if sys.stdin.isatty():
		password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
	else:
		password = sys.stdin.readline().rstrip("\r\n")
	if not password:
		raise click.ClickException("No password was given.")
	return password


@user.command()
@click.argument("email")
@click.option("--name", "full_name", help="First and last name.")
@click.option("--role", "roles", multiple=True, help="May be given several times.")
@click.option("--website", is_flag=True, help="A client-side login without the desk.")
@site_option
def add(email: str, full_name: str | None, roles: tuple[str, ...], website: bool, site: str) -> None:
	"""Add a user."""
	password = read_password()
	first, _space, last = (full_name or email.split("@")[0]).partition(" ")
	with connected(site, sites.sites_path()):
		values = {
			"doctype": "User",
			"email": email,
			"first_name": first,
			"last_name": last,
			"user_type": "Website User" if website else "System User",
			"roles": [{"role": role} for role in roles],
			"send_welcome_email": 0,
			"new_password": password,
		}
		frappe.get_doc(values).insert()
		frappe.db.commit()
	click.echo(f"User {email} is added.")


@user.command("set-password")
@click.argument("email")
@site_option
def set_password(email: str, site: str) -> None:
	"""Set a user's password; ends their sessions and API secret."""
	password = read_password()
	with connected(site, sites.sites_path()):
		_need(email)
		check_strength(password)
		local.db.begin(write=True)
		update_password(email, password)
		frappe.db.commit()
	click.echo(f"The password of {email} is set.")


@user.command()
@click.argument("email")
@site_option
def enable(email: str, site: str) -> None:
	"""Let a user sign in again."""
	_switch(email, site, 1)


@user.command()
@click.argument("email")
@site_option
def disable(email: str, site: str) -> None:
	"""Sign a user out and let them in no more."""
	_switch(email, site, 0)


def _switch(email: str, site: str, enabled: int) -> None:
	with connected(site, sites.sites_path()):
		_need(email)
		local.db.begin(write=True)
		document = frappe.get_doc("User", email)
		document.enabled = enabled
		document.save()
		frappe.db.commit()
	click.echo(f"User {email} is {'enabled' if enabled else 'disabled'}.")


def _need(email: str) -> None:
	if not frappe.db.exists("User", email):
		raise click.ClickException(f"There is no user {email}.")
