"""A kind of control: a step that needs files attached."""

from __future__ import annotations

import frappe
from client_mgmt.domain.workflow.policy_map import ACTION, ROLE, Fault, Names, WorkflowMap
from client_mgmt.workflow_policy.plugins.base import Move, Need, Plugin, Row
from frappe import _
from frappe.utils import cint


class Attachments(Plugin):
	"""Rules: `action` needs `least` attached files, of everybody who has not the role `unless_role`."""

	kind = "Attachments"
	rows_field = "attachment_rules"
	names: Names = {"action": ACTION, "unless_role": ROLE}

	def needs(self, move: Move) -> list[Need]:
		attached = {"attached_to_doctype": move.doctype, "attached_to_name": move.name}
		roles, files = frappe.get_roles(move.user), frappe.db.count("File", attached)
		sentence = _("{0} needs {1} attached files, there are {2}.")
		return [
			Need(
				sentence.format(_(move.action), rule["least"], files), rule_key=f"{self.kind}: {move.action}"
			)
			for rule in move.rows
			if rule["action"] == move.action and rule["unless_role"] not in roles
			if files < cint(rule["least"])
		]

	def faults(self, rows: list[Row], known: WorkflowMap) -> list[Fault]:
		few = [number for number, rule in enumerate(rows, 1) if cint(rule.get("least")) < 1]
		return [
			*super().faults(rows, known),
			*(Fault(number, "least", "At least one file.") for number in few),
		]

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return [
			_("{0} needs fewer files").format(_(rule["action"])) for rule in old_rows if rule not in new_rows
		]
