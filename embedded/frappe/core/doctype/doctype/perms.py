"""The permission rows of a DocType: what fits together."""

from __future__ import annotations

from typing import Any, NoReturn

import frappe
from frappe import _

_SUBMITTABLE_ONLY = ("submit", "cancel", "amend")


def validate_permissions(doc: Any) -> None:
	"""Raises what is wrong with the rows of `doc.permissions`."""
	seen: set[tuple[Any, ...]] = set()
	level_zero = {perm.role for perm in doc.permissions if not perm.permlevel}
	for perm in doc.permissions:
		key = (perm.role, perm.permlevel or 0, perm.if_owner or 0)
		if key in seen:
			_refuse(doc, perm, _("Only one rule allowed with the same Role, Level and If Owner"))
		seen.add(key)
		_validate_row(doc, perm, level_zero)


def _validate_row(doc: Any, perm: Any, level_zero: set[str]) -> None:
	if perm.permlevel:
		if perm.role not in level_zero:
			_refuse(doc, perm, _("Permission at level 0 must be set before higher levels are set"))
		for right in ("create", "submit", "cancel", "amend", "delete", "if_owner"):
			perm.set(right, 0)
	if not any(perm.get(right) for right in ("select", "read", "write", "submit", "cancel", "create")):
		_refuse(doc, perm, _("No basic permissions set"))
	for right in _SUBMITTABLE_ONLY:
		if perm.get(right) and not doc.is_submittable:
			_refuse(doc, perm, _("Cannot set Assign {0} if not Submittable").format(_(right.title())))
	if perm.get("amend") and not perm.get("write"):
		_refuse(doc, perm, _("Cannot set Amend without Write"))


def _refuse(doc: Any, perm: Any, reason: str) -> NoReturn:
	where = _("For {0} at level {1} in {2} in row {3}:").format(
		perm.role, perm.permlevel or 0, doc.name, perm.idx
	)
	frappe.throw(f"{where} {reason}")
