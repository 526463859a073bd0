"""Weakening a policy takes two administrators (domain model, "Dual signature", 5); what one would ask can be
seen before."""

from dataclasses import asdict
from typing import Any

import frappe
from client_mgmt.people import team as people
from client_mgmt.people.viewer import staff_only
from client_mgmt.workflow_policy import policies, standing
from client_mgmt.workflow_policy.versions import ADMINISTRATORS, approve_pending
from frappe import _
from frappe.utils import cint


@frappe.whitelist(methods=["POST"])
def approve(policy: str) -> dict[str, Any]:
	"""Makes the waiting version of a Workflow Policy effective, for documents that start from now on.

	Raises frappe.PermissionError for who is no administrator and for who saved that version,
	frappe.ValidationError when none waits. Returns `{policy, effective_version, pending_version}`.
	"""
	staff_only()
	frappe.only_for(ADMINISTRATORS)
	return approve_pending(policy)


@frappe.whitelist(methods=["GET", "POST"])
def simulate(policy: str, name: str, version: int | None = None) -> dict[str, Any]:
	"""What a version of a Workflow Policy asks of a stored document of its DocType, of whoever calls: by
	default the version that waits, else the effective one. Changes nothing.

	Returns `{version, steps: [{action, next_state, refusal, needs: [{text, rule_key, blocking, from_whom,
	satisfied_by, until}]}], locks: {field: sentence}}`. `refusal`: why the Workflow bars the caller, else "".

	Raises frappe.PermissionError for who is no administrator or may not read the document,
	frappe.ValidationError for a version that is not there.
	"""
	staff_only()
	frappe.only_for(ADMINISTRATORS)
	if not policies.is_guarded(policy):
		frappe.throw(_("{0} has no Workflow Policy.").format(_(policy)))
	row = frappe.db.get_value(
		"Workflow Policy", policy, ["pending_version", "effective_version"], as_dict=True
	)
	doc = frappe.get_doc(policy, name)
	people.check_permission(doc, "read")
	at = standing.under(standing.of(doc), cint(version) or row.pending_version or row.effective_version)
	return {
		"version": at.policy.version,
		"steps": [_step(at, action) for action in dict.fromkeys(step.action for step in at.steps)],
		"locks": {
			field: sentence.format(_(doc.meta.get_label(field)))
			for field, sentence in standing.locks(at).items()
		},
	}


def _step(at: standing.Standing, action: str) -> dict[str, Any]:
	next_state, refusal = standing.step_or_refusal(at, action)
	found = [asdict(need) for need in standing.needs(at, action, next_state)]
	return {"action": action, "next_state": next_state, "refusal": refusal, "needs": found}
