"""Issue 2: "`verify` says what is wrong after the stored row, a signature row or the chain's tail was altered
behind the server's back in SQLite". The server runs on; the file is written past it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from tests.acceptance.process import Served
from tests.client import Api, some
from tests.factory import CHANGE, Factory

from client_mgmt.domain.evidence.verify_evidence import EVENT, SIGNATURE
from client_mgmt.workflow_policy.ledger import FIELDS

ANOTHER = {"impact_days": 99, "impact_cost": 1.5, "impact_effort": 8.25, "is_major": 1}
SIGNED_FIELDS = (
	"title project change_type description reason scope_impact impact_days impact_cost currency "
	"quality_impact response_plan risk_level impact_effort is_major major_override major_override_reason"
).split()


@contextlib.contextmanager
def altered(host: Served, doctype: str, name: str, **values: Any) -> Iterator[None]:
	"""The row has other values while the body runs."""
	before = host.row(f"SELECT * FROM `tab{doctype}` WHERE name = ?", name)
	write(host, doctype, name, **values)
	try:
		yield
	finally:
		write(host, doctype, values.get("name", name), **{field: before[field] for field in values})


def write(host: Served, doctype: str, name: str, **values: Any) -> None:
	columns = ", ".join(f"`{field}` = ?" for field in values)
	with host.sqlite() as database:
		database.execute(f"UPDATE `tab{doctype}` SET {columns} WHERE name = ?", (*values.values(), name))


@contextlib.contextmanager
def missing(host: Served, doctype: str, name: str) -> Iterator[None]:
	"""The row is gone while the body runs."""
	row = host.row(f"SELECT * FROM `tab{doctype}` WHERE name = ?", name)
	with host.sqlite() as database:
		database.execute(f"DELETE FROM `tab{doctype}` WHERE name = ?", (name,))
	try:
		yield
	finally:
		with host.sqlite() as database:
			marks = ", ".join("?" * len(row))
			database.execute(f"INSERT INTO `tab{doctype}` VALUES ({marks})", tuple(row.values()))


def entries(host: Served, name: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries of a chain, in order."""
	found = []
	with host.sqlite() as database:
		for kind in FIELDS:
			sql = f"SELECT sequence, name FROM `tab{kind}` WHERE reference_name = ?"
			found += [(int(row[0]), kind, row[1]) for row in database.execute(sql, (name,))]
	return [(kind, entry) for _sequence, kind, entry in sorted(found)]


def problems(admin: Api, name: str) -> str:
	"""What `verify` says, one line a problem; the verdict agrees with it."""
	verdict = admin.verdict(CHANGE, name)
	assert verdict["valid"] is (not verdict["problems"])
	assert not (verdict["problems"] and verdict["in_force"])
	return "\n".join(verdict["problems"])


@pytest.fixture(scope="module")
def signed(make: Factory) -> str:
	return make.change("Signed")


@pytest.fixture(scope="module")
def closed(make: Factory) -> str:
	return make.change("Closed")


@pytest.fixture(autouse=True)
def nothing_was_wrong(admin: Api, signed: str, closed: str) -> Iterator[None]:
	"""Before and after each test both documents verify: what a test saw is its own doing."""
	assert problems(admin, signed) + problems(admin, closed) == ""
	yield
	assert problems(admin, signed) + problems(admin, closed) == ""


@pytest.mark.parametrize("field", SIGNED_FIELDS)
def test_a_signed_field(host: Served, admin: Api, signed: str, field: str) -> None:
	with altered(host, CHANGE, signed, **{field: ANOTHER.get(field, "Emergency")}):
		assert "The document was altered after round 1 was signed" in problems(admin, signed)


@pytest.mark.parametrize("state", ["Awaiting Signatures", "Scheduled", "Closed", "Draft", "Withdrawn"])
def test_the_state(host: Served, admin: Api, signed: str, state: str) -> None:
	with altered(host, CHANGE, signed, workflow_state=state):
		assert f"The document stands in {state}, the ledger in Signed" in problems(admin, signed)


@pytest.mark.parametrize(
	("field", "value", "says"),
	[
		("revision", 2, "The document was altered after round 1 was signed"),
		("round", 2, "The document counts 2 rounds, the ledger 1"),
		("round_outcome", "Open", "The document says that its round is Open, the ledger says otherwise"),
		("in_force", 0, "The document says of itself whether it is in force, and is wrong"),
		("policy_version", "2", "The version of the Workflow Policy is missing or was altered"),
		("chain_head", "0" * 64, "The head of the chain is not the one that stands on the document"),
		("chain_count", 9, "The tail of the chain is missing: 7 entries of 9"),
		("chain_count", 6, "The chain has 7 entries, the document counts 6"),
	],
)
def test_what_the_engine_keeps(
	host: Served, admin: Api, signed: str, field: str, value: Any, says: str
) -> None:
	with altered(host, CHANGE, signed, **{field: value}):
		assert says in problems(admin, signed)


@pytest.mark.parametrize(
	"field", ["operation", "proposed_feature", "proposed_priority", "proposed_acceptance"]
)
def test_a_row_of_the_change(host: Served, admin: Api, signed: str, field: str) -> None:
	row = host.row("SELECT name FROM `tabChange Item` WHERE parent = ?", signed)["name"]
	with altered(host, "Change Item", row, **{field: "Remove"}):
		assert "The document was altered after round 1 was signed" in problems(admin, signed)
	with missing(host, "Change Item", row):
		assert "The document was altered after round 1 was signed" in problems(admin, signed)


def test_an_attachment(host: Served, admin: Api, make: Factory) -> None:
	"""The bytes on the disk, and the record of the file."""
	name = make.change("Draft")
	admin.upload(CHANGE, name, "报价单".encode())
	make.bring(name, "Signed")
	file = host.row("SELECT name, file_url FROM `tabFile` WHERE attached_to_name = ?", name)
	path = host.folder / host.site / file["file_url"].removeprefix("/")
	assert problems(admin, name) == ""
	path.write_bytes("报价单 2".encode())
	assert "The document was altered after round 1 was signed" in problems(admin, name)
	path.unlink()
	assert "The document was altered after round 1 was signed" in problems(admin, name)
	path.write_bytes("报价单".encode())
	assert problems(admin, name) == ""
	with missing(host, "File", file["name"]):
		assert "The document was altered after round 1 was signed" in problems(admin, name)


@pytest.mark.parametrize("kind", [SIGNATURE, EVENT])
def test_every_column_of_an_entry(host: Served, admin: Api, closed: str, kind: str) -> None:
	"""Every value of an entry is hashed; the number of the entry is said."""
	places = [(at, entry) for at, (found, entry) in enumerate(entries(host, closed), 1) if found == kind]
	assert len(places) >= 3
	for at, entry in places[:: len(places) // 3]:
		for field in (*FIELDS[kind], "hash"):
			with altered(host, kind, entry, **{field: "77"}):
				said = problems(admin, closed)
			moved = field in ("sequence", "reference_doctype", "reference_name")
			expected = "of the chain is missing" if moved else f"Entry {at} of the chain ({kind}) was altered"
			assert expected in said or "The tail of the chain is missing" in said, (field, said)


def test_a_missing_entry(host: Served, admin: Api, closed: str) -> None:
	chain = some(entries(host, closed))
	for at, (kind, entry) in enumerate(chain, 1):
		with missing(host, kind, entry):
			said = problems(admin, closed)
		if at < len(chain):
			assert f"Entry {at} of the chain is missing; {at + 1} stands there" in said
		assert f"The tail of the chain is missing: {len(chain) - 1} entries of {len(chain)}" in said


def test_reordered_entries(host: Served, admin: Api, closed: str) -> None:
	"""Two signatures change places."""
	chain = some(entries(host, closed))
	for at in range(1, len(chain)):
		(kind, one), (other_kind, two) = chain[at - 1], chain[at]
		with altered(host, kind, one, sequence=str(at + 1)), altered(host, other_kind, two, sequence=str(at)):
			said = problems(admin, closed)
		assert f"Entry {at} of the chain ({other_kind}) was altered" in said
		assert f"Entry {at} of the chain ({other_kind}) does not follow from the one before" in said


def test_a_signature_taken_from_another_change(host: Served, admin: Api, signed: str, make: Factory) -> None:
	"""Somebody's signature on one change is made one on another."""
	other = make.change("Awaiting Signatures")
	kind, record = next(entry for entry in entries(host, signed) if entry[0] == SIGNATURE)
	with altered(host, kind, record, reference_name=other):
		assert "Entry 5 of the chain" in problems(admin, signed)
		assert "given for another content" in problems(admin, other)


def test_the_policy_that_the_document_follows(host: Served, admin: Api, signed: str) -> None:
	key = host.row(
		"SELECT name, content FROM `tabWorkflow Policy Version` WHERE version_key = ?", f"{CHANGE}|1"
	)
	weaker = key["content"].replace("Client and Vendor", "Vendor")
	assert weaker != key["content"]
	with altered(host, "Workflow Policy Version", key["name"], content=weaker):
		assert "The version of the Workflow Policy is missing or was altered" in problems(admin, signed)


def test_nothing_moves_on_what_was_altered(host: Served, admin: Api, make: Factory) -> None:
	"""Guarantee 5: entering a protected state proves the signatures and the chain at that instant."""
	name = make.change("Signed")
	with altered(host, CHANGE, name, impact_cost=1.5):
		answer = make.api("li.ming@vendor.example").try_act(CHANGE, name, "Schedule")
		assert answer.status_code == 417
		assert admin.read(CHANGE, name)["workflow_state"] == "Signed"
	kind, record = next(entry for entry in entries(host, name) if entry[0] == SIGNATURE)
	with altered(host, kind, record, signer_name="别人"):
		assert make.api("li.ming@vendor.example").try_act(CHANGE, name, "Schedule").status_code == 417
	make.step(name, "Scheduled")
	assert problems(admin, name) == ""
