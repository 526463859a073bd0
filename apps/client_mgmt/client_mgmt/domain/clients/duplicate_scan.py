"""Likely duplicates among all clients, without comparing each with each other (S004-09).

Two clients are compared only where they share a block: a credit code, telephone number or address, the key or
the sound of the name, the name's short form, or a key or sound that one left-out letter makes equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from client_mgmt.domain.clients.duplicates import LEAST_FUZZY, Facts, Match, compare, numbers, prefixes

CROWD = 30  # clients of one block that are compared with each other; of more, each with the first


def pairs(clients: Sequence[Facts]) -> dict[tuple[str, str], Match]:
	"""The pairs worth saying, by the two names in order."""
	found: dict[tuple[str, str], Match] = {}
	seen: set[tuple[int, int]] = set()
	for block in _blocks(clients):
		for one, other in _within(block):
			if (one, other) in seen:
				continue
			seen.add((one, other))
			match = compare(clients[one], clients[other])
			if match:
				first, second = sorted((clients[one].name, clients[other].name))
				found[first, second] = match
	return found


def _blocks(clients: Sequence[Facts]) -> Iterator[list[int]]:
	blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
	for place, client in enumerate(clients):
		for key in set(block_keys(client)):
			blocks[key].append(place)
	return (block for block in blocks.values() if len(block) > 1)


def _within(block: list[int]) -> Iterable[tuple[int, int]]:
	"""A block that many share, such as a switchboard's number, says little of each pair: comparing each with
	the first keeps the work linear."""
	return combinations(block, 2) if len(block) <= CROWD else ((block[0], other) for other in block[1:])


def block_keys(client: Facts) -> Iterator[tuple[str, ...]]:
	"""The blocks in which a client is compared."""
	if client.code:
		yield "code", client.code
	yield from (("phone", phone) for phone in client.phones)
	yield from (("mail", mail) for mail in client.mails)
	if client.key:
		yield "name", client.key
		yield "sound", client.sound
		yield from (("name", short) for short in prefixes(client.key))
		yield from _gaps(client)


def _gaps(client: Facts) -> Iterator[tuple[str, ...]]:
	"""A name with each of its letters left out: what differs by one letter meets here, wherever the letter
	is. Numbers stay with it, as names that differ in them are others."""
	for kind, text in (("gap", client.key), ("sound gap", client.sound)):
		if len(client.key) >= LEAST_FUZZY:
			about = (kind, *numbers(client.key))
			yield from ((*about, text[:at] + text[at + 1 :]) for at in range(len(text)))
			yield *about, text
