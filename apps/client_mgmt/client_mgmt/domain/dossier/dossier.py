"""The project dossier: what is locked when, and which facts are in effect (S004-75)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

BACKGROUND_LENGTH = 20
ALL_CHANGES = "All Changes"
EDITABLE_STATES = frozenset({"Draft", "Returned", "Under Revision"})
# Who edits what lives on in every state: these, and beside them who is named with a field.
EDITORS = frozenset({"Project Manager", "PMO"})
OTHER_EDITORS: dict[str, frozenset[str]] = {
	"risks": frozenset({"Customer Success Manager"}),
	"actual_start": frozenset({"Customer Success Manager"}),
	"actual_end": frozenset({"Customer Success Manager"}),
	"payment_nodes": frozenset({"Client Sales"}),
}
# What lives on: field → the columns of its rows that do; none named is all of it. The rest are facts.
Live = Mapping[str, Collection[str]]


def is_locked(state: str | None) -> bool:
	"""Whether the facts are closed to editing in `state`, which may be an administrator's own; a new document
	has none and is open."""
	return bool(state) and state not in EDITABLE_STATES


def is_scope_locked(state: str | None, archived_on: Any) -> bool:
	"""Whether only a scheduled change alters the requirements: under review, and for good once archived."""
	return bool(archived_on) or is_locked(state)


def facts(values: Mapping[str, Any], fields: Iterable[str], live: Live) -> dict[str, Any]:
	"""The facts among `fields` of a dossier: live fields are left out, and the live columns of child rows
	(lists of mappings)."""
	return {
		field: _fact(values.get(field), live.get(field, ()))
		for field in fields
		if field not in live or live[field]
	}


def _fact(value: Any, live: Collection[str]) -> Any:
	if not isinstance(value, Sequence) or isinstance(value, str):
		return value
	return [{key: cell for key, cell in row.items() if key not in live} for row in value]


def editors(field: str) -> frozenset[str]:
	"""The roles that edit a live field."""
	return EDITORS | OTHER_EDITORS.get(field, frozenset())


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
	"""The keys whose values differ, in the order of `after`."""
	return [field for field in after if before.get(field) != after[field]]


def live_edit_fault(changed_fields: Iterable[str], person_roles: Iterable[str], leads: bool) -> str | None:
	"""The first live field that this person may not edit, or None.

	`person_roles` are the roles that hold on this project (see `team.may_act`); `leads` says that the person
	owns the dossier or administers the app.
	"""
	if leads:
		return None
	held = set(person_roles)
	return next((field for field in changed_fields if not editors(field) & held), None)


def in_effect(values: Mapping[str, Any], archived: Mapping[str, Any] | None) -> dict[str, Any]:
	"""The facts that hold now: those last archived, whatever a revision on its way says; before the first
	archiving the dossier's own, but for `dual_sign_scope`: which changes one party signs alone is something
	that a reviewer has looked at, or it is none."""
	return {**values, **(archived or {"dual_sign_scope": ALL_CHANGES})}


def is_background_long_enough(background: str | None) -> bool:
	"""At least 20 characters without the blanks around them (S004-26)."""
	return len((background or "").strip()) >= BACKGROUND_LENGTH


def is_ordered(first: date | None, last: date | None) -> bool:
	"""Whether `last` does not lie before `first`; an open end is in order."""
	return not (first and last) or first <= last


def unpayable(nodes: Iterable[Mapping[str, Any]]) -> list[int]:
	"""Numbers (from 1) of the payment nodes whose amount is not greater than zero (S004-68)."""
	return [idx for idx, node in enumerate(nodes, 1) if not (node.get("amount") or 0) > 0]
