"""The dossier's facts for the rest of the app: what is locked, and what is in effect."""

from __future__ import annotations

import json
from typing import Any

import frappe
from client_mgmt.client_archive.dossiers import facts
from client_mgmt.domain import Readable
from client_mgmt.domain.dossier import dossier
from client_mgmt.people.asking import remembered


def scope_locked(project: str | None, for_update: bool = False) -> bool:
	"""Whether the requirements of `project` change by scheduled changes alone. `for_update` holds the
	dossier's row until the transaction ends, so that no review overtakes the writer."""
	if not project:
		return False
	row = frappe.db.get_value(
		"Project Archive", project, ["workflow_state", "archived_on"], as_dict=True, for_update=for_update
	)
	return bool(row) and dossier.is_scope_locked(row.workflow_state, row.archived_on)


@remembered
def in_effect(project: str, *fields: str) -> dict[str, Any]:
	"""These fields of a dossier as they hold now: during a revision, those last archived. All None where
	there is no such dossier."""
	row = frappe.db.get_value(facts.PROJECT, project, ["archived_content", *fields], as_dict=True)
	known = dossier.in_effect(row, _archived(row)) if row else {}
	return {field: known.get(field) for field in fields}


def sign_off_scope(project: str) -> str | None:
	"""The `dual_sign_scope` of a dossier as it holds now; None where there is no such dossier. Asked by the
	engine through the hook `workflow_policy_sign_off_scope`."""
	return in_effect(project, "dual_sign_scope")["dual_sign_scope"]


def facts_in_effect(project: str) -> dict[str, Any]:
	"""All facts of a dossier as they hold now, child rows as lists of plain values, without what lives on
	(team, stage, payments received). Raises frappe.DoesNotExistError for no such dossier."""
	doc = frappe.get_doc(facts.PROJECT, project)
	return dossier.in_effect(facts.of(doc), _archived(doc))


def _archived(row: Readable) -> dict[str, Any] | None:
	content = row.get("archived_content")
	return json.loads(content) if content else None
