"""Separation of duties: who entered a document, or took an earlier step, does not take this one."""

from __future__ import annotations

import frappe
from client_mgmt.domain.evidence import policy_strength
from client_mgmt.domain.evidence.signoff import lines
from client_mgmt.workflow_policy.plugins.base import Move, Plugin, Row, told
from frappe import _


class Separation(Plugin):
	"""Rules: `action`, kept apart from the owner (`not_owner`), from whoever took the actions `not_action`,
	and from the users in the fields `not_field`."""

	kind = "Separation of Duties"
	rows_field = "separation_rules"

	def check_transition(self, move: Move) -> None:
		for rule in move.rows:
			if rule["action"] == move.action:
				self._check(move, rule)

	def _check(self, move: Move, rule: Row) -> None:
		if rule.get("not_owner") and move.stored.get("owner") == move.user:
			self._refuse(move, _("who entered the document"))
		for action in lines(rule.get("not_action")):
			if self._took(move, action):
				self._refuse(move, _("who took the action {0}").format(_(action)))
		for field in lines(rule.get("not_field")):
			if move.stored.get(field) == move.user:
				self._refuse(move, _("who stands in the field {0}").format(field))

	@staticmethod
	def _took(move: Move, action: str) -> bool:
		"""Whether the person took an action, ever: whoever submitted any version does not review the next."""
		taken = {
			"reference_doctype": move.doctype,
			"reference_name": move.name,
			"action": action,
			"user": move.user,
		}
		return bool(frappe.db.exists("Workflow Event", taken))

	@staticmethod
	def _refuse(move: Move, who: str) -> None:
		frappe.throw(
			_("Separation of duties: {0} is for somebody other than {1}.").format(_(move.action), who)
		)

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return told(policy_strength.separation(old_rows, new_rows))
