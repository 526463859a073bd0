"""One version of a policy, append-only: what a document that started under it keeps."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class WorkflowPolicyVersion(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Code | None
		digest: DF.Data | None
		policy: DF.Data | None
		version: DF.Int
		version_key: DF.Data | None
		weaker: DF.SmallText | None
	# end: auto-generated types
