"""Making one client of two: whose values stay, and which contacts are the same person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from client_mgmt.domain.clients.duplicates import mail_key, name_key, name_sound

SOURCE, TARGET = "source", "target"
EMPTY: tuple[Any, ...] = ("", "0", 0, None, [])


class Difference(NamedTuple):
	"""A field in which two clients differ: both values, and whose stays ("" while somebody has to choose)."""

	field: str
	source: Any
	target: Any
	stays: str


def differences(
	source: Mapping[str, Any], target: Mapping[str, Any], take: Mapping[str, str], chosen: Collection[str]
) -> list[Difference]:
	"""The fields that differ. The target's value stays, the source's fills a gap, `take` says otherwise;
	where both have one of a field of `chosen`, nothing but `take` decides."""
	return [
		Difference(field, source[field], target[field], _stays(field, source, target, take, chosen))
		for field in source
		if source[field] != target[field]
	]


def _stays(
	field: str,
	source: Mapping[str, Any],
	target: Mapping[str, Any],
	take: Mapping[str, str],
	chosen: Collection[str],
) -> str:
	if field in take:
		return take[field]
	if target[field] in EMPTY:
		return SOURCE
	return "" if field in chosen and source[field] not in EMPTY else TARGET


def wrong_takes(take: Mapping[str, Any], fields: Collection[str]) -> list[str]:
	"""The keys of `take` that are no field of a client, or say neither source nor target."""
	return [field for field, side in take.items() if field not in fields or side not in (SOURCE, TARGET)]


def same_person(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
	"""Whether two contacts are one person: one address, or one telephone number and a name that sounds the
	same. A number alone may be a switchboard's."""
	if mail_key(one["email"]) and mail_key(one["email"]) == mail_key(other["email"]):
		return True
	same_phone = bool(one["phone_key"]) and one["phone_key"] == other["phone_key"]
	return same_phone and _sound(one) == _sound(other)


def _sound(contact: Mapping[str, Any]) -> str:
	return name_sound(name_key(contact["contact_name"]))


def folded(
	sources: Iterable[Mapping[str, Any]], targets: Iterable[Mapping[str, Any]], settled: Collection[str]
) -> dict[str, str]:
	"""Contact of the source → contact of the target who is the same person and takes its place. Whoever
	signs in, and the `settled` ones, whom evidence names, move as they are."""
	known = list(targets)
	found: dict[str, str] = {}
	for contact in sources:
		if contact["user"] or contact["name"] in settled:
			continue
		twin = next((other["name"] for other in known if same_person(contact, other)), None)
		if twin:
			found[contact["name"]] = twin
	return found
