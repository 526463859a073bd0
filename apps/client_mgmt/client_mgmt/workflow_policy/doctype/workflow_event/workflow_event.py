"""An entry of a document's chain, append-only; `workflow_policy/ledger.py` is the only writer."""

from __future__ import annotations

from typing import Any

from client_mgmt.workflow_policy import ledger
from frappe.model.document import Document


class WorkflowEvent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data | None
		at: DF.Data | None
		audience: DF.Data | None
		content: DF.Code | None
		details: DF.Code | None
		digest: DF.Data | None
		entry_key: DF.Data | None
		event_type: DF.Data | None
		from_state: DF.Data | None
		hash: DF.Data | None
		ip: DF.Data | None
		parties: DF.Data | None
		policy_version: DF.Data | None
		previous_hash: DF.Data | None
		project: DF.Data | None
		purpose: DF.Data | None
		reason: DF.SmallText | None
		reference_doctype: DF.Data | None
		reference_name: DF.Data | None
		revision: DF.Data | None
		round: DF.Data | None
		sequence: DF.Data | None
		to_state: DF.Data | None
		user: DF.Data | None
		user_name: DF.Data | None
	# end: auto-generated types

	def before_insert(self) -> None:
		ledger.refuse_writing(self)

	def validate(self) -> None:
		if not self.is_new():
			ledger.refuse_change(self)

	def before_change(self) -> None:
		ledger.refuse_change(self)

	def before_rename(self, *_names: Any) -> None:
		ledger.refuse_change(self)

	def on_trash(self) -> None:
		ledger.refuse_change(self)
