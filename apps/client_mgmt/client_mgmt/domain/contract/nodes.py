"""The payment nodes of a contract: name, share, amount and day, out of its section on payment (S004-48)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from client_mgmt.domain.language.amounts import CAPITALS, find_amounts
from client_mgmt.domain.language.dates import find_days
from client_mgmt.domain.language.numerals import to_int

SECTION_LENGTH, MAX_NODES, MAX_HEADINGS = 3000, 40, 20
HEADING = re.compile(
	r"^[ \t]{0,12}(?P<mark>第[一二三四五六七八九十百\d]+条|[一二三四五六七八九十]+、|\d+(?:\.\d+)*[.、]?"
	r"|(?:Article|Section"
	r"|Clause)\s+\d+\.?)?"
	r"[ \t]{0,12}[^\n。；;，,]{0,16}?(?:付款(?:方式|节点|计划|安排|条件|进度|约定)|支付(?:方式|节点|计划|安排"
	r"|进度|条件)|(?:价款|费用|款项|报酬)的?(?:支付"
	r"|结算)(?:方式)?"
	r"|结算方式|Payment\s+(?:Terms|Schedule|Milestones?|Plan)|Terms of Payment|Payments?(?=\s*(?:$|[:.])))",
	re.IGNORECASE | re.MULTILINE,
)
MARKS = (
	r"第[一二三四五六七八九十百\d]+条",
	r"[一二三四五六七八九十]+、",
	r"\d+\.\d+(?:\.\d+)*",
	r"\d+[.、]?",
	r"(?:Article|Section|Clause)\s+\d+",
)
ANY_HEADING = re.compile(
	r"^[ \t]*(?:第[一二三四五六七八九十百\d]+条|(?:Article|Section|Clause)\s+\d+)",
	re.MULTILINE | re.IGNORECASE,
)
PERCENT = re.compile(
	r"(?P<figure>\d{1,3}(?:\.\d{1,4})?)\s?(?:%|percent\b|per cent\b)"
	r"|百分之(?P<words>[一二三四五六七八九十]{1,3})",
	re.IGNORECASE,
)
NO_SHARE = re.compile(
	r"(?:税率|增值税|税|VAT|tax|利率|LPR|折扣|利息)(?:\s?(?:of|at|rate|为|是|:|：))*[^%，,。\d]{0,6}$",
	re.IGNORECASE,
)
NO_NODE = re.compile(
	r"不含税|税额|违约|逾期|滞纳|罚|赔偿|不超过|penalt|interest|late payment|overdue|liquidated|not exceed",
	re.IGNORECASE,
)
UP_TO = re.compile(
	r"(?:累计|付至|支付至|付到|支付到|cumulative(?:ly)?|up to a total of)[^%\d]{0,24}$", re.IGNORECASE
)
NAMES = re.compile(
	r"(?:合同)?(?:预付款|首付款|首期款|首款|定金|进度款|中期款|二期款|三期款|初验款|到货款|上线款|验收款"
	r"|终验款|尾款|质保金|质量保证金|保证金|余款)"
	r"|第[一二三四五六七八九1-9][期笔次](?:款项?|付款)?"
	r"|(?:advance|down|initial|first|second|third|fourth|interim|progress|final|acceptance) (?:payment"
	r"|instal?lment)"
	r"|retention(?: money)?|deposit|milestone \d+|balance",
	re.IGNORECASE,
)
PAYS = re.compile(
	r"付|款|金|pay|instal|invoice|deposit|retention|milestone|balance|due|upon|after|\t|\|", re.IGNORECASE
)
CELL = re.compile(
	r"(?:^|[\t|])\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{4,12}(?:\.\d{1,2})?)\s*(?=[\t|]|$)"
)
CAPITAL = re.compile("[壹贰貳叁肆伍陆柒捌玖拾佰仟]")
MARK = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）.、]|[①-⑩]|[-•*·])\s*")


class Node(NamedTuple):
	"""One payment as text[start:end] says it; what it does not say is "". Shares and amounts are decimals as
	text, `due_date` an ISO date."""

	node_name: str
	percent: str
	amount: str
	due_date: str
	start: int
	end: int


def without_capitals(text: str) -> str:
	"""`text` with amounts in capitals (壹拾万元整) blanked, every character in its place."""
	return CAPITALS.sub(lambda match: " " * len(match[0]) if CAPITAL.search(match[0]) else match[0], text)


def payment_section(text: str) -> tuple[int, int] | None:
	"""Where the section on payment stands: from its heading to the next heading of the same kind. Of several
	the first that holds a share or an amount."""
	for match in islice(HEADING.finditer(text), MAX_HEADINGS):
		end = _section_end(text, match)
		body = text[match.end() : end]
		if PERCENT.search(body) or find_amounts(body):
			return match.start(), end
	return None


def _section_end(text: str, heading: re.Match[str]) -> int:
	limit = min(len(text), heading.end() + SECTION_LENGTH)
	mark = heading["mark"]
	kind = next((kind for kind in MARKS if mark and re.fullmatch(kind, mark, re.IGNORECASE)), None)
	following = re.compile(rf"^[ \t]*(?:{kind})(?!\d)", re.MULTILINE | re.IGNORECASE) if kind else None
	stops = [found.start() for found in (ANY_HEADING.search(text, heading.end(), limit),) if found]
	if following and kind != MARKS[3]:
		stops += [found.start() for found in (following.search(text, heading.end(), limit),) if found]
	elif mark and kind == MARKS[3]:
		stops += _next_number(text, heading, limit)
	return min([limit, *stops])


def _next_number(text: str, heading: re.Match[str], limit: int) -> list[int]:
	"""After `4. Payment` the section ends where `5.` begins a line; its own items may be numbered from 1."""
	number = int(re.match(r"\d+", heading["mark"])[0]) + 1  # type: ignore[index]
	found = re.compile(rf"^[ \t]*{number}[.、\s]", re.MULTILINE).search(text, heading.end(), limit)
	return [found.start()] if found else []


def find_nodes(text: str, section: tuple[int, int] | None) -> list[Node]:
	"""The payments of the section, in order; at most 40."""
	found: list[Node] = []
	paid = Decimal(0)
	for start, end in _segments(text, section):
		node = _node(text, start, end, paid)
		if node:
			paid += Decimal(node.percent or 0)
			found.append(node)
	return found[:MAX_NODES]


def _segments(text: str, section: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
	"""Sentences and lines of the section; one that names several shares is cut between them."""
	if not section:
		return
	for match in re.compile(r"[^\n。；;]+").finditer(text, *section):
		shares = list(_shares(text, match.start(), match.end()))
		if len(shares) < 2:
			yield match.start(), match.end()
			continue
		begin = match.start()
		for share, following in zip(shares, [*shares[1:], None], strict=True):
			stop = _cut(text, share.end(), following.start()) if following else match.end()
			yield begin, stop
			begin = stop


def _cut(text: str, share_end: int, next_share: int) -> int:
	"""Between two shares: the first comma after which no amount of the first share is told any more."""
	commas = [found.end() for found in re.compile(r"[，,](?!\d{3})").finditer(text, share_end, next_share)]
	told = re.compile(
		r"\s?(?:即|计|共计|合计|金额|人民币|大写|小写|i\.e\.|being|amounting|RMB|[¥￥$])", re.IGNORECASE
	)
	return next((at for at in commas if not told.match(text, at)), commas[-1] if commas else share_end)


def _shares(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
	for match in PERCENT.finditer(text, start, end):
		if not NO_SHARE.search(text[max(start, match.start() - 16) : match.start()]):
			yield match


def _node(text: str, start: int, end: int, paid: Decimal) -> Node | None:
	segment = text[start:end]
	if NO_NODE.search(segment) or not PAYS.search(segment):
		return None
	percent = _percent(text, start, end, paid)
	amount = _amount(segment, bool(percent))
	if not percent and (not amount or re.search(r"总金额|总价|总额|合同金额|total", segment, re.IGNORECASE)):
		return None
	begin = start + (MARK.match(segment) or re.match(r"\s*", segment)).end()  # type: ignore[union-attr]
	day = next(iter(find_days(segment, None)), None)
	name = NAMES.search(segment)
	return Node(name[0] if name else "", percent, amount, day.value.isoformat() if day else "", begin, end)


def _percent(text: str, start: int, end: int, paid: Decimal) -> str:
	share = next(_shares(text, start, end), None)
	if not share:
		return ""
	value = Decimal(share["figure"] or to_int(share["words"] or "") or 0)
	if UP_TO.search(text[start : share.start()]):
		value -= paid
	return f"{value.normalize():f}" if 0 < value <= 100 else ""


def _amount(segment: str, is_share: bool) -> str:
	figures = find_amounts(without_capitals(segment))
	figures = [one for one in figures if re.search(r"\d", segment[one.start : one.end])]
	cell = CELL.search(segment) if is_share or "\t" in segment else None
	if figures:
		return f"{figures[0].value:f}"
	if cell:
		return cell["number"].replace(",", "")
	words = find_amounts(segment)
	return f"{words[0].value:f}" if words else ""
