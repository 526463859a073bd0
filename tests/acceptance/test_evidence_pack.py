"""Issue 2: "the exported evidence pack verifies offline with the standard library alone, and fails after
one byte changed"; guarantee 8 of the dual signature. The packs are the very bytes that REST answers."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.process import Served
from tests.client import Api, some
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people
from client_mgmt.domain.evidence import verify_evidence
from client_mgmt.domain.evidence.verify_evidence import check_pack, check_text, judge, seal

STEP = 13  # of the large pack every so many bytes are changed; prime, so that all kinds of places are met
ONLY_SEALED = {"exported_at", "how_to_check", "anchor.algorithm"}


def export(api: Api, name: str) -> bytes:
	answer = api.try_query("client_mgmt.api.signing.evidence", doctype=CHANGE, name=name)
	assert answer.ok, answer.text
	return answer.content


@pytest.fixture(scope="module")
def large(host: Served, api: Callable[..., Api], make: Factory) -> bytes:
	"""A closed change: two rounds, three signatures, an anchor."""
	name = make.change("Closed")
	host.run("execute", "client_mgmt.workflow_policy.anchor.take")
	return export(api(people.BUSINESS_OWNER), name)


@pytest.fixture(scope="module")
def small(api: Callable[..., Api], make: Factory) -> bytes:
	"""A submitted change: one entry."""
	return export(api(people.BUSINESS_OWNER), make.change("Submitted"))


def offline(content: bytes, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
	"""The checker as a party runs it: one file, no environment, no site packages."""
	file = folder / "pack.json"
	file.write_bytes(content)
	command = [sys.executable, "-I", "-S", verify_evidence.__file__, str(file), *arguments]
	return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)


def holds(content: bytes) -> bool:
	"""What the command says of these bytes, without a process for each."""
	try:
		return not check_text(content.decode("utf-8"))[0]
	except UnicodeDecodeError:
		return False


def flipped(content: bytes, at: int, bit: int) -> bytes:
	return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


def test_the_packs_verify_offline(large: bytes, small: bytes, tmp_path: Path) -> None:
	for content in (large, small):
		done = offline(content, tmp_path)
		assert (done.returncode, done.stderr) == (verify_evidence.CONSISTENT, "")
		assert "CONSISTENT ONLY" in done.stdout
		assert holds(content)


def test_a_receipt_and_a_key(large: bytes, tmp_path: Path) -> None:
	"""Against the head that a party was mailed, and the key that it got on another way."""
	pack = json.loads(large)["message"]
	signed = [entry["hash"] for entry in pack["chain"] if entry.get("to_state") == "Signed"]
	older = offline(large, tmp_path, "--receipt", signed[0])  # than the acceptance
	assert (older.returncode, "are vouched for" in older.stdout) == (verify_evidence.CONSISTENT, True)
	assert offline(large, tmp_path, "--receipt", pack["head"]).returncode == 0
	unread = offline(large, tmp_path, "--public-key", pack["anchor"]["public_key"])  # without cryptography
	assert (unread.returncode, "not checked" in unread.stdout) == (verify_evidence.CONSISTENT, True)
	assert judge(large.decode(), public_key=pack["anchor"]["public_key"])[0] == verify_evidence.VERIFIED
	other = offline(large, tmp_path, "--receipt", signed[0][:-1] + ("0" if signed[0][-1] != "0" else "1"))
	assert (other.returncode, "does not hold the head of the receipt" in other.stdout) == (1, True)
	assert offline(large, tmp_path, "--public-key", "00" * 32).returncode == 1


def test_every_byte_of_a_small_pack(small: bytes) -> None:
	"""Each bit of each byte."""
	kept = [(at, bit) for at in range(len(small)) for bit in range(8) if holds(flipped(small, at, bit))]
	assert kept == []


def test_bytes_of_a_large_pack(large: bytes) -> None:
	"""Every thirteenth byte, and every third of the values that are hashes."""
	places = set(range(0, len(large), STEP))
	for value in hashes(json.loads(large)):
		start = large.find(value.encode())
		places |= set(range(start, start + len(value), 3))
	kept = [at for at in sorted(places) if holds(flipped(large, at, at % 7))]
	assert (len(places) > 1000, kept) == (True, [])


def hashes(value: Any) -> Iterator[str]:
	"""Hex texts of a digest or a signature, anywhere in a pack."""
	if isinstance(value, dict | list):
		for item in value.values() if isinstance(value, dict) else value:
			yield from hashes(item)
	elif isinstance(value, str) and len(value) in (64, 128) and set(value) <= set("0123456789abcdef"):
		yield value


def test_the_command_refuses_as_well(large: bytes, tmp_path: Path) -> None:
	"""The process itself, at places all over the pack; bytes removed, added and cut off too."""
	for at in range(3, len(large), len(large) // 12):
		done = offline(flipped(large, at, 0), tmp_path)
		assert (done.returncode, done.stdout.startswith("note"), done.stderr) in (
			(1, True, ""),
			(1, False, ""),
		)
		assert "FAILED" in done.stdout
	for content in (large[:-1], large[:400] + large[401:], large[:400] + b"0" + large[400:], b"", b"\xff"):
		assert offline(content, tmp_path).returncode == 1


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
	"""The paths of all plain values of a pack."""
	if isinstance(value, dict | list):
		pairs = value.items() if isinstance(value, dict) else enumerate(value)
		for key, item in pairs:
			yield from leaves(item, (*path, key))
	else:
		yield path


def another(value: Any) -> Any:
	if isinstance(value, bool | int):
		return int(value) + 1
	return f"{value or ''}7" if not value or value[0] != "7" else value[1:]


def test_a_new_seal_does_not_help(large: bytes) -> None:
	"""The seal needs no key, so nothing rests on it: whatever counts is proven by the chain, its signatures,
	the content in force and the anchor. What the seal alone covers is named."""
	pack = json.loads(large)["message"]
	unnoticed = set()
	for path in some(list(leaves({key: value for key, value in pack.items() if key != "seal"}))):
		changed = copy.deepcopy(pack)
		inner = changed
		for key in path[:-1]:
			inner = inner[key]
		inner[path[-1]] = another(inner[path[-1]])
		changed["seal"] = seal(changed)
		try:
			wrong = check_pack(changed)[0]
		except (ValueError, KeyError, TypeError, AttributeError, IndexError):
			wrong = ["unreadable"]
		if not wrong:
			unnoticed.add(".".join(str(key) for key in path if not isinstance(key, int)))
	assert unnoticed <= ONLY_SEALED


def test_a_shortened_pack_with_a_new_seal(large: bytes) -> None:
	"""Entries taken from the end, with head, count and state to match: the anchor shows it."""
	pack = json.loads(large)["message"]
	short = {
		**pack,
		"chain": pack["chain"][:-1],
		"count": pack["count"] - 1,
		"in_force": pack["in_force"][:1],
	}
	short |= {"head": short["chain"][-1]["hash"], "state": "Implemented"}
	said = " ".join(str(problem) for problem in check_pack({**short, "seal": seal(short)})[0])
	assert f"holds another entry {pack['count']} than the chain" in said


def test_who_may_export(api: Callable[..., Api], admin: Api, make: Factory) -> None:
	"""The pack is for those who may read the document."""
	name = make.change("Signed")
	for person, status in ((people.OTHER_CONTACT, 404), (people.OTHER_PM, 404), (people.ARCHITECT, 200)):
		answer = api(person).try_query("client_mgmt.api.signing.evidence", doctype=CHANGE, name=name)
		assert answer.status_code == status, person
