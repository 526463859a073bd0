"""Is a policy weaker than the one before? Each answer is a list of reasons; empty: equal or stronger.

Reasons are (sentence with {0} placeholders, values): the caller translates them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from client_mgmt.domain.evidence.signoff import CLIENT, VENDOR, lines

Row = Mapping[str, Any]
Reason = tuple[str, tuple[str, ...]]


def _parties(row: Row) -> set[str]:
	return {party for party in (CLIENT, VENDOR) if party in (row.get("parties") or "")}


def _pairs(old: Iterable[Row], new: Iterable[Row], keys: tuple[str, ...]) -> Iterable[tuple[Row, Row | None]]:
	"""Each old row with the new row of the same keys."""
	found = {tuple(row.get(key) for key in keys): row for row in new}
	return [(row, found.get(tuple(row.get(key) for key in keys))) for row in old]


def _lost(old: Row, new: Row, field: str) -> str:
	return ", ".join(sorted(set(lines(old.get(field))) - set(lines(new.get(field)))))


def _signed_fields_lost(old: Row, new: Row) -> str:
	return _lost(old, new, "signed_fields")


def _protected_states_lost(old: Row, new: Row) -> str:
	return _lost(old, new, "protected_states")


def _turned_on(field: str) -> Callable[[Row, Row], str]:
	return lambda old, new: "1" if new.get(field) and not old.get(field) else ""


def _fewer_parties(old: Row, new: Row) -> str:
	return ", ".join(sorted(_parties(old) - _parties(new)))


def _looser_signers(old: Row, new: Row) -> str:
	return "" if new.get("signers") in (old.get("signers"), "Signing Authority") else str(new.get("signers"))


def _other_condition(old: Row, new: Row) -> str:
	before, after = (old.get("condition") or "").strip(), (new.get("condition") or "").strip()
	return after if after and after != before else ""


# What the tests below compare, each in its own way, and what a rule is found by.
JUDGED = frozenset(
	"purpose signing_state parties protected_states signed_fields allow_token scope_from_project signers "
	"condition".split()
)


def _unjudged(old: Row, new: Row) -> str:
	"""Whatever else a rule says, such as what is agreed to and which action completes a round: another word
	is weaker until somebody else has read it."""
	others = sorted((old.keys() | new.keys()) - JUDGED)
	return ", ".join(name for name in others if (old.get(name) or "") != (new.get(name) or ""))


SIGN_OFF: tuple[tuple[Callable[[Row, Row], str], str], ...] = (
	(_fewer_parties, "{0}: {1} no longer signs"),
	(_protected_states_lost, "{0}: the states {1} are no longer protected"),
	(_signed_fields_lost, "{0}: the fields {1} are no longer signed"),
	(_turned_on("allow_token"), "{0}: tokens may sign without a password"),
	(_turned_on("scope_from_project"), "{0}: minor changes need the vendor alone where the project says so"),
	(_looser_signers, "{0}: {1} may sign without an authority"),
	(_other_condition, "{0}: the condition is another one"),
	(_unjudged, "{0}: {1} says something else"),
)


def sign_off(old: Iterable[Row], new: Iterable[Row]) -> list[Reason]:
	"""Why new Sign-off Rules are weaker than old ones."""
	reasons: list[Reason] = []
	for before, after in _pairs(old, new, ("purpose", "signing_state")):
		label = f"{before.get('purpose')} ({before.get('signing_state')})"
		if after is None:
			reasons.append(("{0}: the rule is gone", (label,)))
			continue
		for test, sentence in SIGN_OFF:
			if what := test(before, after):
				reasons.append((sentence, (label, what)))
	return reasons


def separation(old: Iterable[Row], new: Iterable[Row]) -> list[Reason]:
	"""Why new Separation Rules are weaker: each person kept apart from an action before must be so still."""
	left = _apart(new)
	gone = [action for action, who in sorted(_apart(old)) if (action, who) not in left]
	return [("{0}: a person may do it who might not before", (action,)) for action in dict.fromkeys(gone)]


def _apart(rows: Iterable[Row]) -> set[tuple[str, str]]:
	found = set()
	for row in rows:
		found |= {(row["action"], "owner")} if row.get("not_owner") else set()
		found |= {(row["action"], f"action {name}") for name in lines(row.get("not_action"))}
		found |= {(row["action"], f"field {name}") for name in lines(row.get("not_field"))}
	return found


def reasons(old: Iterable[Row], new: Iterable[Row]) -> list[Reason]:
	"""Why new Reason Rules are weaker: a reason no longer asked, or a shorter one accepted."""
	left = {row["action"]: int(row.get("min_length") or 1) for row in new}
	return [
		("{0}: a reason is no longer asked, or a shorter one is enough", (row["action"],))
		for row in old
		if left.get(row["action"], 0) < int(row.get("min_length") or 1)
	]


def policy(old: Row, new: Row) -> list[Reason]:
	"""Why a policy's own settings are weaker, its rules apart."""
	found: list[Reason] = []
	if old.get("enabled") and not new.get("enabled"):
		found.append(("The policy is switched off", ()))
	if old.get("state_field") != new.get("state_field"):
		found.append(("The policy watches another field: {0}", (str(new.get("state_field")),)))
	return found
