"""A requirement as it was baselined, changed or removed, append-only (S004-37)."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class RequirementVersion(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		change_request: DF.Link | None
		changed_by: DF.Data | None
		changed_by_name: DF.Data | None
		changed_on: DF.Datetime | None
		content: DF.Code | None
		digest: DF.Data | None
		project: DF.Link | None
		requirement: DF.Link | None
		revision: DF.Int
		status: DF.Data | None
		version_key: DF.Data | None
		why: DF.SmallText | None
	# end: auto-generated types
