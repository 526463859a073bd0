"""Guarantee 8 of the dual signature: the log under the anchors is a Merkle tree after RFC 6962.

Compared with the definitions of its section 2.1, written down as they stand there.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from client_mgmt.domain.evidence import merkle
from client_mgmt.domain.evidence import verify_evidence as ve

SIZES = st.integers(1, 70)


def leaves_of(size: int) -> list[str]:
	return [f"leaf {number}" for number in range(size)]


def tree_hash(leaves: list[str]) -> str:
	"""MTH of section 2.1."""
	if len(leaves) == 1:
		return ve.leaf_hash(leaves[0])
	half = max(1 << bit for bit in range(len(leaves).bit_length()) if 1 << bit < len(leaves))
	return ve.node_hash(tree_hash(leaves[:half]), tree_hash(leaves[half:]))


def stored(size: int) -> tuple[merkle.Peaks, merkle.Node]:
	peaks = merkle.Peaks()
	nodes = [peaks.add(ve.leaf_hash(leaf)) for leaf in leaves_of(size)]
	return peaks, lambda position, height: nodes[position][height]


@given(SIZES)
def test_the_root_is_the_tree_hash(size: int) -> None:
	peaks, _node = stored(size)
	assert (peaks.size, peaks.root()) == (size, tree_hash(leaves_of(size)))
	assert peaks.root() == merkle.root(leaves_of(size))


@given(SIZES, st.data())
def test_an_entry_is_proven_out_of_complete_subtrees(size: int, data: st.DataObject) -> None:
	index = data.draw(st.integers(0, size - 1))
	peaks, node = stored(size)
	way = merkle.inclusion(index, size, node)
	assert way == merkle.proof(leaves_of(size), index)
	assert ve.proven(f"leaf {index}", way, peaks.root())
	assert not ve.proven(f"leaf {index + 1}", way, peaks.root())


@settings(max_examples=300)
@given(SIZES, st.data())
def test_a_log_continues_its_beginning_and_no_other(size: int, data: st.DataObject) -> None:
	first = data.draw(st.integers(1, size))
	_peaks, node = stored(size)
	proof = merkle.consistency(first, size, node)
	old, new = tree_hash(leaves_of(first)), tree_hash(leaves_of(size))
	assert ve.continued(first, old, size, new, proof)
	other = tree_hash([*leaves_of(first)[:-1], "altered"])
	assert not ve.continued(first, other, size, new, proof)
	assert not ve.continued(
		first, old, size, other if first == size else tree_hash(leaves_of(size + 1)), proof
	)
	assert first == size or not ve.continued(first, old, size, new, proof[:-1])
	assert not ve.continued(first, old, size, new, [*proof, "00" * 32])


def test_nonsense_continues_nothing() -> None:
	root = tree_hash(leaves_of(3))
	for first, size, proof in ((0, 3, []), (4, 3, []), (2, 3, []), (2, 3, ["no hex"]), (-1, 3, [root])):
		assert not ve.continued(first, root, size, root, proof)
