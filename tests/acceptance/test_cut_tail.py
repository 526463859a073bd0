"""Issue 2: "or the chain's tail was altered"; guarantee 8 of the dual signature: what shows what.

Somebody with the database file in hand takes the last entries of a chain away and sets the document back, or
writes the chain anew. What notices it: the count and the state on the document, the anchor, the receipt.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email import message_from_string, policy
from typing import Any

import pytest
from tests.acceptance.process import Served
from tests.client import Api
from tests.factory import CHANGE, Factory

from client_mgmt.domain.evidence import merkle
from client_mgmt.domain.evidence.verify_evidence import (
	SIGNATURE,
	canonical_json,
	check_pack,
	entry_hash,
	leaf_of,
)
from client_mgmt.workflow_policy.ledger import FIELDS

HEAD = re.compile(r"Chain head after entry \d+: ([0-9a-f]{64})")


@pytest.fixture
def change(host: Served, make: Factory) -> Iterator[str]:
	"""A signed change whose receipt was mailed; the anchors of the test are gone after it."""
	name = make.change("Signed")
	assert eventually(lambda: receipt(host, name))
	yield name
	with host.sqlite() as database:
		database.execute("DELETE FROM `tabEvidence Anchor`")
		database.execute("DELETE FROM `tabEvidence Log Entry`")


def eventually(condition: Any, seconds: float = 15) -> bool:
	limit = time.monotonic() + seconds
	while not condition():
		if time.monotonic() > limit:
			return False
		time.sleep(0.1)
	return True


def receipt(host: Served, name: str) -> str:
	"""The chain head in the receipt that was mailed for a change, "" before it is."""
	for file in (host.folder / host.site / "mail").glob("*.eml"):
		mail = message_from_string(file.read_text(encoding="utf-8"), policy=policy.default)
		body = mail.get_body(("plain", "html"))
		text = body.get_content() if body else ""
		heads = HEAD.findall(text)
		if heads and (name in text or name in mail["subject"]):
			return heads[0]
	return ""


def take_anchor(host: Served) -> None:
	"""The daily job, now."""
	host.run("execute", "client_mgmt.workflow_policy.anchor.take")


def pack_of(admin: Api, name: str) -> dict[str, Any]:
	return admin.query("client_mgmt.api.signing.evidence", doctype=CHANGE, name=name)


def chain_of(admin: Api, name: str) -> list[dict[str, str]]:
	return pack_of(admin, name)["chain"]


def set_back(host: Served, admin: Api, name: str) -> None:
	"""Takes away the vendor's signature and the transition to Signed, and everything that tells of them: the
	document stands again where it stood, waiting for the vendor."""
	*kept, vendor, moved = chain_of(admin, name)
	assert (vendor["kind"], moved["to_state"]) == (SIGNATURE, "Signed")
	with host.sqlite() as database:
		for entry in (vendor, moved):
			database.execute(f"DELETE FROM `tab{entry['kind']}` WHERE hash = ?", (entry["hash"],))
		database.execute(
			"UPDATE `tabChange Request` SET workflow_state = 'Awaiting Signatures', round_outcome = 'Open',"
			" in_force = 0, chain_head = ?, chain_count = ? WHERE name = ?",
			(kept[-1]["hash"], len(kept), name),
		)


def write_anew(host: Served, admin: Api, name: str) -> None:
	"""Puts another name into the first signature, and hashes everything after it anew."""
	chain = chain_of(admin, name)
	at = next(at for at, entry in enumerate(chain) if entry["kind"] == SIGNATURE)
	previous = chain[at - 1]["hash"]
	with host.sqlite() as database:
		for entry in chain[at:]:
			old = entry["hash"]
			entry |= {"previous_hash": previous, **({"signer_name": "别人"} if entry is chain[at] else {})}
			entry["hash"] = previous = entry_hash(entry)
			columns = [*FIELDS[entry["kind"]], "hash"]
			marks = ", ".join(f"`{column}` = ?" for column in columns)
			sql = f"UPDATE `tab{entry['kind']}` SET {marks} WHERE hash = ?"
			database.execute(sql, (*(entry[column] for column in columns), old))
		database.execute("UPDATE `tabChange Request` SET chain_head = ? WHERE name = ?", (previous, name))


def said(admin: Api, name: str) -> str:
	return "\n".join(admin.verdict(CHANGE, name)["problems"])


def test_the_count_on_the_document_shows_a_missing_tail(host: Served, admin: Api, change: str) -> None:
	last = chain_of(admin, change)[-1]
	with host.sqlite() as database:
		database.execute("DELETE FROM `tabWorkflow Event` WHERE hash = ?", (last["hash"],))
	assert "The tail of the chain is missing: 6 entries of 7" in said(admin, change)
	assert "The head of the chain is not the one that stands on the document" in said(admin, change)


def test_the_state_on_the_document_shows_a_tail_cut_with_its_count(
	host: Served, admin: Api, change: str
) -> None:
	*kept, last = chain_of(admin, change)
	with host.sqlite() as database:
		database.execute("DELETE FROM `tabWorkflow Event` WHERE hash = ?", (last["hash"],))
		sql = "UPDATE `tabChange Request` SET chain_head = ?, chain_count = ? WHERE name = ?"
		database.execute(sql, (kept[-1]["hash"], len(kept), change))
	assert "The document stands in Signed, the ledger in Awaiting Signatures" in said(admin, change)


def test_the_receipt_shows_a_document_set_back(host: Served, admin: Api, change: str) -> None:
	"""Nothing in the database contradicts it before the first anchor: what both parties were mailed does."""
	head = receipt(host, change)
	assert check_pack(pack_of(admin, change), receipt=head)[0] == []
	set_back(host, admin, change)
	assert admin.verdict(CHANGE, change)["valid"]
	problems, _notes = check_pack(pack_of(admin, change), receipt=head)
	assert [str(problem) for problem in problems] == ["The chain does not hold the head of the receipt"]


def test_the_anchor_shows_a_document_set_back(host: Served, admin: Api, change: str) -> None:
	take_anchor(host)
	assert said(admin, change) == ""
	set_back(host, admin, change)
	assert "holds another entry 7 than the chain" in said(admin, change)
	problems, _notes = check_pack(pack_of(admin, change))
	assert "holds another entry 7 than the chain" in " ".join(map(str, problems))


def test_the_next_anchor_does_not_forget(host: Served, admin: Api, change: str) -> None:
	"""An anchor never takes the place of one that says otherwise."""
	take_anchor(host)
	set_back(host, admin, change)
	take_anchor(host)
	take_anchor(host)
	assert "holds another entry 7 than the chain" in said(admin, change)


def test_anchor_and_receipt_show_a_chain_written_anew(host: Served, admin: Api, change: str) -> None:
	"""Hashes need no key: a whole chain can be written again, but not what others hold of it."""
	head = receipt(host, change)
	take_anchor(host)
	write_anew(host, admin, change)
	assert admin.verdict(CHANGE, change)["chain_ok"]
	assert "holds another entry 7 than the chain" in said(admin, change)
	problems, _notes = check_pack(pack_of(admin, change), receipt=head)
	assert "The chain does not hold the head of the receipt" in map(str, problems)


@pytest.mark.parametrize("forgery", ["signature", "root of another log", "another key", "heads of its own"])
def test_the_key_outside_shows_a_forged_anchor(forgery: str, host: Served, admin: Api, change: str) -> None:
	"""The key lives in the site config: who has the database alone signs no anchor."""
	take_anchor(host)
	set_back(host, admin, change)
	anchor = host.row("SELECT * FROM `tabEvidence Anchor` ORDER BY taken_at DESC LIMIT 1")
	row = host.row("SELECT chain_head, chain_count FROM `tabChange Request` WHERE name = ?", change)
	true = leaf_of(CHANGE, change, row["chain_count"], row["chain_head"])
	values = forged(forgery, anchor, [true])
	columns = ", ".join(f"`{column}` = ?" for column in values)
	with host.sqlite() as database:
		sql = f"UPDATE `tabEvidence Anchor` SET {columns} WHERE name = ?"
		database.execute(sql, (*values.values(), anchor["name"]))
	assert f"The anchor of {anchor['taken_at']} was altered" in said(admin, change)


def forged(forgery: str, anchor: dict[str, Any], leaves: list[str]) -> dict[str, Any]:
	"""The columns of an anchor that somebody without the key writes."""
	if forgery == "signature":
		return {"signature": "0" * 128}
	if forgery == "heads of its own":
		return {"leaves": canonical_json(leaves)}
	values: dict[str, Any] = {"root": merkle.root(leaves), "leaf_count": len(leaves)}
	if forgery == "another key":
		values |= signed_with_another_key(values["root"], anchor, len(leaves))
	return values


def signed_with_another_key(root: str, anchor: dict[str, Any], count: int) -> dict[str, str]:
	from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

	from client_mgmt.domain.evidence.verify_evidence import anchor_statement

	key = Ed25519PrivateKey.generate()
	text = anchor_statement(root, anchor["previous_root"], anchor["taken_at"], count)
	return {
		"public_key": key.public_key().public_bytes_raw().hex(),
		"signature": key.sign(text.encode()).hex(),
	}
