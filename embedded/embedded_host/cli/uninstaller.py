"""Removing an app from a site: its own say first, then its tables and metadata, in one transaction."""

from __future__ import annotations

from embedded_host.base.apps import get_attr
from embedded_host.base.context import local
from embedded_host.base.hooks import collect
from embedded_host.base.site_facts import installed_apps
from embedded_host.services import sites
from embedded_host.services.sites import connected
from embedded_host.storage.ddl import quoted, table_name
from frappe.exceptions import ValidationError

_PARTS = ("DocField", "DocPerm", "Custom DocPerm")


def uninstall_app(site: str, app: str) -> None:
	"""Removes `app`, with its tables, from the site.

	Raises ValidationError when it is the framework or not installed, and whatever its `before_uninstall`
	raises; then nothing has changed.
	"""
	with connected(site, sites.sites_path()):
		if app == "frappe" or app not in installed_apps():
			raise ValidationError(f"App {app} is not installed on {site}, or cannot be removed")
		local.db.begin(write=True)
		for path in collect(app).get("before_uninstall", []):
			get_attr(path)()
		_remove(app)
		local.db.commit()


def _remove(app: str) -> None:
	modules = [name for (name,) in local.db.get_values("Module Def", {"app_name": app})]
	doctypes = local.db.get_values("DocType", {"module": ["in", modules]}, ["name", "issingle"])
	for doctype, issingle in doctypes:
		for part in _PARTS:
			local.db.delete(part, {"parent": doctype})
		if issingle:
			local.db.execute("DELETE FROM `tabSingles` WHERE `doctype` = ?", (doctype,))
		else:
			local.db.execute(f"DROP TABLE IF EXISTS {quoted(table_name(doctype))}")
	local.db.delete("DocType", {"module": ["in", modules]})
	local.db.delete("Module Def", {"app_name": app})
	local.db.delete("Patch Log", {"patch": ["like", f"{app}.%"]})
	local.db.execute("DELETE FROM `__App` WHERE `name` = ?", (app,))
	local.db.execute("DELETE FROM `__Schedule` WHERE `method` LIKE ?", (f"{app}.%",))
	local.db.bump_generation()
