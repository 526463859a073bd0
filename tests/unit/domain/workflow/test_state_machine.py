"""domain/workflow/state_machine.py: which transition a person may take."""

from __future__ import annotations

import pytest

from client_mgmt.domain.workflow.state_machine import Actor, Refusal, Transition, candidates, decide

SUBMIT = Transition("Draft", "Submit", "Submitted", "Project Manager")
RETURN = Transition("Submitted", "Return", "Returned", "Project Manager")
REVIEW = Transition("Submitted", "Review", "Archived", "Quality Administrator", allow_self_approval=False)
WITHDRAW = Transition("Submitted", "Withdraw", "Withdrawn", "All", "doc.raised_by == frappe.session.user")
SIGNED = Transition("Submitted", "Complete", "Signed", "All", 'doc.round_outcome == "Complete"')
TABLE = (SUBMIT, RETURN, REVIEW, WITHDRAW, SIGNED)


def actor(*roles: str, is_owner: bool = False, team: tuple[str, ...] | None = None) -> Actor:
	return Actor(roles, is_owner, lambda role: team is None or role in team)


def yes(_transition: Transition) -> bool:
	return True


def no(_transition: Transition) -> bool:
	return False


def test_candidates_by_target_and_by_action() -> None:
	assert candidates(TABLE, "Submitted", "Returned") == [RETURN]
	assert candidates(TABLE, "Submitted", action="Review") == [REVIEW]
	assert candidates(TABLE, "Submitted", "Returned", "Review") == []
	assert candidates(TABLE, "Draft") == [SUBMIT]


def test_permitted() -> None:
	assert decide([SUBMIT], actor("Project Manager", team=("Project Manager",)), yes) is SUBMIT


@pytest.mark.parametrize(
	("found", "who", "holds", "refusal"),
	[
		([], actor("Project Manager"), yes, Refusal.NO_TRANSITION),
		([SUBMIT], actor("Technical Lead"), yes, Refusal.ROLE),
		([REVIEW], actor("Quality Administrator", is_owner=True), yes, Refusal.SELF_APPROVAL),
		([SUBMIT], actor("Project Manager", team=()), yes, Refusal.TEAM),
		([WITHDRAW], actor("All"), no, Refusal.PERSON),
		([SIGNED], actor("All"), no, Refusal.CONDITION),
	],
)
def test_refused(found: list[Transition], who: Actor, holds: object, refusal: Refusal) -> None:
	assert decide(found, who, holds) is refusal


def test_the_next_row_may_allow_what_the_first_refuses() -> None:
	again = Transition("Draft", "Submit", "Submitted", "Client Contact")
	assert decide([SUBMIT, again], actor("Client Contact"), yes) is again


def test_the_refusal_is_of_the_row_that_came_closest() -> None:
	other = Transition("Draft", "Submit", "Submitted", "Client Liaison Officer")
	assert decide([SUBMIT, other], actor("Project Manager", team=()), yes) is Refusal.TEAM


def test_the_team_is_asked_only_where_the_role_fits() -> None:
	def fail(_role: str) -> bool:
		raise AssertionError("asked")

	assert decide([SUBMIT], Actor(("Technical Lead",), False, fail), yes) is Refusal.ROLE


def test_what_another_person_might_do_is_about_the_person() -> None:
	about = {refusal for refusal in Refusal if refusal.about_the_person}
	assert about == {Refusal.ROLE, Refusal.SELF_APPROVAL, Refusal.TEAM, Refusal.PERSON}
