from __future__ import annotations

from client_mgmt.workflow_policy.append_only import EngineWritten


class ClientMessage(EngineWritten):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		asks: DF.Check
		change_request: DF.Link | None
		kind: DF.Literal["Message", "Priority Confirmed", "Priority Proposed"]
		minutes: DF.Link | None
		party: DF.Literal["Client", "Vendor"]
		priority: DF.Literal["", "High", "Medium", "Low"]
		project: DF.Link
		requirement: DF.Link | None
		text: DF.SmallText | None
	# end: auto-generated types

	pass
