"""Who may do what: roles, `if_owner`, user permissions, hooks, shares.

Role permissions are OR-ed, `if_owner` lies over them; user permissions and `has_permission` hooks only take
away;
a share is OR-ed in at the end (v15.41). Everything that depends on metadata and roles is kept per cache
generation.
"""

from __future__ import annotations

from typing import Any

from embedded_host.base import exceptions, hooks
from embedded_host.base.context import local
from embedded_host.base.messages import bold, msgprint
from embedded_host.base.translate import _
from embedded_host.model.documents import get_doc
from embedded_host.services.roles import AUTOMATIC_ROLES, get_roles
from embedded_host.services.shares import SHARED_BY, is_shared, shared_names
from embedded_host.services.user_permissions import allows, list_filters
from embedded_host.storage import caches
from embedded_host.storage.conditions import Conditions
from embedded_host.storage.ports import get_meta

RIGHTS = (
	"select",
	"read",
	"write",
	"create",
	"delete",
	"submit",
	"cancel",
	"amend",
	"print",
	"email",
	"report",
	"import",
	"export",
	"share",
)
rights = RIGHTS
_READING = frozenset(("select", "read", "print", "email", "report", "export"))
RolePermissions = tuple[frozenset[str], frozenset[str]]
_NOTHING: RolePermissions = (frozenset(), frozenset())


def get_role_permissions(doctype: str, user: str | None = None) -> RolePermissions:
	"""(rights on every document, rights on one's own documents) that the user's roles give at permlevel 0."""
	user = user or local.session.user
	room = caches.room("role permissions")
	found: RolePermissions | None = room.get((doctype, user))
	if found is None:
		found = room[(doctype, user)] = _read_role_permissions(doctype, user)
	return found


def _read_role_permissions(doctype: str, user: str) -> RolePermissions:
	meta = get_meta(doctype)
	if user == "Administrator":
		return frozenset(RIGHTS), frozenset()
	roles = set(get_roles(user))
	general: set[str] = set()
	own: set[str] = set()
	for perm in meta.permissions:
		if perm.role in roles and not perm.permlevel:
			granted = {right for right in RIGHTS if perm.get(right)}
			if perm.if_owner:
				own |= granted - {"create"}
				general |= granted & {"create"}
			else:
				general |= granted
	for group in (general, own):
		if "read" in group:
			group.add("select")
	return frozenset(general), frozenset(own)


def has_permission(
	doctype: str | None,
	ptype: str = "read",
	doc: Any = None,
	user: str | None = None,
	throw: bool = False,
	*,
	parent_doctype: str | None = None,
) -> bool:
	"""Whether `user` (default: the session's) may do `ptype`: with documents of `doctype`, or with `doc` (or
	its name).

	Raises PermissionError instead of False when `throw`.
	"""
	user = user or local.session.user
	if user == "Administrator":
		return True
	if isinstance(doc, str | int):
		doc = get_doc(doctype, doc)
	elif isinstance(doc, dict):
		doc = get_doc({**doc, "doctype": doc.get("doctype") or doctype})
	doctype = doc.doctype if doc is not None else str(doctype)
	if get_meta(doctype).istable:
		allowed = _of_child(doctype, ptype, doc, user, parent_doctype)
	elif doc is not None:
		allowed = _of_document(doc, ptype, user) or is_shared(doc, ptype, user)
	else:
		allowed = _of_doctype(doctype, ptype, user)
	if throw and not allowed:
		explain(doctype, doc, user)
		raise exceptions.PermissionError(_("No permission for {0}").format(_(doctype)))
	return allowed


def _of_doctype(doctype: str, ptype: str, user: str) -> bool:
	general, own = get_role_permissions(doctype, user)
	return ptype in general or ptype in own or bool(ptype in SHARED_BY and shared_names(doctype, user, ptype))


def _of_document(doc: Any, ptype: str, user: str) -> bool:
	general, own = get_role_permissions(doc.doctype, user)
	if ptype not in general and not (ptype in own and _is_owner(doc, user)):
		return False
	return allows(doc, user) and _hooks_allow(doc, ptype, user)


def _is_owner(doc: Any, user: str) -> bool:
	"""A document without an owner is new, or was posted without one: then the stored row says."""
	owner = doc.get("owner")
	if owner is None and doc.get("name"):
		owner = local.db.get_value(doc.doctype, doc.name, "owner")
	return owner is None or str(owner).casefold() == user.casefold()


def _hooks_allow(doc: Any, ptype: str, user: str) -> bool:
	"""`has_permission` hooks of the DocType and of `*`: each can only deny (None is no opinion)."""
	for key in (doc.doctype, "*"):
		for hook in hooks.functions("has_permission", key):
			answer = hook(doc=doc, ptype=ptype, user=user)
			if answer is not None and not answer:
				return False
	return True


def _of_child(doctype: str, ptype: str, doc: Any, user: str, parent_doctype: str | None) -> bool:
	"""A child row is read with its parent and changed with the right to write the parent."""
	parenttype = (doc.get("parenttype") if doc is not None else None) or parent_doctype
	wanted = ptype if ptype in _READING else "write"
	fieldname = doc.get("parentfield") if doc is not None else None
	if not parenttype or not _has_open_table(parenttype, fieldname, doctype, wanted, user):
		return False
	names = _parent_names(doc) if doc is not None else []
	if doc is None:
		return has_permission(parenttype, wanted, user=user)
	return bool(names) and all(
		local.db.exists(parenttype, name) and has_permission(parenttype, wanted, name, user) for name in names
	)


def _parent_names(doc: Any) -> list[str]:
	"""The parent that the row names, and the one that it is stored under."""
	stored = local.db.get_value(doc.doctype, doc.name, "parent") if doc.get("name") else None
	return list(dict.fromkeys(name for name in (doc.get("parent"), stored) if name))


def _has_open_table(parenttype: str, fieldname: str | None, child: str, ptype: str, user: str) -> bool:
	"""Whether the parent has such a table field (named `fieldname`) at a permlevel that the user has."""
	if not local.db.exists("DocType", parenttype):
		return False
	levels = get_permlevels(parenttype, "read" if ptype in _READING else "write", user) | {0}
	return any(
		df.options == child and fieldname in (None, df.fieldname) and int(df.permlevel or 0) in levels
		for df in get_meta(parenttype).get_table_fields()
	)


# -- lists
# --------------------------------------------------------------------------------------------------------


def get_list_conditions(doctype: str, user: str | None = None) -> Conditions:
	"""Which rows of a list the user may see; see `embedded_host.conditions`."""
	user = user or local.session.user
	if user == "Administrator":
		return Conditions()
	meta = get_meta(doctype)
	if meta.istable:
		return Conditions(sql=_query_conditions(doctype, user))
	general, own = get_role_permissions(doctype, user)
	shared = tuple(shared_names(doctype, user))
	if "select" not in general and "select" not in own:
		return Conditions(allowed=bool(shared), shared=shared, only_shared=True)
	return Conditions(
		owner_only="select" not in general,
		sql=_query_conditions(doctype, user),
		shared=shared,
		user_permission_filters=list_filters(meta, user),
	)


def _query_conditions(doctype: str, user: str) -> tuple[str, ...]:
	fragments = []
	for key in (doctype, "*"):
		for hook in hooks.functions("permission_query_conditions", key):
			arguments = {"doctype": doctype} if hooks.accepts(hook, "doctype") else {}
			if fragment := hook(user, **arguments):
				fragments.append(str(fragment))
	return tuple(fragments)


# -- fields and summaries
# -----------------------------------------------------------------------------------------


def get_permlevels(doctype: str, ptype: str = "read", user: str | None = None) -> frozenset[int]:
	"""The permlevels at which the user's roles give `ptype` (read or write) on a DocType."""
	user = user or local.session.user
	room = caches.room("permlevels")
	found: frozenset[int] | None = room.get((doctype, ptype, user))
	if found is None:
		meta = get_meta(doctype)
		if user == "Administrator":
			levels = {df.permlevel or 0 for df in meta.fields} | set(range(10))
		else:
			roles = set(get_roles(user))
			levels = {
				perm.permlevel or 0 for perm in meta.permissions if perm.role in roles and perm.get(ptype)
			}
		found = room[(doctype, ptype, user)] = frozenset(int(level) for level in levels)
	return found


def get_selectable_columns(doctype: str, user: str) -> frozenset[str] | None:
	"""The columns that somebody sees who may select documents but not read them; None: no such limit.

	Name, search fields, times (as v15.41) and whether it is enabled; filters are limited too, which is
	stricter.
	"""
	general, own = get_role_permissions(doctype, user)
	if "read" in general or "read" in own or "select" not in general:
		return None
	fields = get_meta(doctype).get_search_fields()
	return frozenset(("name", "creation", "modified", "enabled", "disabled", *fields))


def get_doc_permissions(doc: Any, user: str | None = None, ptype: str | None = None) -> dict[str, int]:
	"""Right -> 0 or 1 for one document."""
	user = user or local.session.user
	meta = get_meta(doc.doctype)
	absent = {"submit": not meta.is_submittable, "import": not meta.allow_import}
	wanted = [ptype] if ptype else RIGHTS
	return {
		right: int(not absent.get(right) and has_permission(doc.doctype, right, doc, user))
		for right in wanted
	}


def explain(doctype: str, doc: Any, user: str) -> None:
	"""Says why there is no permission, in the words of v15.41."""
	reasons = []
	if get_role_permissions(doctype, user) == _NOTHING:
		text = _("User {0} does not have doctype access via role permission for document {1}")
		reasons.append(text.format(bold(user), bold(_(doctype))))
	if doc is not None:
		text = _("User {0} does not have access to this document").format(bold(user))
		reasons.append(text if reasons else f"{text}: {_(doctype)} - {doc.get('name')}")
	elif not reasons:
		text = _("User {0} does not have access to {1}")
		reasons.append(text.format(bold(user), bold(_(doctype))))
	msgprint("<br>".join(reasons))


__all__ = [
	"AUTOMATIC_ROLES",
	"RIGHTS",
	"explain",
	"get_doc_permissions",
	"get_list_conditions",
	"get_permlevels",
	"get_role_permissions",
	"get_roles",
	"get_selectable_columns",
	"has_permission",
	"is_shared",
	"shared_names",
]
