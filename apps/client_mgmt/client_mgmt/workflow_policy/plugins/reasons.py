"""Reasons: an action that says why."""

from __future__ import annotations

from collections.abc import Iterable

from client_mgmt.domain.evidence import policy_strength
from client_mgmt.domain.workflow.policy_map import ACTION, Names
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.workflow_policy.plugins.base import REASON, Move, Need, Plugin, Row, told
from frappe import _
from frappe.utils import cint


class Reasons(Plugin):
	"""Rules: `action` needs a reason of at least `min_length` characters."""

	kind = "Reason"
	rows_field = "reason_rules"
	names: Names = {"action": ACTION}

	def needs(self, move: Move) -> list[Need]:
		least = self.least(move.rows, move.action)
		if weight(move.reason) >= least:
			return []
		sentence = _("{0} needs a reason of at least {1} characters (workflow_reason).")
		text = sentence.format(_(move.action), least)
		return [Need(text, rule_key=f"{self.kind}: {move.action}", satisfied_by=REASON)]

	@staticmethod
	def least(rows: Iterable[Row], action: str) -> int:
		"""The characters that the reason of an action needs by these rules; 0: none is asked."""
		asked = (max(cint(rule.get("min_length")), 1) for rule in rows if rule["action"] == action)
		return max(asked, default=0)

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return told(policy_strength.reasons(old_rows, new_rows))
