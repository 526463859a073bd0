from __future__ import annotations

import frappe
from client_mgmt import values
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, date_diff

AT_LEAST_ONE = ("update_interval_days", "visit_interval_months")


class ClientMgmtSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		change_file_watermark: DF.Data | None
		contract_comparison: DF.Literal["Block", "Warn", "Required"]
		handover_items: DF.SmallText | None
		handover_rule: DF.Literal["Warn", "Block"]
		historic_changes: DF.Float
		historic_from: DF.Date | None
		historic_nps: DF.Float
		historic_nps_known: DF.Check
		historic_to: DF.Date | None
		installed: DF.Check
		kickoff_gate: DF.Literal["Block", "Warn"]
		late_confirmation_days: DF.Int
		notice_mails: DF.Literal["Everybody", "Our Own Staff", "Nobody"]
		notices_kept_days: DF.Int
		our_company_name: DF.Data | None
		reminder_sender: DF.Data | None
		reminders_enabled: DF.Check
		review_checklist: DF.Literal["Warn", "Block"]
		risk_changes_per_month: DF.Int
		small_client_employees: DF.Int
		update_interval_days: DF.Int
		visit_interval_months: DF.Int
		webhook_hosts: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		for field in AT_LEAST_ONE:
			if cint(self.get(field)) < 1:
				frappe.throw(_("{0} must be at least 1.").format(values.labels(self, [field])))
		first, last = self.historic_from, self.historic_to
		if first and last and date_diff(last, first) < 0:
			named = [values.labels(self, [field]) for field in ("historic_to", "historic_from")]
			frappe.throw(_("{0} lies before {1}.").format(*named))
