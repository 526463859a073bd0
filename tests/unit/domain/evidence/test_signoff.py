"""domain/evidence/signoff.py and domain/evidence/delegation.py: who signs, and when a round is complete."""

from __future__ import annotations

import datetime

import pytest

from client_mgmt.domain.evidence import delegation, signoff
from client_mgmt.domain.evidence.delegation import Holder
from client_mgmt.domain.evidence.signoff import Side, Slot

BOTH = {"parties": "Client and Vendor", "scope_from_project": 1}
NOON = datetime.datetime(2025, 3, 10, 12)
RULE = {"signing_state": "Awaiting Signatures", "protected_states": "Signed\n Scheduled \n"}


@pytest.mark.parametrize(
	("scope", "is_major", "parties"),
	[
		("All Changes", False, ["Client", "Vendor"]),
		("Major Changes", True, ["Client", "Vendor"]),
		("Major Changes", False, ["Vendor"]),
		(None, False, ["Client", "Vendor"]),
	],
)
def test_demanded_parties(scope: str | None, is_major: bool, parties: list[str]) -> None:
	assert signoff.demanded_parties(BOTH, scope, is_major) == parties


def test_the_scope_takes_nobody_away_from_a_rule_of_the_client_alone() -> None:
	rule = {"parties": "Client", "scope_from_project": 1}
	assert signoff.demanded_parties(rule, "Major Changes", False) == ["Client"]


@pytest.mark.parametrize(
	("user", "user_type", "contacts", "expected"),
	[
		("a@bank", "Website User", [{"client": "CLI-1"}], "Client"),
		("pm@vendor", "System User", [], "Vendor"),
		("pm@vendor", "System User", [{"client": "CLI-1"}], Side.BOTH),
		("a@bank", "Website User", [{"client": "CLI-1"}, {"client": "CLI-1"}], Side.BOTH),
		("b@other", "Website User", [{"client": "CLI-2"}], Side.OTHER_CLIENT),
		("x@y", "Website User", [], Side.NO_CONTACT),
		("Administrator", "System User", [], Side.SYSTEM_ACCOUNT),
		("Guest", "Website User", [], Side.SYSTEM_ACCOUNT),
	],
)
def test_party_of(user: str, user_type: str, contacts: list[dict[str, str]], expected: object) -> None:
	assert signoff.party_of(user, user_type, contacts, "CLI-1") == expected


def test_slots() -> None:
	given = [{"party": "Client", "signer": "a@bank"}]
	assert signoff.slot_of([], "Client", "a@bank") is Slot.FREE
	assert signoff.slot_of(given, "Client", "a@bank") is Slot.MINE
	assert signoff.slot_of(given, "Client", "b@bank") is Slot.TAKEN
	assert signoff.slot_of(given, "Vendor", "a@bank") is Slot.OTHER_PARTY
	assert signoff.slot_of(given, "Vendor", "pm@vendor") is Slot.FREE


def test_missing_parties_keep_their_order() -> None:
	assert signoff.missing_parties(["Client", "Vendor"], {"Vendor"}) == ["Client"]
	assert signoff.missing_parties(["Client"], {"Client", "Vendor"}) == []


@pytest.mark.parametrize(
	("state", "outcome", "locked"),
	[
		("Awaiting Signatures", "Open", True),
		("Awaiting Signatures", "Complete", True),
		("Awaiting Signatures", "", False),
		("Awaiting Signatures", "Declined", False),
		("Scheduled", "", True),
		("Draft", "Open", False),
	],
)
def test_locks(state: str, outcome: str, locked: bool) -> None:
	assert signoff.locks(RULE, state, outcome) is locked


def test_last_round_of_a_purpose() -> None:
	rounds = [{"round": "1", "purpose": "Approval"}, {"round": "2", "purpose": "Acceptance"}]
	assert signoff.last_round(rounds, "Approval") == rounds[0]
	assert signoff.last_round(rounds, "Cancellation") is None


def authority(**values: object) -> dict[str, object]:
	return {"name": "AUT-1", "contact": "CON-1", "valid_from": "2025-03-01", "granted_by": "boss", **values}


@pytest.mark.parametrize(
	("values", "valid"),
	[
		({}, True),
		({"valid_from": "2025-03-10"}, True),
		({"valid_from": "2025-03-11"}, False),
		({"valid_to": datetime.date(2025, 3, 10)}, True),
		({"valid_to": "2025-03-09"}, False),
		({"valid_from": None}, False),
		({"revoked_on": "2025-03-10 11:59:59"}, False),
		({"revoked_on": NOON}, False),
		({"revoked_on": "2025-03-10 12:00:00.000001"}, True),
	],
)
def test_valid_at(values: dict[str, object], valid: bool) -> None:
	assert delegation.valid_at(authority(**values), NOON) is valid


def test_authority_is_not_one_s_own_grant() -> None:
	me = Holder("a@bank", "CON-1")
	assert delegation.authority_for([me], [authority()], "a@bank", NOON) == (me, authority())
	own = [authority(granted_by="a@bank")]
	assert delegation.authority_for([me], own, "a@bank", NOON) is None


def test_authority_by_delegation() -> None:
	me, other = Holder("b@bank", "CON-2"), Holder("a@bank", "CON-1", "DEL-1")
	found = delegation.authority_for([me, other], [authority()], "b@bank", NOON)
	assert found and found[0] is other
	granted_by_delegate = [authority(granted_by="b@bank")]
	assert delegation.authority_for([me, other], granted_by_delegate, "b@bank", NOON) is None


def test_vendor_authority_is_by_user() -> None:
	vendor = {"name": "AUT-2", "user": "pm@vendor", "contact": None, "valid_from": "2025-01-01"}
	assert delegation.authority_for([Holder("pm@vendor", "")], [vendor], "pm@vendor", NOON)
	assert delegation.authority_for([Holder("tl@vendor", "")], [vendor], "tl@vendor", NOON) is None
