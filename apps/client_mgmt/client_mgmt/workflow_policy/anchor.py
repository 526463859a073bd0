"""The daily anchor: the Merkle root of all chain heads, signed with the site's Ed25519 key.

The key lives in the site config, outside the database: whoever rewrites the tables cannot sign them anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import frappe
from client_mgmt.domain.evidence import merkle, verify_evidence
from client_mgmt.domain.evidence.verify_evidence import Problem, canonical_json
from client_mgmt.workflow_policy import engine, ledger, policies
from frappe import _
from frappe.model.document import Document

CONFIG_KEY = "client_mgmt_anchor_key"
ALGORITHM = "Ed25519"
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


def parts(leaf: str) -> tuple[str, str, str, str]:
	"""(DocType, name, count, head) of a leaf; those of anchors before were joined by bars, and no DocType or
	count holds one."""
	if leaf.startswith("["):
		doctype, name, count, head = json.loads(leaf)
	else:
		subject, count, head = leaf.rsplit("|", 2)
		doctype, name = subject.split("|", 1)
	return doctype, name, count, head


def _leaves() -> list[str]:
	"""The chains as they are now. One that no longer holds what the anchor before says of it keeps that leaf:
	what was cut off is not forgotten with the next anchor."""
	found = {parts(text)[:2]: text for text in _heads()}
	before = _latest(["leaves"])
	for old in _read(before["leaves"]) if before else []:
		doctype, name, count, head = parts(old)
		same = verify_evidence.leaf_of(doctype, name, count, head)
		if found.get((doctype, name)) != same and not _continues(doctype, name, count, head):
			frappe.log_error(
				_("The chain of {0} does not continue the one anchored before").format(f"{doctype} {name}")
			)
			found[doctype, name] = same
	return sorted(found.values())


def _continues(doctype: str, name: str, count: str, head: str) -> bool:
	"""Whether a document's chain still holds the entry that a leaf names."""
	key = {"entry_key": ledger.entry_key(doctype, name, int(count)), "hash": head}
	return any(frappe.db.exists(kind, key) for kind in ledger.FIELDS)


def _heads() -> list[str]:
	found = []
	for doctype in sorted({*ALWAYS, *policies.guarded()}):
		if not frappe.get_meta(doctype).has_field("chain_count"):
			continue
		rows = frappe.get_all(
			doctype,
			filters={"chain_count": [">", 0]},
			fields=["name", "chain_count", "chain_head"],
			order_by="name asc",
		)
		found += [verify_evidence.leaf_of(doctype, row.name, row.chain_count, row.chain_head) for row in rows]
	return found


def take() -> Document:
	"""Records all heads as they are now; the scheduler calls it daily."""
	leaves, taken_at = _leaves(), ledger.now()
	root, previous = merkle.root(leaves), _latest(["root"])
	previous_root = previous["root"] if previous else verify_evidence.GENESIS
	key = ensure_key()
	statement = verify_evidence.anchor_statement(root, previous_root, taken_at, len(leaves))
	anchor: Document = frappe.get_doc(
		{
			"doctype": "Evidence Anchor",
			"taken_at": taken_at,
			"leaf_count": len(leaves),
			"root": root,
			"previous_root": previous_root,
			"algorithm": ALGORITHM,
			"public_key": key.public_key().public_bytes_raw().hex(),
			"signature": key.sign(statement.encode("utf-8")).hex(),
			"leaves": canonical_json(leaves),
		}
	)
	with engine.acting():
		anchor.insert(ignore_permissions=True)  # the engine anchors, no person
	return anchor


def _latest(fields: list[str]) -> Mapping[str, Any] | None:
	rows = frappe.get_all("Evidence Anchor", fields=fields, order_by="taken_at desc", limit=1)
	return rows[0] if rows else None


def proof_of(doctype: str, name: str) -> dict[str, Any] | None:
	"""The latest anchor with the way from this document's leaf to its root; None before the first anchor that
	holds it."""
	fields = [
		"taken_at",
		"root",
		"previous_root",
		"public_key",
		"signature",
		"leaf_count",
		"algorithm",
		"leaves",
	]
	anchor = _latest(fields)
	leaves = _read(anchor["leaves"]) if anchor else []
	index = next((at for at, text in enumerate(leaves) if parts(text)[:2] == (doctype, name)), None)
	if anchor is None or index is None:
		return None
	_doctype, _name, count, head = parts(leaves[index])
	facts = {field: anchor[field] for field in fields if field != "leaves"}
	return {**facts, "count": int(count), "head": head, "proof": merkle.proof(leaves, index)}


def problems(doc: Mapping[str, Any], entries: list[dict[str, str]]) -> list[Problem]:
	"""What the latest anchor says against a document's chain, and what is wrong with the anchor itself."""
	anchor = _latest(["taken_at", "root", "leaves", "previous_root", "leaf_count", "signature"])
	if anchor and not _is_genuine(anchor):
		return [Problem("The anchor of {0} was altered", (anchor["taken_at"],))]
	proof = proof_of(doc["doctype"], doc["name"])
	if proof is None:
		return []
	subject = (doc["doctype"], doc["name"])
	return verify_evidence.check_anchor(proof, subject, entries, public_key())[0]


def _is_genuine(anchor: Mapping[str, Any]) -> bool:
	"""Whether the leaves are those of the root, and this site's key signed it."""
	facts = (anchor["root"], anchor["previous_root"], anchor["taken_at"], anchor["leaf_count"])
	text = verify_evidence.anchor_statement(*facts)
	signed = verify_evidence.check_ed25519(public_key(), anchor["signature"], text)
	return bool(signed) and merkle.root(_read(anchor["leaves"])) == anchor["root"]


def _read(leaves: str) -> list[str]:
	"""The leaves of a stored anchor; none where they are unreadable."""
	try:
		return [str(text) for text in json.loads(leaves)]
	except (ValueError, TypeError):
		return []
