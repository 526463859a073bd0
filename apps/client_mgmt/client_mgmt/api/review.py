"""Reviewing a dossier: the checklist, and passing over a difference from the contract. For staff."""

from typing import Any

import frappe
from client_mgmt.client_archive.review import checklist, waivers
from client_mgmt.people.viewer import staff_only


@frappe.whitelist(methods=["GET", "POST"])
def items(project: str) -> list[dict[str, Any]]:
	"""The checklist of a dossier's present submission: `[{item, explanation, compulsory, ticked_by,
	ticked_on, note}]` (S004-71). Raises PermissionError for who may not read the dossier."""
	staff_only()
	frappe.has_permission("Project Archive", "read", project, throw=True)
	return checklist.items(project)


@frappe.whitelist(methods=["POST"])
def tick(project: str, item: str, note: str = "") -> list[dict[str, Any]]:
	"""Says that the caller, a reviewer, has looked at an item; answers the checklist. Again: the later word
	counts. See `client_archive.checklist.tick`."""
	staff_only()
	checklist.tick(project, item, note)
	return checklist.items(project)


@frappe.whitelist(methods=["POST"])
def waive(project: str, key: str, digest: str, reason: str) -> dict[str, Any]:
	"""Passes over one difference that `compare_contract` names by `key` and `digest`, with a reason
	(S004-72); answers the Review Waiver. See `client_archive.waivers.waive`."""
	staff_only()
	return waivers.waive(project, key, digest, reason).as_dict()
