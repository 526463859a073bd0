"""Prose into requirement rows (S004-40..44): a suggestion, which a person confirms.

Nothing is invented: a row's words are the text's; a priority or criterion not given there is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from client_mgmt.domain.language.numerals import half_width

MAX_TEXT, MAX_FEATURE = 20_000, 140
HIGH, MEDIUM, LOW = "High", "Medium", "Low"
PRIORITIES: dict[str, re.Pattern[str]] = {
	HIGH: re.compile(
		r"优先级[是为]?[:：]?\s?高|高优先级?|必须|务必|必需|不可缺少|核心|最重要|很重要|非常重要|关键"
		r"|首要|第一优先|紧急|马上"
		r"|\b(?:must|critical|essential|urgent|high priority|top priority|mandatory)\b",
		re.IGNORECASE,
	),
	LOW: re.compile(
		r"优先级[是为]?[:：]?\s?低|低优先级?|最好|可以考虑|有时间|以后再|锦上添花|不急|可选|暂不|后期|将来"
		r"|\b(?:could|nice to have|optional|low priority|later|if possible|eventually)\b",
		re.IGNORECASE,
	),
	MEDIUM: re.compile(
		r"优先级[是为]?[:：]?\s?(?:中|一般)|中优先级?|一般重要|比较重要|\b(?:should|medium priority)\b",
		re.IGNORECASE,
	),
}
GIVEN = {"高": HIGH, "high": HIGH, "中": MEDIUM, "medium": MEDIUM, "低": LOW, "low": LOW}
QUALITY = re.compile(
	r"响应时间|并发|可用性|可用率|性能|吞吐|加密|备份|容灾|兼容|安全|等保|国产化|信创|延迟|TPS|QPS"
	r"|稳定|日志保留|审计|易用"
	r"|(?:\d+|[一二三五十]+)\s?(?:毫秒|秒)内?|99(?:\.\d+)?\s?%"
	r"|response time|concurren|availability|uptime|encrypt|latency|backup|throughput|performance"
	r"|within \d+ (?:ms|second)",
	re.IGNORECASE,
)
WANT = re.compile(
	r"支持|需要?|必须|应该?|要|希望|想|能够?|可以?|实现|提供|允许|增加|新增|具备|导出|登录|查询|显示"
	r"|管理|不少于|不超过|响应"
	r"|\b(?:must|should|shall|need|needs|want|wants|can|could|allow|support|supports|provide|be able"
	r"|require|nice to have|would be)\b",
	re.IGNORECASE,
)
TALK = re.compile(
	r"^(?:您好|你好|谢谢|感谢|大家好|各位|尊敬的|此致|敬礼|祝|以上|如有|请(?:查收|知悉|回复|于|在|尽快"
	r"|确认)|附件|hi\b|hello|dear|thanks|thank you|regards|best"
	r"|.{0,12}(?:需求如下|要求如下|功能如下|如下[:：]))|[:：]$",
	re.IGNORECASE,
)
MORE = re.compile(
	r"^(?:其中|并且?(?!发)|且|还?要带|还要能|要求[:：是]|验收(?:标准|条件)|标准[:：是]|具体(?:是|要求)"
	r"|例如|比如|即|也就是|包括|含|该功能|acceptance|it (?:must|should)|including)",
	re.IGNORECASE,
)
RATING = re.compile(
	r"^[这此]?(?:个|项|条|功能|点)*(?:很|最|比较|非常)?(?:重要|紧急|关键|不急)$|^优先级|^(?:high"
	r"|medium|low) priority|^最?好有$|^this is (?:critical|essential|urgent)",
	re.IGNORECASE,
)
BULLET = re.compile(
	r"^\s*(?:[-*•·●◆▪]\s*|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．:：](?!\d)\s*|[①-⑳]\s*"
	r"|第[一二三四五六七八九十]+[,，、:：]?\s*)"
)
SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
ENGLISH_SENTENCE = re.compile(r"(?:[^.\n]|\.(?!\s|$))+\.?")
NEXT = re.compile(
	r"[,，]\s?(?=(?:另外|此外|同时|还要?(?!带)|也要|其次|再次|最后|然后)|(?:支持|需要|必须|希望|能够"
	r"|可以)[^，,。；]{4,})"
)
WHO = r"(?:客户|用户|我们|我司|我方|贵司|系统|平台|软件|程序|领导|老板)"
LEAD = re.compile(
	rf"^(?:(?:首先|其次|再次|最后|另外|此外|同时|还有|然后)[,，]?\s?|{WHO}(?=[还也希想要需必应能可支])"
	r"|还|也|都|务必|最好|希望|想要?|必须|需要?|应该?|要求?|能够?|可以?|支持|实现|提供|具备|增加|新增"
	r"|允许|有|做|一个|一套|\s)*"
)
SUBJECT = re.compile(
	rf"{WHO}|(?:the )?(?:system|platform|app|application|software|users?|we|customers?|clients?|it)",
	re.IGNORECASE,
)
MODAL = re.compile(
	r"(?P<what>[^\s，,。]{2,20}?)(?P<rest>(?:必须|务必|需要?|(?<!响)应(?![用收付急])该?|要能?|能够?|可以|支持|不超过|不少于"
	r"|不低于|不大于|达到|控制在|小于|大于|[≤≥<>]).{2,})$"
)
PRIORITY_NOTE = re.compile(
	r"[(（]\s?(?:优先级|priority)?\s?[:：]?\s?(?:高|中|低|high|medium|low)\s?[)）]", re.IGNORECASE
)
ENGLISH_LEAD = re.compile(
	r"^(?:(?:also|and|finally),? )?(?:the )?(?:system|platform|app|application|software|users?|we"
	r"|customers?|clients?|it)? ?"
	r"(?:must|should|shall|needs? to|wants? to|want|need|could|can|is able to|has to|would like)?(?:"
	r" also)?(?: be able to)?(?: support| allow| provide)? ",
	re.IGNORECASE,
)


class Row(NamedTuple):
	"""One suggested requirement: `source` is text[start:end], from which every word of it comes."""

	feature: str
	priority: str | None
	acceptance_criteria: str | None
	kind: str
	start: int
	end: int
	source: str


def split(text: str) -> list[Row]:
	"""Suggested rows of `text` in order, without overlap: of lists, lines with bars (登录|高|验证码) and
	prose, Chinese or English. Greetings give none. Raises ValueError beyond 20,000 characters."""
	if len(text) > MAX_TEXT:
		raise ValueError(MAX_TEXT)
	rows: list[Row] = []
	for start, end, listed in _pieces(text):
		piece = text[start:end]
		if rows and not listed and (MORE.match(piece) or RATING.match(piece.rstrip("。.!！;；"))):
			rows[-1] = _row(text, rows[-1].start, end)
		elif not TALK.match(piece) and (listed or "|" in half_width(piece) or WANT.search(piece)):
			rows.append(_row(text, start, end))
	return [row for row in rows if row.feature]


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
	"""(start, end, is a list item) of the sentences and list items of `text`, blanks trimmed."""
	at = 0
	for line in text.split("\n"):
		bullet = BULLET.match(line)
		begin = bullet.end() if bullet else 0
		spans = (
			[(begin, len(line))] if bullet or line.count("|") + line.count("｜") >= 2 else _sentences(line)
		)
		for start, end in spans:
			inner = line[start:end]
			stripped = inner.strip()
			if stripped and not re.fullmatch(r"[\s|｜:：-]+", stripped):
				offset = at + start + inner.index(stripped[0])
				yield offset, offset + len(stripped), bool(bullet)
		at += len(line) + 1


def _sentences(line: str) -> Iterator[tuple[int, int]]:
	for match in SENTENCE.finditer(line):
		for part in ENGLISH_SENTENCE.finditer(match.group()):
			begin, end = match.start() + part.start(), match.start() + part.end()
			cuts = [begin + cut.end() for cut in NEXT.finditer(line[begin:end])]
			yield from zip([begin, *cuts], [*cuts, end], strict=True)


def _row(text: str, start: int, end: int) -> Row:
	source = text[start:end].rstrip(" ,，")
	end = start + len(source)
	kind = "Non-functional" if QUALITY.search(half_width(source)) else "Functional"
	cells = [cell.strip() for cell in re.split(r"[|｜]", source.strip("|｜ "))]
	if len(cells) >= 3 and cells[1].lower() in GIVEN:
		return Row(
			cells[0][:MAX_FEATURE], GIVEN[cells[1].lower()], cells[2] or None, kind, start, end, source
		)
	feature, criteria = _parts(source)
	return Row(feature, _priority(source), criteria, kind, start, end, source)


def _parts(source: str) -> tuple[str, str | None]:
	"""What is to be done, and the rest as the criterion: after a colon, a word such as 必须, or the first
	clause."""
	body = PRIORITY_NOTE.sub("", source.strip(" 。.;；!！"))
	colon = re.match(r"([^:：，,。；;]{2,30})[:：]\s?(.+)", body, re.DOTALL)
	first, rest = (colon[1], colon[2]) if colon else _first_clause(body)
	clauses = re.split(r"(?<=[,，。；;\n])", rest)
	kept = [clause for clause in clauses if not RATING.match(clause.strip(" ,，。；;.!！\n"))]
	criteria = "".join(kept).strip(" ,，。；;.\n")
	return _without_lead(first)[:MAX_FEATURE].strip(), criteria or None


def _first_clause(body: str) -> tuple[str, str]:
	"""The feature's clause and the rest, which begins inside that clause where it says what must hold."""
	clause = re.split(r"[,，。；;\n]|\.\s", body, maxsplit=1)[0]
	named = _without_lead(clause)
	begin = clause.rfind(named)
	inner = MODAL.match(named)
	if inner and not SUBJECT.fullmatch(inner["what"]):
		return inner["what"], body[begin + inner.start("rest") :]
	return clause, body[len(clause) :]


def _without_lead(clause: str) -> str:
	lead = (ENGLISH_LEAD if clause[:1].isascii() else LEAD).match(clause)
	rest = clause[lead.end() :].strip() if lead else clause.strip()
	return rest if len(rest) >= 2 else clause.strip()


def _priority(source: str) -> str | None:
	"""The priority that words such as 必须 or "nice to have" tell; None where none does."""
	return next((level for level, pattern in PRIORITIES.items() if pattern.search(source)), None)
