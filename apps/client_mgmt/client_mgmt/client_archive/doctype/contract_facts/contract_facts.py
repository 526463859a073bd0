"""What the contract itself says, beside which the dossier is reviewed (S004-72). The newest counts."""

from __future__ import annotations

from typing import Any

from client_mgmt import geo
from client_mgmt.client_archive.review import contracts
from client_mgmt.workflow_policy.append_only import AppendOnly


class ContractFacts(AppendOnly):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.contract_facts_node.contract_facts_node import (
			ContractFactsNode,
		)

		amount: DF.Currency
		amount_in_words: DF.Currency
		client_name: DF.Data | None
		contract_no: DF.Data | None
		contradictions: DF.JSON | None
		currency: DF.Link | None
		end_date: DF.Date | None
		entered_by: DF.Link | None
		entered_on: DF.Datetime | None
		file_url: DF.Data | None
		in_effect: DF.Check
		nodes: DF.Table[ContractFactsNode]
		project: DF.Link
		read_by: DF.Literal["", "Entered", "Extracted"]
		signed_on: DF.Date | None
		spans: DF.JSON | None
		start_date: DF.Date | None
		vendor_name: DF.Data | None
	# end: auto-generated types

	def set(self, key: str, value: Any, as_value: bool = False) -> None:
		"""A currency comes as a code or in words (人民币); links are checked before `validate`."""
		super().set(key, geo.spelled(geo.CURRENCY, value) if key == "currency" else value, as_value)

	def before_insert(self) -> None:
		"""Entered by a person, unlike the other append-only records."""
		contracts.check_entry(self)

	def before_save(self) -> None:
		contracts.stamp(self)

	def after_insert(self) -> None:
		contracts.supersede(self)
