"""That a reminder went out: whom it told of what, once a day at most (S004-77, S000-98)."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class DossierReminder(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_on: DF.Date | None
		project: DF.Link
		recipients: DF.SmallText | None
		reminder_key: DF.Data | None
		sender: DF.Data | None
		sent_on: DF.Date | None
	# end: auto-generated types
