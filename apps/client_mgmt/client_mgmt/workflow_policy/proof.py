"""Whether the evidence of a document holds: at the door of a protected state, for `verify`, for the pack."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence import signoff, verify_evidence
from client_mgmt.domain.evidence.signed_content import content_digest
from client_mgmt.domain.evidence.verify_evidence import EVENT, FORMAT, ROUND_OPENED, Problem
from client_mgmt.people import team as people
from client_mgmt.people.asking import remembered
from client_mgmt.people.viewer import viewer_of
from client_mgmt.workflow_policy import anchor, content, ledger, owned_fields, policies
from client_mgmt.workflow_policy.policies import Policy
from frappe import _
from frappe.utils import cint

Row = Mapping[str, Any]
Entries = list[dict[str, str]]
# Dotted paths of `scope(project) -> str | None`: what a project says of who signs. With several, whoever
# one of them demands signs; with none, everybody whom the rule names.
SCOPE_HOOK = "workflow_policy_sign_off_scope"
NEEDED = {"purpose", "round", "policy_version", "parties", "fields"}  # without these a content is none


def translated(problems: Iterable[Problem]) -> list[str]:
	"""Problems as sentences in the user's language."""
	return [
		_(problem.text).format(*(_(value) if value else "" for value in problem.values))
		for problem in problems
	]


def demanded(row: Row, rule: Row) -> list[str]:
	"""The parties that must sign a stored document now (domain model: `dual_sign_scope`)."""
	project = people.project_of(row["doctype"], row)
	scopes = _scopes(project) if project else []
	wanted = [
		signoff.demanded_parties(rule, scope, bool(cint(row.get("is_major")))) for scope in scopes or [None]
	]
	return list(dict.fromkeys(party for parties in wanted for party in parties))


@remembered
def _scopes(project: str) -> list[str | None]:
	return [frappe.get_attr(path)(project) for path in frappe.get_hooks(SCOPE_HOOK)]


def opened_content(entries: Entries, number: str) -> dict[str, Any] | None:
	"""The content that a round was opened with; None when there is no such round or it was altered."""
	for entry in entries:
		if entry["kind"] == EVENT and entry["event_type"] == ROUND_OPENED and entry["round"] == number:
			return _readable(entry["content"])
	return None


def missing_parties(row: Row) -> list[str]:
	"""The parties whose signature the open round of a stored document still lacks; none without one."""
	if row.get("round_outcome") != signoff.OPEN:
		return []
	rounds = verify_evidence.rounds(ledger.entries(row["doctype"], row["name"]))
	return signoff.missing_parties(rounds[-1]["parties"], rounds[-1]["signed"]) if rounds else []


def _readable(text: str) -> dict[str, Any] | None:
	"""A signed content from its JSON; None for what is none."""
	try:
		found = json.loads(text)
	except ValueError:
		return None
	is_content = isinstance(found, dict) and found.keys() >= NEEDED and isinstance(found["fields"], dict)
	return found if is_content else None


def is_current(doc: Row, signed: Mapping[str, Any] | None, digest: str) -> bool:
	"""Whether a document still holds exactly the content of a round."""
	return signed is not None and content_digest(content.current_content(doc, signed)) == digest


def entry_problems(proposed: Row, stored: Row, rule: Row) -> list[Problem]:
	"""What stands against entering a protected state of a rule: the chain, the round, its signatures, and the
	content as it is being saved. Reads past the snapshot, as another signer may have committed meanwhile."""
	count = cint(stored.get("chain_count"))
	doctype, name = stored["doctype"], stored["name"]
	chain = _chain_problems(doctype, name, stored.get("chain_head") or "", count)
	return chain or round_problems(ledger.entries(doctype, name, count), proposed, stored, rule)


@remembered
def _chain_problems(doctype: str, name: str, head: str, count: int) -> list[Problem]:
	return verify_evidence.check_chain(ledger.entries(doctype, name, count), head, count)


def round_problems(entries: Entries, proposed: Row, stored: Row, rule: Row) -> list[Problem]:
	"""What is wrong with the latest round of a rule's purpose, for a document as `proposed`."""
	found = signoff.last_round(verify_evidence.rounds(entries), rule["purpose"])
	if not found:
		return [Problem("No round of {0} was opened", (rule["purpose"],))]
	if found["problems"]:
		return list(found["problems"])
	if found["declined"]:
		return [Problem("Round {0} was declined by {1}", (found["round"], found["declined"]))]
	wanted = list(dict.fromkeys([*found["parties"], *demanded(stored, rule)]))
	missing = signoff.missing_parties(wanted, found["signed"])
	if missing:
		return [
			Problem("Round {0}: the signature of {1} is missing", (found["round"], party))
			for party in missing
		]
	if not is_current(proposed, opened_content(entries, found["round"]), found["digest"]):
		return [Problem("The document was altered after round {0} was signed", (found["round"],))]
	return []


def verify(doc: Row) -> dict[str, Any]:
	"""`{valid, in_force, chain_ok, parties, problems}` of a stored document, problems as sentences."""
	entries = ledger.entries(doc["doctype"], doc["name"])
	chain = verify_evidence.check_chain(entries, doc.get("chain_head") or "", cint(doc.get("chain_count")))
	policy = _policy(doc)
	problems = [*chain, *_signature_problems(entries, doc)]
	if policy:
		problems += _row_problems(entries, doc, policy)
	else:
		problems.append(Problem("The version of the Workflow Policy is missing or was altered"))
	problems = list(dict.fromkeys([*problems, *anchor.problems(doc, entries)]))
	in_force = policy and any(rule["purpose"] == "Approval" for rule in protecting(doc, policy))
	return {
		"valid": not problems,
		"in_force": bool(in_force) and not problems,
		"chain_ok": not chain,
		"parties": _parties(entries),
		"problems": translated(problems),
	}


def _policy(doc: Row) -> Policy | None:
	"""The policy version of a document; None where it has none, or a missing or altered one."""
	if not policies.is_guarded(doc["doctype"]):
		return None
	return policies.find(doc["doctype"], cint(doc.get("policy_version")) or policies.FIRST)


def protecting(doc: Row, policy: Policy) -> list[Row]:
	"""The sign-off rules that protect the state in which a document stands."""
	state, rules = doc.get(policy.state_field), policy.rows("sign_off_rules")
	return [rule for rule in rules if state in signoff.lines(rule["protected_states"])]


def _signature_problems(entries: Entries, doc: Row) -> list[Problem]:
	rounds = verify_evidence.rounds(entries)
	problems = [problem for item in rounds for problem in item["problems"]]
	if doc.get("round_outcome") == signoff.OPEN and rounds:
		last = rounds[-1]
		if not is_current(doc, opened_content(entries, last["round"]), last["digest"]):
			problems.append(Problem("The document was altered after round {0} was opened", (last["round"],)))
	outcome = doc.get("round_outcome") or ""
	if outcome and outcome != (rounds[-1]["outcome"] if rounds else ""):
		problems.append(
			Problem("The document says that its round is {0}, the ledger says otherwise", (outcome,))
		)
	if cint(doc.get("round")) != len(rounds):
		values = (str(doc.get("round")), str(len(rounds)))
		problems.append(Problem("The document counts {0} rounds, the ledger {1}", values))
	return problems


def _row_problems(entries: Entries, doc: Row, policy: Policy) -> list[Problem]:
	"""What the stored row says against the ledger."""
	rules, state = protecting(doc, policy), doc.get(policy.state_field)
	problems = [problem for rule in rules for problem in round_problems(entries, doc, doc, rule)]
	moves = [entry for entry in entries if entry["kind"] == EVENT and entry["event_type"] == "Transition"]
	if moves and moves[-1]["to_state"] != state:
		values = (str(state), moves[-1]["to_state"])
		problems.append(Problem("The document stands in {0}, the ledger in {1}", values))
	if moves and moves[-1]["policy_version"] != ledger.text(doc.get("policy_version")):
		problems.append(Problem("The document names another policy version than the ledger"))
	in_force = any(rule["purpose"] == "Approval" for rule in rules)
	if "in_force" in owned_fields.owned(doc["doctype"]) and cint(doc.get("in_force")) != in_force:
		problems.append(Problem("The document says of itself whether it is in force, and is wrong"))
	return problems


def _parties(entries: Entries) -> dict[str, dict[str, str] | None]:
	"""Who signed for each party in the latest round of approval, or where there is none in the latest of all:
	a later acceptance by the client does not hide who approved."""
	rounds = verify_evidence.rounds(entries)
	if not rounds:
		return {}
	shown = signoff.last_round(rounds, "Approval") or rounds[-1]
	found: dict[str, dict[str, str] | None] = dict.fromkeys(shown["parties"])
	keys = ("signer", "signer_name", "decision", "signed_at", "method", "on_behalf_of", "purpose", "round")
	for entry in entries:
		if entry["kind"] == verify_evidence.SIGNATURE and entry["round"] == shown["round"]:
			found[entry["party"]] = {key: entry[key] for key in keys}
	return found


def handed_over(entries: Entries) -> Entries:
	"""The chain as its reader may see it: for the client's side without what our staff have entered since the
	document was last handed over (docs/decisions/014-unfinished-work.md)."""
	shown = list(entries)
	while shown and viewer_of().client_side and _is_unfinished(shown[-1]):
		shown.pop()
	return shown


def _is_unfinished(entry: Row) -> bool:
	return entry.get("event_type") == "Edit" and entry["audience"] == "Internal"


def pack(doc: Row, earlier_root: str = "") -> dict[str, Any]:
	"""The evidence pack of a stored document; `domain/evidence/verify_evidence.py` checks it offline."""
	entries = handed_over(ledger.entries(doc["doctype"], doc["name"]))
	whole = len(entries) == cint(doc.get("chain_count"))
	claims = []
	rounds = verify_evidence.rounds(entries)
	policy = _policy(doc)
	field = policies.guarded().get(doc["doctype"], {}).get("state_field", "")
	rules = protecting(doc, policy) if policy else []
	for rule in rules:
		item = signoff.last_round(rounds, rule["purpose"])
		signed = opened_content(entries, item["round"]) if item else None
		if item and signed:
			current = content.current_content(doc, signed)
			claims.append({"purpose": rule["purpose"], "round": item["round"], "content": current})
	proof = anchor.proof_of(doc["doctype"], doc["name"], earlier_root)
	found = {
		"format": FORMAT,
		"doctype": doc["doctype"],
		"name": doc["name"],
		"state": ledger.text(doc.get(field)),
		"exported_at": ledger.now(),
		"head": (doc.get("chain_head") or "") if whole or not entries else entries[-1]["hash"],
		"count": len(entries),
		"chain": entries,
		"in_force": claims,
		"protected_by": sorted({rule["purpose"] for rule in rules}),
		"anchor": proof if proof and (whole or proof["count"] <= len(entries)) else None,
		"how_to_check": "python verify_evidence.py pack.json --receipt HASH --public-key HEX",
	}
	return {**found, "seal": verify_evidence.seal(found)}
