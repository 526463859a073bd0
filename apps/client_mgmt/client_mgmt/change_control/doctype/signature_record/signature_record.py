"""A signature, append-only; whether it still counts is derived, never written into it."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class SignatureRecord(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		audience: DF.Data | None
		authority: DF.Data | None
		comment: DF.SmallText | None
		consent_text: DF.SmallText | None
		contact: DF.Data | None
		content: DF.Code | None
		decision: DF.Data | None
		digest: DF.Data | None
		entry_key: DF.Data | None
		hash: DF.Data | None
		ip: DF.Data | None
		method: DF.Data | None
		on_behalf_of: DF.Data | None
		party: DF.Data | None
		policy_version: DF.Data | None
		previous_hash: DF.Data | None
		project: DF.Data | None
		purpose: DF.Data | None
		reference_doctype: DF.Data | None
		reference_name: DF.Data | None
		revision: DF.Data | None
		role: DF.Data | None
		round: DF.Data | None
		sequence: DF.Data | None
		signature_key: DF.Data | None
		signed_at: DF.Data | None
		signer: DF.Data | None
		signer_name: DF.Data | None
		slot: DF.Data | None
		user_agent: DF.SmallText | None
	# end: auto-generated types
