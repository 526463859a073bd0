"""What a contract's own words say (S004-72): number, parties, amount in figures and in words, dates.

Nothing is invented: a value is one that the text names by a label, each with its place; what no label names
stays empty. Payment nodes are read by `contract_nodes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from client_mgmt.domain.contract.nodes import Node, find_nodes, payment_section, without_capitals
from client_mgmt.domain.contract.parties import (
	ENGLISH_A,
	ENGLISH_B,
	LABEL_A,
	LABEL_B,
	MAX_PLACES,
	Fact,
	mentions,
)
from client_mgmt.domain.language.amounts import Amount, find_amounts
from client_mgmt.domain.language.dates import find_days
from client_mgmt.domain.language.numerals import half_width

MAX_TEXT = 200_000
FIELDS = (
	"contract_no",
	"party_a",
	"party_b",
	"amount",
	"amount_in_words",
	"signed_on",
	"start_date",
	"end_date",
)

NUMBER = re.compile(
	r"(?<![原主子招投中项采])(?<!补充)(?:合同书?|协议书?)\s?(?:编\s?号"
	r"|号码?)\s?[:：]\s?(?P<zh>[A-Za-z0-9\u4e00-\u9fff][^\s，,。；;:：]{1,39})"
	r"|^\s?编\s?号\s?[:：]\s?(?P<bare>[A-Za-z0-9][^\s，,。；;]{2,39})"
	r"|\b(?<!original )(?:contract|agreement)\s+(?:no\.?|number|ref(?:erence)?(?:\s+no\.?)?)\s?[:#]?\s*"
	r"(?P<en>[A-Za-z0-9][\w/.()-]{2,39})",
	re.IGNORECASE | re.MULTILINE,
)
AMOUNT_LABEL = re.compile(
	r"(?<!不含税)(?<!占)(?:(?:合同|项目|服务|开发|技术服务|技术开发|软件|采购"
	r"|协议)(?:含税)?(?:的)?(?:总?金额|总?价款?|总额|总?费用?|总报酬)"
	r"|(?<![合本])(?:含税)?总(?:金额|价款?|费用|报酬|计金额)|(?:研究)?开发经费(?:和|及)?报酬总额)"
	r"(?P<note>(?:[（(][^（）()\n]{0,24}[)）])*)\s?(?=[:：为是共合总计]|人民币|RMB|[¥￥$]|大写|\d|\t|\s)"
	r"|\b(?:(?:total|fixed|aggregate)\s+)?(?:contract|agreement|project|service)\s+(?:price|value|amount"
	r"|sum|fees?)\b"
	r"(?P<note_en>(?:\s?\([^()\n]{0,30}\))*)(?=\s?(?::|is\b|of\b|shall\b|amounts\b|under\b|payable\b|for\b))"
	r"|\btotal\s+(?:price|fees?|consideration)\b(?=\s?(?::|is\b|of\b|shall\b|amounts\b|payable\b|for\b))",
	re.IGNORECASE,
)
PLAIN_AMOUNT = re.compile(
	r"\s?[:：为是\t ]\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{3,15}(?:\.\d{1,2})?"
	r"|\d+(?:\.\d{1,6})?)(?![\d%])"
)
SIGNED = re.compile(
	r"(?:合同|协议)?(?:签\s?[订定署约]|订\s?立)(?:日\s?期|时\s?间|日)?\s?(?:[:：]|为|于|在)"
	r"|\b(?:signing date|date of (?:signature|signing)|effective date|dated|(?:signed|executed|made"
	r"|entered into)"
	r"(?: and entered into)?(?: this| on| as of)?)\b",
	re.IGNORECASE,
)
SIGNING = re.compile("签订|签署|订立")
SIGNED_AFTER = re.compile(
	r"[ \t]?(?:在[\u4e00-\u9fff]{2,12})?(?:由[^，。]{1,20})?(?:签订|签署|订立)(?!日期|时间)"
)
SIGNATURE_DATE = re.compile(r"(?<![\u4e00-\u9fff])(?:日\s?期|Date)\s?[:：]", re.IGNORECASE)
TERM = re.compile(
	r"(?<!保密)(?<!质保)(?<!保修)(?<!维保)(?<!维护)(?<!付款)(?<!保证)(?:履行|合同|协议|服务|开发|实施|项目"
	r"|建设|研发)?"
	r"(?:的?有效)?(?:期限|工期|有效期|周期|起止(?:日期|时间)|履行期间?)"
	r"|\b(?:the |contract |project |initial |service )?(?:term|period of performance|duration"
	r"|project period)\b"
	r"|\b(?:work|project|services?|supplier|agreement)\s+(?:shall |will )?(?:start|begin|commence)\b",
	re.IGNORECASE,
)
START = re.compile(
	r"(?:计划)?(?:开始|开工|启动|起始)(?:日期|时间|日)\s?[:：为]|\b(?:start|commencement)\s+date\s?(?::"
	r"|is\b|shall be\b)",
	re.IGNORECASE,
)
END = re.compile(
	r"(?:计划)?(?:结束|完工|竣工|完成|截止|终止|终验|交付)(?:日期|时间|日)\s?[:：为]"
	r"|\b(?:end|completion|expiry|delivery)\s+date\s?(?::|is\b|shall be\b)",
	re.IGNORECASE,
)


class Contract(NamedTuple):
	"""Everything that was found: for each field of FIELDS its mentions in order, and the payment nodes.
	`currency` is the amount's, "" where none is written."""

	facts: dict[str, list[Fact]]
	nodes: list[Node]
	currency: str

	def first(self, field: str) -> Fact | None:
		"""The mention that counts: the first one; of several signature dates the last day."""
		found = self.facts[field]
		return found[0] if found else None


def read(text: str) -> Contract:
	"""Reads the first 200,000 characters of a contract; positions count characters of `text`."""
	plain = half_width(text[:MAX_TEXT])
	section = payment_section(plain)
	figures, words, currency = _amounts(plain, section)
	starts, ends = _term(plain)
	facts = {
		"contract_no": _distinct(_numbers(plain)),
		"party_a": _distinct(mentions(plain, LABEL_A, ENGLISH_A)),
		"party_b": _distinct(mentions(plain, LABEL_B, ENGLISH_B)),
		"amount": _distinct(figures),
		"amount_in_words": _distinct(words),
		"signed_on": _signed(plain),
		"start_date": _distinct(starts),
		"end_date": _distinct(ends),
	}
	return Contract(facts, find_nodes(plain, section), currency)


def _places(label: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
	"""A contract names a label some times; what repeats it endlessly is no contract."""
	return islice(label.finditer(text), MAX_PLACES)


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
	"""The mentions in the order of the text, each value once."""
	seen: dict[str, Fact] = {}
	for fact in facts:
		seen.setdefault(re.sub(r"\s", "", fact.value).lower(), fact)
	return list(seen.values())


def _numbers(text: str) -> Iterator[Fact]:
	for match in _places(NUMBER, text):
		group = match.lastgroup or "zh"
		value = match[group].rstrip(".)）】")
		if value.count("(") > value.count(")") or value.count("（") > value.count("）"):
			value = match[group]
		if re.search(r"\d", value):
			yield Fact(value, match.start(group), match.start(group) + len(value))


def _amounts(text: str, section: tuple[int, int] | None) -> tuple[list[Fact], list[Fact], str]:
	figures: list[Fact] = []
	words: list[Fact] = []
	currency = ""
	for match in _places(AMOUNT_LABEL, text):
		note = match["note"] or match["note_en"] or ""
		inside = section and section[0] < match.start() < section[1]
		if "不含税" in note or (inside and figures):
			continue
		found = _amounts_after(text, match.end(), note)
		currency = currency or next((one.currency for one in found if one.currency), None) or ""
		for one in found:
			figure = re.search(r"\d", text[one.start : one.end])
			(figures if figure else words).append(Fact(f"{one.value:f}", one.start, one.end))
	return figures, words, currency


def _amounts_after(text: str, start: int, note: str) -> list[Amount]:
	"""The first amount in figures and the first in words of the sentence that follows the label."""
	stop = re.compile(
		r"。|；|;|\n\s*\n|其中|不含税|税额|\.\s+[A-Z]|\n(?![^\n]{0,10}[大小]写)[^\n]{0,30}[:：]"
	).search(text, start, start + 200)
	window = text[start : min(stop.start() if stop else start + 140, start + 140)]
	plain = PLAIN_AMOUNT.match(window)
	unit = "万元" if "万元" in note else "元" if "元" in note else ""
	if plain and unit:
		value = window[: plain.end()] + unit
		found = [one for one in find_amounts(value) if one.start <= plain.start("number")]
		found = [one._replace(start=plain.start("number"), end=plain.end("number")) for one in found[-1:]]
	else:
		found = find_amounts(without_capitals(window))[:1]
	found += find_amounts(re.sub(r"\d", " ", window))[:1]
	seen = {(one.start, one.end): one for one in found}
	return [one._replace(start=one.start + start, end=one.end + start) for one in seen.values()]


def _days(text: str, start: int, length: int) -> list[Fact]:
	return [
		Fact(day.value.isoformat(), start + day.start, start + day.end)
		for day in find_days(text[start : start + length], None)
	]


def _signed(text: str) -> list[Fact]:
	"""Labelled dates first; else those of the signature block, the last day before the others."""
	found = [day for match in _places(SIGNED, text) for day in _near(text, match.end(), 24)]
	for match in _places(SIGNING, text):
		days = _days(text, max(0, match.start() - 48), min(48, match.start()))
		found += [day for day in days[-1:] if SIGNED_AFTER.match(text, day.end)]
	if found:
		return _distinct(sorted(found, key=lambda day: day.start))
	block = [day for match in _places(SIGNATURE_DATE, text) for day in _near(text, match.end(), 8)]
	return _distinct(sorted(block, key=lambda day: day.value, reverse=True))


def _near(text: str, start: int, gap: int) -> list[Fact]:
	"""The first day of the same line, at most `gap` characters behind `start`."""
	line = text[start : start + gap + 20].split("\n")[0]
	return [
		day._replace(start=day.start + start, end=day.end + start)
		for day in _days(line, 0, len(line))[:1]
		if day.start <= gap
	]


def _term(text: str) -> tuple[list[Fact], list[Fact]]:
	"""Begin and end: where a term names two days they are its ends; or dates with labels of their own."""
	starts = [day for match in _places(START, text) for day in _near(text, match.end(), 12)]
	ends = [day for match in _places(END, text) for day in _near(text, match.end(), 12)]
	for match in _places(TERM, text):
		days = _term_days(text, match.end())
		if len(days) > 1:
			starts.append(days[0])
			ends.append(days[1])
		elif days and re.match(r"\s?(?:[日号])?\s?(?:之?前|以前|止|为止|截止)", text[days[0].end :]):
			ends.append(days[0])
		elif days and re.match(r"\s?(?:[日号])?\s?(?:起|开始)", text[days[0].end :]):
			starts.append(days[0])
	return starts, ends


def _term_days(text: str, start: int) -> list[Fact]:
	"""The days of the sentence that follows a label."""
	stop = re.compile(r"。|；|;|\n\s*\n|\.\s+[A-Z]|质保|保修|\n[^\n]{0,20}[:：]").search(
		text, start, start + 200
	)
	return _days(text, start, min(stop.start() if stop else start + 110, start + 110) - start)


def contradictions(contract: Contract) -> dict[str, list[str]]:
	"""Where the contract disagrees with itself: field → the values that it gives. The amount in words is
	compared with the figures, the nodes' shares with 100 and their amounts with the amount."""
	found = {
		field: [fact.value for fact in facts] for field, facts in contract.facts.items() if len(facts) > 1
	}
	amount, words = contract.first("amount"), contract.first("amount_in_words")
	if amount and words and Decimal(amount.value) != Decimal(words.value):
		found["amount_in_words"] = [amount.value, words.value]
	shares = [node.percent for node in contract.nodes]
	if shares and all(shares) and (total := sum(map(Decimal, shares), Decimal(0))) != 100:
		found["percent"] = [f"{total.normalize():f}", "100"]
	sums = [node.amount for node in contract.nodes]
	if (
		amount
		and sums
		and all(sums)
		and (total := sum(map(Decimal, sums), Decimal(0))) != Decimal(amount.value)
	):
		found["nodes"] = [f"{total:f}", amount.value]
	return found
