"""What makes a client a high risk (S004-05, S004-63): a final payment that was or is overdue, and
changes that come too often. And how late its people confirm (S004-90)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

WINDOW_DAYS = 30
MIN_CONFIRMATIONS = 3


class LatePayment(NamedTuple):
	"""A final payment, `days` after it was due: `received_on` None while it is still open."""

	node_name: str
	due_date: date
	received_on: date | None
	days: int


class ManyChanges(NamedTuple):
	"""The most changes within 30 days, from `first` on."""

	first: date
	names: tuple[str, ...]


def late_final_payment(nodes: Sequence[Mapping[str, Any]], today: date) -> LatePayment | None:
	"""The last payment node, when it was paid after its day or is not fully paid though its day has passed.

	A node is `{node_name, amount, due_date, paid, received_on, received_amount}`. Without a day nothing is
	late; what was paid without saying when is not known to be late.
	"""
	if not nodes or not nodes[-1].get("due_date"):
		return None
	last = nodes[-1]
	due, received_on = last["due_date"], last.get("received_on")
	settled = bool(last.get("paid")) or _is_received(last)
	until = received_on if settled else today
	if not until or until <= due:
		return None
	return LatePayment(str(last.get("node_name") or ""), due, until if settled else None, (until - due).days)


def _is_received(node: Mapping[str, Any]) -> bool:
	amount = Decimal(str(node.get("amount") or 0))
	return amount > 0 and Decimal(str(node.get("received_amount") or 0)) >= amount


def too_many_changes(changes: Iterable[tuple[str, date]], threshold: int) -> ManyChanges | None:
	"""The busiest 30 days of `changes` (name, day) when they hold more than `threshold`; 0 never marks."""
	rows = sorted(changes, key=lambda row: (row[1], row[0]))
	best: list[tuple[str, date]] = []
	start = 0
	for end, (_name, day) in enumerate(rows):
		while day - rows[start][1] >= timedelta(days=WINDOW_DAYS):
			start += 1
		if end - start + 1 > len(best):
			best = rows[start : end + 1]
	if not threshold or len(best) <= threshold:
		return None
	return ManyChanges(best[0][1], tuple(name for name, _day in best))


def key(kind: str, project: str, since: str) -> str:
	"""What an override remembers of a piece of evidence: that it was seen, not what it said. `since`: the day
	(ISO) that tells it from a later one of its kind, of the due payment or of the first change."""
	return hashlib.sha256(f"{kind}|{project}|{since}".encode()).hexdigest()[:16]


def confirmation_days(
	asked: Iterable[tuple[str, datetime]], answered: Iterable[tuple[str, datetime]]
) -> dict[str, float]:
	"""Document → days from when it was last put to the client to its first answer after that.

	`asked` and `answered` are (document, UTC time); what has no answer is left out.
	"""
	asks: dict[str, list[datetime]] = {}
	for name, at in asked:
		asks.setdefault(name, []).append(at)
	found: dict[str, float] = {}
	for name, at in sorted(answered, key=lambda row: row[1]):
		before = [moment for moment in asks.get(name, ()) if moment <= at]
		if before and name not in found:
			found[name] = (at - max(before)).total_seconds() / 86400
	return found


def typical_delay(days: Iterable[float]) -> float | None:
	"""The median, in days; None for fewer than three confirmations."""
	known = list(days)
	return round(median(known), 2) if len(known) >= MIN_CONFIRMATIONS else None
