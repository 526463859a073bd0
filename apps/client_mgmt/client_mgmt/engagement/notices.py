"""Who is told of what happens to a guarded document: its ledger's entries, as they are written, one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import frappe
from client_mgmt.domain.evidence import signoff
from client_mgmt.domain.evidence.verify_evidence import DECLINED, EVENT, ROUND_OPENED, SIGNATURE, SIGNED
from client_mgmt.domain.workflow.team import TEAM_ROLES
from client_mgmt.integrations import telling
from client_mgmt.integrations.telling import Notice
from client_mgmt.people import notices, team
from client_mgmt.people.notices import SIGNING
from client_mgmt.workflow_policy import policies, signers
from client_mgmt.workflow_policy.plugins.reasons import Reasons
from client_mgmt.workflow_policy.policies import Policy
from frappe.model.document import Document
from frappe.utils import cint

TRANSITION, ON = "Transition", "→"
FIELDS = {
	EVENT: "event_type from_state to_state action reason user round purpose parties audience".split(),
	SIGNATURE: "decision party signer round purpose comment audience".split(),
}
# What is done there is done when its time comes, or starts with who goes on.
QUIET = frozenset({"Archived", "Under Revision", "Delivered"})


@dataclass
class Happening:
	"""An entry of a ledger with the document as it stands now."""

	kind: str
	entry: Mapping[str, Any]
	doc: Document

	@cached_property
	def policy(self) -> Policy:
		return policies.of(self.doc.doctype, self.doc)

	@cached_property
	def team(self) -> list[Mapping[str, Any]]:
		return team.team_of(team.project_of(self.doc.doctype, self.doc))

	@property
	def by(self) -> str:
		return str(self.entry["signer" if self.kind == SIGNATURE else "user"])

	@property
	def rules(self) -> list[Mapping[str, Any]]:
		return self.policy.rows("sign_off_rules")

	@property
	def step(self) -> tuple[str, list[str]]:
		"""The step on out of the state that was entered, and the roles that take it: ("", []) without one."""
		workflow = policies.workflow_of(self.doc.doctype, self.policy.state_field)
		reasons = self.policy.rows(Reasons.rows_field)
		steps = policies.transitions(workflow, self.entry["to_state"])
		onward = [one for one in steps if not Reasons.least(reasons, one.action)]
		action = onward[0].action if onward else ""
		return action, [one.allowed for one in onward if one.action == action]


Who = Callable[[Happening], set[str]]


def _logins(rows: list[Any]) -> set[str]:
	"""The logins of rows that name a user or a contact."""
	contacts = sorted({row.get("contact") for row in rows if row.get("contact")})
	theirs = frappe.get_all("Client Contact", filters={"name": ("in", contacts or [""])}, pluck="user")
	return {user for user in (*theirs, *(row.get("user") for row in rows)) if user}


def _may_sign(at: Happening, parties: list[str]) -> set[str]:
	rule = next((one for one in at.rules if one["purpose"] == at.entry["purpose"]), None)
	if not rule:
		return set()
	asked, row = {**rule, "parties": parties}, at.doc.as_dict()
	return {user for user in _logins(at.team) if signers.may_sign(row, asked, user)}


def asked_signers(at: Happening) -> set[str]:
	"""Who may sign for the parties that a round asks."""
	return _may_sign(at, _parties(at.entry["parties"]))


def other_signers(at: Happening) -> set[str]:
	"""Who may sign the round for another party than the one that decided."""
	return _may_sign(at, [party for party in _asked(at) if party != at.entry["party"]])


def managers(at: Happening) -> set[str]:
	return {row["user"] for row in at.team if row["project_role"] == "Project Manager" and row["user"]}


def raisers(at: Happening) -> set[str]:
	"""Who entered the document, and for whom."""
	doc = at.doc
	named = {doc.get(field) for field in ("owner", "raised_by", "archive_owner")}
	return named | _logins([{"contact": doc.get("raised_for")}])


def attendees(at: Happening) -> set[str]:
	"""Those of a meeting who are not asked to acknowledge its minutes."""
	rows = [row.as_dict() for row in at.doc.get("attendees") or []]
	waits = at.doc.get("round_outcome") == signoff.OPEN
	asked = [row for row in rows if waits and row.get("contact") and row.get("present")]
	return _logins(rows) - _logins(asked)


def next_actors(at: Happening) -> set[str]:
	"""Who on the team takes the step on; of a step that is open to all, nobody is told."""
	roles = at.step[1]
	if "All" in roles:
		return set()
	return {
		row["user"]
		for row in at.team
		if row["user"] and row["project_role"] in TEAM_ROLES.intersection(roles)
	}


#: what happened (a transition by the state that it enters) → the kind of notice, and who is told
RULES: dict[str, tuple[str, tuple[Who, ...]]] = {
	ROUND_OPENED: (SIGNING, (asked_signers,)),
	SIGNED: ("signed", (other_signers, managers)),
	DECLINED: ("declined", (other_signers, managers, raisers)),
	f"{ON} Returned": ("returned", (raisers, managers)),
	f"{ON} Rejected": ("rejected", (raisers,)),
	f"{ON} Circulated": ("circulated", (attendees,)),
	f"{ON} Disputed": ("disputed", (raisers, managers)),
	ON: ("turn", (next_actors,)),
}


def heard(entry: Document) -> None:
	"""Hook `workflow_policy_listeners`: has it told after the commit."""
	if entry.doctype == SIGNATURE or entry.event_type in (TRANSITION, ROUND_OPENED):
		frappe.enqueue(
			"client_mgmt.engagement.notices.tell",
			kind=entry.doctype,
			name=entry.name,
			enqueue_after_commit=True,
		)


def tell(kind: str, name: str) -> None:
	"""The job of `heard`. What was rolled back meanwhile is told to nobody."""
	fields = ["reference_doctype", "reference_name", *FIELDS[kind]]
	entry = frappe.db.get_value(kind, name, fields, as_dict=True)
	if not entry or not frappe.db.exists(entry.reference_doctype, entry.reference_name):
		return
	at = Happening(kind, entry, frappe.get_doc(entry.reference_doctype, entry.reference_name))
	notices.seen(at.by, at.doc.doctype, at.doc.name)
	rule = RULES.get(_what(at))
	if rule and not _is_past(at, rule[0]):
		told = {user for who in rule[1] for user in who(at) if user}
		telling.tell(_notice(at, rule[0]), told)


def _is_past(at: Happening, kind: str) -> bool:
	"""Whether what somebody would be asked for was done, or fell through, before they could be told."""
	if kind == SIGNING:
		is_open = at.doc.get("round_outcome") == signoff.OPEN
		return not is_open or cint(at.doc.get("round")) != cint(at.entry["round"])
	return kind == "turn" and at.doc.get(at.policy.state_field) != at.entry["to_state"]


def _what(at: Happening) -> str:
	"""The key of `RULES`; "" where nobody needs to be told."""
	entry = at.entry
	if at.kind == SIGNATURE:
		return str(entry["decision"])
	if entry["event_type"] == ROUND_OPENED:
		return ROUND_OPENED
	engines = {rule.get(name) for rule in at.rules for name in ("complete_action", "decline_action")}
	if entry["action"] in engines:
		return ""  # the signature that caused it was told
	state = entry["to_state"]
	named = f"{ON} {state}"
	if named in RULES:
		return named
	return "" if state in QUIET or any(signoff.hands_over(rule, state) for rule in at.rules) else ON


def _notice(at: Happening, kind: str) -> Notice:
	"""A round that is complete sends receipts: the bell alone rings for its last signature."""
	complete = at.kind == SIGNATURE and not signoff.missing_parties(_asked(at), _signed(at))
	return Notice(
		kind=kind,
		doctype=at.doc.doctype,
		name=at.doc.name,
		by=at.by,
		more=at.step[0] if kind == "turn" else "",
		remark=str(at.entry["comment" if at.kind == SIGNATURE else "reason"] or ""),
		internal=at.entry["audience"] != "Client",
		mailed=not complete,
	)


def _parties(text: str | None) -> list[str]:
	return [party for party in (text or "").split(",") if party]


def _asked(at: Happening) -> list[str]:
	about = {**_round(at), "event_type": ROUND_OPENED}
	return _parties(frappe.db.get_value(EVENT, about, "parties"))


def _signed(at: Happening) -> set[str]:
	return set(frappe.get_all(SIGNATURE, filters={**_round(at), "decision": SIGNED}, pluck="party"))


def _round(at: Happening) -> dict[str, Any]:
	about = {"reference_doctype": at.doc.doctype, "reference_name": at.doc.name}
	return {**about, "round": at.entry["round"]}
