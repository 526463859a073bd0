"""User Permission records: a user sees only documents that link to the values that they are permitted.

An empty link passes unless System Settings has `apply_strict_user_permissions`.
"""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import local
from embedded_host.base.numbers import cint
from embedded_host.storage import caches
from embedded_host.storage.conditions import UserPermission

#: DocType (lower case) -> [(value, the only DocType it applies to or "")]
Permitted = dict[str, list[tuple[str, str]]]


def permitted_values(user: str) -> Permitted:
	"""The user's permissions by the DocType that they permit values of."""
	room = caches.room("user permissions")
	found: Permitted | None = room.get(user)
	if found is None:
		found = {}
		for allow, value, only_for in local.db.execute(
			"SELECT `allow`, `for_value`, CASE WHEN `apply_to_all_doctypes` = 1 THEN '' ELSE"
			" COALESCE(`applicable_for`, '') END FROM `tabUser Permission` WHERE `user` = ?",
			(user,),
		).fetchall():
			found.setdefault(allow.casefold(), []).append((value, only_for))
		room[user] = found
	return found


def _names(permitted: Permitted, target: str, doctype: str) -> tuple[str, ...] | None:
	"""The permitted names of `target` that count in documents of `doctype`; None: no restriction."""
	entries = permitted.get(target.casefold())
	if not entries:
		return None
	names = tuple(
		value for value, only_for in entries if not only_for or only_for.casefold() == doctype.casefold()
	)
	return names or None


def list_filters(meta: Any, user: str) -> tuple[UserPermission, ...]:
	"""What a list of the DocType is narrowed to."""
	permitted = permitted_values(user)
	if not permitted:
		return ()
	strict = is_strict()
	filters = []
	if (names := _names(permitted, meta.name, meta.name)) is not None:
		filters.append(UserPermission("name", names, True))
	for df in meta.get_link_fields():
		if not df.get("ignore_user_permissions") and (names := _names(permitted, df.options, meta.name)):
			filters.append(UserPermission(df.fieldname, names, strict))
	return tuple(filters)


def allows(doc: Any, user: str) -> bool:
	"""Whether the user's permissions admit the document, its own name and its links, child rows included."""
	permitted = permitted_values(user)
	if not permitted:
		return True
	names = _names(permitted, doc.doctype, doc.doctype)
	if names is not None and doc.get("name") and not _among(doc.name, names):
		return False
	strict = is_strict()
	return all(_row_allowed(row, permitted, doc.doctype, strict) for row in (doc, *doc.get_all_children()))


def _row_allowed(row: Any, permitted: Permitted, doctype: str, strict: bool) -> bool:
	for df in row.meta.get_link_fields():
		if df.get("ignore_user_permissions"):
			continue
		names = _names(permitted, df.options, doctype)
		if names is None:
			continue
		value = row.get(df.fieldname)
		if (value and not _among(value, names)) or (strict and not value):
			return False
	return True


def _among(value: Any, names: tuple[str, ...]) -> bool:
	return str(value).casefold() in {name.casefold() for name in names}


def is_strict() -> bool:
	"""Whether an empty link is refused too."""
	return bool(cint(local.db.get_single_value("System Settings", "apply_strict_user_permissions")))
