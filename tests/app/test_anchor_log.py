"""Guarantee 8 of the dual signature: what anchors sign is a log that only grows, and a lie in it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.factory import unique

from client_mgmt.domain.evidence import merkle, verify_evidence

ENTRY, ANCHOR = "Evidence Log Entry", "Evidence Anchor"


@pytest.fixture
def client(site: Any) -> Iterator[Any]:
	"""A client whose chain is anchored, and a second anchor over a longer chain."""
	from client_mgmt.workflow_policy import anchor, ledger

	site.db.delete(ANCHOR)
	site.db.delete(ENTRY)
	doc = site.get_doc({"doctype": "Client", "client_name": unique("客户")}).insert()
	for _time in range(2):
		ledger.append(doc, "Edit")
		anchor.take()
	yield doc
	site.db.delete(ANCHOR)
	site.db.delete(ENTRY)


def said(site: Any, doc: Any) -> list[str]:
	from client_mgmt.workflow_policy import anchor, ledger

	row = site.get_doc("Client", doc.name).as_dict()
	return [str(problem) for problem in anchor.problems(row, ledger.entries("Client", doc.name))]


def entries(site: Any, **filters: Any) -> list[Any]:
	return site.get_all(ENTRY, filters=filters, fields=["*"], order_by="position asc", limit_page_length=0)


def own(site: Any, doc: Any) -> list[Any]:
	"""The entries of a document's bucket."""
	from client_mgmt.workflow_policy.anchoring import log

	return entries(site, bucket=log.bucket_of(("Client", doc.name)))


def write(site: Any, row: Any, **values: Any) -> None:
	"""As somebody with the database file in hand does."""
	site.db.set_value(ENTRY, row.name, values, update_modified=False)


def test_only_what_is_new_is_stored(site: Any, client: Any) -> None:
	from client_mgmt.workflow_policy import anchor, ledger

	first, second = [json.loads(row.leaves)[-1] for row in own(site, client)]
	assert [json.loads(leaf)[2] for leaf in (first, second)] == ["1", "2"]
	before = len(entries(site))
	anchor.take()
	assert len(entries(site)) == before + 1, "a checkpoint alone"
	ledger.append(client, "Edit")
	taken = anchor.take()
	assert len(entries(site)) == before + 3 == taken.leaf_count
	assert not taken.leaves
	assert said(site, client) == []


def test_the_log_is_proven_offline_and_continues_the_anchor_before(site: Any, client: Any) -> None:
	from client_mgmt.workflow_policy import anchor, ledger

	first, last = site.get_all(ANCHOR, fields=["root", "leaf_count"], order_by="taken_at asc")
	proof = anchor.proof_of("Client", client.name, first.root)
	chain = ledger.entries("Client", client.name)
	assert proof and proof["root"] == last.root
	subject = ("Client", client.name)
	assert verify_evidence.check_anchor(proof, subject, chain, anchor.public_key()) == ([], [])
	proof["continues"]["root"] = "0" * 64
	problems = [str(one) for one in verify_evidence.check_anchor(proof, subject, chain)[0]]
	assert problems == [f"The anchor of {proof['taken_at']} does not continue the earlier one"]


FORGERIES = ("leaf", "leaf and nodes", "entry gone", "bucket", "checkpoint", "nodes", "position", "rubbish")


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_log_shows_at_once_and_is_not_built_upon(site: Any, client: Any, forgery: str) -> None:
	"""Somebody sets an entry back, so that the chain could be cut after it: verify tells, the next anchor is
	not taken, and no forgery ends in an answer of 500."""
	import frappe
	from client_mgmt.workflow_policy import anchor

	assert said(site, client) == []
	forge(site, own(site, client)[-1], forgery)
	assert said(site, client), forgery
	anchor.proof_of("Client", client.name)
	with pytest.raises(frappe.ValidationError, match="was altered"):
		anchor.take()


def forge(site: Any, row: Any, forgery: str) -> None:
	leaves = [json.dumps([*json.loads(leaf)[:2], "1", "f" * 64]) for leaf in json.loads(row.leaves)]
	nodes = json.dumps([merkle.root(leaves), *json.loads(row.nodes)[1:]])
	values = {
		"leaf": {"leaves": json.dumps(leaves)},
		"leaf and nodes": {"leaves": json.dumps(leaves), "nodes": nodes},
		"bucket": {"bucket": (row.bucket + 1) % 1024},
		"nodes": {"nodes": "[]"},
		"position": {"position": 10**6},
		"rubbish": {"leaves": '{"a": [', "nodes": '["zz", 7]'},
	}
	if forgery == "entry gone":
		site.db.delete(ENTRY, {"name": row.name})
	elif forgery == "checkpoint":
		last = entries(site, bucket=-1)[-1]
		write(site, last, leaves=json.dumps([json.dumps(["2026-01-01", {}])]))
	else:
		write(site, row, **values[forgery])
	if forgery == "nodes":  # those of its own entry alone are asked of others
		for other in entries(site):
			write(site, other, nodes="[]")


def test_what_was_not_signed_vouches_for_nothing(site: Any, client: Any) -> None:
	"""An entry that somebody adds behind the last anchor, for a chain that they have cut, is not taken for
	what was anchored."""
	from client_mgmt.workflow_policy import anchor, ledger
	from client_mgmt.workflow_policy.anchoring import log

	stored = log.Log(*site.db.get_value(ANCHOR, {}, ["leaf_count", "root"], order_by="taken_at desc"))
	cut = ledger.entries("Client", client.name)[0]
	subject = ("Client", client.name)
	stored.append(log.bucket_of(subject), [verify_evidence.leaf_of(*subject, 1, cut["hash"])])
	site.db.delete("Workflow Event", {"reference_name": client.name, "sequence": "2"})
	values = {"chain_head": cut["hash"], "chain_count": 1}
	site.db.set_value("Client", client.name, values, update_modified=False)
	anchor.take()
	assert "holds another entry 2 than the chain" in "\n".join(said(site, client))


def test_an_anchor_from_before_the_log_holds_and_is_carried_over(site: Any, client: Any) -> None:
	"""Its heads go into the log; one that no chain continues any more too."""
	from client_mgmt.workflow_policy import anchor

	row = site.db.get_value("Client", client.name, ["chain_head", "chain_count"], as_dict=True)
	site.db.delete(ANCHOR)
	site.db.delete(ENTRY)
	gone = verify_evidence.leaf_of("Client", "CLI-GONE", 7, "f" * 64)
	true = verify_evidence.leaf_of("Client", client.name, row.chain_count, row.chain_head)
	insert_old(site, sorted([gone, true]))
	assert said(site, client) == []
	assert anchor.proof_of("Client", client.name)["proof"]
	anchor.take()
	assert said(site, client) == []
	kept = anchor.proof_of("Client", "CLI-GONE")
	assert kept and (kept["count"], kept["head"]) == (7, "f" * 64)


def insert_old(site: Any, leaves: list[str]) -> None:
	"""An anchor as the app took them before, signed with this site's key."""
	from client_mgmt.workflow_policy import anchor, engine, ledger

	root, taken_at = merkle.root(leaves), ledger.now()
	facts = (root, verify_evidence.GENESIS, taken_at, len(leaves))
	signature = anchor.ensure_key().sign(verify_evidence.anchor_statement(*facts).encode()).hex()
	values = {"taken_at": taken_at, "leaf_count": len(leaves), "root": root, "previous_root": facts[1]}
	texts = {"public_key": anchor.public_key(), "signature": signature, "algorithm": "Ed25519"}
	doc = site.get_doc({"doctype": ANCHOR, **values, **texts, "leaves": json.dumps(leaves)})
	with engine.acting():
		doc.insert()


def test_a_log_dressed_as_an_anchor_of_before_is_none(site: Any, client: Any) -> None:
	"""All its leaves in one list have its root where each entry holds one; an older head of a document stands
	first in it."""
	leaves = [leaf for row in entries(site) for leaf in json.loads(row.leaves)]
	name = site.get_all(ANCHOR, order_by="taken_at desc", limit=1, pluck="name")[0]
	site.db.set_value(ANCHOR, name, {"leaves": json.dumps(leaves)}, update_modified=False)
	assert any("was altered" in line for line in said(site, client))


def test_a_stopped_job_is_taken_up_again(site: Any, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""Entries that were committed before the anchor are not written twice, and are signed by the next."""
	from client_mgmt.workflow_policy import anchor, ledger
	from client_mgmt.workflow_policy.anchoring import log

	def stop(*_arguments: Any) -> None:
		raise KeyboardInterrupt

	ledger.append(client, "Edit")
	with monkeypatch.context() as patch:
		patch.setattr(log.Log, "checkpoint", stop)
		with pytest.raises(KeyboardInterrupt):
			anchor.take()
	assert said(site, client) == []
	written = len(own(site, client))
	anchor.take()
	assert len(own(site, client)) == written
	proof = anchor.proof_of("Client", client.name)
	assert proof and proof["count"] == 3
	assert said(site, client) == []


def test_much_at_once_is_anchored_piece_by_piece(
	site: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""No transaction holds the site for long; the anchor comes when all is in the log."""
	import frappe
	from client_mgmt.workflow_policy import anchor

	left = []
	monkeypatch.setattr(anchor, "AT_ONCE", 1)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **about: left.append((method, about)))
	site.db.delete(ANCHOR)
	site.db.delete(ENTRY)
	taken = [anchor.take()]
	while taken[-1] is None:
		taken.append(anchor.take())
	assert len(left) == len(taken) - 1 >= 2
	assert set(map(str, left)) == {
		str(("client_mgmt.workflow_policy.anchor.take", {"queue": "long", "enqueue_after_commit": True}))
	}
	assert taken[-1].leaf_count == len(taken) + 2, "the first entry, one a run, the checkpoint"
	assert said(site, client) == []
