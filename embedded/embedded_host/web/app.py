"""The WSGI application: one request from its first byte to its answer.

Order: the site's name, its database, sign-in, size, form, route, CSRF; then, for a verb that writes,
`auth_hooks` and whether it may write at all (`admission.py`), all of which waits for nobody; then the
transaction, who still may, `auth_hooks`, handler, commit, answer. GET and HEAD run in a read transaction that
is always rolled back; other verbs hold the site's write lock from before the handler's first read, so that
two requests never build on the same old row. Nothing is sent before the commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wrappers import Request

import frappe
from embedded_host.base import bounds, budget
from embedded_host.services import sites
from embedded_host.storage.transactions import transaction
from embedded_host.web import auth, context, csrf, error_replies, host_names, limits, routing
from embedded_host.web.responses import Reply


class Application:
	"""Serves one site. `sites_path` is the folder that holds the site's folder."""

	def __init__(self, site: str, sites_path: str) -> None:
		self.site = site
		self.sites_path = sites_path

	def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
		try:
			reply = self.respond(Request(environ))
		finally:
			budget.end()
			sites.destroy()
		return reply.send(environ, start_response)

	def most(self, environ: dict[str, Any]) -> int:
		"""How many bytes a request's body may have, by who asks; its headers alone are looked at."""
		request = Request(environ)
		try:
			sites.init(self.site, self.sites_path)
			sites.connect(set_admin_as_user=False)
			context.fill(request)
			auth.authenticate(request)
			return limits.most(request.path)
		except Exception:
			return 0  # the request itself is answered why
		finally:
			sites.destroy()

	def address(self, environ: dict[str, Any]) -> str:
		"""Who sends, behind the proxy that the site trusts."""
		return context.address_of(sites.config_in(self.sites_path, self.site), environ)

	def respond(self, request: Request) -> Reply:
		"""The answer to `request`; the caller ends the context afterwards."""
		version = _version(request.path)
		try:
			sites.init(self.site, self.sites_path)
			if refused := host_names.refusal(request):
				return refused
			sites.connect(set_admin_as_user=False)
			budget.begin(
				limits.setting("read_seconds" if request.method in context.SAFE else "write_seconds")
			)
			context.fill(request)
			auth.authenticate(request)
			frappe.local.form_dict = context.parse_form(request)
			route = routing.match(request.method, request.path, str(frappe.form_dict.get("cmd") or ""))
			version = route.version
			csrf.check(request)
			bounds.check_request(frappe.form_dict)
			reply = _run(request, route)
		except Exception as error:
			budget.end()
			reply = error_replies.reply(error, version)
		reply.headers.extend(("Set-Cookie", cookie) for cookie in getattr(frappe.local, "cookies_to_set", ()))
		return reply


def _run(request: Request, route: routing.Route) -> Reply:
	if route.own_transaction:
		with transaction(write=False):
			auth.run_hooks()
		return route.handler(*route.args)
	if request.method in context.SAFE:
		with transaction(write=False):
			auth.run_hooks()
			return route.handler(*route.args)
	with transaction(write=False):
		auth.run_hooks()
		if route.admission:
			route.admission(*route.asked)
	frappe.local.flags = frappe._dict()  # what was read before the lock is read again under it
	with transaction(write=True):
		auth.check_still_in()
		auth.run_hooks()
		return route.handler(*route.args)


def _version(path: str) -> int:
	"""The shape of an error that happens before the route is known."""
	if path.startswith("/api/v2/"):
		return 2
	return 1 if path.startswith("/api/") or path == "/" else 0


def create_application(site: str, sites_path: str | None = None) -> Application:
	"""The WSGI application of one site; `sites_path` defaults to the environment's SITES, else `sites`."""
	return Application(site, sites_path or os.environ.get("SITES") or "sites")
