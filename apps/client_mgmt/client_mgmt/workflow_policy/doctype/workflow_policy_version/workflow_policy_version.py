"""One version of a policy, append-only: what a document that started under it keeps."""

from __future__ import annotations

from typing import Any

from client_mgmt.workflow_policy import ledger
from frappe.model.document import Document


class WorkflowPolicyVersion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Code | None
		digest: DF.Data | None
		policy: DF.Data | None
		version: DF.Int
		version_key: DF.Data | None
		weaker: DF.SmallText | None
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
