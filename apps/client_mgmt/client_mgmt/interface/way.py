"""The way of a document through its Workflow: where it was and stands, what lies ahead, who is asked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import frappe
from client_mgmt.domain.evidence import signoff
from client_mgmt.domain.evidence.verify_evidence import EVENT, ROUND_OPENED
from client_mgmt.domain.workflow.state_machine import Transition
from client_mgmt.domain.workflow.team import TEAM_ROLES
from client_mgmt.interface import states, trail, words
from client_mgmt.interface.shapes import Step, Waiting
from client_mgmt.people import team as people
from client_mgmt.workflow_policy import ledger, policies
from client_mgmt.workflow_policy.plugins.reasons import Reasons
from client_mgmt.workflow_policy.standing import Standing
from frappe import _

Entries = list[dict[str, str]]
CLIENT_ROLE = "Client Contact"


def path(at: Standing, entries: Entries) -> list[Step]:
	"""The states walked (a detour that came back is left out), the one now, and the plain way ahead."""
	colours = states.colours()
	moves = [e for e in entries if e["kind"] == EVENT and e["event_type"] == "Transition"]
	walked = _walked(at, moves)
	known = [step["state"] for step in walked]
	ahead = [_step(state, "ahead") for state in _ahead(at, known)]
	return [{**step, "colour": colours.get(step["state"], states.PLAIN)} for step in [*walked, *ahead]]


def _step(state: str, status: str, at: str | None = None, by: str = "", seconds: Any = None) -> Step:
	return {
		"state": state,
		"label": _(state),
		"colour": "",
		"status": status,
		"at": at,
		"by": by,
		"seconds": seconds,
	}


def _walked(at: Standing, moves: Entries) -> list[Step]:
	first = moves[0]["from_state"] if moves else at.state
	found = [
		_step(first, "done", str(at.doc.creation)[:19], trail.names({at.doc.owner}).get(at.doc.owner, ""))
	]
	times = [*(move["at"] for move in moves), ledger.now()]
	for number, move in enumerate(moves):
		seconds = trail.seconds(times[number], times[number + 1])
		step = _step(move["to_state"], "done", trail.site_time(move["at"]), move["user_name"], seconds)
		earlier = next((n for n, one in enumerate(found) if one["state"] == step["state"]), None)
		found = [*found[:earlier], step]
	found[-1]["status"] = "now"
	return found


def _ahead(at: Standing, known: list[str]) -> list[str]:
	found: list[str] = []
	state: str | None = at.state
	while state := _next(at, state or "", [*known, *found]):
		found.append(state)
	return found


def _next(at: Standing, state: str, known: list[str]) -> str | None:
	"""Where the first step leads that is no way back: it asks for no reason and ends no round in a no."""
	step = forward(at, state)
	return step.next_state if step and step.next_state not in known else None


def forward(at: Standing, state: str) -> Transition | None:
	"""The step on from a state, as opposed to returning, rejecting or withdrawing."""
	declines = {rule.get("decline_action") for rule in at.policy.rows("sign_off_rules")}
	reasons = at.policy.rows(Reasons.rows_field)
	for step in policies.transitions(at.workflow, state):
		if step.action not in declines and not Reasons.least(reasons, step.action):
			return step
	return None


def waiting(at: Standing, entries: Entries, round_: Mapping[str, Any] | None) -> list[Waiting]:
	"""Whom the document waits for: the parties that have not signed, else who takes the step on."""
	moves = [e for e in entries if e["kind"] == EVENT and e["event_type"] in ("Transition", ROUND_OPENED)]
	since = trail.site_time(moves[-1]["at"]) if moves else str(at.doc.creation)[:19]
	members = people.team_of(people.project_of(at.doc.doctype, at.row))
	if round_ and round_["open"]:
		open_parties = [row["party"] for row in round_["parties"] if not row["decision"]]
		what = _("Signature: {0}").format(round_["purpose_label"])
		return [_waits(_signers(members, party), party, what, since) for party in open_parties]
	step = forward(at, at.state)
	if not step or step.action in at.by_engine:
		return []
	roles = [one.allowed for one in at.steps if one.action == step.action]
	party = signoff.CLIENT if set(roles) == {CLIENT_ROLE} else signoff.VENDOR
	return [_waits(_actors(at, members, roles), party, _(step.action), since)]


def _waits(who: str, party: str, what: str, since: str) -> Waiting:
	return {"who": who, "party": party, "what": what, "since": since, "until": None, "overdue": False}


def _signers(members: list[Mapping[str, Any]], party: str) -> str:
	"""Those of the party's team who hold an authority that counts today, by name."""
	column = "contact" if party == signoff.CLIENT else "user"
	named = sorted({row[column] for row in members if row["party"] == party and row[column]})
	today = datetime.date.today().isoformat()
	rows = frappe.get_all(
		"Signing Authority",
		filters=[[column, "in", named or [""]], ["party", "=", party], ["revoked_on", "is", "not set"]],
		fields=[column, "valid_to"],
		limit_page_length=0,
	)
	holders = {row[column] for row in rows if not row.valid_to or str(row.valid_to)[:10] >= today}
	return _joined([row for row in members if row[column] in holders and row["party"] == party])


def _actors(at: Standing, members: list[Mapping[str, Any]], roles: list[str]) -> str:
	"""Who on the team may take the step, by name; of a step open to all, who entered the document."""
	team_roles = [role for role in roles if role in TEAM_ROLES]
	found = [row for row in members if row["user"] and row["project_role"] in team_roles]
	if not found and not at.is_first:
		return words.listed(_(role) for role in dict.fromkeys(roles) if role != "All")
	return _joined(found) if found else trail.names({at.doc.owner}).get(at.doc.owner, "")


def _joined(rows: list[Mapping[str, Any]]) -> str:
	contacts = sorted({row["contact"] for row in rows if row["contact"]})
	users = {row["user"] for row in rows if row["user"]}
	told = frappe.get_all("Client Contact", filters={"name": ("in", contacts)}, pluck="contact_name")
	return words.listed([*told, *trail.names(users).values()] if users else told)
