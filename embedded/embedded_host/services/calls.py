"""Calls from outside: of whitelisted functions by dotted path, and of whitelisted document methods."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from embedded_host.base import exceptions
from embedded_host.base.context import local
from embedded_host.base.messages import bold, throw
from embedded_host.base.site_facts import installed_apps
from embedded_host.base.translate import _
from embedded_host.base.whitelisting import get_whitelisted
from embedded_host.services import arguments


def resolve(path: str) -> Callable[..., Any]:
	"""The function at a dotted path of an installed app; raises ValidationError (417) when there is none."""
	try:
		module, dot, name = path.rpartition(".")
		if not dot:
			raise AttributeError(repr(path))
		app = path.partition(".")[0]
		if app not in installed_apps():
			throw(_("App {0} is not installed").format(app), exceptions.AppNotInstalledError)
		fn = vars(importlib.import_module(module))[name]
	except (ImportError, AttributeError, KeyError, exceptions.AppNotInstalledError) as error:
		reason = f"module '{module}' has no attribute '{name}'" if isinstance(error, KeyError) else error
		throw(_("Failed to get method for command {0} with {1}").format(path, reason))
	return fn


def check_whitelisted(fn: Callable[..., Any], path: str) -> None:
	"""Raises PermissionError unless HTTP may call `fn` with this verb, as Guest where nobody is signed in."""
	rule = get_whitelisted(fn)
	if rule is None or (local.session.user == "Guest" and not rule.allow_guest):
		summary = _("You are not permitted to access this resource.")
		detail = _("Function {0} is not whitelisted.").format(bold(path))
		throw(
			f"<details><summary>{summary}</summary>{detail}</details>",
			exceptions.PermissionError,
			_("Method Not Allowed"),
		)
	verb = "GET" if local.request.method == "HEAD" else local.request.method
	if verb not in rule.methods:
		throw(_("Not permitted"), exceptions.PermissionError)


def document_method(doc: Any, method: str) -> Any:
	"""Calls a whitelisted method of a document's controller with the request's parameters.

	Reading the document is required for a GET, writing it for any other verb.
	"""
	fn = None if method.startswith("_") else getattr(type(doc), method, None)
	if not callable(fn):
		throw(_("Method {0} not found").format(method), exceptions.DoesNotExistError)
	check_whitelisted(fn, f"{type(doc).__module__}.{method}")
	doc.check_permission("read" if local.request.method in ("GET", "HEAD") else "write")
	return arguments.call(fn, local.form_dict, doc)
