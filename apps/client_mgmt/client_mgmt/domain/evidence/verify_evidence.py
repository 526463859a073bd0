"""Checks an evidence pack without the server that wrote it, with Python's standard library alone.

	python verify_evidence.py pack.json [--receipt HASH] [--public-key HEX] [--earlier older_pack.json]

The server uses the same functions, so that what it promises is what anybody can check (domain model,
"Dual signature", 8). Every hashed value is text. Exit code 0: verified by the receipt or key given; 1:
broken, and why; 3: consistent in itself, as whoever wrote the whole pack could make it (2: wrong arguments).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "client_mgmt-evidence-1"
GENESIS = "0" * 64
EVENT, SIGNATURE = "Workflow Event", "Signature Record"
ROUND_OPENED = "Round Opened"
SIGNED, DECLINED = "Signed", "Declined"
VERIFIED, BROKEN, CONSISTENT = 0, 1, 3
# State → the signatures that the app's own policies ask for; `protected_by` of a pack names those of others.
PROTECTED: dict[str, dict[str, tuple[str, ...]]] = {
	"Change Request": {
		**dict.fromkeys(("Signed", "Scheduled", "Implemented"), ("Approval",)),
		"Closed": ("Acceptance", "Approval"),
	},
	"Meeting Minutes": {"Acknowledged": ("Acknowledgement",)},
}


class Problem(NamedTuple):
	"""What is wrong, as a sentence with {0} placeholders and the values for them."""

	text: str
	values: tuple[str, ...] = ()

	def __str__(self) -> str:
		return self.text.format(*self.values)


def canonical_json(value: Any) -> str:
	"""JSON with sorted keys, no spaces, no ASCII escapes; NaN and infinity raise ValueError."""
	return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
	"""SHA-256 of the text's UTF-8 bytes, in hex."""
	return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def entry_hash(entry: dict[str, str]) -> str:
	"""The hash of a chain entry: of all its values but `hash` itself, `previous_hash` included."""
	return digest(canonical_json({key: value for key, value in entry.items() if key != "hash"}))


def check_chain(entries: Sequence[dict[str, str]], head: str, count: int) -> list[Problem]:
	"""What is wrong with a document's chain, entries in order of their sequence; `head` and `count` are
	the ones that stand on the document."""
	problems, previous = [], GENESIS
	for number, entry in enumerate(entries, 1):
		sequence = entry.get("sequence", "")
		where = (sequence, entry.get("kind", ""))
		if sequence != str(number):
			problems.append(
				Problem("Entry {0} of the chain is missing; {1} stands there", (str(number), sequence))
			)
			break
		if entry.get("hash") != entry_hash(entry):
			problems.append(Problem("Entry {0} of the chain ({1}) was altered", where))
		if entry.get("previous_hash") != previous:
			problems.append(
				Problem("Entry {0} of the chain ({1}) does not follow from the one before", where)
			)
		previous = entry.get("hash", "")
	counts = (str(len(entries)), str(count))
	if len(entries) < count:
		problems.append(Problem("The tail of the chain is missing: {0} entries of {1}", counts))
	elif len(entries) > count:
		problems.append(Problem("The chain has {0} entries, the document counts {1}", counts))
	if previous != (head or GENESIS):
		problems.append(Problem("The head of the chain is not the one that stands on the document"))
	return problems


def check_signature(record: dict[str, str]) -> list[Problem]:
	"""What is wrong with one Signature Record by itself: its digest, and whether it is of its document."""
	who = (record["party"], record["round"])
	if digest(record["content"]) != record["digest"]:
		return [Problem("The content of the {0} signature of round {1} was altered", who)]
	same = ("purpose", "round", "revision", "policy_version")
	try:
		content = json.loads(record["content"])
		about = [content["doctype"], content["name"], *(str(content[key]) for key in same)]
	except (ValueError, KeyError, TypeError):
		about = []
	if about != [record[key] for key in ("reference_doctype", "reference_name", *same)]:
		return [Problem("The {0} signature of round {1} was given for another content", who)]
	return []


def rounds(entries: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
	"""The rounds of signatures that a chain holds, in order: `round, purpose, revision, digest, parties,
	signed {party: signer}, declined, outcome, problems`. Nothing is believed but the entries."""
	found: dict[str, dict[str, Any]] = {}
	for entry in entries:
		if entry["kind"] == SIGNATURE and entry["round"] in found:
			_count_signature(found[entry["round"]], entry)
		elif entry["kind"] == EVENT and entry["event_type"] == ROUND_OPENED:
			opened = {key: entry[key] for key in ("round", "purpose", "revision", "digest")}
			parties = [party for party in entry["parties"].split(",") if party]
			found[entry["round"]] = {
				**opened,
				"parties": parties,
				"signed": {},
				"declined": "",
				"problems": [],
			}
	for item in found.values():
		item["outcome"] = _outcome(item)
	return list(found.values())


def _count_signature(item: dict[str, Any], record: dict[str, str]) -> None:
	problems: list[Problem] = item["problems"]
	problems += check_signature(record)
	where = (record["party"], record["round"])
	if record["digest"] != item["digest"] or record["purpose"] != item["purpose"]:
		problems.append(Problem("The {0} signature of round {1} was given for another content", where))
	elif record["decision"] == DECLINED:
		item["declined"] = record["signer"]
	elif record["signer"] in item["signed"].values():
		problems.append(Problem("One person signed for two parties in round {0}", (record["round"],)))
	elif record["party"] in item["signed"]:
		problems.append(Problem("Two people signed for {0} in round {1}", where))
	else:
		item["signed"][record["party"]] = record["signer"]


def _outcome(item: dict[str, Any]) -> str:
	if item["declined"]:
		return "Declined"
	complete = item["parties"] and not item["problems"] and set(item["parties"]) <= set(item["signed"])
	return "Complete" if complete else "Open"


def leaf_of(doctype: str, name: str, count: int | str, head: str) -> str:
	"""A document's chain in an anchor, as JSON: whatever stands in a name, no other has this leaf."""
	return canonical_json([doctype, name, str(count), head])


def leaf_hash(leaf: str) -> str:
	"""The hash of a Merkle leaf; a first byte tells leaves from nodes."""
	return hashlib.sha256(b"\x00" + leaf.encode("utf-8", "surrogatepass")).hexdigest()


def node_hash(left: str, right: str) -> str:
	"""The hash of two nodes, in hex; raises ValueError for what is no hex."""
	return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def proven(leaf: str, proof: Iterable[Sequence[str]], root: str) -> bool:
	"""True when the proof leads from the leaf to the root."""
	current = leaf_hash(leaf)
	try:
		for side, other in proof:
			if side not in ("left", "right"):
				return False
			current = node_hash(other, current) if side == "left" else node_hash(current, other)
	except (ValueError, TypeError):
		return False
	return current == root


def continued(first: int, first_root: str, size: int, root: str, proof: Sequence[str]) -> bool:
	"""True when the proof shows that a log of `first` entries is the beginning of one of `size` (RFC 9162,
	section 2.1.4.2)."""
	if first == size or not 0 < first < size:
		return first == size and first_root == root and not proof
	path = [first_root, *proof] if first & (first - 1) == 0 else [*proof]
	at, last = first - 1, size - 1
	while at & 1:
		at, last = at >> 1, last >> 1
	try:
		old = new = path[0]
		for other in path[1:]:
			if at & 1 or at == last:
				old, new = node_hash(other, old), node_hash(other, new)
				while at and not at & 1:
					at, last = at >> 1, last >> 1
			else:
				new = node_hash(new, other)
			at, last = at >> 1, last >> 1
	except (ValueError, TypeError, IndexError):
		return False
	return (old, new, last) == (first_root, root, 0)


def anchor_statement(root: str, previous_root: str, taken_at: str, leaf_count: int | str) -> str:
	"""The text that the site's Ed25519 key signs."""
	return canonical_json(
		{"leaf_count": str(leaf_count), "previous_root": previous_root, "root": root, "taken_at": taken_at}
	)


def check_ed25519(public_key: str, signature: str, text: str) -> bool | None:
	"""True or False for a hex key and signature; None where the package `cryptography` is not installed."""
	try:
		from cryptography.exceptions import InvalidSignature
		from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
	except ImportError:
		return None
	try:
		key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
		key.verify(bytes.fromhex(signature), text.encode("utf-8"))
	except (InvalidSignature, ValueError):
		return False
	return True


def check_anchor(
	anchor: dict[str, Any], subject: tuple[str, str], entries: Sequence[dict[str, str]], public_key: str = ""
) -> tuple[list[Problem], list[str]]:
	"""(problems, notes) of an anchor with the proof for one chain; `subject` is (DocType, name)."""
	problems, notes = [], []
	count, head = int(anchor["count"]), anchor["head"]
	at_count = entries[count - 1].get("hash") if 0 < count <= len(entries) else None
	if at_count != head:
		values = (anchor["taken_at"], str(count))
		problems.append(Problem("The anchor of {0} holds another entry {1} than the chain", values))
	leaves = (leaf_of(*subject, count, head), "|".join((*subject, str(count), head)))  # the latter: of before
	if not any(proven(leaf, anchor["proof"], anchor["root"]) for leaf in leaves):
		problems.append(Problem("The anchor of {0} does not hold this chain", (anchor["taken_at"],)))
	earlier = anchor.get("continues")
	if earlier and not _continues(anchor, earlier):
		problems.append(Problem("The anchor of {0} does not continue the earlier one", (anchor["taken_at"],)))
	if public_key and public_key.lower() != anchor["public_key"].lower():
		problems.append(Problem("The anchor of {0} was signed with another key", (anchor["taken_at"],)))
	signed = _is_signed(anchor, anchor["public_key"])
	if signed is None:
		notes.append("The anchor's signature was not checked: the package cryptography is not installed.")
	elif not signed:
		problems.append(Problem("The signature of the anchor of {0} is wrong", (anchor["taken_at"],)))
	return problems, notes


def _continues(anchor: dict[str, Any], earlier: dict[str, Any]) -> bool:
	known = (int(earlier["leaf_count"]), str(earlier["root"]))
	return continued(*known, int(anchor["leaf_count"]), anchor["root"], earlier["proof"])


def check_earlier(pack: dict[str, Any], earlier: dict[str, Any]) -> list[Problem]:
	"""What is wrong with a pack as the successor of an earlier one, of whichever document of the same site:
	exported with `earlier_root`, it proves that its log continues that one's."""
	newer, older = pack.get("anchor") or {}, earlier.get("anchor") or {}
	told = newer.get("continues") or {}
	if not older or (told.get("root"), told.get("leaf_count")) != (older["root"], older["leaf_count"]):
		return [Problem("The pack proves nothing about the earlier one: export it with earlier_root")]
	return []


def _is_signed(anchor: dict[str, Any], public_key: str) -> bool | None:
	text = anchor_statement(anchor["root"], anchor["previous_root"], anchor["taken_at"], anchor["leaf_count"])
	return check_ed25519(public_key, anchor["signature"], text)


def seal(pack: dict[str, Any]) -> str:
	"""The digest over everything in a pack but the seal itself."""
	return digest(canonical_json({key: value for key, value in pack.items() if key != "seal"}))


def check_pack(
	pack: dict[str, Any], receipt: str = "", public_key: str = ""
) -> tuple[list[Problem], list[str]]:
	"""(problems, notes) of an evidence pack; `receipt` is the chain head of a mailed receipt."""
	if pack.get("format") != FORMAT:
		return [Problem("This is not an evidence pack of the format {0}", (FORMAT,))], []
	entries = pack["chain"]
	problems = [] if pack.get("seal") == seal(pack) else [Problem("The pack was altered after its export")]
	problems += check_chain(entries, pack["head"], int(pack["count"]))
	about = {(entry["reference_doctype"], entry["reference_name"]) for entry in entries}
	if about - {(pack["doctype"], pack["name"])}:
		problems.append(Problem("The chain holds entries of another document"))
	found = rounds(entries)
	problems += [problem for item in found for problem in item["problems"]]
	problems += _check_claims(pack, found)
	moves = [entry["to_state"] for entry in entries if entry.get("event_type") == "Transition"]
	if moves and moves[-1] != pack["state"]:
		problems.append(Problem("The document stands in {0}, the ledger in {1}", (pack["state"], moves[-1])))
	notes = [f"Round {i['round']} ({i['purpose']}): {i['outcome']}, signed by {i['signed']}" for i in found]
	if receipt and receipt.lower() not in {entry["hash"] for entry in entries}:
		problems.append(Problem("The chain does not hold the head of the receipt"))
	if pack.get("anchor"):
		wrong, more = check_anchor(pack["anchor"], (pack["doctype"], pack["name"]), entries, public_key)
		problems, notes = problems + wrong, notes + more
	else:
		notes.append("The pack has no anchor yet: it was exported before the first daily anchor.")
	return problems, notes


def _check_claims(pack: dict[str, Any], found: list[dict[str, Any]]) -> list[Problem]:
	"""The current content that a pack claims to be signed must be what its round signed, and a protected
	state claims all that it asks for."""
	outcomes = {item["round"]: item for item in found}
	asked = {*PROTECTED.get(pack["doctype"], {}).get(pack["state"], ()), *pack.get("protected_by", ())}
	missing = sorted(asked - {claim["purpose"] for claim in pack["in_force"]})
	sentence = "{0} is a protected state, and the pack shows no signatures of {1}"
	problems = [Problem(sentence, (pack["state"], purpose)) for purpose in missing]
	for claim in pack["in_force"]:
		item = outcomes.get(claim["round"])
		if item is None or (item["outcome"], item["purpose"]) != ("Complete", claim["purpose"]):
			problems.append(Problem("Round {0} is not complete", (claim["round"],)))
		elif digest(canonical_json(claim["content"])) != item["digest"]:
			problems.append(Problem("The document was altered after round {0} was signed", (claim["round"],)))
	return problems


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
	"""A JSON object; a key that stands twice raises ValueError."""
	found = dict(pairs)
	if len(found) != len(pairs):
		raise ValueError("a key stands twice")
	return found


def read_pack(text: str) -> dict[str, Any]:
	"""A pack from its text, bare or as the REST answer `{"message": pack}`; ValueError for what is none."""
	pack: dict[str, Any] = json.loads(text, object_pairs_hook=_no_twins)
	return pack["message"] if list(pack) == ["message"] else pack


def check_text(text: str, receipt: str = "", public_key: str = "") -> tuple[list[Problem], list[str]]:
	"""(problems, notes) of a pack as text."""
	try:
		return check_pack(read_pack(text), receipt, public_key)
	except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
		return [Problem("The pack is not readable: {0}", (f"{type(error).__name__} {error}",))], []


def attested(pack: dict[str, Any], receipt: str = "", public_key: str = "") -> int:
	"""How many entries of a pack without problems the reader's receipt, or an anchor signed with the reader's
	key, vouches for."""
	hashes, anchor = [entry["hash"] for entry in pack["chain"]], pack.get("anchor")
	held = hashes.index(receipt.lower()) + 1 if receipt else 0
	return (
		max(held, int(anchor["count"])) if public_key and anchor and _is_signed(anchor, public_key) else held
	)


def fingerprint(public_key: str) -> str:
	"""What people compare of a key: the SHA-256 of its bytes, its first half in groups of four."""
	text = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()
	return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def judge(text: str, receipt: str = "", public_key: str = "", earlier: str = "") -> tuple[int, list[str]]:
	"""(exit code, lines) on a pack as text, and on an `earlier` one that it must continue. The entries after
	the last signature may be younger than what vouches for it; without any signature all must be vouched
	for."""
	problems, notes = check_text(text, receipt, public_key)
	if earlier:
		problems = problems or check_text(earlier)[0] or check_earlier(read_pack(text), read_pack(earlier))
	lines = [f"note: {line}" for line in notes]
	if problems:
		return BROKEN, [*lines, *(f"FAILED: {problem}" for problem in problems)]
	pack = read_pack(text)
	chain, held = pack["chain"], attested(pack, receipt, public_key)
	if pack.get("anchor"):
		lines.append(f"note: fingerprint of the anchor's key: {fingerprint(pack['anchor']['public_key'])}")
	signed = [number for number, entry in enumerate(chain, 1) if entry["kind"] == SIGNATURE] or [len(chain)]
	told = f"entries 1 to {held} of {len(chain)} are vouched for by the receipt or key given."
	if held and held >= signed[-1]:
		return VERIFIED, [*lines, f"OK, VERIFIED: {told}"]
	unread = "the key given was compared with no signature (see the notes)."
	told = told if held else unread if public_key else "give --receipt or --public-key, got on another way."
	return CONSISTENT, [*lines, f"CONSISTENT ONLY: this proves nothing about who wrote the pack; {told}"]


def main(arguments: Sequence[str] | None = None) -> int:
	"""The command line; returns the exit code."""
	parser = argparse.ArgumentParser(description="Checks an evidence pack of client_mgmt offline.")
	parser.add_argument("pack", type=Path, help="the JSON file")
	parser.add_argument("--receipt", default="", help="the chain head of a receipt that was mailed")
	parser.add_argument("--earlier", type=Path, help="an older pack, whose anchor this one's must continue")
	parser.add_argument("--public-key", default="", help="the site's Ed25519 key in hex, got on another way")
	options = parser.parse_args(arguments)
	try:
		text = options.pack.read_text(encoding="utf-8")
		earlier = options.earlier.read_text(encoding="utf-8") if options.earlier else ""
	except (OSError, UnicodeDecodeError) as error:
		print(f"FAILED: {error}")
		return BROKEN
	code, lines = judge(text, options.receipt.strip(), options.public_key.strip(), earlier)
	print("\n".join(lines))
	return code


if __name__ == "__main__":
	sys.exit(main())
