"""What is read out of contracts: a corpus with the right answers, and what must not be taken for a value."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import contract_scores

from client_mgmt.domain.contract import text as contract_text


def test_the_corpus_is_read_as_its_page_says() -> None:
	"""S004-72: the score of each field, the texts written after the rules apart (docs/contracts.md)."""
	assert len(contract_scores.answers()) >= 20
	assert contract_scores.PAGE.read_text(encoding="utf-8").endswith(contract_scores.table() + "\n")
	assert list(contract_scores.misses("dev")) == []


def test_nothing_is_invented() -> None:
	"""Trap 1: where the answer is empty nothing is read, in any text."""
	assert [miss for miss in contract_scores.misses() if not miss.answer] == []


@pytest.mark.parametrize(
	"text",
	[
		"原合同编号：HT-2025-1",
		"招标编号：ZB-2025-1",
		"违约金不超过合同总金额的5%",
		"保密期限自2026年1月1日起至2027年1月1日止",
		"甲方（盖章）：\n乙方（签字）：______",
		"合同总金额由双方另行约定，定金10000元",
		"税率：6%，增值税专用发票",
	],
)
def test_what_is_no_value(text: str) -> None:
	contract = contract_text.read(text)
	assert ({field: facts for field, facts in contract.facts.items() if facts}, contract.nodes) == ({}, [])


def test_capital_amounts_are_the_figure() -> None:
	"""人民币壹佰万元整 is 1000000; where the two differ the contract contradicts itself."""
	same = contract_text.read("合同总金额：人民币壹佰万元整（¥1,000,000.00）")
	assert [Decimal(same.facts[field][0].value) for field in ("amount", "amount_in_words")] == [1000000] * 2
	assert contract_text.contradictions(same) == {}
	differs = contract_text.read("合同总金额：人民币壹佰万元整（¥1,200,000.00）")
	assert contract_text.contradictions(differs) == {"amount_in_words": ["1200000.00", "1000000"]}


def test_payments_that_do_not_add_up_are_a_contradiction() -> None:
	text = "合同总价：人民币100万元\n付款方式：\n签订后付30%，即30万元；\n验收后付60%，即60万元。"
	assert contract_text.contradictions(contract_text.read(text)) == {
		"percent": ["90", "100"],
		"nodes": ["900000", "1000000"],
	}


@given(
	st.text(
		alphabet='合同总金额甲乙方：:()（）人民币壹佰万元整¥1,0.%付款方式第一条\n 年月日2026-between "',
		max_size=400,
	)
)
def test_spans_hold_their_values(text: str) -> None:
	"""Whatever the text, nothing raises, and a span lies in it."""
	contract = contract_text.read(text)
	spans = [*contract.nodes, *(fact for facts in contract.facts.values() for fact in facts)]
	assert all(0 <= span.start < span.end <= len(text) for span in spans)
	contract_text.contradictions(contract)


@pytest.mark.parametrize(
	"piece",
	[
		"甲方：",
		"between ",
		"合同总金额（",
		"付款方式\n",
		"合同总金额：",
		"履行期限：",
		"第一条 付款方式：30%\n",
		"签订",
		"甲方：\n",
		'between x ("Client") ',
		"\n",
		"30%，",
		"2026年1月1日",
		"(",
		"壹佰",
		"1,000",
		" ",
		"1",
	],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
	"""200,000 characters of one piece."""
	begin = time.process_time()
	contract_text.read(piece * (contract_text.MAX_TEXT // len(piece)))
	assert time.process_time() - begin < 6
