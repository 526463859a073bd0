"""Who may sign for whom at an instant: signing authorities and delegations, on plain values."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def _moment(value: Any, end_of_day: bool) -> datetime.datetime | None:
	"""A date or naive datetime (or its ISO text) of the site's time zone; a date covers its whole day."""
	if not value:
		return None
	if isinstance(value, str):
		parse = datetime.date if len(value.strip()) == 10 else datetime.datetime
		value = parse.fromisoformat(value.strip())
	if isinstance(value, datetime.datetime):
		return value
	return datetime.datetime.combine(value, datetime.time.max if end_of_day else datetime.time.min)


def valid_at(record: Mapping[str, Any], at: datetime.datetime) -> bool:
	"""True when `valid_from` ≤ at ≤ `valid_to` (empty: without end) and it was not revoked by then.

	All are in the site's time zone; a revocation counts from its very instant, one by date from that
	day's start.
	"""
	begins = _moment(record.get("valid_from"), False)
	ends = _moment(record.get("valid_to"), True)
	revoked = _moment(record.get("revoked_on"), False)
	return (
		begins is not None
		and begins <= at
		and (ends is None or at <= ends)
		and (revoked is None or at < revoked)
	)


@dataclass(frozen=True)
class Holder:
	"""Somebody whose authority counts: the signer, or who delegated to them by an Approval Delegation."""

	user: str
	contact: str
	delegation: str = ""


def authority_for(
	holders: Iterable[Holder], authorities: Collection[Mapping[str, Any]], signer: str, at: datetime.datetime
) -> tuple[Holder, Mapping[str, Any]] | None:
	"""The first holder with an authority that is valid at `at` and was granted neither by the signer nor by
	the holder; None without one. `authorities` are those of the right party, client and project."""
	for holder in holders:
		for authority in authorities:
			person = authority.get("contact") if holder.contact else authority.get("user")
			mine = person == (holder.contact or holder.user)
			if mine and authority.get("granted_by") not in (signer, holder.user) and valid_at(authority, at):
				return holder, authority
	return None
