"""The part of Frappe's public interface that the embedded host implements (docs/waist.md).

A name outside the contract raises NotImplementedError naming it; nothing here pretends to succeed.
"""

from __future__ import annotations

from embedded_host.base.app_files import get_site_path
from embedded_host.base.apps import get_attr, get_hooks
from embedded_host.base.cache import cache
from embedded_host.base.context import (
	_dict,
	conf,
	flags,
	form_dict,
	local,
	request,
	response,
	session,
	set_user,
)
from embedded_host.base.exceptions import *  # noqa: F403
from embedded_host.base.messages import bold, clear_messages, msgprint, throw
from embedded_host.base.plain import as_json, generate_hash, parse_json, scrub
from embedded_host.base.sandbox import evaluate as safe_eval
from embedded_host.base.translate import _
from embedded_host.base.waist import Edge as _Edge
from embedded_host.base.waist import edge_of as _edge_of
from embedded_host.base.whitelisting import whitelist
from embedded_host.model.documents import copy_doc, get_doc, new_doc
from embedded_host.services.deletion import delete_doc
from embedded_host.services.jobs import enqueue
from embedded_host.services.logs import log_error, logger
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

#: what an app may ask of its database; the rest of it belongs to the host
db = _Edge(
	"frappe.db",
	"after_commit commit count delete escape exists get_list get_single_value get_value get_values rollback"
	" add_index savepoint set_value",
)


__getattr__ = _edge_of(__name__)

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
	"get_attr",
	"get_doc",
	"get_hooks",
	"get_list",
	"get_meta",
	"get_roles",
	"get_site_path",
	"has_permission",
	"init",
	"local",
	"log_error",
	"logger",
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
	"whitelist",
]
