"""Signing a round: everything is checked under the document's row lock, and written in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from client_mgmt.domain.evidence import signed_content, signoff, verify_evidence
from client_mgmt.domain.evidence.signoff import Slot
from client_mgmt.domain.evidence.verify_evidence import DECLINED, SIGNATURE, SIGNED, canonical_json
from client_mgmt.domain.workflow.reasons import weight
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import credentials, engine, ledger, policies, proof, receipts, signers
from client_mgmt.workflow_policy.policies import Policy
from client_mgmt.workflow_policy.signers import NotASigner, Signer
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
	"""A document with the round of signatures that it is in, or was in last."""

	doc: Document
	row: Row
	policy: Policy
	rule: Row
	entries: list[dict[str, str]]
	round: Row
	content: Row
	is_open: bool

	@property
	def signatures(self) -> list[dict[str, str]]:
		"""The Signature Records of this round, as the chain holds them."""
		number = self.round["round"]
		return [entry for entry in self.entries if entry["kind"] == SIGNATURE and entry["round"] == number]


def sign(doctype: str, name: str, digest: str, password: str | None, comment: str | None) -> dict[str, Any]:
	"""Signs the open round for the session's user; completes it when nobody is missing. Returns the record.

	The same person repeating gets the existing record. Raises frappe.TimestampMismatchError for a digest
	that is not current, frappe.PermissionError for who may not sign, frappe.ValidationError for what a rule
	refuses.
	"""
	case = open_case(doctype, name)
	signer = _signer(case)
	_check_digest(case, digest)
	slot = signoff.slot_of(case.signatures, signer.party, signer.user)
	_check_slot(case, slot, signer)
	method = credentials.method_of(signer.user, case.rule, _subject(case), password)
	if slot is Slot.MINE:
		return _existing(case, signer, SIGNED)
	_check_open(case)
	record = _record(case, signer, SIGNED, method, comment)
	signed = {*case.round["signed"], signer.party}
	if not signoff.missing_parties(case.round["parties"], signed):
		_finish(case, signoff.COMPLETE, case.rule["complete_action"], comment)
		receipts.queue(doctype, name, case.round["round"], case.doc.chain_head, cint(case.doc.chain_count))
	return record


def decline(doctype: str, name: str, digest: str, reason: str) -> dict[str, Any]:
	"""Declines the open round for the session's user; the document goes where the rule says. Returns the
	record. Raises as `sign` does."""
	case = open_case(doctype, name)
	signer = _signer(case)
	_check_digest(case, digest)
	if not weight(reason):
		frappe.throw(_("Declining needs a reason."))
	slot = signoff.slot_of(case.signatures, signer.party, signer.user)
	if slot is Slot.MINE:
		return _existing(case, signer, DECLINED)
	_check_slot(case, slot, signer)
	_check_open(case)
	if not case.rule.get("decline_action"):
		frappe.throw(_("The policy knows no way to decline {0}.").format(_(case.rule["purpose"])))
	method = credentials.TOKEN if credentials.by_token() else credentials.SESSION
	record = _record(case, signer, DECLINED, method, reason)
	_finish(case, signoff.DECLINED, case.rule["decline_action"], reason)
	return record


def package(doctype: str, name: str) -> dict[str, Any]:
	"""What a signer is shown; see `client_mgmt.api.signing.get_package`."""
	return package_of(_case(frappe.get_doc(doctype, name), locked=False))


def package_of(case: Case) -> dict[str, Any]:
	"""What a signer is shown of a case."""
	doctype, name = case.doc.doctype, case.doc.name
	user = frappe.session.user
	try:
		signer, why_not = signers.find(case.row, _asked(case), user), ""
	except NotASigner as refusal:
		signer, why_not = None, str(refusal)
	if signer and signoff.slot_of(case.signatures, signer.party, user) is not Slot.FREE:
		why_not = _("{0} has signed or declined this round.").format(_(signer.party))
	if not case.is_open:
		why_not = _("{0} {1} is not waiting for signatures.").format(_(doctype), name)
	signed = [entry["party"] for entry in case.signatures if entry["decision"] == SIGNED]
	return {
		"digest": case.round["digest"],
		"revision": cint(case.round["revision"]),
		"round": cint(case.round["round"]),
		"purpose": case.round["purpose"],
		"content": case.content,
		"consent_text": consent_text(case),
		"my_party": signer.party if signer else signers.party_of(case.row, user),
		"can_sign": bool(signer) and not why_not,
		"cannot_sign_because": why_not,
		"signatures": [_shown(entry) for entry in case.signatures],
		"missing_parties": signoff.missing_parties(case.round["parties"], signed),
		"changes_since_last_round": _changes_since_last_round(case),
	}


def open_case(doctype: str, name: str) -> Case:
	"""The document under its row lock, with its round; frappe.PermissionError for who may not read it."""
	if not policies.is_guarded(doctype):
		frappe.throw(_("{0} has no Workflow Policy.").format(_(doctype)))
	doc = frappe.get_doc(doctype, name, for_update=True)
	credentials.check_enabled(frappe.session.user)
	return _case(doc, locked=True)


def _case(doc: Document, locked: bool) -> Case:
	people.check_permission(doc, "read")
	case = case_of(doc, ledger.entries(doc.doctype, doc.name, cint(doc.chain_count) if locked else 0))
	if not case:
		frappe.throw(_("{0} {1} is not waiting for signatures.").format(_(doc.doctype), doc.name))
	return case


def case_of(doc: Document, entries: list[dict[str, str]]) -> Case | None:
	"""The round that a document is in, or was in last, out of its chain; None where there was none. Asks no
	permission."""
	row = doc.as_dict()
	policy = policies.of(doc.doctype, row)
	rounds = verify_evidence.rounds(entries)
	state, rules = row.get(policy.state_field), policy.rows("sign_off_rules")
	waiting = next((rule for rule in rules if rule["signing_state"] == state), None)
	is_open = bool(waiting) and row.get("round_outcome") == signoff.OPEN and bool(rounds)
	rule = (
		waiting
		if is_open
		else next((r for r in rules if rounds and r["purpose"] == rounds[-1]["purpose"]), None)
	)
	signed = proof.opened_content(entries, rounds[-1]["round"]) if rounds else None
	if not rule or not signed or (is_open and rounds[-1]["purpose"] != rule["purpose"]):
		return None
	return Case(doc, row, policy, rule, entries, rounds[-1], signed, is_open)


def _subject(case: Case) -> str:
	return f"{case.doc.doctype} {case.doc.name}"


def _signer(case: Case) -> Signer:
	try:
		return signers.find(case.row, _asked(case), frappe.session.user)
	except NotASigner as refusal:
		frappe.throw(str(refusal), frappe.PermissionError)


def _asked(case: Case) -> Row:
	"""The rule with the parties that this round asks: a minor change may need the vendor alone."""
	return {**case.rule, "parties": case.round["parties"]}


def _check_digest(case: Case, digest: str) -> None:
	if (digest or "").strip().lower() != case.round["digest"]:
		frappe.throw(
			_("The content has changed since you saw it: read it again, then sign."),
			frappe.TimestampMismatchError,
		)


def _check_slot(case: Case, slot: Slot, signer: Signer) -> None:
	if slot is Slot.TAKEN:
		by = next(entry["signer_name"] for entry in case.signatures if entry["party"] == signer.party)
		frappe.throw(
			_("{0} has signed round {1} already, by {2}: one signature a party.").format(
				_(signer.party), case.round["round"], by
			)
		)
	if slot is Slot.OTHER_PARTY:
		frappe.throw(_("One person signs for one party: you have signed for the other."))


def _check_open(case: Case) -> None:
	if not case.is_open:
		frappe.throw(_("{0} {1} is not waiting for signatures.").format(_(case.doc.doctype), case.doc.name))
	if not proof.is_current(case.row, case.content, case.round["digest"]):
		frappe.throw(_("The document was altered after this round was opened: it cannot be signed."))


def _existing(case: Case, signer: Signer, decision: str) -> dict[str, Any]:
	mine = next(entry for entry in case.signatures if entry["signer"] == signer.user)
	if mine["decision"] != decision:
		frappe.throw(
			_("You have decided already: {0}. A round takes one decision.").format(_(mine["decision"]))
		)
	place = ledger.entry_key(case.doc.doctype, case.doc.name, cint(mine["sequence"]))
	name = frappe.db.get_value("Signature Record", {"entry_key": place}, "name")
	record: Document = frappe.get_doc("Signature Record", name)
	return record.as_dict()


def _record(case: Case, signer: Signer, decision: str, method: str, comment: str | None) -> dict[str, Any]:
	record = ledger.append_signature(
		case.doc,
		purpose=case.rule["purpose"],
		decision=decision,
		round=case.round["round"],
		revision=case.content["revision"],
		policy_version=case.policy.version,
		party=signer.party,
		slot=1,
		signer=signer.user,
		signer_name=signer.name,
		contact=signer.contact,
		role=signer.role,
		authority=signer.authority,
		on_behalf_of=signer.on_behalf_of,
		method=method,
		user_agent=credentials.user_agent(),
		comment=comment,
		consent_text=consent_text(case),
		digest=case.round["digest"],
		content=canonical_json(case.content),
	)
	return record.as_dict()


def _finish(case: Case, outcome: str, action: str, reason: str | None) -> None:
	"""Marks the round and takes the engine's own transition: one of the Workflow's, allowed to All under a
	condition on `round_outcome`, saved like any other, so that the guard proves the signatures once more."""
	engine.write(case.doc, round_outcome=outcome)
	state = case.row[case.policy.state_field]
	workflow = policies.workflow_of(case.doc.doctype, case.policy.state_field)
	found = [step for step in policies.transitions(workflow, state) if step.action == action]
	if not workflow or not found:
		frappe.throw(
			_("The active Workflow of {0} has no action {1} out of {2}: ask an administrator.").format(
				_(case.doc.doctype), _(action), _(state)
			)
		)
	doc = frappe.get_doc(case.doc.doctype, case.doc.name, for_update=True)
	policies.enter(doc, workflow, found[0].next_state)
	doc.workflow_reason = reason
	with policies.choosing(doc, action):
		doc.save(ignore_permissions=True)  # signing is no right to edit; the guard checks the step
	case.doc.update({"chain_head": doc.chain_head, "chain_count": doc.chain_count})


def consent_text(case: Case) -> str:
	"""What a signer agrees to, in the signer's language: the rule's own words, else the standard ones."""
	if case.rule.get("consent_text"):
		return _(case.rule["consent_text"])
	return _("I have read {0} {1}, revision {2}, and sign it ({3}).").format(
		_(case.doc.doctype), case.doc.name, case.content["revision"], _(case.rule["purpose"])
	)


def _shown(entry: Row) -> dict[str, str]:
	keys = (
		"party",
		"decision",
		"signer",
		"signer_name",
		"role",
		"on_behalf_of",
		"signed_at",
		"method",
		"comment",
		"hash",
	)
	return {key: entry[key] for key in keys}


def _changes_since_last_round(case: Case) -> list[dict[str, Any]]:
	"""What differs from the content of the round before of the same purpose; nothing in the first."""
	earlier = [
		item
		for item in verify_evidence.rounds(case.entries)
		if item["purpose"] == case.round["purpose"] and item["round"] != case.round["round"]
	]
	before = proof.opened_content(case.entries, earlier[-1]["round"]) if earlier else None
	if not before:
		return []
	meta = frappe.get_meta(case.doc.doctype)
	changes = signed_content.differences(before, case.content)
	return [{**change, "label": _(meta.get_label(change["fieldname"]))} for change in changes]
