"""A mail's values: the example of the source, trap 1, and the scores over the corpus."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import mail_scores

from client_mgmt.domain.mail.extraction import FIELDS, LISTS, Known, extract
from client_mgmt.domain.mail.reader import Mail, read

SEED = "张总您好，我司因业务发展，计划开发OA系统，涵盖审批、考勤。请于本周五前确认需求。"
MONDAY = date(2025, 8, 11)


def test_the_trap() -> None:
	"""S004-94, S004-95: the greeted one is not the contact, 我司 no name, a limit to confirm no start."""
	found = extract(read(SEED), MONDAY)
	said = {field: found[field]["value"] for field in FIELDS if found[field]}
	assert said == {"project_name": "OA系统开发", "confirm_by": "2025-08-15"}


def test_the_senders_time_zone_decides() -> None:
	"""S004-95: 00:20 on Monday in Shanghai is still Sunday in London; this week is the sender's."""
	head = "From: a@b.example\nDate: Mon, 11 Aug 2025 00:20:00 +0800\n\n请本周三前回复。"
	assert extract(read(head))["confirm_by"]["value"] == "2025-08-13"


def test_without_a_day_nothing_is_reckoned() -> None:
	assert extract(read(SEED))["confirm_by"] is None


def test_known_records_fill_and_never_replace() -> None:
	row = {
		"name": "CON-1",
		"contact_name": "曹明",
		"email": "a@firm.example",
		"client": "CLI-1",
		"client_name": "甲公司",
	}
	known = Known(contacts=(row,))
	silent = extract(read("From: a@firm.example\nTo: b@v.example\n\n请看附件"), MONDAY, known)
	assert (silent["contact_name"]["value"], silent["client_name"]["value"]) == ("曹明", "甲公司")
	assert silent["client_name"]["source"] == "known record"
	speaking = extract(
		read("From: a@firm.example\nTo: b@v.example\n\n请看附件\n\n李明\n乙科技有限公司"), MONDAY, known
	)
	assert (speaking["contact_name"]["value"], speaking["client_name"]["value"]) == ("李明", "乙科技有限公司")
	assert speaking["client"] is None


@given(
	st.text(
		"张总您好，。我司计划开发OA系统预算10万元请于本周五8月20日前确认启动\n李明经理13800138000有限公司 ",
		max_size=120,
	)
)
def test_every_value_stands_where_it_says(text: str) -> None:
	"""A value from the text is made of the text at its place."""
	mail = Mail(text=text)
	found = extract(mail, MONDAY)
	values = [found[field] for field in FIELDS if found[field]] + [
		row for name in LISTS for row in found[name]
	]
	for value in values:
		assert 0 <= value["start"] < value["end"] <= len(text)
		assert 0 < value["confidence"] <= 1
	name = found["contact_name"]
	assert not name or name["value"] == text[name["start"] : name["end"]].replace(" ", "")


def test_the_corpus_is_large_enough() -> None:
	counts = {part: sum(1 for _case in mail_scores.cases(part)) for part in mail_scores.PARTS}
	assert counts["tuned"] >= 120
	assert counts["held-out"] >= 20


def test_the_scores_are_those_printed() -> None:
	"""S004-92..95: docs/mail.md says what the rules do now."""
	assert mail_scores.PAGE.read_text(encoding="utf-8") == mail_scores.page()


def test_the_scores_do_not_fall() -> None:
	for field, score in mail_scores.scores("tuned").items():
		assert min(score.precision, score.recall) >= 0.95, field


@pytest.mark.parametrize(
	"piece", ["\n", "拟建", "计划", "我司的能", "系统对接平台", "a b ", "改至5月8日，", "9万能"]
)
def test_a_mail_made_to_be_slow_is_read_in_time(piece: str) -> None:
	"""S004-92: what a mail repeats 50,000 characters long costs seconds, not minutes."""
	began = time.process_time()
	extract(Mail(text=(piece * 50_000)[:50_000], headers={"Subject": (piece * 2000)[:2000]}), MONDAY)
	assert time.process_time() - began < 20


@pytest.mark.parametrize(
	("subject", "text", "name"),
	[
		("【紧急】档案系统对接", "请周五前回复。", "档案系统对接"),
		("机房搬迁报价", "我们机房搬迁的事情定了。", "机房搬迁"),
		("询价", "我司拟实施仓储系统扩容升级。", "仓储系统扩容升级"),
		("更正", "您好，挂号系统的启动时间改了。", "挂号系统"),
		("Re: ledger migration - next steps", "The ledger migration is approved.", "ledger migration"),
		("Fw: 报价", "请看附件。", None),
		("问题", "系统上线后有三个问题，接口报错。", None),
		("招聘", "我司招聘软件工程师两名。", None),
	],
)
def test_a_project_as_mails_name_it(subject: str, text: str, name: str | None) -> None:
	"""S004-94: by the subject, by the work that is to be done, or not at all."""
	found = extract(Mail(text=text, headers={"Subject": subject}), MONDAY)["project_name"]
	assert (found and found["value"]) == name
