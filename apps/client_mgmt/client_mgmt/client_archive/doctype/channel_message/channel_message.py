from __future__ import annotations

from client_mgmt.workflow_policy.append_only import EngineWritten


class ChannelMessage(EngineWritten):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText | None
		attempts: DF.Int
		channel: DF.Link
		claimed: DF.Check
		next_attempt_on: DF.Datetime | None
		project: DF.Link
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		sent_by: DF.Link | None
		sent_on: DF.Datetime | None
		status: DF.Literal["Queued", "Sent", "Failed"]
		text: DF.SmallText | None
		title: DF.Data | None
	# end: auto-generated types

	pass
