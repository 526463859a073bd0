"""Merkle trees over chain heads after RFC 6962, section 2.1; `verify_evidence` checks proofs without them.

Of a log that only grows the hashes of complete subtrees never change. A `Node` gives the hash of the one that
ends at a position, by its height (an entry itself: 0), so that no proof reads more than log2(size) entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from client_mgmt.domain.evidence.verify_evidence import GENESIS, leaf_hash, node_hash

Node = Callable[[int, int], str]  # (position of the last entry, height) → hash in hex


def _levels(leaves: Sequence[str]) -> list[list[str]]:
	levels = [[leaf_hash(leaf) for leaf in leaves]]
	while len(levels[-1]) > 1:
		row = levels[-1]
		pairs = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
		levels.append(pairs + row[len(row) - len(row) % 2 :])
	return levels


def root(leaves: Sequence[str]) -> str:
	"""The root over the leaves in their order, in hex; an odd node moves up as it is. No leaf: zeros."""
	return _levels(leaves)[-1][0] if leaves else GENESIS


def proof(leaves: Sequence[str], index: int) -> list[list[str]]:
	"""The way from a leaf to the root: pairs of side ("left" or "right") and hash."""
	steps = []
	for row in _levels(leaves)[:-1]:
		other = index ^ 1
		if other < len(row):
			steps.append(["left" if other < index else "right", row[other]])
		index //= 2
	return steps


class Peaks:
	"""A log of which only the complete subtrees are held: grows by an entry, knows its root."""

	def __init__(self) -> None:
		self.size = 0
		self._peaks: list[tuple[int, str]] = []  # (height, hash), the highest first

	def add(self, entry: str) -> list[str]:
		"""Takes the hash of the next entry; the hashes of all subtrees that it completes, its own first."""
		nodes = [entry]
		while self._peaks and self._peaks[-1][0] == len(nodes) - 1:
			nodes.append(node_hash(self._peaks.pop()[1], nodes[-1]))
		self._peaks.append((len(nodes) - 1, nodes[-1]))
		self.size += 1
		return nodes

	def root(self) -> str:
		"""The root over all entries so far; zeros without any."""
		if not self._peaks:
			return GENESIS
		*rest, (_height, found) = self._peaks
		for _height, peak in reversed(rest):
			found = node_hash(peak, found)
		return found


def inclusion(index: int, size: int, node: Node) -> list[list[str]]:
	"""The way from the entry at `index` to the root of a log of `size` entries, as `proof` gives it."""
	steps, start = [], 0
	while size > 1:
		half = _half(size)
		if index - start < half:
			steps.append(["right", _over(start + half, size - half, node)])
			size = half
		else:
			steps.append(["left", _over(start, half, node)])
			start, size = start + half, size - half
	return steps[::-1]


def consistency(first: int, size: int, node: Node) -> list[str]:
	"""What proves that the log of `first` entries (at least one) is the beginning of the one of `size`."""
	return _continues(first, 0, size, True, node)


def _continues(first: int, start: int, size: int, known: bool, node: Node) -> list[str]:
	if first == size:
		return [] if known else [_over(start, size, node)]
	half = _half(size)
	if first <= half:
		return [*_continues(first, start, half, known, node), _over(start + half, size - half, node)]
	return [*_continues(first - half, start + half, size - half, False, node), _over(start, half, node)]


def _over(start: int, size: int, node: Node) -> str:
	"""The root over `size` entries from `start`, out of complete subtrees."""
	if size & (size - 1) == 0:
		return node(start + size - 1, size.bit_length() - 1)
	half = _half(size)
	return node_hash(_over(start, half, node), _over(start + half, size - half, node))


def _half(size: int) -> int:
	"""The largest power of two below `size`."""
	return 1 << (size - 1).bit_length() - 1
