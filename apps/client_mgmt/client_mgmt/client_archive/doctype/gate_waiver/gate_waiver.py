"""Somebody's word that a project may leave Kick-off before its dossier is archived (S004-85)."""

from __future__ import annotations

from client_mgmt.client_archive.living import gate
from client_mgmt.workflow_policy.append_only import AppendOnly


class GateWaiver(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		granted_by: DF.Link | None
		granted_on: DF.Datetime | None
		project: DF.Link
		reason: DF.SmallText

	# end: auto-generated types
	def before_insert(self) -> None:
		"""Given by a person, unlike the other append-only records."""
		gate.check_waiver(self)

	def after_insert(self) -> None:
		gate.record_waiver(self)
