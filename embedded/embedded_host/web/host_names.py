"""By which names a site is asked for: every other Host is refused before anything is routed or read."""

from __future__ import annotations

from urllib.parse import urlsplit

from werkzeug.wrappers import Request

import frappe
from embedded_host.web.responses import Reply

#: what a site on one's own machine is called
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


def refusal(request: Request) -> Reply | None:
	"""400 where the request's Host is not one of the site's: its name, the host of `host_name`, the loopback
	names, and the site config's list `allowed_hosts` (names without port). Ports are not compared.

	Needs the site config alone, no database."""
	host = name_of(request.headers.get("Host", ""))
	if host is None or (host and host not in allowed()):
		return Reply(400, b"This site is not known by that name.", [("Content-Type", "text/plain")])
	return None


def allowed() -> frozenset[str]:
	"""The names of the running context's site, in small letters."""
	conf = frappe.local.conf
	own = urlsplit(str(conf.get("host_name") or "")).hostname or ""
	listed = conf.get("allowed_hosts") or []
	names = [listed] if isinstance(listed, str) else listed
	return LOOPBACK | {str(name).lower() for name in (frappe.local.site, own, *names) if name}


def name_of(host: str) -> str | None:
	"""The name in a Host header without its port; None for what is no name, "" for an empty header."""
	if not host:
		return ""
	try:
		parts = urlsplit(f"//{host}")
		parts.port  # noqa: B018 - raises for a port that is none
	except ValueError:
		return None
	plain = not (parts.path or parts.query or parts.fragment or "@" in host)
	return (parts.hostname or "").rstrip(".").lower() or None if plain else None
