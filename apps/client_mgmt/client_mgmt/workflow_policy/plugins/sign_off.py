"""Sign-off: entering a signing state opens a round, entering a protected state proves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence import policy_strength, signoff
from client_mgmt.domain.evidence.signed_content import content_digest
from client_mgmt.domain.evidence.verify_evidence import ROUND_OPENED, canonical_json
from client_mgmt.domain.workflow import policy_map
from client_mgmt.domain.workflow.conditions import BrokenCondition
from client_mgmt.domain.workflow.policy_map import Fault, WorkflowMap
from client_mgmt.workflow_policy import content, engine, ledger, policies, proof
from client_mgmt.workflow_policy.plugins.base import Move, Need, Plugin, Row, told
from client_mgmt.workflow_policy.rules import conditions
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class SignOff(Plugin):
	"""Rules: Sign-off Rule. Guarantees 2, 4 and 5 of the domain model's "Dual signature"."""

	kind = "Sign-off"
	rows_field = "sign_off_rules"
	names = policy_map.SIGN_OFF

	def locks(self, move: Move) -> dict[str, str]:
		sentence = _("{0} is signed or being signed in the state {1} and read-only: reopen it first.")
		outcome, here = move.stored.get("round_outcome"), _(move.from_state)
		field = policies.state_field(move.doctype)
		return {
			name: sentence.format("{0}", here)
			for rule in move.rows
			if signoff.locks(rule, move.from_state, outcome)
			for name in content.signed_fields(move.doctype, rule, field)
		}

	def needs(self, move: Move) -> list[Need]:
		sentence = _("{0} needs complete signatures ({1}). {2}")
		found = []
		for rule in move.rows:
			if move.to_state not in signoff.lines(rule["protected_states"]):
				continue
			problems = proof.entry_problems(move.proposed, move.stored, rule)
			if problems:
				said = " ".join(proof.translated(problems))
				text = sentence.format(_(move.to_state), _(rule["purpose"]), said)
				key = f"{self.kind}: {rule['purpose']}"
				found.append(Need(text, rule_key=key, from_whom=", ".join(proof.demanded(move.stored, rule))))
		return found

	def after_transition(self, move: Move) -> None:
		doc = move.doc
		left = any(rule["signing_state"] == move.from_state for rule in move.rows)
		if left and doc.get("round_outcome") == signoff.OPEN:
			engine.write(doc, round_outcome="")
		approvals = [rule for rule in move.rows if rule["purpose"] == "Approval"]
		in_force = any(move.to_state in signoff.lines(rule["protected_states"]) for rule in approvals)
		if approvals and cint(doc.get("in_force")) != in_force:
			engine.write(doc, in_force=int(in_force))
		for rule in move.rows:
			if rule["signing_state"] == move.to_state:
				open_round(doc, rule, move.policy_version)

	def faults(self, rows: list[Row], known: WorkflowMap) -> list[Fault]:
		found = policy_map.sign_off(rows, known)
		for number, row in enumerate(rows, 1):
			wrong = conditions.fault(row.get("condition"))
			found += [Fault(number, "condition", *wrong)] if wrong else []
		return found

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return told(policy_strength.sign_off(old_rows, new_rows))


def open_round(doc: Document, rule: Mapping[str, Any], policy_version: int) -> None:
	"""Opens a round of signatures on a document that has just entered the rule's signing state, where the
	rule's condition holds for it."""
	stored = frappe.get_doc(doc.doctype, doc.name).as_dict()
	if not _asks(rule, stored):
		engine.write(doc, round_outcome="")
		return
	number, parties = cint(stored.get("round")) + 1, proof.demanded(stored, rule)
	state_field = policies.state_field(doc.doctype)
	signed = content.new_content(
		stored, rule, state_field, round=number, parties=parties, policy_version=policy_version
	)
	ledger.append(
		doc,
		ROUND_OPENED,
		purpose=rule["purpose"],
		round=number,
		parties=",".join(parties),
		to_state=rule["signing_state"],
		digest=content_digest(signed),
		content=canonical_json(signed),
		policy_version=policy_version,
	)
	engine.write(doc, round=number, round_outcome=signoff.OPEN)


def _asks(rule: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
	try:
		return policies.condition_holds(rule.get("condition"), stored)
	except BrokenCondition:
		sentence = _("{0}: the condition of {1} cannot be evaluated: an administrator corrects it.")
		frappe.throw(sentence.format(_("Workflow Policy"), _(rule["purpose"])))
