"""What was altered behind the server's back shows, and the pack proves it without the server (guarantees 6
and 8)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.client import Api
from tests.factory import CHANGE, Factory

from client_mgmt.demo import people
from client_mgmt.domain.evidence import verify_evidence


@pytest.fixture(scope="module")
def pack(api: Callable[..., Api], make: Factory) -> dict[str, Any]:
	name = make.change("Closed")
	return api(people.BUSINESS_OWNER).query("client_mgmt.api.signing.evidence", doctype=CHANGE, name=name)


def check(pack: dict[str, Any], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
	"""Runs the checker as a party would: the file alone, isolated from every installed package."""
	file = folder / "pack.json"
	file.write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
	command = [sys.executable, "-I", "-S", verify_evidence.__file__, str(file), *arguments]
	return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_pack_verifies_offline(pack: dict[str, Any], tmp_path: Path) -> None:
	"""Standard library alone: no site packages, no environment."""
	found = check(pack, tmp_path, "--receipt", pack["head"])
	assert (found.returncode, "OK" in found.stdout) == (0, True), found.stdout + found.stderr


def test_one_byte_is_enough(pack: dict[str, Any], tmp_path: Path) -> None:
	text = json.dumps(pack, ensure_ascii=False)
	for at in (
		text.index("previous_hash") + 20,
		text.index("signer_name") + 15,
		text.index(pack["head"]) + 3,
	):
		changed = text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]
		file = tmp_path / "changed.json"
		file.write_text(changed, encoding="utf-8")
		command = [sys.executable, "-I", "-S", verify_evidence.__file__, str(file)]
		assert subprocess.run(command, capture_output=True, check=False).returncode == verify_evidence.BROKEN


def test_without_a_receipt_it_is_consistent_only(pack: dict[str, Any], tmp_path: Path) -> None:
	found = check(pack, tmp_path)
	assert (found.returncode, "proves nothing" in found.stdout) == (verify_evidence.CONSISTENT, True)


def test_another_receipt_is_refused(pack: dict[str, Any], tmp_path: Path) -> None:
	assert check(pack, tmp_path, "--receipt", "f" * 64).returncode == 1


@pytest.mark.parametrize(
	("doctype", "filters", "field", "value"),
	[
		(CHANGE, {}, "title", "另一个标题"),
		(CHANGE, {}, "impact_cost", 1),
		(CHANGE, {}, "workflow_state", "Closed"),
		(CHANGE, {}, "chain_count", 3),
		(CHANGE, {}, "chain_head", "0" * 64),
		("Change Item", {"idx": 1}, "proposed_acceptance", "随便"),
		("Signature Record", {"party": "Client"}, "signer_name", "别人"),
		("Signature Record", {"party": "Vendor"}, "decision", "Declined"),
		("Signature Record", {"party": "Vendor"}, "content", "{}"),
		("Workflow Event", {"event_type": "Transition"}, "to_state", "Draft"),
		("Workflow Event", {"event_type": "Transition"}, "reason", "后补的理由"),
	],
)
def test_verify_says_what_was_altered(
	site: Any, doctype: str, filters: dict[str, Any], field: str, value: Any
) -> None:
	"""Written to the database past every check, as somebody with the file in hand would."""
	verify = _verify(site)
	name = site.db.get_value(CHANGE, {"workflow_state": "Signed"}, "name", order_by="creation asc")
	assert verify(name)["valid"]
	key = "parent" if doctype == "Change Item" else "reference_name"
	row = name if doctype == CHANGE else site.db.get_value(doctype, {key: name, **filters}, "name")
	site.db.set_value(doctype, row, field, value, update_modified=False)
	verdict = verify(name)
	assert not verdict["valid"]
	assert verdict["problems"]


@pytest.mark.parametrize("doctype", ["Signature Record", "Workflow Event"])
def test_verify_misses_what_was_cut_off(site: Any, doctype: str) -> None:
	"""The chain's tail, or a piece from its middle."""
	verify = _verify(site)
	name = site.db.get_value(CHANGE, {"workflow_state": "Signed"}, "name", order_by="creation asc")
	rows = site.get_all(doctype, filters={"reference_name": name}, pluck="name", order_by="creation desc")
	site.db.delete(doctype, {"name": rows[0]})
	verdict = verify(name)
	assert (verdict["valid"], verdict["chain_ok"]) == (False, False)


def _verify(site: Any) -> Callable[[str], dict[str, Any]]:
	from client_mgmt.api import signing

	return lambda name: signing.verify(CHANGE, name)


def test_every_demo_document_verifies(site: Any) -> None:
	from client_mgmt.api import signing

	for doctype in (CHANGE, "Project Archive", "Meeting Minutes"):
		names = site.get_all(doctype, pluck="name", order_by="creation asc", limit_page_length=20)
		assert names
		for name in names:
			assert signing.verify(doctype, name)["problems"] == [], (doctype, name)
