"""What the days of a mail are for: expected start, date to confirm by, other deadlines (S004-93, S004-95)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from client_mgmt.domain.language.dates import Day, find_days

START, CONFIRM, DEADLINE = "expected_start", "confirm_by", "deadlines"
TRIAL = (
	r"(?!.{0,4}(?:试运行|使用|收费|测试|推广|上线|验收|培训|报名|营业|会议|招标|投标|时间.{0,8}[再待未]定))"
)
WORDS: dict[str, re.Pattern[str]] = {
	CONFIRM: re.compile(
		r"确认|回复|答复|反馈|回函|回执|回传|告知|告诉我|审阅|准[话信]|回[话音]|回个[话信]|给个[话信]|说一声|拍板|给.{0,4}意见|confirm|reply|respond"
		r"|feedback|get back|let us know"
		r"|let me know|sign off|your answer",
		re.IGNORECASE,
	),
	START: re.compile(
		rf"启动{TRIAL}|开工{TRIAL}|(?<!未)开始{TRIAL}|动工|进场|入场|立项|kick[- ]?off|\bstart(?:s|ing"
		rf"|ed)?\b"
		rf"|\bbegin(?:s|ning)?\b|commence",
		re.IGNORECASE,
	),
	DEADLINE: re.compile(
		r"上线|交付|完成|验收|提交|投标|递交|报价|付款|支付|提供|给到|发给|发我|弄好|解决|发来|截止"
		r"|截标|寄到|送达"
		r"|跑起来|用起来|用上|投用|投入使用|投产|看到|见到|装好|做好|做完|切换|试运行|竣工|结项|交货|发布"
		r"|go[- ]?live|deliver|complete|submit|finish|launch|\bsend\b|quot(?:e|ation)|proposal"
		r"|deadline|due\b|\bpay|ready|live",
		re.IGNORECASE,
	),
	"": re.compile(
		r"会议|开会|拜访|见面|来访|参观|路过|召开|会上|电话沟通|面谈|现场|培训|年会|聊|谈|放假|休假|出差"
		r"|生效|签订|签署|寄出|收到|发布的|之前的"
		r"|meeting|visit|call\b|holiday|vacation|signed|sent\b|received|webinar|conference"
		r"|away|out of office",
		re.IGNORECASE,
	),
}
SENTENCE_END = re.compile(r"[。；;！!？?\n]|(?<=[a-z)0-9])\.\s")
PAST = re.compile(r"已|过了|早已|had|was|已经|were")
BEFORE_COST, BREAK_COST, REACH, WINDOW = 4, 10, 28, 200
TESTED = re.compile(r"UAT|测试|试运行|培训|试点|验收|招标|休假|放假|testing", re.IGNORECASE)
MOVED_TO = re.compile(r"(?:推迟|延期|延后|提前|顺延|改|调整|变更)(?:至|到|为|成)\s?$")
NOT_MEANT = re.compile(r"(?:不是|并非|而非|不再是|原定|原定于|原计划|原计划于|本来定在?|原来是)\s?$")
MOVED = re.compile(r"\s?(?:推迟|延期|延后|提前|改|调整)(?:至|到|为)|\s(?:is|was) (?:moved|postponed)")


class Due(NamedTuple):
	"""`day` is for `kind` (a field's name), as sure as `confidence`."""

	kind: str
	day: Day
	confidence: float


def find_dues(text: str, start: int, end: int, sent: date | None) -> Iterator[Due]:
	"""The days of text[start:end] that are for something; days gone by, and of meetings or signatures, are
	not. `sent` is the mail's day where its writer was."""
	for day in find_days(text[:end], sent):
		gone = day.start < start or (sent and day.value < sent) or MOVED.match(text, day.end)
		if gone or NOT_MEANT.search(text[max(start, day.start - 8) : day.start]):
			continue
		kind = _kind(text, start, end, day)
		if kind:
			confidence = day.confidence if day.by or kind == START else day.confidence - 0.15
			yield Due(kind, day, round(confidence, 2))


def _kind(text: str, start: int, end: int, day: Day) -> str:
	"""What the words around the day say: the nearest one of its sentence, one after it before one ahead."""
	left, right = _sentence(text, start, end, day)
	before, after = text[left : day.start], text[day.end : right]
	if MOVED_TO.search(before):
		return _moved(before)
	costs: dict[str, float] = {}
	for kind, pattern in WORDS.items():
		distances = [match.start() + _breaks(after[: match.start()]) for match in pattern.finditer(after)]
		distances += [
			BEFORE_COST + len(before) - match.end() + _breaks(before[match.end() :])
			for match in pattern.finditer(before)
		]
		near = [distance for distance in distances if distance <= REACH]
		if near:
			costs[kind] = min(near)
	if day.by:
		costs.pop("", None)
		_without_earlier_start(costs, before, after)
	kind = min(costs, key=lambda name: costs[name]) if costs else (DEADLINE if day.by else "")
	if kind == START and TESTED.search(before[-8:] + after[:2]):
		return ""
	if kind == CONFIRM and not (
		day.by
		or re.search(r"请|麻烦|务必|望|需|烦请|给我|给个|please|could|kindly", before + after, re.IGNORECASE)
	):
		return ""
	if kind == DEADLINE and not day.by and PAST.search(after[:6]):
		return ""
	return kind


def _without_earlier_start(costs: dict[str, float], before: str, after: str) -> None:
	"""A limit is no start where only a clause before speaks of one: 12月22日开始，1月底前能跑起来."""
	own = re.split("[,，]", before)[-1] + after
	if costs.get(START, 0) > BREAK_COST and not WORDS[START].search(own):
		del costs[START]


def _moved(before: str) -> str:
	"""What a day is for that another day is moved to: what the text says last before it."""
	last = {
		kind: max((match.end() for match in WORDS[kind].finditer(before)), default=0)
		for kind in (START, CONFIRM, DEADLINE)
	}
	kind = max(last, key=lambda name: last[name])
	return kind if last[kind] else ""


def _breaks(between: str) -> int:
	"""The cost of commas and conjunctions between a day and a word."""
	return BREAK_COST * len(re.findall(r"[,，、]|\band\b|并", between))


def _sentence(text: str, start: int, end: int, day: Day) -> tuple[int, int]:
	start, end = max(start, day.start - WINDOW), min(end, day.end + WINDOW)
	breaks = [match.end() for match in SENTENCE_END.finditer(text, start, day.start)]
	after = SENTENCE_END.search(text, day.end, end)
	return (breaks[-1] if breaks else start), (after.start() if after else end)
