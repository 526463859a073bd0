"""What the running site says of itself: its apps and its System Settings, as far as a database is open.

Both are remembered per cache generation, in the rooms of `local.db` (see `storage.caches`).
"""

from __future__ import annotations

from embedded_host.base.context import local

APPS = "SELECT `name` FROM `__App` ORDER BY `position`"
_SETTING = "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'System Settings' AND `field` = ?"


def installed_apps() -> list[str]:
	"""The site's apps in the order of installation, `frappe` first; only `frappe` outside a site."""
	if getattr(local, "db", None) is None:
		return ["frappe"]
	room = local.db.rooms.setdefault("apps", {})
	if "installed" not in room:
		room["installed"] = [row[0] for row in local.db.execute(APPS)]
	return list(room["installed"])


def system_setting(fieldname: str) -> str | None:
	"""The stored text of a System Settings field; None without one, or without a database."""
	if getattr(local, "db", None) is None:
		return None
	room = local.db.rooms.setdefault("system settings", {})
	if fieldname not in room:
		row = local.db.execute(_SETTING, (fieldname,)).fetchone()
		room[fieldname] = row[0] if row else None
	value: str | None = room[fieldname]
	return value
