"""What our staff have not finished reaches the client when it is handed over (decision 014)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.client import Api, refuses, some
from tests.factory import CHANGE, MINUTES, Factory, unique

from client_mgmt.demo import people, texts
from client_mgmt.domain.evidence import verify_evidence

EVIDENCE = "client_mgmt.api.signing.evidence"
EVENT = "Workflow Event"


def seen(person: Api, doctype: str, name: str) -> str:
	"""All that the ledger tells a person about a document, as text."""
	rows = person.list(EVENT, filters={"reference_name": name}, fields=["*"])
	pack = person.query(EVIDENCE, doctype=doctype, name=name)
	assert verify_evidence.judge(json.dumps(pack))[0] == verify_evidence.CONSISTENT
	return json.dumps([rows, pack, person.history(doctype, name)], ensure_ascii=False)


def test_the_ledger_of_an_assessment_is_internal_until_it_is_handed_over(
	api: Callable[..., Api], make: Factory
) -> None:
	lead, owner, name = api(people.TECH_LEAD), api(people.BUSINESS_OWNER), make.change("Under Assessment")
	words = unique("还在估算")
	lead.update(CHANGE, name, scope_impact=words)
	lead.update(CHANGE, name, scope_impact=f"{words}两遍")
	assert words not in seen(owner, CHANGE, name)
	assert words in seen(lead, CHANGE, name)
	lead.act(CHANGE, name, "Complete Assessment", **texts.ASSESSMENT)
	pack = owner.query(EVIDENCE, doctype=CHANGE, name=name)
	assert len(pack["chain"]) == pack["count"] == owner.read(CHANGE, name)["chain_count"]


def test_disputed_minutes_come_back_when_they_are_circulated(api: Callable[..., Api], make: Factory) -> None:
	"""By every way of reading: list, single, history, pack; for who disputed and who declined alike."""
	pm, owner = api(people.PM), api(people.BUSINESS_OWNER)
	for how in ("dispute", "decline"):
		name = make.minutes()
		if how == "dispute":
			owner.act(MINUTES, name, "Dispute", "第三条与讨论不符")
		else:
			digest = owner.package(MINUTES, name)["digest"]
			told = {"doctype": MINUTES, "name": name, "digest": digest, "reason": "第三条不符"}
			owner.call("client_mgmt.api.signing.decline", **told)
		pm.update(MINUTES, name, discussion="<p>正在更正</p>")
		refuses(owner.try_read(MINUTES, name), (403, 404))
		refuses(owner.try_query(EVIDENCE, doctype=MINUTES, name=name), 404)
		assert name not in owner.names(MINUTES)
		refuses(owner.try_update(MINUTES, name, duration=5), (403, 404))
		edits = {"reference_name": name, "event_type": "Edit"}
		assert {row["name"] for row in some(pm.list(EVENT, filters=edits))}.isdisjoint(owner.names(EVENT))
		pm.act(MINUTES, name, "Circulate")
		assert "正在更正" in owner.read(MINUTES, name)["discussion"]


def test_in_the_process_lists_and_single_documents_agree(site: Any) -> None:
	from client_mgmt.people.permissions import HANDED_OVER
	from client_mgmt.people.viewer import Viewer

	term = HANDED_OVER[MINUTES]
	viewer = Viewer(people.BUSINESS_OWNER.user)
	assert not term.holds({"workflow_state": "Disputed"}, viewer)
	assert term.holds({"workflow_state": "Circulated"}, viewer) and term.holds({}, viewer)
	assert "not in ('Disputed')" in term.sql(MINUTES, viewer)
