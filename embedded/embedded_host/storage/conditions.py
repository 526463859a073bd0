"""What `frappe.permissions.get_list_conditions(doctype, user)` answers: whose rows a list shows."""

from __future__ import annotations

from typing import NamedTuple


class UserPermission(NamedTuple):
	"""Only rows whose `field` holds one of `names`; an empty field passes unless `strict`."""

	field: str
	names: tuple[str, ...]
	strict: bool = False


class Conditions(NamedTuple):
	"""Rows that meet all of `owner_only`, `user_permission_filters` and `sql`, or are named in `shared`.

	`allowed` False: PermissionError. `only_shared`: no role opens the DocType, `shared` is all there is.
	`sql`: fragments that `permission_query_conditions` hooks returned, in terms of `tab<DocType>`.
	"""

	allowed: bool = True
	owner_only: bool = False
	sql: tuple[str, ...] = ()
	shared: tuple[str, ...] = ()
	user_permission_filters: tuple[UserPermission, ...] = ()
	only_shared: bool = False
