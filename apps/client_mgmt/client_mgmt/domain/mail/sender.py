"""Who a mail is from, as its signature, its own words and its header say: the client and the contact."""

from __future__ import annotations

import re
from typing import Any

from client_mgmt.domain.mail.letter import Letter, value
from client_mgmt.domain.mail.people import (
	EN_FIRM,
	FIRM,
	NAME,
	NOT_A_FIRM,
	TITLE,
	Found,
	find_email,
	find_firm,
	find_name,
	find_phone,
	find_title,
	is_name,
)

ROBOT = re.compile(
	r"no-?reply|do-?not-?reply|mailer-daemon|postmaster|notification|newsletter", re.IGNORECASE
)
INTRODUCTION = re.compile(
	rf"(?:我们?是|我司是|我司为|我司[（(]?|我公司[（(]?|这里是|我单位[是为]?"
	rf"|代表)\s?(?P<firm>{FIRM})(?:[\u4e00-\u9fff]{{0,8}}?(?:部|处|科|室"
	rf"|中心))?(?:的)?(?:{TITLE})?(?P<name>{NAME})?"
)
MYSELF = re.compile(
	rf"(?:我是|我叫|本人|我姓名是)[\u4e00-\u9fff]{{0,10}}?(?P<name>{NAME})(?=[，,。（(、\s]|$)"
)
LABELLED_FIRM = re.compile(
	rf"(?:客户单位|客户名称|采购单位|采购人|招标人|单位名称|公司名称|建设单位|甲方|Client"
	rf"|Company)\s?[:：]\s?(?P<firm>{FIRM}|{EN_FIRM})"
)
EN_INTRODUCTION = re.compile(
	rf"\b(?:[Ww]e are|[Tt]his is [A-Z][a-z]+ [A-Z][a-z]+ from|I work (?:for|at)|on behalf"
	rf" of|[Ww]e at|I am [A-Z]?[\w ]{{0,30}}? (?:at|of|from)) (?:the )?(?P<firm>{EN_FIRM})"
)
NAMED_CONTACT = re.compile(
	rf"(?:项目)?(?:联系人|对接人|接口人|项目负责人|联络人|责任人)(?:是|为|由"
	rf"|改为)?\s?[:：]?\s?(?:我[们司部]的?)?(?:{TITLE}\s?)?(?P<name>{NAME})(?=[，,。；;（(、\s\d:：]"
	rf"|{TITLE}|的|$)"
	rf"|(?:请联系|由|联系|请与|请找|直接找|可找|直接对接)(?:我[们司部]的?)?(?:[\u4e00-\u9fff]{{0,8}}?(?:部|处|科|室"
	rf"|中心)的?)?(?:{TITLE})?(?P<other>{NAME})(?=[，,。；;（(、\s\d:：]|{TITLE}|负责|对接|与贵|联系|跟进|牵头|沟通|的|$)"
)
EN_NAMED_CONTACT = re.compile(
	r"\b(?:contact person(?: is|:)|please contact|contact is|reach out to|coordinate with)"
	r" (?:our |my )?(?:colleague )?(?P<name>[A-Z][a-z]+ [A-Z][a-z]+)"
)


def find_people(letter: Letter, result: dict[str, Any]) -> None:
	"""Writes client and contact into `result`, each as `value(...)`: from the signature, the sender's own
	words, the header. A contact whom the mail names as such goes before the sender."""
	firm = _firm(letter)
	result["client_name"] = firm
	named = _named_contact(letter)
	name = named or _sender_name(letter)
	result["contact_name"] = name
	if named and not _same_person(named, letter):
		_beside(letter, named, result)
		return
	text, (start, end) = letter.text, letter.blocks.signature
	signed = name if name and name["source"] == "signature" else None
	at = Found(signed["value"], signed["start"], signed["end"]) if signed else None
	_put(result, "contact_title", find_title(text, start, end, at), "signature", 0.85)
	if not result["contact_title"]:
		_put(result, "contact_title", _labelled_title(letter), "body", 0.85)
	_put(result, "contact_phone", find_phone(text, start, end), "signature", 0.9)
	if not result["contact_phone"]:
		_put(result, "contact_phone", _spoken_phone(letter), "body", 0.75)
	_email(letter, result)


def _email(letter: Letter, result: dict[str, Any]) -> None:
	own = find_email(letter.text, *letter.blocks.signature)
	name = result["contact_name"]
	if own and name and name["source"] == "signature" and not is_name(letter.sender):
		# An office sends, a person of its own address signs.
		_put(result, "contact_email", own, "signature", 0.85)
	elif letter.address and not ROBOT.search(letter.address):
		at = letter.header.lower().find(letter.address)
		start = letter.header_at + at if at >= 0 else None
		end = None if start is None else start + len(letter.address)
		result["contact_email"] = value(letter.address, letter.header_source, start, end, 0.95)
	else:
		_put(result, "contact_email", own, "signature", 0.9)


def _labelled_title(letter: Letter) -> Found | None:
	match = re.compile(rf"(?:职务|职位|职称)\s?[:：]\s?({TITLE})(?=[\s，,。；;]|$)").search(
		letter.text, letter.body.start, letter.body.end
	)
	return Found(match[1], match.start(1), match.end(1)) if match else None


def _put(result: dict[str, Any], name: str, found: Found | None, source: str, confidence: float) -> None:
	if found:
		result[name] = value(found.value, source, found.start, found.end, confidence)


def _firm(letter: Letter) -> dict[str, Any] | None:
	signed = find_firm(letter.text, *letter.blocks.signature)
	if signed:
		return value(signed.value, "signature", signed.start, signed.end, 0.9)
	for pattern in (LABELLED_FIRM, INTRODUCTION, EN_INTRODUCTION):
		match = pattern.search(letter.text, letter.body.start, letter.body.end)
		if match and not NOT_A_FIRM.match(match["firm"]):
			firm = match["firm"].rstrip(",")
			return value(firm, "body", match.start("firm"), match.start("firm") + len(firm), 0.85)
	shown = re.search(rf"{FIRM}|{EN_FIRM}", letter.sender)
	if shown and not NOT_A_FIRM.match(shown.group()):
		at = letter.header_at + max(0, letter.header.find(shown.group()))
		return value(shown.group(), letter.header_source, at, at + len(shown.group()), 0.8)
	return None


def _sender_name(letter: Letter) -> dict[str, Any] | None:
	signed = find_name(letter.text, *letter.blocks.signature)
	if signed and is_name(signed.value):
		return value(signed.value, "signature", signed.start, signed.end, 0.9)
	for pattern in (MYSELF, INTRODUCTION):
		match = pattern.search(letter.text, letter.body.start, letter.body.end)
		if match and match["name"] and is_name(match["name"]):
			return value(match["name"], "body", match.start("name"), match.end("name"), 0.85)
	pieces = re.split(r"[\s|/,，（()）·_-]+", letter.sender)
	for piece in (letter.sender, *pieces):
		if is_name(piece):
			at = letter.header_at + max(0, letter.header.find(piece))
			return value(piece, letter.header_source, at, at + len(piece), 0.85)
	return value(signed.value, "signature", signed.start, signed.end, 0.5) if signed else None


def _named_contact(letter: Letter) -> dict[str, Any] | None:
	"""A contact whom the mail names as such: 联系人：赵敏."""
	for pattern in (NAMED_CONTACT, EN_NAMED_CONTACT):
		for match in pattern.finditer(letter.text, letter.body.start, letter.body.end):
			group = "name" if match["name"] else "other"
			if is_name(match[group]):
				return value(match[group], "body", match.start(group), match.end(group), 0.9)
	return None


def _same_person(named: dict[str, Any], letter: Letter) -> bool:
	sender = _sender_name(letter)
	return sender is not None and bool(sender["value"] == named["value"])


def _beside(letter: Letter, named: dict[str, Any], result: dict[str, Any]) -> None:
	"""Title, number and address of a named contact who is not the sender: only from beside the name."""
	end = letter.text.find("\n\n", named["end"])
	end = min(letter.body.end, end if end > 0 else letter.body.end, named["end"] + 80)
	title = re.match(rf"[\s（(，,]{{0,2}}({TITLE})", letter.text[named["end"] : end])
	before = letter.text[max(letter.body.start, named["start"] - 24) : named["start"]]
	ahead = re.search(rf"[\s:：](?!\S*[由我是的])({TITLE})\s?$", before)
	if title:
		start = named["end"] + title.start(1)
		result["contact_title"] = value(title[1], "body", start, start + len(title[1]), 0.8)
	elif ahead:
		start = named["start"] - len(ahead.group()) + ahead.start(1)
		result["contact_title"] = value(ahead[1], "body", start, start + len(ahead[1]), 0.8)
	_put(result, "contact_phone", find_phone(letter.text, named["end"], end), "body", 0.85)
	_put(result, "contact_email", find_email(letter.text, named["end"], end), "body", 0.85)


def _spoken_phone(letter: Letter) -> Found | None:
	match = re.search(
		r"(?:电话|手机|回电|联系方式|联系我|致电|微信同号|call me|reach me|phone)",
		letter.text[: letter.body.end],
		re.IGNORECASE,
	)
	start = max(match.start(), letter.body.start) if match else 0
	return find_phone(letter.text, start, min(letter.body.end, start + 40)) if match else None
