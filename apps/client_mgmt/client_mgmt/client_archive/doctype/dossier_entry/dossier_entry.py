"""Who entered or changed facts of a revision: they do not review it (S004-71)."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import EngineWritten


class DossierEntry(EngineWritten):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		entered_on: DF.Datetime | None
		project: DF.Link
		revision: DF.Int
		user: DF.Data | None
		what: DF.Data | None
	# end: auto-generated types
