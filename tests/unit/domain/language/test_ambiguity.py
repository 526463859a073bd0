"""The ambiguity check on the shipped rules: what is flagged, where, and that no rule can take long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import ambiguity_score

from client_mgmt.domain.language import ambiguity
from client_mgmt.domain.language.ambiguity_phrases import PhraseError

RULES = ambiguity_score.shipped_rules()
READ = [part for part in ambiguity_score.PARTS if part not in ambiguity_score.HELD_OUT]
SENTENCES = [row["text"] for part in READ for row in ambiguity_score.sentences(part)]


def phrases(text: str, language: str = "", beside: str = "") -> list[str]:
	return [finding.phrase for finding in ambiguity.check(text, RULES, "en", language, beside)]


def rule(**values: object) -> ambiguity.Rule:
	base = {"name": "r", "language": "zh", "kind": "Vague Quality", "phrases": "优雅", "suggestion_zh": "x"}
	return ambiguity.rule_from({**base, **values})


def test_the_example_of_the_source() -> None:
	"""S004-74: 快速响应 is flagged with ≤3秒, 响应时间≤3秒 is not."""
	(finding,) = ambiguity.check("系统应快速响应用户请求", RULES, "zh", "zh")
	assert (finding.start, finding.end, finding.phrase) == (3, 7, "快速响应")
	assert finding.suggestion == "响应时间 ≤3秒"
	assert finding.why
	assert phrases("响应时间≤3秒", "zh") == []


@pytest.mark.parametrize(
	("text", "found"),
	[
		("快速响应（3秒内）", []),
		("在三秒内快速响应", []),
		("快速响应，保留日志", ["快速响应"]),
		("快速响应。查询在3秒内完成", ["快速响应"]),
		("支持 PDF、Excel 等格式", ["等"]),
		("支持微信、支付宝等两种方式", []),
		("系统等待确认，客户等级为三级", []),
		("订单被审核", ["被"]),
		("订单被管理员审核", []),
		("所有操作记录日志", ["所有"]),
		("所有状态为待审批的订单", []),
		("尽量支持离线", ["尽量"]),
		("该功能仅限管理员", ["该"]),
		("提供导出功能。该导出功能每次最多 100 行", []),
		("Users should be notified, etc.", ["should be notified", "etc."]),
		("The buyer should be notified by the shop", []),
		("All users may export", ["All", "may"]),
		("All 5 users export", []),
		("It must be fast", ["It", "fast"]),
		("The page loads fast, within two seconds.", []),
	],
)
def test_what_is_flagged_and_what_clears_it(text: str, found: list[str]) -> None:
	"""S004-73."""
	assert phrases(text) == found


def test_offsets_count_characters_of_the_text_as_sent() -> None:
	text = "😀ＡＰＩ　ｓｈｏｕｌｄ　ｂｅ　ｆａｓｔ，🚀快速响应"
	spans = [(finding.start, finding.end) for finding in ambiguity.check(text, RULES)]
	assert [text[start:end] for start, end in spans] == ["ｆａｓｔ", "快速响应"]


def test_numbers_beside_the_text_count() -> None:
	"""A feature's name is measured by its acceptance criteria."""
	assert phrases("快速响应", beside="响应时间≤3秒") == []
	assert phrases("快速响应", beside="支持 PDF") == ["快速响应"]


def test_the_reader_is_told_why_in_their_language() -> None:
	for reader, word in (("zh-CN", "验收"), ("en", "tested")):
		(finding,) = ambiguity.check("快速响应", RULES, reader)
		assert word in finding.why
		assert finding.suggestion == "响应时间 ≤3秒"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20)), max_size=8))
def test_spans_always_match_the_text(parts: list[str]) -> None:
	text = "".join(parts)
	findings = ambiguity.check(text, RULES)
	assert all(text[finding.start : finding.end] == finding.phrase for finding in findings)
	ends = [0, *(finding.end for finding in findings)]
	assert all(finding.start >= end for finding, end in zip(findings, ends, strict=False))


@settings(deadline=None, max_examples=60)
@given(
	st.sampled_from(SENTENCES),
	st.sampled_from(["登录页显示公司标志。", "The logo is blue.", "第 7 行为合计。\n"]),
)
def test_an_unrelated_sentence_before_changes_nothing(sentence: str, before: str) -> None:
	alone = ambiguity.check(sentence, RULES)
	together = ambiguity.check(f"{before}\n{sentence}", RULES)
	shift = len(before) + 1
	assert [(f.start - shift, f.rule) for f in together] == [(f.start, f.rule) for f in alone]


@pytest.mark.parametrize(
	"piece",
	[
		"等",
		"被",
		"快速1",
		"all ",
		"must be ",
		"保证",
		"a.该",
		"所有为",
		"not a",
		"1",
		"1,",
		"， ",
		"(1) 该",
		"二",
	],
)
def test_no_text_takes_long(piece: str) -> None:
	"""20,000 characters of the worst: linear work, so seconds at the very most."""
	text = (piece * ambiguity.MAX_TEXT)[: ambiguity.MAX_TEXT]
	begin = time.process_time()
	ambiguity.check(text, RULES)
	assert time.process_time() - begin < 10


def test_no_rule_takes_long() -> None:
	"""The worst that an administrator can write: gaps over a clause that almost matches everywhere."""
	slow = rule(phrases="\n".join(f"a*a*{'?' * n}b" for n in range(40)))
	begin = time.process_time()
	assert ambiguity.check("a" * ambiguity.MAX_TEXT, [slow]) == []
	assert time.process_time() - begin < 60


@pytest.mark.parametrize(
	("phrase", "reason"),
	[
		("a" * 61, "long"),
		("a*b*c*d", "gaps"),
		("*abc", "start"),
		("?b", "start"),
		("\n".join("ab" * 300), "many"),
	],
)
def test_phrases_that_are_refused(phrase: str, reason: str) -> None:
	with pytest.raises(PhraseError) as refused:
		rule(phrases=phrase)
	assert refused.value.reason == reason


def test_signs_in_phrases() -> None:
	wide = rule(phrases="提高*效率\n第?版\n约{number}", exceptions="第一版")
	found = ambiguity.check("提高录入效率，第二版，第一版，约30，(a+)+", [wide])
	assert [finding.phrase for finding in found] == ["提高录入效率", "第二版", "约30"]


def test_the_end_of_a_clause_in_phrases() -> None:
	end = rule(phrases="快{end}\n要?{end}")
	found = ambiguity.check("启动快，快递单号，快且稳，要严。要严格。要稳", [end])
	assert [finding.phrase for finding in found] == ["快", "快", "要严", "要稳"]


def test_what_stands_around_a_phrase_in_exceptions() -> None:
	around = rule(phrases="准确\n有效", exceptions="~率\n时内~\n不~期")
	text = "准确率 99%，准确。两小时内有效，有效。不有效期"
	found = [(finding.start, finding.phrase) for finding in ambiguity.check(text, [around])]
	assert found == [(8, "准确"), (18, "有效"), (22, "有效")]


def test_patterns_are_text() -> None:
	assert [f.phrase for f in ambiguity.check("(a+)+ [x]", [rule(phrases="(a+)+\n[x]")])] == ["(a+)+", "[x]"]


def test_the_published_scores_are_the_computed_ones() -> None:
	"""docs/ambiguity.md is written by `make ambiguity`."""
	published = ambiguity_score.DOCUMENT.read_text(encoding="utf-8")
	assert ambiguity_score.table(RULES) in published


def test_the_labelled_sentences() -> None:
	"""At least 300 a language, 100 of them held out; every label names its span."""
	for held_out in ambiguity_score.HELD_OUT:
		parts = [part for part in ambiguity_score.PARTS if part.startswith(held_out[:2])]
		assert sum(len(ambiguity_score.sentences(part)) for part in parts) >= 300
		assert len(ambiguity_score.sentences(held_out)) >= 100
	rows = [row for part in ambiguity_score.PARTS for row in ambiguity_score.sentences(part)]
	assert len({row["text"] for row in rows}) > len(rows) * 0.95
	for row in rows:
		for label in row["findings"]:
			assert row["text"][label["start"] : label["end"]] == label["phrase"]
