"""What DocShare rows open: one document each, for one user or for everyone but guests."""

from __future__ import annotations

from typing import Any

from embedded_host.base.context import local

#: what a share grants by which of its columns
SHARED_BY = {
	"select": "read",
	"read": "read",
	"print": "read",
	"email": "read",
	"write": "write",
	"share": "share",
	"submit": "submit",
}


def is_shared(doc: Any, ptype: str, user: str) -> bool:
	"""Whether the document is shared with the user for `ptype`."""
	column = SHARED_BY.get(ptype)
	name = doc.get("name")
	if column is None or not name or user == "Guest":
		return False
	sql = _SHARE_SQL.format(column=column) + " AND `share_name` = ? LIMIT 1"
	return local.db.execute(sql, (doc.doctype, user, name)).fetchone() is not None


def shared_names(doctype: str, user: str, ptype: str = "read") -> list[str]:
	"""Names of the documents that are shared with the user for `ptype`."""
	kept = local.db.snapshot
	if user == "Guest" or (kept is not None and doctype.casefold() not in _shared_doctypes(user, kept)):
		return []
	sql = _SHARE_SQL.format(column=SHARED_BY.get(ptype, "read"))
	return [row[0] for row in local.db.execute(sql, (doctype, user)).fetchall()]


def _shared_doctypes(user: str, kept: dict[Any, Any]) -> frozenset[str]:
	"""DocTypes, in lower case, of which anything is shared with the user; asked once a snapshot."""
	key = ("shared doctypes", user)
	if key not in kept:
		kept[key] = frozenset(row[0].casefold() for row in local.db.execute(_DOCTYPES_SQL, (user,)) if row[0])
	found: frozenset[str] = kept[key]
	return found


_DOCTYPES_SQL = "SELECT DISTINCT `share_doctype` FROM `tabDocShare` WHERE `user` = ? OR `everyone` = 1"
#: `column` is one of the values of `SHARED_BY`
_SHARE_SQL = (
	"SELECT `share_name` FROM `tabDocShare` WHERE `share_doctype` = ? AND (`user` = ? OR `everyone` = 1)"
	" AND `{column}` = 1"
)
