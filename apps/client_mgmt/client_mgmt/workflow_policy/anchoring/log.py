"""The append-only log whose root each anchor signs: a Merkle tree after RFC 6962, as it is stored.

An entry holds the heads of one bucket that are new with an anchor; a document's bucket comes of its DocType
and name. The last entry under each anchor is a checkpoint: the digests of all buckets. Whoever asks for one
document so reads its bucket alone, and sees whether an entry of it was altered or taken away.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import frappe
from client_mgmt.domain.evidence import merkle, verify_evidence
from client_mgmt.domain.evidence.verify_evidence import GENESIS, canonical_json, digest
from client_mgmt.workflow_policy import engine
from frappe.utils import cint

ENTRY = "Evidence Log Entry"
BUCKETS = 1024
OF_THE_LOG = -1  # the bucket of the first entry and of checkpoints
# What the first entry holds: no list of heads of an anchor from before the log has the root of a log.
FIRST_LEAF = canonical_json(["client_mgmt evidence log", "1"])
BATCH = 500
HASH = re.compile("[0-9a-f]{64}")

Subject = tuple[str, str]  # (DocType, name)


class Altered(Exception):
	"""The stored log is not the one that was signed."""


def parts(leaf: str) -> tuple[str, str, str, str]:
	"""(DocType, name, count, head) of a leaf; those of anchors before were joined by bars, and no DocType or
	count holds one."""
	if leaf.startswith("["):
		doctype, name, count, head = json.loads(leaf)
	else:
		subject, count, head = leaf.rsplit("|", 2)
		doctype, name = subject.split("|", 1)
	return doctype, name, count, head


def index_of(leaves: list[str], subject: Subject) -> int | None:
	"""Where a document's leaf stands in a list; None where it does not, or what stands there is no leaf."""
	for at, leaf in enumerate(leaves):
		with contextlib.suppress(ValueError):
			if parts(leaf)[:2] == subject:
				return at
	return None


def bucket_of(subject: Subject) -> int:
	"""The bucket of a document."""
	return int(digest(canonical_json(subject))[:8], 16) % BUCKETS


def _home(leaves: list[str]) -> int:
	"""The bucket that an entry's leaves are of; raises Altered where they are of several."""
	try:
		buckets = {bucket_of(parts(leaf)[:2]) for leaf in leaves}
	except ValueError:
		return OF_THE_LOG
	if len(buckets) != 1:
		raise Altered
	return buckets.pop()


class Log:
	"""The whole log, read and checked once by the job that anchors, and what it appends."""

	def __init__(self, size: int, root: str) -> None:
		"""Reads all entries; raises Altered where the first `size` are not those of the signed `root`. What
		stands behind them was left by a job that was stopped: it is in the log, and vouches for nothing."""
		self.latest: dict[Subject, str] = {}
		self.signed: dict[Subject, str] = {}  # as the first `size` entries have it
		self._buckets: dict[int, list[str]] = {}
		self._peaks = merkle.Peaks()
		genuine = not size
		try:
			for row in _stored():
				self._read(row)
				if self.size == size:
					genuine, self.signed = self.root() == root, dict(self.latest)
		except (ValueError, TypeError) as error:
			raise Altered from error
		if not genuine:
			raise Altered
		if not self.size:
			self.append(OF_THE_LOG, [FIRST_LEAF])

	def _read(self, row: Any) -> None:
		leaves = read_list(row.leaves)
		wanted = leaves if self.size else [FIRST_LEAF]
		place, nodes = self.size, self._take(row.bucket, leaves)
		stored = (row.position, row.bucket, read_list(row.nodes), leaves)
		if stored != (place, _home(leaves), nodes, wanted):
			raise Altered

	@property
	def size(self) -> int:
		"""How many entries there are."""
		return self._peaks.size

	def root(self) -> str:
		"""The root over all entries."""
		return self._peaks.root()

	def append(self, bucket: int, leaves: list[str]) -> None:
		"""Stores an entry."""
		place = self.size
		values = {"position": place, "bucket": bucket, "leaves": canonical_json(leaves)}
		nodes = canonical_json(self._take(bucket, leaves))
		with engine.acting():
			entry = frappe.get_doc({"doctype": ENTRY, **values, "nodes": nodes})
			entry.insert(ignore_permissions=True)  # the engine anchors, no person

	def checkpoint(self, taken_at: str) -> None:
		"""Stores the digests of all buckets as they are now."""
		digests = {str(bucket): _digest(entries) for bucket, entries in self._buckets.items()}
		self.append(OF_THE_LOG, [canonical_json([taken_at, digests])])

	def _take(self, bucket: int, leaves: list[str]) -> list[str]:
		entry = merkle.root(leaves)
		if bucket != OF_THE_LOG:
			self._buckets.setdefault(bucket, []).append(entry)
			self.latest.update({parts(leaf)[:2]: leaf for leaf in leaves})
		return self._peaks.add(entry)


def holds(subject: Subject, size: int, root: str) -> bool:
	"""Whether the entries of a document's bucket are those of the last checkpoint under a signed root."""
	rows = frappe.get_all(ENTRY, filters={"position": size - 1}, fields=["leaves"])
	leaves = read_list(rows[0].leaves) if rows else []
	if len(leaves) != 1 or not verify_evidence.proven(leaves[0], _way(size - 1, size), root):
		return False
	_taken_at, digests = json.loads(leaves[0])  # what the signed root is of, was written by us
	bucket = bucket_of(subject)
	entries = [merkle.root(read_list(row.leaves)) for row in _bucket(bucket, size)]
	return bool(_digest(entries) == digests.get(str(bucket), _digest([])))


def place_of(subject: Subject, size: int) -> tuple[str, list[list[str]]] | None:
	"""The latest leaf of a document among the first `size` entries, and its way to their root; None without
	one. Whether both are genuine, the proof says."""
	for row in reversed(_bucket(bucket_of(subject), size)):
		leaves = read_list(row.leaves)
		index = index_of(leaves, subject)
		if index is not None:
			return leaves[index], [*merkle.proof(leaves, index), *_way(row.position, size)]
	return None


def consistency(first: int, size: int) -> list[str]:
	"""What proves that the log of `first` entries is the beginning of the one of `size`."""
	asked: list[int] = []
	merkle.consistency(first, size, _noting(asked))
	return merkle.consistency(first, size, _nodes(asked))


def _way(index: int, size: int) -> list[list[str]]:
	asked: list[int] = []
	merkle.inclusion(index, size, _noting(asked))
	return merkle.inclusion(index, size, _nodes(asked))


def _noting(asked: list[int]) -> merkle.Node:
	def note(position: int, _height: int) -> str:
		asked.append(position)
		return GENESIS

	return note


def _nodes(positions: list[int]) -> merkle.Node:
	"""The stored hashes at these positions; zeros for what is not there, which prove nothing."""
	rows = frappe.get_all(
		ENTRY, filters={"position": ["in", positions or [-1]]}, fields=["position", "nodes"]
	)
	found = {row.position: read_list(row.nodes) for row in rows}

	def node(position: int, height: int) -> str:
		nodes = found.get(position, [])
		known = height < len(nodes) and HASH.fullmatch(nodes[height])
		return nodes[height] if known else GENESIS

	return node


def _bucket(bucket: int, size: int) -> list[Any]:
	filters = {"bucket": bucket, "position": ["<", size]}
	found: list[Any] = frappe.get_all(
		ENTRY, filters=filters, fields=["position", "leaves"], order_by="position asc"
	)
	return found


def _stored() -> Iterator[Any]:
	fields, start = ["position", "bucket", "leaves", "nodes"], 0
	while rows := frappe.get_all(
		ENTRY, filters={"position": [">=", start]}, fields=fields, order_by="position asc", limit=BATCH
	):
		yield from rows
		start = cint(rows[-1].position) + 1


def _digest(entries: list[str]) -> str:
	return digest(canonical_json(entries))


def read_list(text: str | None) -> list[str]:
	"""A stored list of texts; none where it is unreadable."""
	try:
		return [str(item) for item in json.loads(text or "")]
	except (ValueError, TypeError):
		return []
