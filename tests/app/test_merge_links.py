"""Merges in the process: what REST alone cannot prepare."""

from __future__ import annotations

import secrets
from typing import Any

from tests.clients import REASON, brand
from tests.factory import PROJECT, unique

from client_mgmt.demo import people


def in_process(site: Any, source: str, target: str) -> dict[str, Any]:
	from client_mgmt.client_archive.clients import merging

	plan = merging.Merge(source, target, {})
	assert plan.refusals == []
	return merging.merge_clients(source, target, plan.digest(), REASON, {})


def entered(site: Any, **values: Any) -> str:
	return site.get_doc({"doctype": "Client", "client_name": brand(), **values}).insert().name


def person(site: Any, client: str, **values: Any) -> str:
	facts = {"contact_name": "张伟", "client": client, **values}
	return site.get_doc({"doctype": "Client Contact", **facts}).insert().name


def test_a_contact_in_evidence_moves_as_it_is(site: Any) -> None:
	"""A dossier with a ledger goes on naming the contact that it named."""
	source, target, mail = entered(site), entered(site), f"{secrets.token_hex(4)}@client.example"
	theirs, ours = person(site, source, email=mail), person(site, target, email=mail)
	row = {"party": "Client", "contact": theirs, "project_role": "Other"}
	project = {"doctype": PROJECT, "project_name": unique("项目"), "client": source, "team": [row]}
	name = site.get_doc(project).insert().name
	site.db.set_value(PROJECT, name, {"chain_count": 1, "chain_head": "0" * 64})
	assert in_process(site, source, target)["contacts"] == {}
	assert site.db.get_value("Client Contact", theirs, ["client", "is_primary"]) == (target, 0)
	assert site.db.get_value("Client Contact", ours, "is_primary") == 1
	assert site.get_doc(PROJECT, name).team[0].contact == theirs


def test_settings_of_the_site_move_too(site: Any) -> None:
	"""A Single has no rows: its values stand elsewhere."""
	fields = [{"fieldname": "own_client", "fieldtype": "Link", "options": "Client", "label": "Own Client"}]
	doctype = f"Own Settings {secrets.token_hex(3)}"
	definition = {"doctype": "DocType", "module": "Client Archive", "custom": 1, "issingle": 1}
	site.get_doc({**definition, "name": doctype, "fields": fields}).insert()
	source, target = entered(site), entered(site)
	settings = site.get_doc(doctype)
	settings.own_client = source
	settings.save()
	in_process(site, source, target)
	assert site.db.get_single_value(doctype, "own_client") == target


def test_the_anchor_holds_the_ledger_of_clients(site: Any) -> None:
	"""What a merge left in the ledger is in the next anchor, and the chains hold."""
	from client_mgmt.domain.evidence.verify_evidence import check_chain
	from client_mgmt.workflow_policy import anchor, ledger

	source, target = entered(site), entered(site)
	in_process(site, source, target)
	anchor.take()
	for name in (source, target):
		row = site.db.get_value("Client", name, ["chain_head", "chain_count"], as_dict=True)
		assert check_chain(ledger.entries("Client", name), row.chain_head, row.chain_count) == []
		proof = anchor.proof_of("Client", name)
		assert proof and (proof["count"], proof["head"]) == (1, row.chain_head)


def test_rights_and_histories_stay(site: Any) -> None:
	"""Who may see the source does not thereby see the target."""
	source, target = entered(site), entered(site)
	before = site.get_all("Version", filters={"docname": target}, pluck="name")
	share = {"doctype": "User Permission", "user": people.PM.user, "allow": "Client", "for_value": source}
	name = site.get_doc(share).insert().name
	in_process(site, source, target)
	assert site.db.get_value("User Permission", name, "for_value") == source
	assert site.get_all("Version", filters={"docname": target}, pluck="name") == before


def test_a_signed_paper_keeps_its_dossier(site: Any) -> None:
	"""Whatever the state of the dossier: a signature in it names its client's people."""
	from client_mgmt.client_archive.clients import merging
	from client_mgmt.workflow_policy import engine

	source, target = entered(site), entered(site)
	project = {"doctype": PROJECT, "project_name": unique("项目"), "client": source}
	name = site.get_doc(project).insert().name
	with engine.acting():
		paper = {"reference_doctype": "Change Request", "reference_name": "CR-X", "project": name}
		keys = {"entry_key": f"{name}|1", "signature_key": name}
		site.get_doc({"doctype": "Signature Record", **paper, **keys}).insert()
	(refusal,) = merging.Merge(source, target, {}).refusals
	assert name in refusal
	assert "CR-X is signed" in refusal
