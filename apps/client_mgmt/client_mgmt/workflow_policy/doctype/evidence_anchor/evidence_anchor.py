"""The signed Merkle root of all chain heads at an instant, append-only."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class EvidenceAnchor(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		algorithm: DF.Data | None
		leaf_count: DF.Int
		leaves: DF.Code | None
		previous_root: DF.Data | None
		public_key: DF.Data | None
		root: DF.Data | None
		signature: DF.SmallText | None
		taken_at: DF.Data | None
	# end: auto-generated types
