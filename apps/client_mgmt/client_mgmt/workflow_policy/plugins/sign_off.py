"""Sign-off: entering a signing state opens a round, entering a protected state proves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence import policy_strength, signoff
from client_mgmt.domain.evidence.signed_content import content_digest
from client_mgmt.domain.evidence.verify_evidence import ROUND_OPENED, canonical_json
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import content, engine, ledger, policies, proof
from client_mgmt.workflow_policy.plugins.base import Move, Plugin, Row, told
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class SignOff(Plugin):
	"""Rules: Sign-off Rule. Guarantees 2, 4 and 5 of the domain model's "Dual signature"."""

	kind = "Sign-off"
	rows_field = "sign_off_rules"

	def check_edit(self, move: Move) -> None:
		outcome = move.stored.get("round_outcome")
		for rule in move.rows:
			if not signoff.locks(rule, move.from_state, outcome):
				continue
			signed = content.signed_fields(move.doctype, rule, policies.state_field(move.doctype))
			locked = [field for field in signed if field in move.changes]
			if locked:
				labels = ", ".join(_(move.doc.meta.get_label(field)) for field in locked)
				sentence = _("{0} is signed or being signed in the state {1} and read-only: reopen it first.")
				frappe.throw(sentence.format(labels, _(move.from_state)))

	def check_transition(self, move: Move) -> None:
		for rule in move.rows:
			if move.to_state in signoff.lines(rule["protected_states"]):
				problems = proof.entry_problems(move.proposed, move.stored, rule)
				if problems:
					frappe.throw(
						_("{0} needs complete signatures ({1}). {2}").format(
							_(move.to_state), _(rule["purpose"]), " ".join(proof.translated(problems))
						)
					)

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

	def check_rows(self, rows: list[Row], doctype: str) -> None:
		purposes = [row.get("purpose") or "" for row in rows]
		if len(set(purposes)) < len(purposes):
			frappe.throw(_("One Sign-off Rule a purpose: {0} stands twice.").format(_twice(purposes)))
		if rows and people.project_of(doctype, {"name": "", "project": ""}) is None:
			frappe.throw(
				_("{0} needs a field project (Link to Project Archive): its team and client sign.").format(
					_(doctype)
				)
			)
		for row in rows:
			_check_states(doctype, row.get("signing_state") or "", signoff.lines(row.get("protected_states")))

	@staticmethod
	def weaker(old_rows: list[Row], new_rows: list[Row]) -> list[str]:
		return told(policy_strength.sign_off(old_rows, new_rows))


def _check_states(doctype: str, signing: str, protected: list[str]) -> None:
	known = policies.states(doctype)
	missing = [state for state in (signing, *protected) if known and state not in known]
	if missing:
		frappe.throw(_("The Workflow of {0} has no state {1}.").format(_(doctype), ", ".join(missing)))
	if signing in protected:
		frappe.throw(_("{0} cannot be signing and protected state at once.").format(signing))


def _twice(values: list[str]) -> str:
	return next(value for value in values if values.count(value) > 1)


def open_round(doc: Document, rule: Mapping[str, Any], policy_version: int) -> None:
	"""Opens a round of signatures on a document that has just entered the rule's signing state, where the
	rule's condition holds for it."""
	stored = frappe.get_doc(doc.doctype, doc.name).as_dict()
	if not policies.condition_holds(rule.get("condition"), stored):
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
