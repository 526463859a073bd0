"""`/api/method/<dotted>` and `cmd=`: calls of whitelisted functions and of whitelisted document methods."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

import frappe
from embedded_host.services import arguments, calls
from embedded_host.web import errors
from embedded_host.web.responses import Reply, json_reply, redirect

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
	path = path_of(command)
	fn = calls.resolve(path)
	calls.check_whitelisted(fn, path)
	return arguments.call(fn, frappe.form_dict)


def path_of(command: str) -> str:
	"""The dotted path of a command, short names and overrides applied."""
	hooks = frappe.get_hooks("override_whitelisted_methods", {})
	path = SHORT.get(command, command)
	return str((hooks.get(command) or hooks.get(path) or [path])[-1])


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
