"""Merkle trees over chain heads; `verify_evidence.proven` checks a proof without them."""

from __future__ import annotations

from collections.abc import Sequence

from client_mgmt.domain.evidence.verify_evidence import GENESIS, leaf_hash, node_hash


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
