from __future__ import annotations

from client_mgmt.workflow_policy.append_only import EngineWritten


class Escalation(EngineWritten):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.escalation_call.escalation_call import EscalationCall

		acknowledged_by: DF.Link | None
		acknowledged_on: DF.Datetime | None
		calls: DF.Table[EscalationCall]
		due_on: DF.Datetime | None
		message: DF.SmallText
		note: DF.SmallText | None
		project: DF.Link
		raised_by: DF.Link | None
		raised_on: DF.Datetime | None
		status: DF.Literal["Open", "Acknowledged", "Exhausted"]
		step: DF.Int
	# end: auto-generated types

	pass
