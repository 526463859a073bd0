"""Who is on a project's team, for which party, and in which role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

CLIENT, VENDOR = "Client", "Vendor"
Row = Mapping[str, Any]

# Roles of the app that are also roles in a project: holding one opens an action only where the team says so.
TEAM_ROLES = frozenset(
	{
		"Project Manager",
		"Technical Lead",
		"Product Manager",
		"Client Liaison Officer",
		"Customer Success Manager",
		"PMO",
		"Project Assistant",
		"Quality Administrator",
	}
)


class Finding(NamedTuple):
	"""One fault of a team: `rule` names it, `idx` is the row's number, `person` the person or the role."""

	rule: str
	idx: int
	person: str


def seats(team: Iterable[Row], user: str, contact: str | None) -> list[Row]:
	"""The rows of `team` that mean this person: a vendor by `user`, a client by `contact`, never both."""
	if contact:
		return [row for row in team if row.get("party") == CLIENT and row.get("contact") == contact]
	return [row for row in team if row.get("party") == VENDOR and user and row.get("user") == user]


def party_of(team: Iterable[Row], user: str, contact: str | None) -> str | None:
	"""The party that this person belongs to on this team, or None for an outsider."""
	found = seats(team, user, contact)
	return found[0]["party"] if found else None


def roles_of(team: Iterable[Row], user: str, contact: str | None) -> set[str]:
	"""The project roles that this person has on this team."""
	return {row["project_role"] for row in seats(team, user, contact)}


def may_act(team: Iterable[Row], role: str, user: str, contact: str | None) -> bool:
	"""Whether an action open to `role` is open to this person on this project: the Project Manager of project
	A is nobody on project B. Roles that are no project roles are not the team's business."""
	if role == "Client Contact":
		return party_of(team, user, contact) == CLIENT
	return role not in TEAM_ROLES or (not contact and role in roles_of(team, user, contact))


def findings(team: Iterable[Row], client: str | None, people: Mapping[str, Row]) -> list[Finding]:
	"""Faults of a team.

	`client` is the project's; `people` tells of each user or contact named: for a contact {"client"}, for a
	user {"enabled", "user_type", "contact"} (the Client Contact linked to the login, or None).
	"""
	faults: list[Finding] = []
	seen: set[tuple[str, str]] = set()
	for idx, row in enumerate(team, 1):
		person = row.get("contact") if row.get("party") == CLIENT else row.get("user")
		rule = _fault(row, person, client, people)
		if not rule and person and (person, row["project_role"]) in seen:
			rule = "twice"
		if rule:
			faults.append(Finding(rule, idx, person or ""))
		elif person:
			seen.add((person, row["project_role"]))
	return faults


def _fault(row: Row, person: str | None, client: str | None, people: Mapping[str, Row]) -> str | None:
	other = row.get("user") if row.get("party") == CLIENT else row.get("contact")
	if other:
		return "both"
	if not person:
		return "nobody"
	facts = people.get(person) or {}
	if row.get("party") == CLIENT:
		return None if client and facts.get("client") == client else "foreign contact"
	if not facts.get("enabled") or facts.get("user_type") != "System User":
		return "no staff"
	return "is a contact" if facts.get("contact") else None
