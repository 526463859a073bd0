"""Days named in Chinese and English text, absolute (2025/8/20) or relative to the mail's day (本周五).

A week begins on Monday; 下周一 and "next Monday" lie in the week after the mail's. A day without a year is
the one from 90 days before the mail to 275 after it. What names no day (下周, 9月上旬) gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from client_mgmt.domain.language.numerals import half_width, to_int

PAST_DAYS = 90
MAX_DAYS = 200
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = "mon tue wed thu fri sat sun".split()
CN_DAYS = {
	character: number
	for number, characters in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7"))
	for character in characters
}
NUM = r"[一二两三四五六七八九十]{1,3}|\d{1,2}"
MONTH = (
	r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
	r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
CLOCK = r"(?:(?:上午|下午|晚上?|中午|下班|早上?|\d{1,2}[点时:：]\d{0,2}分?半?)\s?)*"
BY_AFTER = re.compile(
	rf"\s?(?:[（(][^（）()\n]{{1,8}}[)）])?[)）]?\s?{CLOCK}(?:或)?(?:之前|以前|前|内|为止|截止)"
)
BY_BEFORE = re.compile(
	r"(?:截止(?:日期|时间|到|至|于)*|截至|不晚于|不迟于|最晚|最迟|期限(?:为|是)?)\s?[:：]?\s?(?:在|于)?$"
	r"|\b(?:by|before|until|till|no later than|due(?: date)?(?: is| on| by)?|deadline(?: is| of|:)?)[\s:]*"
	r"(?:on\s|the\s|this\s|close of business\s|cob\s|eod\s|end of\s)*$",
	re.IGNORECASE,
)
# A span of days is counted from the mail only where the text gives no other beginning.
OTHER_BEGINNING = re.compile(
	r"(?:后|起|自|工期|周期|质保|保修|after|from|of (?:signing|receipt|delivery))[^。；;\n]{0,8}$",
	re.IGNORECASE,
)


class Day(NamedTuple):
	"""`value` is meant by text[start:end]; `by` says that it is a limit (前, by)."""

	value: date
	start: int
	end: int
	by: bool
	confidence: float


Reader = Callable[[re.Match[str], "date | None"], "date | None"]


def find_days(text: str, sent: date | None) -> list[Day]:
	"""The days that `text` names, in order, at most 200 of one spelling. `sent` is the mail's day where it
	was written; without it only days with a year are found."""
	plain = half_width(text)
	found: list[Day] = []
	for pattern, reader, confidence in PATTERNS:
		for match in islice(pattern.finditer(plain), MAX_DAYS):
			free = not any(day.start < match.end() and match.start() < day.end for day in found)
			value = reader(match, sent) if free else None
			if value:
				found.append(Day(value, match.start(), match.end(), _is_limit(plain, match), confidence))
	return sorted(found, key=lambda day: day.start)


def _is_limit(text: str, match: re.Match[str]) -> bool:
	before = text[max(0, match.start() - 40) : match.start()]
	inside = match.groupdict().get("limit")
	return bool(inside or BY_AFTER.match(text, match.end()) or BY_BEFORE.search(before))


def nearest_year(month: int, day: int, sent: date) -> date | None:
	"""The day of that month and day which lies at most 90 days before `sent`, else the next one to come; None
	where there is none in that year (30 February)."""
	for year in (sent.year - 1, sent.year, sent.year + 1):
		value = _day(year, month, day)
		if value and -PAST_DAYS <= (value - sent).days < 366 - PAST_DAYS:
			return value
	return None


def end_of_month(year: int, month: int) -> date:
	"""The last day of a month; months run on beyond 12."""
	years, month = divmod(month, 12)
	return date(year + years, month + 1, 1) - timedelta(days=1)


def _day(year: int, month: int, day: int) -> date | None:
	try:
		return date(year, month, day)
	except ValueError:
		return None


def _number(text: str) -> int:
	return int(text) if text.isdigit() else to_int(text) or 0


def _full(match: re.Match[str], _sent: date | None) -> date | None:
	year = _number(match["y"])
	return _day(year + 2000 if year < 100 else year, _number(match["m"]), _number(match["d"]))


def _named_year(match: re.Match[str], sent: date | None) -> date | None:
	years = {"今": 0, "本": 0, "明": 1, "后": 2}[match["w"]]
	return _day(sent.year + years, _number(match["m"]), _number(match["d"])) if sent else None


def _month_day(match: re.Match[str], sent: date | None) -> date | None:
	return nearest_year(_number(match["m"]), _number(match["d"]), sent) if sent else None


def _same_month(match: re.Match[str], sent: date | None) -> date | None:
	if not sent:
		return None
	last = end_of_month(sent.year, sent.month + (match["w"][0] in "下次"))
	return _day(last.year, last.month, _number(match["d"]))


def _cn_weekday(match: re.Match[str], sent: date | None) -> date | None:
	if not sent:
		return None
	word, number = match["w"] or "", CN_DAYS[match["d"]]
	monday = sent - timedelta(days=sent.weekday())
	if word:
		weeks = -1 if word[0] == "上" else word.count("下")
		return monday + timedelta(days=number + 7 * weeks)
	return sent + timedelta(days=(number - sent.weekday()) % 7)


def _en_weekday(match: re.Match[str], sent: date | None) -> date | None:
	if not sent:
		return None
	number, word = DAYS.index(match["d"][:3].lower()), (match["w"] or "").lower()
	if word == "next":
		return sent - timedelta(days=sent.weekday()) + timedelta(days=number + 7)
	return None if word in ("last", "every", "each") else sent + timedelta(days=(number - sent.weekday()) % 7)


def _cn_month_end(match: re.Match[str], sent: date | None) -> date | None:
	if match["m"]:
		first = sent and nearest_year(_number(match["m"]), 1, sent)
		return end_of_month(first.year, first.month) if first else None
	return sent and end_of_month(sent.year, sent.month + ((match["w"] or "本")[0] in "下次"))


def _quarter_end(match: re.Match[str], sent: date | None) -> date | None:
	if not sent:
		return None
	quarter = _number(match["q"]) if match["q"] else (sent.month + 2) // 3
	return end_of_month(sent.year, quarter * 3) if 1 <= quarter <= 4 else None


def _year_end(match: re.Match[str], sent: date | None) -> date | None:
	return sent and date(sent.year + ((match["w"] or "") in ("明", "next")), 12, 31)


def _week_end(match: re.Match[str], sent: date | None) -> date | None:
	"""The working week's last day."""
	word = (match["w"] or "").lower()
	return sent and sent - timedelta(days=sent.weekday()) + timedelta(days=4 + 7 * (word[:1] in ("下", "n")))


def _en_month_day(match: re.Match[str], sent: date | None) -> date | None:
	month, day = MONTHS.index(match["m"][:3].lower()) + 1, int(match["d"])
	if match["y"]:
		return _day(int(match["y"]), month, day)
	return nearest_year(month, day, sent) if sent else None


def _en_month_end(match: re.Match[str], sent: date | None) -> date | None:
	if not sent:
		return None
	if match["m"]:
		first = nearest_year(MONTHS.index(match["m"][:3].lower()) + 1, 1, sent)
		return end_of_month(first.year, first.month) if first else None
	return end_of_month(sent.year, sent.month + ((match["w"] or "").lower() == "next"))


def _near(match: re.Match[str], sent: date | None) -> date | None:
	days = {"今": 0, "明": 1, "后": 2, "大": 3, "today": 0, "tomorrow": 1}
	word = match["w"].lower()
	return sent and sent + timedelta(
		days=2 if word.startswith("the day") else days.get(word, days.get(word[0], 0))
	)


def _span(match: re.Match[str], sent: date | None) -> date | None:
	"""N days, weeks or working days from the mail on; working days are Monday to Friday."""
	before = match.string[max(0, match.start() - 16) : match.start()]
	after = match.string[match.end() : match.end() + 12]
	if (
		not sent
		or OTHER_BEGINNING.search(before)
		or re.match(r"\s?(?:of|from|after)\b", after, re.IGNORECASE)
	):
		return None
	words = {"one": 1, "two": 2, "three": 3, "five": 5, "seven": 7, "ten": 10}
	count, unit = words.get(match["n"].lower()) or _number(match["n"]), match["u"].lower()
	if "小时" in unit:
		count = count // 24 if count % 24 == 0 else 0
	if not 0 < count <= 366:
		return None
	if "工作" in unit or "working" in unit or "business" in unit:
		return _working_days(sent, count)
	return sent + timedelta(days=count * (7 if unit[0] in "w周" or "星期" in unit or "week" in unit else 1))


def _working_days(day: date, count: int) -> date:
	while count:
		day += timedelta(days=1)
		count -= day.weekday() < 5
	return day


# From the most to the least telling: what one has read, no later one reads.
ROWS: list[tuple[str, Reader, float]] = [
	(
		r"(?<!\d)(?P<y>(?:19|20)\d\d|\d\d|二[〇零]二[一二三四五六七八九〇零])\s?年\s?(?P<m>"
		+ NUM
		+ r")\s?月\s?(?P<d>"
		+ NUM
		+ r")\s?[日号]?",
		_full,
		0.98,
	),
	(
		r"(?<![\d.-])(?P<y>20\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d-]|\.\d)",
		_full,
		0.98,
	),
	(r"(?<![\d.-])(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?![\d.-])", _full, 0.8),
	(r"(?P<w>今|本|明|后)年\s?(?P<m>" + NUM + r")月\s?(?P<d>" + NUM + r")[日号]?", _named_year, 0.95),
	(
		r"(?<![\d年])(?P<m>" + NUM + r")\s?月\s?(?P<d>" + NUM + r")\s?(?:[日号]|(?=之?前|[-~至到]))",
		_month_day,
		0.9,
	),
	(r"(?P<w>本月|这个月|下月|下个月|次月)\s?(?P<d>" + NUM + r")\s?[日号]", _same_month, 0.9),
	(
		r"(?<![每（(])(?P<w>本|这个?|下+个?|上个?)?(?<!每)(?:周|星期"
		r"|礼拜)(?P<d>[一二三四五六日天1-7])(?![\d年个月天周])",
		_cn_weekday,
		0.9,
	),
	(r"(?:(?P<m>" + NUM + r")|(?P<w>本|这个?|下个?|次))?月[底末]", _cn_month_end, 0.85),
	(r"(?:本|这个?|第?(?P<q>[一二三四1-4]))季度[末底]", _quarter_end, 0.8),
	(r"(?P<w>今|本|明)?年[底末](?!会)", _year_end, 0.8),
	(r"(?P<w>本|这|下)个?周(?P<limit>[之以]?内)", _week_end, 0.6),
	(r"\bend of (?:the |this )?(?P<w>next )?week\b", _week_end, 0.6),
	(
		rf"\b(?P<m>{MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>20\d\d))?\b",
		_en_month_day,
		0.92,
	),
	(
		rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{MONTH})\.?(?:,? (?P<y>20\d\d))?\b",
		_en_month_day,
		0.92,
	),
	(
		rf"\b(?:end of|month[- ]end) (?:(?:the|this) month|(?P<w>next) month|(?P<m>{MONTH}))\b",
		_en_month_end,
		0.85,
	),
	(r"\bend of (?:the |this )?(?P<w>next )?year\b", _year_end, 0.8),
	(rf"\b(?:(?P<w>this|next|last|coming|every|each) )?(?P<d>{WEEKDAY})\b", _en_weekday, 0.8),
	(r"(?P<w>今|明|大后|后)(?:[天晚早]|(?<=[今明])日)", _near, 0.85),
	(r"\b(?P<w>today|tomorrow|the day after tomorrow)\b", _near, 0.85),
	(
		rf"(?P<n>{NUM}|\d{{1,3}})\s?(?P<u>个?工作日|天|日|周|个星期"
		rf"|个?小时)(?P<limit>[之以]?内)",
		_span,
		0.75,
	),
	(
		r"\b(?P<limit>within|in) (?:the next )?"
		r"(?P<n>\d{1,3}|one|two|three|five|seven|ten) (?P<u>(?:working |business )?days?|weeks?)\b",
		_span,
		0.75,
	),
	(r"(?<![\d/.])(?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?=\s?(?:之前|前|日|号|截止))", _month_day, 0.7),
]
PATTERNS = [(re.compile(source, re.IGNORECASE), reader, confidence) for source, reader, confidence in ROWS]
