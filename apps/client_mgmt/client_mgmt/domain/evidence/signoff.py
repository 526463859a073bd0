"""Is a round of signatures complete, and who may still sign? On plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import Any

CLIENT, VENDOR = "Client", "Vendor"
MAJOR_ONLY = "Major Changes"
OPEN, COMPLETE, DECLINED = "Open", "Complete", "Declined"


def lines(text: str | None) -> list[str]:
	"""The non-empty lines of a rule's list field, in order."""
	return [line.strip() for line in (text or "").splitlines() if line.strip()]


def demanded_parties(rule: Mapping[str, Any], scope: str | None, is_major: bool) -> list[str]:
	"""Who must sign: the rule's parties; under `Major Changes` the vendor alone for one that is not major."""
	parties = [party for party in (CLIENT, VENDOR) if party in rule["parties"]]
	if rule.get("scope_from_project") and scope == MAJOR_ONLY and not is_major and VENDOR in parties:
		return [VENDOR]
	return parties


class Side(Enum):
	"""Why somebody signs for neither party."""

	SYSTEM_ACCOUNT = "system account"
	BOTH = "linked as client and as vendor"
	OTHER_CLIENT = "contact of another client"
	NO_CONTACT = "no contact"


def party_of(user: str, user_type: str, contacts: Collection[Mapping[str, str]], client: str) -> str | Side:
	"""The party that a login may sign for, else why none: a client signer is a Website User linked to exactly
	one Client Contact, one of this client; a vendor signer is a System User linked to none."""
	if user in ("Administrator", "Guest"):
		return Side.SYSTEM_ACCOUNT
	if user_type == "System User":
		return Side.BOTH if contacts else VENDOR
	if not contacts:
		return Side.NO_CONTACT
	if len(contacts) > 1:
		return Side.BOTH
	return CLIENT if next(iter(contacts))["client"] == client else Side.OTHER_CLIENT


class Slot(Enum):
	"""What a party's place in a round is to one signer."""

	FREE = "free"
	MINE = "mine"
	TAKEN = "taken"
	OTHER_PARTY = "other party"


def slot_of(signatures: Iterable[Mapping[str, str]], party: str, signer: str) -> Slot:
	"""One person a party and one party a person, in one round."""
	for signature in signatures:
		if signature["signer"] == signer:
			return Slot.MINE if signature["party"] == party else Slot.OTHER_PARTY
	taken = any(signature["party"] == party for signature in signatures)
	return Slot.TAKEN if taken else Slot.FREE


def missing_parties(demanded: Iterable[str], signed: Collection[str]) -> list[str]:
	"""The parties whose signature is still missing."""
	return [party for party in demanded if party not in signed]


def last_round(rounds: Iterable[Mapping[str, Any]], purpose: str) -> Mapping[str, Any] | None:
	"""The latest round of a purpose, as `verify_evidence.rounds` tells them."""
	return next((item for item in reversed(list(rounds)) if item["purpose"] == purpose), None)


def hands_over(rule: Mapping[str, Any], state: str | None) -> bool:
	"""True for a state in which the other party is asked to sign, or has signed."""
	return state == rule["signing_state"] or state in lines(rule["protected_states"])


def locks(rule: Mapping[str, Any], state: str | None, outcome: str | None) -> bool:
	"""True when the signed fields are read-only in this state: a round is open or complete in the signing
	state, or the state is protected."""
	if state in lines(rule["protected_states"]):
		return True
	return state == rule["signing_state"] and outcome in (OPEN, COMPLETE)
