"""`/api/method/<dotted>` and `cmd=`: calls of whitelisted functions and of whitelisted document methods."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

import frappe
from embedded_host.web import arguments, errors
from embedded_host.web.responses import Reply, json_reply, redirect
from frappe import _
from frappe.exceptions import PermissionError
from frappe.whitelisting import get_whitelisted

#: methods called by a short name
SHORT = {
	"ping": "frappe.handler.ping",
	"frappe.ping": "frappe.handler.ping",
	"login": "frappe.handler.login",
	"logout": "frappe.handler.logout",
	"upload_file": "frappe.handler.upload_file",
	"run_doc_method": "frappe.handler.run_doc_method",
	"runserverobj": "frappe.handler.run_doc_method",
}


def call(command: str) -> Reply:
	"""Runs a whitelisted function with the request's parameters; v1 shape, `{"message": result}`."""
	return answer(execute(command), "message")


def execute(command: str) -> Any:
	"""The result of a whitelisted function, the app's `override_whitelisted_methods` applied."""
	hooks = frappe.get_hooks("override_whitelisted_methods", {})
	path = SHORT.get(command, command)
	path = (hooks.get(command) or hooks.get(path) or [path])[-1]
	fn = resolve(path)
	check_whitelisted(fn, path)
	return arguments.call(fn, frappe.form_dict)


def resolve(path: str) -> Callable[..., Any]:
	"""The function at a dotted path of an installed app; raises ValidationError (417) when there is none."""
	try:
		module, dot, name = path.rpartition(".")
		if not dot:
			raise AttributeError(repr(path))
		app = path.partition(".")[0]
		if app not in frappe.get_installed_apps():
			frappe.throw(_("App {0} is not installed").format(app), frappe.exceptions.AppNotInstalledError)
		fn = vars(importlib.import_module(module))[name]
	except (ImportError, AttributeError, KeyError, frappe.exceptions.AppNotInstalledError) as error:
		reason = f"module '{module}' has no attribute '{name}'" if isinstance(error, KeyError) else error
		frappe.throw(_("Failed to get method for command {0} with {1}").format(path, reason))
	return fn


def check_whitelisted(fn: Callable[..., Any], path: str) -> None:
	"""Raises PermissionError unless HTTP may call `fn` with this verb, as Guest where nobody is signed in."""
	rule = get_whitelisted(fn)
	if rule is None or (frappe.session.user == "Guest" and not rule.allow_guest):
		summary = _("You are not permitted to access this resource.")
		detail = _("Function {0} is not whitelisted.").format(frappe.bold(path))
		frappe.throw(
			f"<details><summary>{summary}</summary>{detail}</details>",
			PermissionError,
			_("Method Not Allowed"),
		)
	verb = "GET" if frappe.request.method == "HEAD" else frappe.request.method
	if verb not in rule.methods:
		frappe.throw(_("Not permitted"), PermissionError)


def document_method(doc: Any, method: str) -> Any:
	"""Calls a whitelisted method of a document's controller with the request's parameters.

	Reading the document is required for a GET, writing it for any other verb.
	"""
	fn = None if method.startswith("_") else getattr(type(doc), method, None)
	if not callable(fn):
		frappe.throw(_("Method {0} not found").format(method), frappe.exceptions.DoesNotExistError)
	check_whitelisted(fn, f"{type(doc).__module__}.{method}")
	doc.check_permission("read" if frappe.request.method in ("GET", "HEAD") else "write")
	return arguments.call(fn, frappe.form_dict, doc)


def answer(result: Any, key: str, version: int = 1) -> Reply:
	"""The response to a call: JSON, whatever `frappe.response.type` says (a download, a redirect), or the
	method's own werkzeug Response as it is.
	"""
	if isinstance(result, Response):
		return Reply(result.status_code, result.get_data(), list(result.headers.items()))
	response = frappe.local.response
	kind = response.get("type")
	if kind in ("download", "binary", "pdf", "csv"):
		return _download(kind)
	if kind == "redirect":
		return redirect(_inside(str(response.get("location") or "/")))
	body = {k: v for k, v in response.items() if k not in ("docs", "type", "http_status_code")}
	if response.get("docs"):
		body["docs"] = response["docs"]
	if result is not None:
		body[key] = result
	return with_messages(body, int(response.get("http_status_code") or 200), version)


def with_messages(body: dict[str, Any], status: int = 200, version: int = 1) -> Reply:
	"""JSON of `body` and of the messages that were collected on the way."""
	log = frappe.local.message_log
	if log and version == 2:
		body["messages"] = [errors.public(m) for m in log]
	elif log:
		body["_server_messages"] = errors.server_messages()
	return json_reply(body, status)


def _download(kind: str) -> Reply:
	response = frappe.local.response
	content = response.get("filecontent") or response.get("result") or b""
	name = str(response.get("filename") or "download")
	types = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
	headers = [
		("Content-Type", response.get("content_type") or types.get(kind, "application/octet-stream")),
		("Content-Disposition", disposition(name, inline=kind == "pdf")),
		("Cache-Control", "private, no-store"),
	]
	return Reply(200, content.encode() if isinstance(content, str) else bytes(content), headers)


def disposition(name: str, inline: bool = False) -> str:
	"""A Content-Disposition header for a file name of any script."""
	kind = "inline" if inline else "attachment"
	plain = "".join(c for c in name if c.isascii() and c.isprintable() and c not in '"\\') or "download"
	return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _inside(location: str) -> str:
	"""Only a path of this site: a redirect elsewhere would lend our name to somebody else's page."""
	safe = location.startswith("/") and not location.startswith(("//", "/\\"))
	return location if safe else "/"
