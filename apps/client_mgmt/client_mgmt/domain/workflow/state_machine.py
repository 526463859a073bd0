"""May this state follow that one, for this person? On plain values (docs/architecture.md, Guard)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from client_mgmt.domain.workflow.conditions import BrokenCondition


class Refusal(Enum):
	"""Why a state change is refused, from the least to the most nearly allowed."""

	NO_TRANSITION = 0
	ROLE = 1
	SELF_APPROVAL = 2
	TEAM = 3
	PERSON = 4  # a condition that asks who is acting
	CONDITION = 5
	BROKEN = 6  # a condition that cannot be evaluated

	@property
	def about_the_person(self) -> bool:
		"""True when another person might be allowed: answered 403 by the app's methods."""
		return self in (Refusal.ROLE, Refusal.SELF_APPROVAL, Refusal.TEAM, Refusal.PERSON)


@dataclass(frozen=True)
class Transition:
	"""One row of a Workflow."""

	state: str
	action: str
	next_state: str
	allowed: str
	condition: str = ""
	allow_self_approval: bool = True


@dataclass(frozen=True)
class Actor:
	"""Who acts: the roles, whether they entered the document, and in which of the project's roles they
	stand in its team (asked role by role, as the team is read only where a transition needs it)."""

	roles: Collection[str]
	is_owner: bool
	in_team: Callable[[str], bool]


def candidates(
	transitions: Iterable[Transition], from_state: str, to_state: str | None = None, action: str | None = None
) -> list[Transition]:
	"""The transitions out of a state, by where they lead, what they are called, or both."""
	return [
		transition
		for transition in transitions
		if transition.state == from_state
		and to_state in (None, transition.next_state)
		and action in (None, transition.action)
	]


def decide(
	found: Iterable[Transition], actor: Actor, holds: Callable[[Transition], bool]
) -> Transition | Refusal:
	"""The first transition that the actor may take, else the refusal of the one that came closest.

	`holds` evaluates a transition's condition on the stored row; it may raise BrokenCondition.
	"""
	closest = Refusal.NO_TRANSITION
	for transition in found:
		refusal = _refusal(transition, actor, holds)
		if refusal is None:
			return transition
		closest = max(closest, refusal, key=lambda item: item.value)
	return closest


def _refusal(transition: Transition, actor: Actor, holds: Callable[[Transition], bool]) -> Refusal | None:
	if transition.allowed not in actor.roles:
		return Refusal.ROLE
	if actor.is_owner and not transition.allow_self_approval:
		return Refusal.SELF_APPROVAL
	if not actor.in_team(transition.allowed):
		return Refusal.TEAM
	try:
		if not transition.condition or holds(transition):
			return None
	except BrokenCondition:
		return Refusal.BROKEN
	return Refusal.PERSON if "session" in transition.condition else Refusal.CONDITION
