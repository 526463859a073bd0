"""An entry of a document's chain, append-only; `workflow_policy/ledger.py` is the only writer."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class WorkflowEvent(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data | None
		at: DF.Data | None
		audience: DF.Data | None
		content: DF.Code | None
		details: DF.Code | None
		digest: DF.Data | None
		entry_key: DF.Data | None
		event_type: DF.Data | None
		from_state: DF.Data | None
		hash: DF.Data | None
		ip: DF.Data | None
		parties: DF.Data | None
		policy_version: DF.Data | None
		previous_hash: DF.Data | None
		project: DF.Data | None
		purpose: DF.Data | None
		reason: DF.SmallText | None
		reference_doctype: DF.Data | None
		reference_name: DF.Data | None
		revision: DF.Data | None
		round: DF.Data | None
		sequence: DF.Data | None
		to_state: DF.Data | None
		user: DF.Data | None
		user_name: DF.Data | None
	# end: auto-generated types
