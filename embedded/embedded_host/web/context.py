"""The life of one request: `frappe.local` is filled, a transaction runs, and everything is cleaned again."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request

import frappe
from embedded_host.base import json_reader
from embedded_host.web import limits
from embedded_host.web.errors import JSONDecodeError
from frappe import _, _dict

#: verbs whose transaction only reads and is always rolled back
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


def fill(request: Request) -> None:
	"""Puts the request, its address and a fresh response into `frappe.local`."""
	local = frappe.local
	local.request = request
	local.request_ip = remote_address(request)
	local.cookies_to_set = []


def remote_address(request: Request) -> str:
	"""The caller's address; the last X-Forwarded-For entry where the site config says `trust_proxy`."""
	return address_of(frappe.local.conf, request.environ)


def address_of(conf: dict[str, Any], environ: dict[str, Any]) -> str:
	"""The same by a site config and a WSGI environment, without a running context."""
	forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if conf.get("trust_proxy") else ""
	return forwarded.rsplit(",", 1)[-1].strip() or environ.get("REMOTE_ADDR") or "127.0.0.1"


def parse_form(request: Request) -> _dict:
	"""Query parameters, then form fields or the JSON object of the body, as one dict.

	Raises JSONDecodeError (400) for a body that is not JSON although it says so, RequestEntityTooLarge (413).
	"""
	form = _dict(request.args.items()) if request.query_string else _dict()
	if request.method in SAFE and not request.content_length:
		return form
	limits.check_body(request)
	if (request.mimetype or "").endswith("json"):
		limits.check_json(request)
		form.update(_json_body(request))
	else:
		form.update(request.form.items())
	return form


def _json_body(request: Request) -> dict[str, Any]:
	text = request.get_data()
	if not text.strip():
		return {}
	try:
		body = json_reader.loads(text)
	except ValueError as error:
		frappe.throw(_("The request body is not valid JSON: {0}").format(error), JSONDecodeError)
	if not isinstance(body, dict):
		frappe.throw(_("The request body must be a JSON object"), JSONDecodeError)
	return body


def choose_language(request: Request, user_language: str | None) -> None:
	"""`frappe.local.lang`: the user's, else what the browser prefers of zh and en, else the site's."""
	site_language = frappe.local.conf.get("lang") or "en"
	if user_language:
		frappe.local.lang = user_language
	elif "Accept-Language" in request.headers:
		frappe.local.lang = request.accept_languages.best_match(("zh", "en"), site_language)
	else:
		frappe.local.lang = site_language
