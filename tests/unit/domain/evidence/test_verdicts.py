"""What the offline checker concludes: verified, consistent only, or broken, and by whose word."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.unit.domain.evidence.test_verify_evidence import (
	PACK,
	PUBLIC,
	anchored,
	chained,
	full_chain,
	sealed,
)

from client_mgmt.domain.evidence import merkle
from client_mgmt.domain.evidence import verify_evidence as ve

FORGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FORGED_KEY = FORGER.public_key().public_bytes_raw().hex()


def judged(pack: dict[str, Any], **options: str) -> tuple[int, str]:
	code, lines = ve.judge(json.dumps(pack), **options)
	return code, "\n".join(lines)


def rewritten() -> dict[str, Any]:
	"""The pack written anew from top to bottom by somebody with a key of their own."""
	pack = copy.deepcopy(PACK)
	for entry in pack["chain"]:
		entry["signer"] = entry.get("signer", "").replace("pm@vendor", "boss@vendor")
	pack["chain"] = chained(*pack["chain"])
	pack["head"] = pack["chain"][-1]["hash"]
	leaf = ve.leaf_of("Change Request", "CR-1", 4, pack["head"])
	facts = {
		"root": merkle.root([leaf]),
		"previous_root": ve.GENESIS,
		"leaf_count": 1,
		"taken_at": "2025-01-06",
	}
	text = ve.anchor_statement(facts["root"], ve.GENESIS, facts["taken_at"], 1)
	more = {"count": 4, "head": pack["head"], "proof": [], "public_key": FORGED_KEY}
	pack["anchor"] = {**facts, **more, "signature": FORGER.sign(text.encode()).hex()}
	return sealed(pack)


def test_a_pack_alone_proves_nothing_about_its_origin() -> None:
	for pack in (PACK, rewritten()):
		code, said = judged(pack)
		assert (code, "proves nothing" in said, "FAILED" in said) == (ve.CONSISTENT, True, False)


def test_what_its_reader_holds_does() -> None:
	last = PACK["chain"][2]["hash"]  # the second signature
	assert judged(PACK, public_key=PUBLIC)[0] == ve.VERIFIED
	assert judged(PACK, receipt=last)[0] == ve.VERIFIED
	assert "entries 1 to 3 of 4" in judged(PACK, receipt=last)[1]
	assert judged(PACK, receipt=PACK["chain"][0]["hash"])[0] == ve.CONSISTENT  # older than the signatures
	assert judged(PACK, public_key=PUBLIC, receipt=PACK["head"])[0] == ve.VERIFIED


def test_a_forgery_breaks_on_either() -> None:
	assert judged(rewritten(), public_key=PUBLIC)[0] == ve.BROKEN
	assert judged(rewritten(), receipt=PACK["head"])[0] == ve.BROKEN


def test_a_key_without_an_anchor_vouches_for_nothing() -> None:
	assert judged(sealed({**PACK, "anchor": None}), public_key=PUBLIC)[0] == ve.CONSISTENT


def test_the_keys_fingerprint_is_told() -> None:
	assert ve.fingerprint(PUBLIC) in judged(PACK)[1]
	assert ve.fingerprint(FORGED_KEY) in judged(rewritten())[1]
	assert ve.fingerprint(PUBLIC) != ve.fingerprint(FORGED_KEY)


@pytest.mark.parametrize("state", ["Signed", "Scheduled", "Implemented", "Closed"])
def test_a_protected_state_without_a_claim_is_broken(state: str) -> None:
	moved = {**full_chain()[-1], "to_state": state}
	chain = chained(*full_chain()[:-1], moved)
	facts = {"state": state, "chain": chain, "head": chain[-1]["hash"], "anchor": None}
	assert judged(sealed({**PACK, **facts, "in_force": []}))[0] == ve.BROKEN
	code, said = judged(sealed({**PACK, **facts}))
	assert (code, "Acceptance" in said) == (
		(ve.BROKEN, True) if state == "Closed" else (ve.CONSISTENT, False)
	)


def test_nor_a_state_that_the_pack_itself_calls_protected() -> None:
	facts = {"doctype": "Other", "in_force": [], "protected_by": ["Approval"], "anchor": None}
	other = [{**entry, "reference_doctype": "Other"} for entry in full_chain()]
	moved = chained({**other[-1], "to_state": "Sealed"})
	pack = {**PACK, **facts, "state": "Sealed", "chain": moved, "head": moved[-1]["hash"], "count": 1}
	assert judged(sealed(pack))[0] == ve.BROKEN
	assert judged(sealed({**pack, "protected_by": []}))[0] == ve.CONSISTENT


def test_packs_of_before_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	"""Their leaves were joined by bars, and they name no `protected_by`."""
	chain = full_chain()
	old = sealed({**PACK, "anchor": anchored(chain, 3, joined=True)})
	assert judged(old, public_key=PUBLIC)[0] == ve.VERIFIED
	file = tmp_path / "pack.json"
	file.write_text(json.dumps({"message": old}))
	assert ve.main([str(file)]) == ve.CONSISTENT
	assert ve.main([str(file), "--public-key", PUBLIC]) == ve.VERIFIED
	assert ve.main([str(file), "--receipt", "0" * 64]) == ve.BROKEN
	assert ve.main([str(tmp_path / "none.json")]) == ve.BROKEN
	assert "VERIFIED" in capsys.readouterr().out


def in_a_log(earlier: dict[str, Any] | None = None) -> dict[str, Any]:
	"""The pack anchored in a log, of one entry or, after an `earlier` pack, of two."""
	leaf = ve.leaf_of("Change Request", "CR-1", PACK["count"], PACK["head"])
	leaves = ["before", leaf] if earlier else [leaf]
	root = merkle.root(leaves)
	text = ve.anchor_statement(root, ve.GENESIS, "2025-01-06", len(leaves))
	anchor = {
		**PACK["anchor"],
		**{"root": root, "previous_root": ve.GENESIS, "taken_at": "2025-01-06", "leaf_count": len(leaves)},
		**{"proof": merkle.proof(leaves, len(leaves) - 1), "count": PACK["count"], "head": PACK["head"]},
		**{"public_key": FORGED_KEY, "signature": FORGER.sign(text.encode()).hex()},
	}
	if earlier:
		old = earlier["anchor"]
		proof = [ve.leaf_hash(leaf)]
		anchor["continues"] = {"root": old["root"], "leaf_count": old["leaf_count"], "proof": proof}
	return sealed({**copy.deepcopy(PACK), "anchor": anchor})


def test_a_pack_proves_that_it_continues_an_earlier_one() -> None:
	other = sealed({**in_a_log(), "name": "CR-1"})
	code, said = judged(in_a_log(), earlier=json.dumps(other))
	assert (code, "export it with earlier_root" in said) == (ve.BROKEN, True)
	first = copy.deepcopy(other)
	first["anchor"]["root"] = ve.leaf_hash("before")
	newer = in_a_log(first)
	assert ve.check_earlier(newer, first) == []
	assert judged(newer)[0] == ve.CONSISTENT
	newer["anchor"]["continues"]["root"] = "0" * 64
	assert "does not continue" in judged(sealed(newer))[1]
	assert judged(in_a_log(first), earlier="{}")[0] == ve.BROKEN
