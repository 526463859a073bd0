"""The part of Frappe's public interface that the embedded host implements (docs/waist.md).

A name outside the contract raises NotImplementedError naming it; nothing here pretends to succeed.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from embedded_host.base.app_files import get_app_path, get_module_list, get_site_path
from embedded_host.base.apps import get_attr, get_hooks
from embedded_host.base.cache import cache
from embedded_host.base.context import (
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
	set_user,
)
from embedded_host.base.exceptions import *  # noqa: F403
from embedded_host.base.messages import bold, clear_messages, get_message_log, msgprint, throw
from embedded_host.base.plain import as_json, generate_hash, parse_json, scrub, unscrub
from embedded_host.base.sandbox import evaluate as safe_eval
from embedded_host.base.site_facts import installed_apps as get_installed_apps
from embedded_host.base.translate import _
from embedded_host.base.whitelisting import whitelist
from embedded_host.model.documents import copy_doc, get_doc, new_doc
from embedded_host.services.deletion import delete_doc
from embedded_host.services.jobs import enqueue
from embedded_host.services.logs import get_traceback, log_error, logger
from embedded_host.services.mailer import sendmail
from embedded_host.services.permissions import has_permission
from embedded_host.services.renaming import rename_doc
from embedded_host.services.roles import get_roles, only_for
from embedded_host.services.sites import connect, destroy, init
from embedded_host.storage.caches import clear_cache
from embedded_host.storage.ports import get_meta
from embedded_host.storage.query import get_all, get_list

__version__ = "15.41.0"
#: what the embedded host is, for the guard that refuses to start beside a real Frappe
__embedded_host__ = True
__title__ = "Embedded host"

STANDARD_USERS = ("Guest", "Administrator")


def outside(package: str, name: str) -> Any:
	"""A submodule of `package`, imported at first use; any other name is outside the contract and says so."""
	if name.startswith("__"):
		raise AttributeError(name)
	if importlib.util.find_spec(f"{package}.{name}"):
		return importlib.import_module(f"{package}.{name}")
	raise NotImplementedError(f"{package}.{name} is outside the embedded host's contract (docs/waist.md)")


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
	"connect",
	"copy_doc",
	"db",
	"delete_doc",
	"destroy",
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
	"init",
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
