"""domain/evidence/verify_evidence.py: any change of a chain, a signature or a pack is noticed."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from client_mgmt.domain.evidence import merkle
from client_mgmt.domain.evidence import verify_evidence as ve
from client_mgmt.domain.evidence.signed_content import build

SUBJECT = {"reference_doctype": "Change Request", "reference_name": "CR-1"}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()
CONTENT = build(
	{
		"doctype": "Change Request",
		"name": "CR-1",
		"purpose": "Approval",
		"revision": 1,
		"round": 1,
		"policy_version": 1,
		"parties": ["Client", "Vendor"],
	},
	{"title": "支付 <b>1</b>"},
	{"title": "Data"},
	[("a.pdf", "11")],
)


def signature(party: str, signer: str, decision: str = "Signed") -> dict[str, str]:
	text = ve.canonical_json(CONTENT)
	numbers = {"round": "1", "revision": "1", "policy_version": "1"}
	who = {"party": party, "signer": signer, "decision": decision, "purpose": "Approval"}
	return {"kind": ve.SIGNATURE, **SUBJECT, **numbers, **who, "content": text, "digest": ve.digest(text)}


def opened() -> dict[str, str]:
	return {
		"kind": ve.EVENT,
		**SUBJECT,
		"event_type": ve.ROUND_OPENED,
		"purpose": "Approval",
		"revision": "1",
		"round": "1",
		"parties": "Client,Vendor",
		"digest": ve.digest(ve.canonical_json(CONTENT)),
	}


def chained(*entries: dict[str, str]) -> list[dict[str, str]]:
	chain, previous = [], ve.GENESIS
	for number, entry in enumerate(entries, 1):
		linked = {**entry, "sequence": str(number), "previous_hash": previous}
		linked["hash"] = previous = ve.entry_hash(linked)
		chain.append(linked)
	return chain


def full_chain() -> list[dict[str, str]]:
	moved = {"kind": ve.EVENT, **SUBJECT, "event_type": "Transition", "to_state": "Signed"}
	return chained(opened(), signature("Client", "a@bank"), signature("Vendor", "pm@vendor"), moved)


def anchored(chain: list[dict[str, str]], count: int, joined: bool = False) -> dict[str, Any]:
	"""An anchor of a chain; `joined`: with leaves as they were before they were JSON."""
	leaf = ve.leaf_of if not joined else lambda *parts: "|".join(map(str, parts))
	leaves = [leaf("Change Request", f"CR-{n}", 3, ve.digest(str(n))) for n in (2, 3, 4)]
	leaves.insert(1, leaf("Change Request", "CR-1", count, chain[count - 1]["hash"]))
	facts = {
		"taken_at": "2025-01-06T00:00:00+00:00",
		"root": merkle.root(leaves),
		"previous_root": ve.GENESIS,
		"leaf_count": len(leaves),
		"count": count,
		"head": chain[count - 1]["hash"],
		"proof": merkle.proof(leaves, 1),
		"public_key": PUBLIC,
	}
	text = ve.anchor_statement(facts["root"], ve.GENESIS, facts["taken_at"], len(leaves))
	return {**facts, "signature": KEY.sign(text.encode()).hex()}


def sealed(pack: dict[str, Any]) -> dict[str, Any]:
	return {**pack, "seal": ve.seal({key: value for key, value in pack.items() if key != "seal"})}


def a_pack() -> dict[str, Any]:
	chain = full_chain()
	facts = {
		"format": ve.FORMAT,
		"state": "Signed",
		"doctype": "Change Request",
		"name": "CR-1",
		"head": chain[-1]["hash"],
		"count": len(chain),
		"chain": chain,
		"in_force": [{"purpose": "Approval", "round": "1", "content": CONTENT}],
		"anchor": anchored(chain, 3),
	}
	return sealed(facts)


PACK = a_pack()
TEXT = json.dumps(PACK, ensure_ascii=False)


def told(pack: dict[str, Any], **options: str) -> str:
	return "; ".join(str(problem) for problem in ve.check_pack(pack, **options)[0])


def test_a_true_pack_holds() -> None:
	problems, notes = ve.check_pack(PACK, receipt=PACK["chain"][2]["hash"], public_key=PUBLIC)
	assert problems == []
	assert notes == ["Round 1 (Approval): Complete, signed by {'Client': 'a@bank', 'Vendor': 'pm@vendor'}"]
	assert ve.check_text(json.dumps({"message": PACK}, indent=1)) == ([], notes)


def test_a_state_beside_the_ledger_is_noticed() -> None:
	assert "stands in Closed, the ledger in Signed" in told(sealed({**PACK, "state": "Closed"}))


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed(at: int, by: int) -> None:
	raw = bytearray(TEXT.encode())
	raw[at] ^= by
	try:
		changed = bytes(raw).decode()
		if json.loads(changed) == PACK:  # white space, or the case of an escape
			return
	except ValueError:
		changed = bytes(raw).decode("utf-8", "replace")
	assert ve.check_text(changed)[0]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_one_changed_value_is_noticed_even_when_the_pack_is_sealed_anew(data: st.DataObject) -> None:
	pack = copy.deepcopy(PACK)
	entry = data.draw(st.sampled_from(pack["chain"]))
	key = data.draw(st.sampled_from(sorted(entry)))
	value = data.draw(st.text().filter(lambda text: text != entry[key]))
	entry[key] = value
	assert ve.check_text(json.dumps(sealed(pack)))[0]


def test_a_cut_tail_is_noticed() -> None:
	chain = full_chain()
	problems = ve.check_chain(chain[:-1], chain[-1]["hash"], 4)
	assert [str(problem) for problem in problems] == [
		"The tail of the chain is missing: 3 entries of 4",
		"The head of the chain is not the one that stands on the document",
	]


def test_a_missing_middle_is_noticed() -> None:
	chain = full_chain()
	assert "Entry 2 of the chain is missing" in str(
		ve.check_chain([chain[0], *chain[2:]], chain[-1]["hash"], 4)[0]
	)


def test_a_chain_written_anew_is_noticed_by_anchor_and_receipt() -> None:
	other = chained(opened(), signature("Client", "evil@bank"), signature("Vendor", "pm@vendor"))
	pack = sealed({**PACK, "chain": other, "head": other[-1]["hash"], "count": 3})
	assert "holds another entry 3" in told(pack)
	unanchored = sealed({**pack, "anchor": None})
	assert told(unanchored) == ""
	assert "receipt" in told(unanchored, receipt=PACK["head"])


def test_another_key_is_noticed() -> None:
	assert "another key" in told(PACK, public_key="00" * 32)
	forged = copy.deepcopy(PACK)
	forged["anchor"]["signature"] = "00" * 64
	assert "signature of the anchor" in told(sealed(forged))


def test_content_altered_after_signing_is_noticed() -> None:
	altered = copy.deepcopy(PACK)
	altered["in_force"][0]["content"]["fields"]["title"] = "另一个"
	assert "altered after round 1 was signed" in told(sealed(altered))


@pytest.mark.parametrize(
	("records", "outcome", "words"),
	[
		([signature("Client", "a")], "Open", ""),
		([signature("Client", "a"), signature("Vendor", "b")], "Complete", ""),
		([signature("Client", "a"), signature("Vendor", "a")], "Open", "One person"),
		([signature("Client", "a"), signature("Client", "b")], "Open", "Two people"),
		([signature("Client", "a"), signature("Vendor", "b", "Declined")], "Declined", ""),
		([{**signature("Client", "a"), "content": "{}"}], "Open", "was altered"),
		([{**signature("Client", "a"), "reference_name": "CR-2"}], "Open", "another content"),
	],
)
def test_rounds(records: list[dict[str, str]], outcome: str, words: str) -> None:
	(found,) = ve.rounds(chained(opened(), *records))
	assert found["outcome"] == outcome
	assert words in " ".join(map(str, found["problems"])) and bool(words) == bool(found["problems"])


def test_a_signature_of_an_old_content_does_not_count() -> None:
	other = {**CONTENT, "revision": 2}
	text = ve.canonical_json(other)
	record = {**signature("Client", "a"), "content": text, "digest": ve.digest(text), "revision": "2"}
	(found,) = ve.rounds(chained(opened(), record))
	assert found["signed"] == {} and found["problems"]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=20, unique=True), st.data())
def test_merkle_proofs(leaves: list[str], data: st.DataObject) -> None:
	root, at = merkle.root(leaves), data.draw(st.integers(0, len(leaves) - 1))
	assert ve.proven(leaves[at], merkle.proof(leaves, at), root)
	assert not ve.proven(leaves[at] + "x", merkle.proof(leaves, at), root)


def test_a_key_that_stands_twice_is_refused() -> None:
	assert ve.check_text(TEXT[:-1] + ',"format":"' + ve.FORMAT + '"}')[0]


def test_command_line_with_the_standard_library_alone(tmp_path: Path) -> None:
	"""`-S -I`: neither site-packages nor our own packages are on the path."""
	good, bad = tmp_path / "good.json", tmp_path / "bad.json"
	good.write_text(TEXT, encoding="utf-8")
	bad.write_text(TEXT.replace("a@bank", "b@bank", 1), encoding="utf-8")
	results = {}
	for path in (good, bad):
		command = [sys.executable, "-S", "-I", ve.__file__, str(path), "--receipt", PACK["head"]]
		results[path] = subprocess.run(command, capture_output=True, text=True, check=False)
	assert results[good].returncode == 0, results[good].stdout
	assert "cryptography is not installed" in results[good].stdout
	assert results[bad].returncode == 1 and "altered" in results[bad].stdout


@pytest.mark.parametrize(
	"text", ["", "[]", "1", "{}", '{"message": 3}', '{"format": "client_mgmt-evidence-1"}']
)
def test_rubbish_is_no_pack(text: str) -> None:
	assert ve.check_text(text)[0]


def test_main_reports_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	assert ve.main([str(tmp_path / "none.json")]) == 1
	assert "FAILED" in capsys.readouterr().out
