"""Somebody's word that a review may pass over one difference, and why (S004-72). Another value voids it."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class ReviewWaiver(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contract: DF.SmallText | None
		digest: DF.Data | None
		entered: DF.SmallText | None
		project: DF.Link
		reason: DF.SmallText
		revision: DF.Int
		rule: DF.Data | None
		waived_by: DF.Link | None
		waived_on: DF.Datetime | None
	# end: auto-generated types
