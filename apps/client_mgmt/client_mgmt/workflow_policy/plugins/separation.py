"""Separation of duties: who entered a document, or took an earlier step, does not take this one."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from client_mgmt.domain.evidence import policy_strength
from client_mgmt.domain.evidence.signoff import lines
from client_mgmt.domain.workflow.policy_map import ACTION, PERSON, Names
from client_mgmt.workflow_policy.plugins.base import Move, Need, Plugin, Row, told
from frappe import _


class Separation(Plugin):
	"""Rules: `action`, kept apart from the owner (`not_owner`), from whoever took the actions `not_action`,
	and from the users in the fields `not_field`."""

	kind = "Separation of Duties"
	rows_field = "separation_rules"
	names: Names = {"action": ACTION, "not_action": ACTION, "not_field": PERSON}

	def needs(self, move: Move) -> list[Need]:
		sentence = _("Separation of duties: {0} is for somebody other than {1}.")
		barred = (
			who for rule in move.rows if rule["action"] == move.action for who in self._barred(move, rule)
		)
		return [
			Need(sentence.format(_(move.action), who), rule_key=f"{self.kind}: {move.action}")
			for who in dict.fromkeys(barred)
		]

	def _barred(self, move: Move, rule: Row) -> Iterator[str]:
		"""As whom this person is kept from the action."""
		if rule.get("not_owner") and move.stored.get("owner") == move.user:
			yield _("who entered the document")
		for action in lines(rule.get("not_action")):
			if self._took(move, action):
				yield _("who took the action {0}").format(_(action))
		for field in lines(rule.get("not_field")):
			if move.stored.get(field) == move.user:
				yield _("who stands in the field {0}").format(_(move.doc.meta.get_label(field)))

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
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return told(policy_strength.separation(old_rows, new_rows))
