"""What is locked in a dossier, and what is in effect."""

from __future__ import annotations

from datetime import date

import pytest

from client_mgmt.domain.dossier import dossier

FIELDS = ["project_name", "team", "payment_nodes", "stage"]
LIVE = {"team": (), "stage": (), "payment_nodes": ("paid", "received_on", "received_amount")}
NODE = {"node_name": "First", "amount": "100", "paid": 0, "received_on": "", "received_amount": "0"}
STORED = {"project_name": "OA", "team": [{"user": "a"}], "payment_nodes": [NODE], "stage": "Kick-off"}


@pytest.mark.parametrize(
	("state", "locked"),
	[
		("Draft", False),
		("Returned", False),
		("Under Revision", False),
		(None, False),
		("Submitted", True),
		("Archived", True),
		("Delivered", True),
		("A state of an administrator", True),
	],
)
def test_facts_are_locked_outside_the_editable_states(state: str | None, locked: bool) -> None:
	"""S004-75."""
	assert dossier.is_locked(state) is locked


def test_scope_stays_locked_during_a_revision() -> None:
	"""S000-52: once archived, only a scheduled change alters the requirements."""
	assert dossier.is_scope_locked("Under Revision", "2026-01-01")
	assert dossier.is_scope_locked("Submitted", None)
	assert not dossier.is_scope_locked("Returned", None)
	assert not dossier.is_scope_locked("Draft", None)


def changed_facts(**new: object) -> list[str]:
	return dossier.changed(
		dossier.facts(STORED, FIELDS, LIVE), dossier.facts({**STORED, **new}, FIELDS, LIVE)
	)


def test_team_and_payments_received_are_no_facts() -> None:
	"""Team, actual dates and payments received stay editable in every state."""
	assert changed_facts(team=[], stage="Delivery") == []
	assert changed_facts(payment_nodes=[{**NODE, "paid": 1, "received_amount": "100"}]) == []
	assert changed_facts(payment_nodes=[{**NODE, "amount": "99"}]) == ["payment_nodes"]
	assert changed_facts(payment_nodes=[]) == ["payment_nodes"]
	assert changed_facts(project_name="CRM") == ["project_name"]


def test_live_fields_are_edited_by_role() -> None:
	"""Each by the roles that it belongs to, or by who leads the dossier."""
	assert dossier.live_edit_fault(["team"], {"Client Sales"}, leads=False) == "team"
	assert dossier.live_edit_fault(["team"], {"Project Manager"}, leads=False) is None
	assert dossier.live_edit_fault(["payment_nodes"], {"Client Sales"}, leads=False) is None
	assert dossier.live_edit_fault(["team"], set(), leads=True) is None
	assert dossier.live_edit_fault([], set(), leads=False) is None


def test_the_archived_revision_stays_in_effect() -> None:
	"""Until it is archived again, whatever the revision says."""
	now, archived = {"dual_sign_scope": "Major Changes"}, {"dual_sign_scope": "All Changes"}
	assert dossier.in_effect(now, archived) == archived


def test_before_the_first_review_every_change_takes_both_signatures() -> None:
	"""S000-90: nobody lets the vendor sign alone before a reviewer has seen the dossier."""
	draft = {"dual_sign_scope": "Major Changes", "major_days": 5}
	assert dossier.in_effect(draft, None) == {"dual_sign_scope": "All Changes", "major_days": 5}


def test_a_background_says_something() -> None:
	"""S004-26: at least 20 characters."""
	assert dossier.is_background_long_enough("因税务政策变化，需要重构现有的费用报销系统。")
	assert not dossier.is_background_long_enough("  too short      " + " " * 20)
	assert not dossier.is_background_long_enough(None)


def test_dates_in_order() -> None:
	assert dossier.is_ordered(date(2026, 1, 1), date(2026, 1, 1))
	assert dossier.is_ordered(date(2026, 1, 1), None)
	assert not dossier.is_ordered(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(("amount", "refused"), [(1, []), (0, [1]), (-1, [1]), (None, [1])])
def test_payment_nodes_are_positive(amount: float | None, refused: list[int]) -> None:
	"""S004-68: 0 and −1 are refused."""
	assert dossier.unpayable([{"amount": amount}]) == refused
