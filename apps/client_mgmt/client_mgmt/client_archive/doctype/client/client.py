from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from client_mgmt import geo, values
from client_mgmt.client_archive.clients import duplicates, merging, risk
from client_mgmt.client_archive.dossiers import entries, sources
from client_mgmt.client_archive.living import library
from client_mgmt.domain.clients import credit_code, invoicing
from client_mgmt.workflow_policy import owned_fields
from frappe import _
from frappe.model.document import Document


class Client(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from client_mgmt.client_archive.doctype.client_tag_link.client_tag_link import ClientTagLink

		annual_revenue: DF.Currency
		chain_count: DF.Int
		chain_head: DF.Data | None
		city: DF.Data | None
		client_name: DF.Data
		client_tags: DF.TableMultiSelect[ClientTagLink]
		client_type: DF.Literal["", "Government", "Enterprise", "Individual"]
		country: DF.Link | None
		cross_border: DF.Check
		employees: DF.Int
		high_risk: DF.Check
		high_risk_overridden: DF.Code | None
		high_risk_override_by: DF.Link | None
		high_risk_override_on: DF.Datetime | None
		high_risk_override_reason: DF.SmallText | None
		high_risk_reason: DF.SmallText | None
		high_risk_source: DF.Literal["", "Hand", "Derived"]
		industry: DF.Literal[
			"",
			"Manufacturing",
			"Finance",
			"Education",
			"Government",
			"Healthcare",
			"Retail",
			"Logistics",
			"Energy",
			"Information Technology",
			"Other",
		]
		invoice_account: DF.Data | None
		invoice_address: DF.Data | None
		invoice_bank: DF.Data | None
		invoice_phone: DF.Data | None
		invoice_title: DF.Data | None
		invoice_type: DF.Literal["", "Special VAT", "Ordinary VAT", "Other"]
		language: DF.Literal["zh", "en"]
		lifecycle: DF.Literal["Prospect", "Active", "Delivered", "Inactive"]
		merged_into: DF.Link | None
		name_key: DF.Data | None
		name_pinyin: DF.Data | None
		next_contact_on: DF.Date | None
		next_offer: DF.SmallText | None
		preferences: DF.SmallText | None
		referred_by: DF.Link | None
		region: DF.Data | None
		tax_number: DF.Data | None
		time_zone: DF.Data | None
		uscc: DF.Data | None
		value_sources: DF.JSON | None
	# end: auto-generated types

	def set(self, key: str, value: Any, as_value: bool = False) -> None:
		"""A country comes in English or Chinese or as a code; links are checked before `validate`."""
		super().set(key, geo.spelled(geo.COUNTRY, value) if key == "country" else value, as_value)

	def validate(self) -> None:
		merging.check_frozen(self)
		owned_fields.keep_owned(self)
		risk.check_mark(self)
		self.normalise()
		self.check_credit_code()
		library.check_lifecycle(self)
		self.check_tax_number()
		self.check_time_zone()
		values.require_complete(self)

	def before_save(self) -> None:
		sources.stamp(self)
		duplicates.set_keys(self)
		risk.stamp_mark(self)

	def on_update(self) -> None:
		entries.record_part(self)
		duplicates.note_client(self)
		risk.follow_client(self)

	def on_trash(self) -> None:
		if self.chain_count:
			frappe.throw(_("{0} cannot be deleted: the ledger holds entries about it.").format(self.name))
		duplicates.forget(self.name)

	def before_rename(self, *_names: Any) -> None:
		frappe.throw(_("A client keeps its number: two that are one are merged by client_mgmt.api.clients."))

	def normalise(self) -> None:
		self.uscc = credit_code.normalise(self.uscc)

	def check_credit_code(self) -> None:
		"""S004-10: 18 characters with check digit, wherever one is given."""
		if self.uscc and not credit_code.is_valid(self.uscc):
			frappe.throw(
				_(
					"{0} is no unified social credit code: 18 characters, the last one checks the others."
				).format(self.uscc)
			)
		duplicates.check_code(self)

	def check_tax_number(self) -> None:
		"""S004-50: the credit code unless another is given, whose form is checked."""
		before = values.stored(self)
		self.tax_number = invoicing.tax_number(self.tax_number, self.uscc, before.uscc if before else None)
		if self.tax_number and not invoicing.is_tax_number(self.tax_number):
			frappe.throw(_("{0} is no tax number: 15 to 20 letters and digits.").format(self.tax_number))

	def check_time_zone(self) -> None:
		try:
			ZoneInfo(self.time_zone or "Asia/Shanghai")
		except (ZoneInfoNotFoundError, ValueError):
			frappe.throw(_("{0} is no time zone. Write it like Asia/Shanghai.").format(self.time_zone))
