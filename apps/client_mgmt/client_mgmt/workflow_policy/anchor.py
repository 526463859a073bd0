"""The daily anchor: the root of the log of chain heads, signed with the site's Ed25519 key.

The log is in `anchoring/log.py`; anchors from before it keep all heads in themselves (`leaves`), and hold.

The key lives in the site config, outside the database: whoever rewrites the tables cannot sign them anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import frappe
from client_mgmt.domain.evidence import merkle, verify_evidence
from client_mgmt.domain.evidence.verify_evidence import Problem
from client_mgmt.workflow_policy import engine, ledger, policies
from client_mgmt.workflow_policy.anchoring import log
from frappe import _
from frappe.model.document import Document

CONFIG_KEY = "client_mgmt_anchor_key"
ALGORITHM = "Ed25519"
FIELDS = [
	"taken_at",
	"root",
	"previous_root",
	"public_key",
	"signature",
	"leaf_count",
	"algorithm",
	"leaves",
]
AT_ONCE = 250  # entries of the log in one transaction: whoever writes meanwhile hardly waits

Anchor = Mapping[str, Any]
ALWAYS = ("Workflow Policy", "Approval Delegation", "Signing Authority", "Client")


def ensure_key() -> Ed25519PrivateKey:
	"""The site's key, made at first need and written into the site config (mode 0600)."""
	stored = frappe.conf.get(CONFIG_KEY)
	if not stored:
		stored = _write_key(Ed25519PrivateKey.generate().private_bytes_raw().hex())
		frappe.conf[CONFIG_KEY] = stored
	return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored))


def _write_key(key: str) -> str:
	"""Adds the key to the site config unless another process has just done so; returns the key that stands
	there. The file is replaced in one step, so that nobody reads half of it."""
	path = Path(frappe.get_site_path("site_config.json"))
	config: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
	if CONFIG_KEY in config:
		return config[CONFIG_KEY]
	config[CONFIG_KEY] = key
	fresh = path.with_name("site_config.json.new")
	handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
	with os.fdopen(handle, "w", encoding="utf-8") as file:
		file.write(json.dumps(config, indent=1, sort_keys=True))
	fresh.replace(path)
	return key


def public_key() -> str:
	"""The site's public key in hex."""
	return ensure_key().public_key().public_bytes_raw().hex()


def take() -> Document | None:
	"""Appends to the log what has changed since the anchor before and signs its root; the scheduler calls it
	daily. What is too much for one transaction goes on in the queue, and None is returned. Raises
	frappe.ValidationError where what was signed before was altered: nothing is built on it."""
	before = _latest()
	taken_at, stored = ledger.now(), _log(before)
	changed = sorted(_changed(stored, before).items())
	for bucket, leaves in changed[:AT_ONCE]:
		stored.append(bucket, sorted(leaves))
	if changed[AT_ONCE:]:
		frappe.enqueue(f"{__name__}.take", queue="long", enqueue_after_commit=True)
		return None
	stored.checkpoint(taken_at)
	root, previous_root = stored.root(), before["root"] if before else verify_evidence.GENESIS
	key = ensure_key()
	statement = verify_evidence.anchor_statement(root, previous_root, taken_at, stored.size)
	anchor: Document = frappe.get_doc(
		{
			"doctype": "Evidence Anchor",
			"taken_at": taken_at,
			"leaf_count": stored.size,
			"root": root,
			"previous_root": previous_root,
			"algorithm": ALGORITHM,
			"public_key": key.public_key().public_bytes_raw().hex(),
			"signature": key.sign(statement.encode("utf-8")).hex(),
		}
	)
	with engine.acting():
		anchor.insert(ignore_permissions=True)  # the engine anchors, no person
	return anchor


def _log(before: Anchor | None) -> log.Log:
	"""The log as the anchor before signed it; empty after an anchor that kept its heads in itself."""
	signed = before if before and not before["leaves"] else None
	try:
		if before and not _is_genuine(before):
			raise log.Altered
		return (
			log.Log(signed["leaf_count"], signed["root"]) if signed else log.Log(0, verify_evidence.GENESIS)
		)
	except log.Altered:
		frappe.throw(
			_("The anchor of {0} was altered").format(before["taken_at"] if before else ""),
			frappe.ValidationError,
		)


def _changed(stored: log.Log, before: Anchor | None) -> dict[int, list[str]]:
	"""Leaves that the log lacks, by bucket. A chain that no longer holds what was anchored of it keeps that
	leaf: what was cut off is not forgotten with the next anchor."""
	anchored = {log.parts(leaf)[:2]: leaf for leaf in log.read_list(before["leaves"])} if before else {}
	anchored |= stored.signed
	found: dict[int, list[str]] = {}
	for subject, leaf in [*_heads(), *((subject, "") for subject in list(anchored))]:
		old = anchored.pop(subject, "")
		same = verify_evidence.leaf_of(*log.parts(old)) if old else ""
		if old and leaf != same and not _continues(*log.parts(old)):
			name = " ".join(subject)
			frappe.log_error(_("The chain of {0} does not continue the one anchored before").format(name))
			leaf = same
		if leaf and leaf != stored.latest.get(subject):
			found.setdefault(log.bucket_of(subject), []).append(leaf)
	return found


def _continues(doctype: str, name: str, count: str, head: str) -> bool:
	"""Whether a document's chain still holds the entry that a leaf names."""
	key = {"entry_key": ledger.entry_key(doctype, name, int(count)), "hash": head}
	return any(frappe.db.exists(kind, key) for kind in ledger.FIELDS)


def _heads() -> Iterator[tuple[log.Subject, str]]:
	"""All chains as they are now, as subject and leaf."""
	for doctype in sorted({*ALWAYS, *policies.guarded()}):
		if not frappe.get_meta(doctype).has_field("chain_count"):
			continue
		rows = frappe.get_all(
			doctype, filters={"chain_count": [">", 0]}, fields=["name", "chain_count", "chain_head"]
		)
		for row in rows:
			yield (
				(doctype, row.name),
				verify_evidence.leaf_of(doctype, row.name, row.chain_count, row.chain_head),
			)


def _latest(filters: Mapping[str, Any] | None = None) -> Anchor | None:
	rows = frappe.get_all(
		"Evidence Anchor", filters=filters or {}, fields=FIELDS, order_by="taken_at desc", limit=1
	)
	return rows[0] if rows else None


def proof_of(doctype: str, name: str, earlier: str = "") -> dict[str, Any] | None:
	"""The latest anchor with the way from this document's leaf to its root; None before the first anchor that
	holds it. With the root of an `earlier` anchor of the log also what proves that this one continues it."""
	anchor = _latest()
	proof = _proof(anchor, (doctype, name)) if anchor else None
	first = _latest({"root": earlier}) if earlier and proof else None
	if anchor and proof and first and not (anchor["leaves"] or first["leaves"]):
		size = first["leaf_count"]
		way = log.consistency(size, anchor["leaf_count"])
		proof["continues"] = {"root": earlier, "leaf_count": size, "proof": way}
	return proof


def _proof(anchor: Anchor, subject: log.Subject) -> dict[str, Any] | None:
	if anchor["leaves"]:
		leaves = log.read_list(anchor["leaves"])
		index = log.index_of(leaves, subject)
		place = None if index is None else (leaves[index], merkle.proof(leaves, index))
	else:
		place = log.place_of(subject, anchor["leaf_count"])
	if place is None:
		return None
	_doctype, _name, count, head = log.parts(place[0])
	facts = {field: anchor[field] for field in FIELDS if field != "leaves"}
	return {**facts, "count": int(count), "head": head, "proof": place[1]}


def problems(doc: Mapping[str, Any], entries: list[dict[str, str]]) -> list[Problem]:
	"""What the latest anchor says against a document's chain, and what is wrong with the anchor itself."""
	anchor, subject = _latest(), (doc["doctype"], doc["name"])
	if anchor is None:
		return []
	holds = bool(anchor["leaves"]) or log.holds(subject, anchor["leaf_count"], anchor["root"])
	if not _is_genuine(anchor) or not holds:
		return [Problem("The anchor of {0} was altered", (anchor["taken_at"],))]
	proof = _proof(anchor, subject)
	return verify_evidence.check_anchor(proof, subject, entries, public_key())[0] if proof else []


def _is_genuine(anchor: Anchor) -> bool:
	"""Whether this site's key signed the anchor, and the heads that one from before the log keeps in itself
	are those of its root."""
	facts = (anchor["root"], anchor["previous_root"], anchor["taken_at"], anchor["leaf_count"])
	signed = verify_evidence.check_ed25519(
		public_key(), anchor["signature"], verify_evidence.anchor_statement(*facts)
	)
	leaves = log.read_list(anchor["leaves"])
	own = not anchor["leaves"] or (merkle.root(leaves) == anchor["root"] and leaves[:1] != [log.FIRST_LEAF])
	return bool(signed) and own
