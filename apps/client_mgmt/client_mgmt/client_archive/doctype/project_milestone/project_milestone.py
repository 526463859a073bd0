"""A milestone that the engine opens with a dossier and closes with its Review (S004-85)."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import EngineWritten


class ProjectMilestone(EngineWritten):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		closed_by: DF.Link | None
		closed_on: DF.Datetime | None
		due: DF.Date | None
		milestone: DF.Data
		milestone_key: DF.Data | None
		project: DF.Link
	# end: auto-generated types
