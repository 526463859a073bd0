"""Seeds the Workflow Policies of the three guarded DocTypes. An administrator's edit stands."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

CHANGE_PROTECTED = "Signed\nScheduled\nImplemented\nClosed"
CHANGE_FIELDS = "risk_level\nimpact_effort\nis_major\nmajor_override\nmajor_override_reason"


def _approval() -> dict[str, Any]:
	return {
		"purpose": "Approval",
		"signing_state": "Awaiting Signatures",
		"parties": "Client and Vendor",
		"signers": "Signing Authority",
		"scope_from_project": 1,
		"complete_action": "Signatures Complete",
		"decline_action": "Signature Declined",
		"protected_states": CHANGE_PROTECTED,
		"signed_fields": CHANGE_FIELDS,
		"consent_text": _("I have read this change and its impact and agree to it on behalf of my party."),
	}


def _acceptance() -> dict[str, Any]:
	return {
		"purpose": "Acceptance",
		"signing_state": "Implemented",
		"parties": "Client",
		"signers": "Signing Authority",
		"complete_action": "Accepted by Client",
		"decline_action": "Acceptance Declined",
		"protected_states": "Closed",
		"signed_fields": CHANGE_FIELDS,
		"consent_text": _("I accept this change as implemented on behalf of the client."),
	}


def _acknowledgement() -> dict[str, Any]:
	return {
		"purpose": "Acknowledgement",
		"signing_state": "Circulated",
		"parties": "Client",
		"signers": "Attendees",
		"complete_action": "Acknowledged by Client",
		"decline_action": "Acknowledgement Declined",
		"protected_states": "Acknowledged",
		"condition": "doc.acknowledgement_required",
		"consent_text": _("These minutes say what was said and decided."),
	}


def _policies() -> list[dict[str, Any]]:
	return [
		{
			"document_type": "Change Request",
			"sign_off_rules": [_approval(), _acceptance()],
			"reason_rules": _reasons(
				"Return",
				"Reject",
				"Reopen",
				"Rework",
				"Withdraw",
				"Signature Declined",
				"Acceptance Declined",
			),
		},
		{
			"document_type": "Project Archive",
			"separation_rules": [{"action": "Review", "not_owner": 1, "not_action": "Submit"}],
			"reason_rules": _reasons("Return"),
		},
		{
			"document_type": "Meeting Minutes",
			"sign_off_rules": [_acknowledgement()],
			"reason_rules": _reasons("Dispute", "Close Unacknowledged", "Acknowledgement Declined"),
		},
	]


def _reasons(*actions: str) -> list[dict[str, Any]]:
	return [{"action": action, "min_length": 2} for action in actions]


def seed() -> None:
	"""Insert the policies that are missing."""
	for policy in _policies():
		if not frappe.db.exists("Workflow Policy", {"document_type": policy["document_type"]}):
			frappe.get_doc({"doctype": "Workflow Policy", "state_field": "workflow_state", **policy}).insert(
				ignore_permissions=True  # the installer acts, no person
			)
