"""Chain heads of one bucket that an anchor has added to the log, append-only."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class EvidenceLogEntry(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bucket: DF.Int
		leaves: DF.Code | None
		nodes: DF.Code | None
		position: DF.Int
	# end: auto-generated types
