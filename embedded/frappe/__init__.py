"""The part of Frappe's public interface that the embedded host implements (docs/contract.md).

A name outside the contract raises NotImplementedError naming it; nothing here pretends to succeed.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from frappe.access import get_roles, has_permission, only_for, set_user
from frappe.apps import (
	get_app_path,
	get_attr,
	get_hooks,
	get_installed_apps,
	get_module_list,
	get_site_path,
)
from frappe.context import (
	_dict,
	conf,
	db,
	flags,
	form_dict,
	lang,
	local,
	message_log,
	request,
	response,
	session,
)
from frappe.documents import (
	copy_doc,
	delete_doc,
	get_all,
	get_doc,
	get_list,
	get_meta,
	new_doc,
	rename_doc,
)
from frappe.exceptions import *  # noqa: F403
from frappe.messages import bold, clear_messages, get_message_log, msgprint, throw
from frappe.plain import as_json, generate_hash, parse_json, scrub, unscrub
from frappe.services import (
	clear_cache,
	enqueue,
	get_traceback,
	log_error,
	logger,
	safe_eval,
	sendmail,
)
from frappe.site_cache import Cache
from frappe.translate import _
from frappe.whitelisting import whitelist

__version__ = "15.41.0"
#: what the embedded host is, for the guard that refuses to start beside a real Frappe
__embedded_host__ = True
__title__ = "Embedded host"

cache = Cache()
STANDARD_USERS = ("Guest", "Administrator")


def init(site: str, sites_path: str = ".", **kwargs: Any) -> None:
	"""Starts a context for `site`; see `embedded_host.site`."""
	from embedded_host.site import init as impl

	impl(site, sites_path, **kwargs)


def connect(site: str | None = None, **kwargs: Any) -> None:
	"""Opens the site's database for this context."""
	from embedded_host.site import connect as impl

	impl(site, **kwargs) if site else impl(**kwargs)


def destroy() -> None:
	"""Ends the context and gives its database connection back."""
	from embedded_host.site import destroy as impl

	impl()


def outside(package: str, name: str) -> Any:
	"""A submodule of `package`, imported at first use; any other name is outside the contract and says so."""
	if name.startswith("__"):
		raise AttributeError(name)
	if importlib.util.find_spec(f"{package}.{name}"):
		return importlib.import_module(f"{package}.{name}")
	raise NotImplementedError(f"{package}.{name} is outside the embedded host's contract (docs/contract.md)")


def __getattr__(name: str) -> Any:
	return outside(__name__, name)


__all__ = [
	"_",
	"_dict",
	"as_json",
	"bold",
	"cache",
	"clear_cache",
	"clear_messages",
	"conf",
	"copy_doc",
	"db",
	"delete_doc",
	"enqueue",
	"flags",
	"form_dict",
	"generate_hash",
	"get_all",
	"get_app_path",
	"get_attr",
	"get_doc",
	"get_hooks",
	"get_installed_apps",
	"get_list",
	"get_message_log",
	"get_meta",
	"get_module_list",
	"get_roles",
	"get_site_path",
	"get_traceback",
	"has_permission",
	"lang",
	"local",
	"log_error",
	"logger",
	"message_log",
	"msgprint",
	"new_doc",
	"only_for",
	"parse_json",
	"rename_doc",
	"request",
	"response",
	"safe_eval",
	"scrub",
	"sendmail",
	"session",
	"set_user",
	"throw",
	"unscrub",
	"whitelist",
]
