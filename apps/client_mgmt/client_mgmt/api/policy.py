"""Weakening a policy takes two administrators (domain model, "Dual signature", 5)."""

from typing import Any

import frappe
from client_mgmt.people.viewer import staff_only
from client_mgmt.workflow_policy.versions import ADMINISTRATORS, approve_pending


@frappe.whitelist(methods=["POST"])
def approve(policy: str) -> dict[str, Any]:
	"""Makes the waiting version of a Workflow Policy effective, for documents that start from now on.

	Raises frappe.PermissionError for who is no administrator and for who saved that version,
	frappe.ValidationError when none waits. Returns `{policy, effective_version, pending_version}`.
	"""
	staff_only()
	frappe.only_for(ADMINISTRATORS)
	return approve_pending(policy)
