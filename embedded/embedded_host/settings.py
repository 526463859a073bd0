"""Values of System Settings that the framework's helpers read often, remembered per cache generation."""

from __future__ import annotations

from embedded_host import caches
from frappe.context import local

_SQL = "SELECT `value` FROM `tabSingles` WHERE `doctype` = 'System Settings' AND `field` = ?"


def system_setting(fieldname: str) -> str | None:
	"""The stored text of a System Settings field; None without one, or without a database."""
	if getattr(local, "db", None) is None:
		return None
	room = caches.room("system settings")
	if fieldname not in room:
		row = local.db.execute(_SQL, (fieldname,)).fetchone()
		room[fieldname] = row[0] if row else None
	value: str | None = room[fieldname]
	return value
