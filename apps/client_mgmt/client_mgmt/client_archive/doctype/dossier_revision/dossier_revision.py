"""The facts of a dossier as they were archived, one record a revision (S004-75)."""

from __future__ import annotations

from client_mgmt.workflow_policy.append_only import AppendOnly


class DossierRevision(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		archived_by: DF.Link | None
		archived_on: DF.Datetime | None
		content: DF.Code | None
		digest: DF.Data | None
		project: DF.Link
		revision: DF.Int
		revision_key: DF.Data | None
	# end: auto-generated types
