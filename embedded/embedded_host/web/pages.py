"""The host's own few pages. The product's interface is another part; these sign a person in and out."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from werkzeug.http import HTTP_STATUS_CODES

import frappe
from embedded_host.base import hooks
from embedded_host.storage.transactions import transaction
from embedded_host.web import app_pages, csrf
from embedded_host.web.responses import Reply, html_reply, redirect
from frappe import _
from frappe.exceptions import PermissionError
from frappe.utils import strip_html


@lru_cache(maxsize=1)
def _templates() -> Environment:
	return Environment(
		loader=FileSystemLoader(Path(__file__).with_name("templates")),
		autoescape=select_autoescape(default=True),
		trim_blocks=True,
		lstrip_blocks=True,
	)


def render(template: str, http_status: int = 200, /, **values: Any) -> Reply:
	"""One of the templates in the language of the session."""
	nonce = secrets.token_urlsafe(12)
	text = (
		_templates()
		.get_template(template)
		.render(_=_, lang=frappe.local.lang, nonce=nonce, user=frappe.session.user, **values)
	)
	return html_reply(text, http_status, nonce)


def home() -> Reply:
	"""`/`: to the screen of the installed app that has one, which signs a guest in; else to `/app` for a
	System User and to `/login` for everybody else."""
	staff = frappe.session.data.get("user_type") == "System User"
	return redirect(app_pages.home() or ("/app" if staff else "/login"))


def favicon() -> Reply:
	"""`/favicon.ico`: where the hook `website_context` says that the icon is."""
	icon = hooks.collect().get("website_context", {}).get("favicon")
	return redirect(icon[-1]) if icon else not_found()


def login() -> Reply:
	"""`/login`: the form; whoever is signed in sees who they are and may sign out."""
	return render("login.html", csrf_token=frappe.session.data.get("csrf_token") or "")


def app() -> Reply:
	"""`/app`: for System Users; carries the session's CSRF token, which is demanded from now on."""
	if frappe.session.user == "Guest":
		return redirect("/login?redirect-to=%2Fapp")
	if frappe.session.data.get("user_type") != "System User":
		frappe.throw(_("You are not permitted to access this page."), PermissionError)
	token = csrf.ensure()
	with transaction(write=False):
		return render("app.html", csrf_token=token, full_name=frappe.session.data.get("full_name"))


def update_password() -> Reply:
	"""`/update-password?key=…`: a new password, by the link of a mail."""
	return render("update_password.html", key=str(frappe.form_dict.get("key") or ""))


def not_found() -> Reply:
	"""404 as a page."""
	return message(404, _("The page you are looking for does not exist."))


def message(status: int, text: str) -> Reply:
	"""A page with one sentence (`text` may hold the HTML of a collected message: it is shown as text)."""
	return render("message.html", status, status=status, title=_title(status), text=strip_html(text or ""))


def _title(status: int) -> str:
	known = {403: _("Not Permitted"), 404: _("Page Not Found"), 500: _("Server Error")}
	return known.get(status) or HTTP_STATUS_CODES.get(status, "")
