"""Reasons: an action that says why."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from client_mgmt.domain.evidence import policy_strength
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.workflow_policy.plugins.base import Move, Plugin, Row, told
from frappe import _
from frappe.utils import cint


class Reasons(Plugin):
	"""Rules: `action` needs a reason of at least `min_length` characters."""

	kind = "Reason"
	rows_field = "reason_rules"

	def check_transition(self, move: Move) -> None:
		least = self.least(move.rows, move.action)
		if weight(move.reason) < least:
			frappe.throw(
				_("{0} needs a reason of at least {1} characters (workflow_reason).").format(
					_(move.action), least
				)
			)

	@staticmethod
	def least(rows: Iterable[Row], action: str) -> int:
		"""The characters that the reason of an action needs by these rules; 0: none is asked."""
		asked = (max(cint(rule.get("min_length")), 1) for rule in rows if rule["action"] == action)
		return max(asked, default=0)

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return told(policy_strength.reasons(old_rows, new_rows))
