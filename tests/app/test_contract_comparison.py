"""Contract against entered values, over REST: files, hand-entered figures, differences, waivers, Review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.client import Api, refuses
from tests.contract_scores import DATA
from tests.factory import PROJECT, Factory, unique

from client_mgmt.demo import people

COMPARE = "client_mgmt.api.dossier.compare_contract"
WAIVE = "client_mgmt.api.review.waive"
FACTS, WAIVER, SETTINGS = "Contract Facts", "Review Waiver", "Client Mgmt Settings"
NODES = [("首付款", 30, 720000), ("中期款", 40, 960000), ("尾款", 30, 720000)]


@pytest.fixture
def pm(api: Callable[..., Api]) -> Api:
	return api(people.PM)


@pytest.fixture
def quality(api: Callable[..., Api]) -> Api:
	return api(people.QUALITY)


def entered(make: Factory, **values: Any) -> str:
	"""A dossier with what the bank's contract (c01) says, under a number of its own."""
	return make.dossier(
		**{
			"contract_no": unique("HX").replace(" ", "-"),
			"contract_amount": 2400000,
			"contract_signed_on": "2026-01-15",
			"planned_start": "2026-01-20",
			"planned_end": "2026-09-30",
			"payment_nodes": [{"node_name": n, "percent": p, "amount": a} for n, p, a in NODES],
			**values,
		}
	)


def contract(pm: Api, name: str, file_name: str = "contract.txt", **replaced: str) -> str:
	"""Attaches the contract of the dossier, with its number, and answers its URL."""
	text = (DATA / "c01-bank.txt").read_text(encoding="utf-8")
	text = text.replace("HX-2026-0117", pm.read(PROJECT, name)["contract_no"])
	for old, new in replaced.items():
		text = text.replace(WORDS[old], new)
	return attach(pm, name, text.encode("gb18030"), file_name)


WORDS = {"amount": "贰佰肆拾万元整（¥2,400,000.00元）", "capitals": "贰佰肆拾万元整", "node": "960,000.00"}


def attach(person: Api, name: str, content: bytes, file_name: str) -> str:
	return person.ok(person.upload(PROJECT, name, content, file_name=file_name))["file_url"]


def keys(answer: dict[str, Any]) -> set[str]:
	return {one["key"] for one in answer["differences"]}


def test_the_contract_stands_beside_the_entered_values(pm: Api, make: Factory) -> None:
	"""S004-72: number, parties, amount, dates, nodes, each with its place in the contract."""
	name = entered(make)
	answer = pm.call(COMPARE, project=name, file_url=contract(pm, name))
	assert answer["differences"] == []
	rows = {row["field"]: row for row in answer["rows"]}
	compared = {field for field, row in rows.items() if row["same"]}
	assert compared == {
		"contract_no", "client_name", "amount", "amount_in_words", "currency", "signed_on", "start_date",
		"end_date",
	}  # fmt: skip
	assert rows["vendor_name"] | {"source": 0} == {
		"field": "vendor_name", "label": "Our Company", "entered": "", "contract": "北京云帆软件有限公司",
		"source": 0, "same": None,
	}  # fmt: skip
	assert rows["amount"]["source"]["text"] == "¥2,400,000.00元"
	assert [node["same"] for node in answer["nodes"]] == [True] * 3
	assert pm.call(COMPARE, project=name) == answer


def test_differences_block_the_review(pm: Api, quality: Api, make: Factory) -> None:
	"""S004-72: each difference is named; corrected, the dossier passes."""
	less = [{"node_name": n, "percent": p, "amount": 23000 * p} for n, p, _a in NODES]
	name = entered(make, contract_amount=2300000, contract_signed_on="2026-01-16", payment_nodes=less)
	pm.call(COMPARE, project=name, file_url=contract(pm, name))
	pm.act(PROJECT, name, "Submit")
	answer = quality.call(COMPARE, project=name)
	nodes = {f"node {number} amount" for number in (1, 2, 3)}
	assert keys(answer) == {"amount", "amount_in_words", "signed_on", *nodes}
	refused = quality.try_act(PROJECT, name, "Review")
	refuses(refused, 417, "ValidationError", "6 values differ")
	refuses(refused, 417, contains="2300000 / 2400000")
	quality.act(PROJECT, name, "Return", "请按合同更正")
	nodes = [{"node_name": n, "percent": p, "amount": a} for n, p, a in NODES]
	pm.update(PROJECT, name, contract_amount=2400000, contract_signed_on="2026-01-15", payment_nodes=nodes)
	pm.act(PROJECT, name, "Submit")
	assert quality.act(PROJECT, name, "Review")["workflow_state"] == "Archived"


def test_a_contradiction_inside_the_contract_is_a_difference(pm: Api, make: Factory) -> None:
	"""人民币贰佰伍拾万元整 (¥2,400,000.00): figures agree, capitals do not."""
	name = entered(make)
	answer = pm.call(COMPARE, project=name, file_url=contract(pm, name, capitals="贰佰伍拾万元整"))
	assert keys(answer) == {"amount_in_words", "contract amount_in_words"}


def test_figures_are_entered_by_hand_and_the_newest_counts(pm: Api, admin: Api, make: Factory) -> None:
	"""S004-72: a scan has no text: somebody types what it says."""
	name = entered(make)
	facts = {"project": name, "amount": 2400000, "client_name": "别家银行", "nodes": [{"percent": 50}]}
	first = pm.create(FACTS, **facts)
	assert (first["read_by"], first["in_effect"], first["entered_by"]) == ("Entered", 1, people.PM.user)
	answer = pm.call(COMPARE, project=name)
	assert keys(answer) == {"client_name", "node 1 percent", "node 1 amount", "node 2 node", "node 3 node"}
	assert answer["rows"][0]["same"] is None, "the scan's number was not typed"
	pm.create(FACTS, project=name, amount=2400000)
	assert pm.call(COMPARE, project=name)["differences"] == []
	assert admin.names(FACTS, project=name, in_effect=1) != {first["name"]}


def test_a_waiver_holds_for_these_values_alone(pm: Api, quality: Api, make: Factory, admin: Api) -> None:
	"""By name, with a reason, for this revision and these two values."""
	name = entered(make, contract_signed_on="2026-01-16")
	pm.create(FACTS, project=name, signed_on="2026-01-15")
	pm.act(PROJECT, name, "Submit")
	(one,) = quality.call(COMPARE, project=name)["differences"]
	told = {"project": name, "key": one["key"], "digest": one["digest"]}
	refuses(quality.try_call(WAIVE, **told, reason="无"), 417, contains="reason")
	refuses(
		quality.try_call(WAIVE, **{**told, "digest": "x"}, reason="双方次日盖章"),
		417,
		"TimestampMismatchError",
	)
	refuses(
		quality.try_call(WAIVE, **{**told, "key": "amount"}, reason="双方次日盖章"), 417, contains="amount"
	)
	waiver = quality.call(WAIVE, **told, reason="双方次日盖章")
	assert (waiver["waived_by"], waiver["entered"], waiver["contract"]) == (
		people.QUALITY.user, "2026-01-16", "2026-01-15",
	)  # fmt: skip
	events = admin.list("Workflow Event", filters={"reference_name": name, "event_type": "Waiver"})
	assert len(events) == 1
	quality.act(PROJECT, name, "Return", "日期再核对")
	pm.update(PROJECT, name, contract_signed_on="2026-01-17")
	pm.act(PROJECT, name, "Submit")
	refuses(quality.try_act(PROJECT, name, "Review"), 417, contains="2026-01-17 / 2026-01-15")
	quality.act(PROJECT, name, "Return", "改回原日期")
	pm.update(PROJECT, name, contract_signed_on="2026-01-16")
	pm.act(PROJECT, name, "Submit")
	assert quality.act(PROJECT, name, "Review")["workflow_state"] == "Archived"
	for change in ({"reason": "改"}, {"entered": "x"}):
		for person in (admin, quality):
			refuses(person.try_update(WAIVER, waiver["name"], **change), (403, 417))
	refuses(admin.try_delete(WAIVER, waiver["name"]), (403, 417))


@pytest.fixture
def rule(api: Callable[..., Api]) -> Iterator[Callable[[str], None]]:
	manager = api(people.MANAGER)
	yield lambda value: manager.update(SETTINGS, SETTINGS, contract_comparison=value) and None
	manager.update(SETTINGS, SETTINGS, contract_comparison="Block")


def test_the_site_decides_how_strict_it_is(
	pm: Api, quality: Api, make: Factory, rule: Callable[[str], None], admin: Api
) -> None:
	"""S004-72: Required asks for the contract's figures, Warn lets pass and records."""
	name = entered(make)
	pm.act(PROJECT, name, "Submit")
	rule("Required")
	refuses(quality.try_act(PROJECT, name, "Review"), 417, contains="compares with the contract")
	quality.create(FACTS, project=name, amount=1)
	rule("Warn")
	assert quality.act(PROJECT, name, "Review")["workflow_state"] == "Archived"
	warned = {"reference_name": name, "event_type": "Warning", "action": "Compare Contract"}
	assert len(admin.list("Workflow Event", filters=warned)) == 1
	refuses(pm.try_create(FACTS, project=name, amount=2), 417, contains="revise it first")
	refuses(admin.try_create(FACTS, project=name, amount=2), 417, contains="revise it first")


@pytest.mark.parametrize(
	("file_url", "sentence"),
	[
		("http://127.0.0.1/contract.txt", "no private file"),
		("/private/files/../../site_config.json", ""),
		("/private/files/..%2f..%2fsite_config.json", ""),
		("/files/public.txt", "no private file"),
		("site_config.json", "no private file"),
		("/private/files/nothing.txt", "no private file"),
	],
)
def test_only_files_of_this_dossier_are_read(pm: Api, make: Factory, file_url: str, sentence: str) -> None:
	refuses(pm.try_call(COMPARE, project=entered(make), file_url=file_url), (403, 417), contains=sentence)


def test_another_dossiers_file_is_not_read(pm: Api, make: Factory, api: Callable[..., Api]) -> None:
	name, other = entered(make), entered(make)
	url = contract(pm, other)
	refuses(pm.try_call(COMPARE, project=name, file_url=url), 417, contains="no private file")
	foreign = api(people.OTHER_PM)
	refuses(foreign.try_call(COMPARE, project=other, file_url=url), 404)
	refuses(foreign.try_call(COMPARE, project=other), 404)
