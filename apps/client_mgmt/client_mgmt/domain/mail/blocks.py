"""The parts of a mail's text: what its writer says now, the signature below, quoted and forwarded mail."""

from __future__ import annotations

import re
from typing import NamedTuple

_FIELD = r"(?:发件人|寄件者|发送人|From|Von)"
_TIME = r"(?:发送时间|发送日期|日期|时间|Date|Sent)"
_SUBJECT = r"(?:主题|Subject)"
HISTORY = re.compile(
	r"^[ \t]*(?:"
	r"-{2,}\s*(?P<forward>转发的?邮件(?:信息)?|转发的?消息|Forwarded message|Forwarded Message)\s*-{2,}"
	r"|(?P<begin>Begin forwarded message:|开始转发的?邮件[:：]?|以下是转发的?邮件[:：]?)"
	r"|-{2,}\s*(?:原始邮件|原邮件|回复的?原?邮件|Original Message|Original|Reply message)\s*-{2,}"
	r"|在\s?[^\n]{4,80}[写寫]道\s?[:：]"
	r"|(?:20\d\d|\d{1,2})[^\n]{4,80}<[^\n>]{3,80}>\s?(?:[写寫]道\s?)?[:：]"
	r"|On [^\n]{6,120}(?:\n[^\n]{0,80})?wrote:"
	r"|_{10,}\s*\n\s*\**" + _FIELD + r"\**\s?[:：]"
	r"|\**"
	+ _FIELD
	+ r"\**\s?[:：][^\n]*\n(?:[^\n]{0,200}\n){0,3}?\s*\**(?:"
	+ _TIME
	+ "|"
	+ _SUBJECT
	+ r")\**\s?[:：]"
	r"|>)",
	re.MULTILINE | re.IGNORECASE,
)
HEADER_LINE = re.compile(
	r"^[ \t>]*\**(?P<key>发件人|寄件者|发送人|发送时间|发送日期|日期|时间|主题|收件人|抄送|From|Date"
	r"|Sent|Subject|To|Cc)"
	r"\**\s?[:：][ \t]*(?P<value>[^\n]*)$",
	re.IGNORECASE,
)
KEYS = {
	"From": "发件人 寄件者 发送人 from",
	"Date": "发送时间 发送日期 日期 时间 date sent",
	"Subject": "主题 subject",
}
KEY_OF = {word: key for key, words in KEYS.items() for word in words.split()}
CLOSING = re.compile(
	r"^[ \t]*(?:此致|敬礼|顺颂商祺|顺祝商祺|商祺|祝好|祝商祺|谢谢[!！。~]*|感谢[!！。]*|致礼|此致敬礼"
	r"|颂祺|以上[,，]?谢谢[!！。]*"
	r"|best(?: wishes| regards)?|kind regards|warm regards|regards|br|thanks(?: and"
	r" regards)?|thank you|many thanks"
	r"|cheers|sincerely|yours sincerely|yours faithfully)[ \t]*[,，.。!！]*[ \t]*$",
	re.IGNORECASE,
)
DEVICE = re.compile(r"^\s*(?:发自我的|来自我的|sent from my|从我的|发自)", re.IGNORECASE)
CONTACT_WORD = re.compile(
	r"(?:电话|手机|邮箱|Tel|Mobile|Phone|E-?mail|微信|传真|地址)\s?[:：.]|1[3-9]\d{9}|[\w.]+@[\w-]+\."
	r"|有限公司$"
	r"|Co\.,? Ltd",
	re.IGNORECASE,
)
FACT = re.compile(
	r"(?:项目|采购|截止|预算|开始|启动|上线|时间|要求|客户)[^:：\n]{0,8}[:：]|Project:|Budget:|Deadline:",
	re.IGNORECASE,
)
DELIMITER = re.compile(r"^(?:-- ?|[—_=*-]{3,})$")
MAX_SIGNATURE = 10  # lines


class Span(NamedTuple):
	"""text[start:end]."""

	start: int
	end: int


class Blocks(NamedTuple):
	"""`own` is what the writer says, signature included; `signature` lies at its end and may be empty.

	`forwarded` holds the From, Date and Subject of a forwarded mail by their spans where the mail is one, and
	`own` and `signature` are then those of the forwarded mail; otherwise it is empty.
	"""

	own: Span
	signature: Span
	forwarded: dict[str, Span]


def blocks(text: str, subject: str = "") -> Blocks:
	"""Takes a mail's text apart. A forward is what says so between dashes, or has a 转发/Fwd subject."""
	match = HISTORY.search(text)
	if match and (match["forward"] or match["begin"] or _is_forward(text, match, subject)):
		return _forwarded(text, match)
	own = Span(0, match.start() if match else len(text))
	return Blocks(own, signature(text, own), {})


def _is_forward(text: str, match: re.Match[str], subject: str) -> bool:
	named = re.match(r"\s*(?:转发|fwd?|fw)\s?[:：]", subject, re.IGNORECASE)
	head = match.group() + text[match.end() : match.end() + 200]
	return bool(named and re.search(_FIELD, head, re.IGNORECASE) and not head.lstrip().startswith(">"))


def _forwarded(text: str, match: re.Match[str]) -> Blocks:
	start = match.start() if re.match(rf"[ \t]*\**{_FIELD}", match.group(), re.IGNORECASE) else match.end()
	if match.group().lstrip().startswith("_"):
		start = match.start() + re.search(_FIELD, match.group(), re.IGNORECASE).start()  # type: ignore[union-attr]
	headers, at = _header_lines(text, start)
	wholly_quoted = text[at:].lstrip().startswith(">")
	later = None if wholly_quoted else HISTORY.search(text, at)
	own = Span(at, later.start() if later else len(text))
	return Blocks(own, signature(text, own), headers)


def _header_lines(text: str, at: int) -> tuple[dict[str, Span], int]:
	"""The header lines from `at` on, by their English names, and where the text after them begins."""
	found: dict[str, Span] = {}
	while at < len(text):
		end = text.find("\n", at)
		end = len(text) if end < 0 else end
		match = HEADER_LINE.match(text[at:end])
		if not match and text[at:end].strip(" >\t"):
			break
		if match and (key := KEY_OF.get(match["key"].lower())):
			found.setdefault(key, Span(at + match.start("value"), at + match.end("value")))
		at = end + 1
	return found, min(at, len(text))


def signature(text: str, own: Span) -> Span:
	"""Where the signature of `own` lies: after "-- ", after a closing word, or the short lines at the end
	that hold a number, an address or a firm. Empty at the end of `own` where there is none."""
	lines = _lines(text, own)
	while lines and (not lines[-1][1].strip() or DEVICE.match(lines[-1][1])):
		lines.pop()
	if not lines:
		return Span(own.end, own.end)
	end = lines[-1][0] + len(lines[-1][1])
	tail = lines[-MAX_SIGNATURE - 4 :]
	for at in range(len(tail) - 1, -1, -1):
		line = tail[at][1].strip()
		following = [entry for entry in tail[at + 1 :] if entry[1].strip()]
		if DELIMITER.match(line) and following and len(following) <= MAX_SIGNATURE:
			return Span(following[0][0], end)
	for at, (_start, line) in enumerate(tail):
		following = [entry for entry in tail[at + 1 :] if entry[1].strip()]
		if CLOSING.match(line) and following and all(len(entry[1]) <= 80 for entry in following):
			return Span(following[0][0], end)
	return _short_lines(tail, own, end)


def _short_lines(tail: list[tuple[int, str]], own: Span, end: int) -> Span:
	"""The block of short lines without sentences at the end."""
	start, telling = end, False
	for at, line in reversed(tail):
		stripped = line.strip()
		if not stripped and start == end:
			continue
		if (
			len(stripped) > 60
			or FACT.search(stripped)
			or re.search(r"[。！？!?；;]$|[，,]$|[您你]好", stripped)
			or (not stripped and telling)
		):
			break
		if stripped:
			start, telling = at, telling or bool(CONTACT_WORD.search(stripped))
	lines = [entry for entry in tail if start <= entry[0] and entry[1].strip()]
	named = 0 < len(lines) <= 3 and all(len(entry[1].strip()) <= 20 for entry in lines)
	alone = start == own.start and not telling
	return Span(start, end) if (telling or named) and start < end and not alone else Span(end, end)


def _lines(text: str, span: Span) -> list[tuple[int, str]]:
	"""(offset, line) of a span."""
	found, at = [], span.start
	for line in text[span.start : span.end].split("\n"):
		found.append((at, line))
		at += len(line) + 1
	return found
