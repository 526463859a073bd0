"""The roles of a user, kept per cache generation."""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import local
from embedded_host.base.exceptions import PermissionError
from embedded_host.storage import caches

#: everybody has these without a row in the roles table
AUTOMATIC_ROLES = ("Guest", "All", "Desk User", "Administrator")


def get_roles(user: str | None = None) -> list[str]:
	"""The roles of `user` (default: the session's), with All, Guest and, for System Users, Desk User.

	Administrator has every role.
	"""
	user = user or local.session.user
	room = caches.room("roles of users")
	found: list[str] | None = room.get(user)
	if found is None:
		found = room[user] = _read(user)
	return list(found)


def _read(user: str) -> list[str]:
	if user == "Guest":
		return ["Guest"]
	if user == "Administrator":
		return [row[0] for row in local.db.execute("SELECT `name` FROM `tabRole`").fetchall()]
	rows = local.db.execute(
		"SELECT `role` FROM `tabHas Role` WHERE `parent` = ? AND `parenttype` = 'User' ORDER BY `idx`",
		(user,),
	).fetchall()
	roles = [row[0] for row in rows if row[0] not in AUTOMATIC_ROLES]
	roles += ["All", "Guest"]
	if local.db.get_value("User", user, "user_type") == "System User":
		roles.append("Desk User")
	return roles


def users_with(role: str) -> list[str]:
	"""Names of the enabled users who have a role (for mails and checks)."""
	rows: list[Any] = local.db.execute(
		"SELECT DISTINCT u.`name` FROM `tabHas Role` r JOIN `tabUser` u ON u.`name` = r.`parent`"
		" WHERE r.`role` = ? AND r.`parenttype` = 'User' AND u.`enabled` = 1",
		(role,),
	).fetchall()
	return [row[0] for row in rows]


def only_for(roles: str | list[str] | tuple[str, ...]) -> None:
	"""Raises PermissionError unless the session's user has one of `roles` (Administrator always has)."""
	wanted = {roles} if isinstance(roles, str) else set(roles)
	if local.session.user != "Administrator" and not wanted & set(get_roles()):
		raise PermissionError
