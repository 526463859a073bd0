"""A contract's own figures beside the entered ones (S004-72): what agrees, and what differs.

Values are text: decimals as text for amounts and shares, ISO dates. "" is "not said" by the contract and "not
entered" in the dossier: what the contract does not say is no difference, what only the contract says is one.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any, TypedDict

AMOUNTS = frozenset({"amount", "amount_in_words", "percent"})
NODE_FIELDS = ("percent", "amount", "due_date")
# The contract's field → the dossier's, in the order in which they are shown.
ROWS = {
	"contract_no": "contract_no",
	"client_name": "client_name",
	"vendor_name": "our_name",
	"amount": "contract_amount",
	"amount_in_words": "contract_amount",
	"currency": "currency",
	"signed_on": "contract_signed_on",
	"start_date": "planned_start",
	"end_date": "planned_end",
}
Values = Mapping[str, Any]


class Row(TypedDict):
	"""One value side by side. `same` is None where there is nothing to compare."""

	field: str
	entered: str
	contract: str
	same: bool | None


class NodeRow(TypedDict):
	"""One payment side by side, by its place; `differs` names the columns that do."""

	number: int
	entered: dict[str, str]
	contract: dict[str, str]
	same: bool | None
	differs: list[str]


class Difference(TypedDict):
	"""What a review waits for: `key` names it, `digest` the two values."""

	key: str
	entered: str
	contract: str
	digest: str


def rows(entered: Values, contract: Values) -> list[Row]:
	"""The contract's values beside the entered ones; `our_name` is only compared where it is known."""
	return [_row(field, _text(entered.get(ours)), _text(contract.get(field))) for field, ours in ROWS.items()]


def _row(field: str, entered: str, contract: str) -> Row:
	known = bool(contract) and (bool(entered) or field not in ("vendor_name", "currency"))
	same = _same(field, entered, contract) if known else None
	return {"field": field, "entered": entered, "contract": contract, "same": same}


def _text(value: Any) -> str:
	return "" if value is None else str(value).strip()


def _same(field: str, entered: str, contract: str) -> bool:
	if field in AMOUNTS:
		return _cents(entered) == _cents(contract)
	if field in ("client_name", "vendor_name"):
		return plain_name(entered) == plain_name(contract)
	return plain_number(entered) == plain_number(contract)


def _cents(value: str) -> Decimal | None:
	try:
		return Decimal(value).quantize(Decimal("0.01"))
	except InvalidOperation:
		return None


def plain_number(value: str) -> str:
	"""A contract's number or a date without what typing makes different: width, dashes, blanks, case."""
	return re.sub(r"[\s_]|[-‐-―－]+", "", unicodedata.normalize("NFKC", value)).lower()


def plain_name(value: str) -> str:
	"""A firm's name without width, blanks, case and punctuation. Its legal form stays: it is another firm."""
	return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", value)).lower()


def nodes(
	entered: Sequence[Values], contract: Sequence[Values], entered_total: Any, contract_total: Any
) -> list[NodeRow]:
	"""Payments by their place. A share that one side leaves out follows from its amount and total, and the
	other way round; without any node in the contract nothing is compared."""
	if not contract:
		return []
	pairs = zip_longest(
		(_complete(node, entered_total) for node in entered),
		(_complete(node, contract_total or entered_total) for node in contract),
		fillvalue=None,
	)
	return [_node_row(number, ours, theirs) for number, (ours, theirs) in enumerate(pairs, 1)]


def _node_row(number: int, ours: dict[str, str] | None, theirs: dict[str, str] | None) -> NodeRow:
	if ours is None or theirs is None:
		differs = ["node"]
	else:
		differs = [field for field in NODE_FIELDS if theirs[field] and not _same_cell(field, ours, theirs)]
	return {
		"number": number,
		"entered": ours or {},
		"contract": theirs or {},
		"same": not differs,
		"differs": differs,
	}


def _same_cell(field: str, ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
	return _same(field, ours[field], theirs[field])


def _complete(node: Values, total: Any) -> dict[str, str]:
	"""The node as text, its share or its amount filled from the other one where the total is known."""
	cells = {field: _text(node.get(field)) for field in ("node_name", *NODE_FIELDS)}
	share, amount, whole = (_positive(value) for value in (cells["percent"], cells["amount"], _text(total)))
	cells["percent"] = _plain(share) or _plain(whole and amount and amount * 100 / whole)
	cells["amount"] = _plain(amount) or _plain(whole and share and whole * share / 100)
	return cells


def _positive(value: str) -> Decimal | None:
	try:
		number = Decimal(value)
	except InvalidOperation:
		return None
	return number if number > 0 else None


def _plain(number: Decimal | None) -> str:
	return f"{number.quantize(Decimal('0.01')):f}" if number else ""


def differences(
	compared: Iterable[Row], payments: Iterable[NodeRow], contradictions: Mapping[str, Sequence[str]]
) -> list[Difference]:
	"""What differs, the contract's own contradictions included, each with the digest of its two values."""
	found = [(row["field"], row["entered"], row["contract"]) for row in compared if row["same"] is False]
	for row in payments:
		for field in row["differs"]:
			ours, theirs = _cell(row["entered"], field), _cell(row["contract"], field)
			found.append((f"node {row['number']} {field}", ours, theirs))
	found += [
		(f"contract {field}", values[0], " / ".join(values[1:])) for field, values in contradictions.items()
	]
	return [
		{"key": key, "entered": ours, "contract": theirs, "digest": digest(key, ours, theirs)}
		for key, ours, theirs in found
	]


def _cell(side: Mapping[str, str], field: str) -> str:
	if field != "node":
		return side.get(field, "")
	return " ".join(filter(None, (side.get(cell, "") for cell in ("node_name", *NODE_FIELDS))))


def digest(key: str, entered: str, contract: str) -> str:
	"""SHA-256 of a difference: another value on either side is another difference."""
	values = json.dumps([key, entered, contract], ensure_ascii=False, separators=(",", ":"))
	return hashlib.sha256(values.encode()).hexdigest()


def sides(parties: Values, client: str, ours: str) -> tuple[Any, Any]:
	"""The client and the vendor among `party_a` and `party_b` (each with `value`, or None): the first one is
	the client, unless the client's or our own name says otherwise."""
	first, second = parties.get("party_a"), parties.get("party_b")
	is_client = second and client and plain_name(second.value) == plain_name(client)
	is_ours = first and ours and plain_name(first.value) == plain_name(ours)
	return (second, first) if is_client or is_ours else (first, second)
