"""What is new in a project since the last update of its dossier, due every 14 days (S004-77)."""

from __future__ import annotations

from client_mgmt.client_archive.living import updates
from client_mgmt.workflow_policy.append_only import AppendOnly


class DossierUpdate(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acceptance_points: DF.SmallText | None
		notes: DF.SmallText | None
		period_from: DF.Date | None
		period_to: DF.Date | None
		project: DF.Link
		requirement_changes: DF.SmallText | None
		updated_by: DF.Link | None
		updated_on: DF.Datetime | None

	# end: auto-generated types
	def before_insert(self) -> None:
		"""Written by a person of the project, unlike the other append-only records."""
		updates.begin(self)

	def after_insert(self) -> None:
		updates.count(self)
