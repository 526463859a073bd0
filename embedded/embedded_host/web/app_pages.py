"""Pages that apps bring: `www/<route>.html`, and the addresses that `website_route_rules` lead to them.

A page is sent as it stands; what it shows of the site it asks for. On a bench the same files are templates.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.security import safe_join

import frappe
from embedded_host.base import hooks
from embedded_host.base.app_files import get_app_path
from embedded_host.base.site_facts import installed_apps
from embedded_host.web import csrf
from embedded_host.web.responses import Reply

#: what an app's page may load: files of this site alone, no script that stands in the page
POLICY = (
	"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def find(path: str) -> Path | None:
	"""The file of the page at a path of this site; None where no installed app has one."""
	rows = hooks.collect().get("website_route_rules", [])
	rules = _rules(tuple((row["from_route"], row["to_route"]) for row in rows))
	route = rules.get(path) or path.strip("/")
	for app in installed_apps():
		joined = safe_join(get_app_path(app, "www"), f"{route}.html") if route else None
		if joined and Path(joined).is_file():
			return Path(joined)
	return None


def home() -> str | None:
	"""Where `/` leads: the first installed app that has a screen of its own (hook `add_to_apps_screen`)."""
	return next((str(row["route"]) for row in hooks.collect().get("add_to_apps_screen", [])), None)


def serve(file: str) -> Reply:
	"""A page, which the session's CSRF token is made for: `ui.boot` tells it, unsafe verbs need it from now
	on."""
	csrf.ensure()
	body = Path(file).read_bytes()
	tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
	headers = [
		("Content-Type", "text/html; charset=utf-8"),
		("Cache-Control", "no-cache"),
		("ETag", tag),
		("Content-Security-Policy", POLICY),
	]
	if frappe.request.if_none_match.contains_weak(tag[3:-1]):
		return Reply(304, b"", headers)
	return Reply(200, body, headers)


class _Rules:
	"""Paths matched by the rules of the installed apps."""

	def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
		rules = [Rule(source, endpoint=target.strip("/")) for source, target in pairs]
		self._adapter = Map(rules, strict_slashes=False, merge_slashes=False).bind("")

	def get(self, path: str) -> str | None:
		"""The route that a rule leads a path to."""
		try:
			return self._adapter.match(path, method="GET")[0]
		except HTTPException:
			return None


@lru_cache(maxsize=8)
def _rules(pairs: tuple[tuple[str, str], ...]) -> _Rules:
	return _Rules(pairs)
