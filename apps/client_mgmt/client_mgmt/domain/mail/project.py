"""The project that a mail is about, in the mail's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from client_mgmt.domain.mail.people import Found
from client_mgmt.domain.mail.words import (
	ABOUT,
	EN_THING,
	EN_VERBS,
	EN_WORK,
	FILLER,
	GENERIC,
	NO_BEGINNING,
	NO_PROJECT,
	PHASE,
	SAID,
	THING,
	VERB,
	WORK,
)

MAX_READ = 8000  # characters read for a name: what a mail is about stands near its beginning
PLAIN_VERB = r"(?:采购|引入|引进|上线|上马|新建|建立|建一|建|上|做|搞|弄|购买|换|要)"
INTENT = (
	r"(?:计划|拟|准备|打算|希望|想要?|需要|需|有意|欲|考虑|正在|将|决定|委托|邀请|启动|开展|推进|承接"
	r"|负责|进行|筹备|请贵[司方公][司]?|要)"
)
# What stands between the verb and the thing without naming it.
ARTICLE = (
	r"(?:了|一下)?(?:一[套个款批]|新的?(?!能源|零售|媒体|生儿|农合)|我[们司][的]?|自己的|全新的?|自有的?|现有的?"
	r"|公司的?|内部的?|统一的?|老的?(?!年|人)|旧的?|原有的?"
	r"|这[套个]|[两三]个|[个套](?!人))*"
)
RELATIVE = r"(?:(?:面向|用于|给|基于|适合|能|可以?|专门)[^\s，,。；;的]{1,16}的)?"
CHARACTER = (
	r"(?:(?!(?<=系统|平台|软件)(?:对接|接入|打通|替代|取代))(?:[^\s，。；：,;:、的用以来和请并将我贵您是了]"
	r"|用(?![来于以])|来(?=[访料电客])|请(?=假)|贵(?=[州阳重])|并(?=[网购])))"
)
NOUN = rf"(?:[A-Z][\w.&+-]{{0,20}} ){{0,3}}{CHARACTER}{{0,20}} ?{THING}{PHASE}?"
WORKS = rf"{WORK}{{1,3}}{PHASE}?(?=$|[\s，,。；;、：:（(\-—】\]》”]|{ABOUT})"
OURS = (
	r"(?:[我贵](?:司|们|院|校|局|行|部|镇|县|市|厂|店|馆|社|区|会|处|所|队|站|中心|公司|单位"
	r"|支队|集团|学院|街道)的?|公司的?)"
)
LABELLED = re.compile(
	r"(?:项目名称|工程名称|项目名|项目)\s?[:：]\s?[《“\"]?(?P<name>[^\n，。；,;》”\"]{2,40})"
)
TITLED = re.compile(
	rf"[《“「](?P<name>[^》”」\n]{{2,36}}?(?:项目|工程|{THING}{PHASE}?(?:{WORKS})?))(?:[^》”」\n]{{0,12}})[》”」]"
)
WANTED = re.compile(
	rf"{INTENT}[^。；;\n，,]{{0,14}}?(?P<verb>{VERB})(?:一下)?\s?{ARTICLE}{RELATIVE}(?P<noun>{NOUN})(?P<work>{WORKS})?"
)
WANTED_PLAIN = re.compile(
	rf"{INTENT}[^。；;\n，,]{{0,10}}?{PLAIN_VERB}\s?{ARTICLE}{RELATIVE}(?P<name>{NOUN}(?:{WORKS})?)"
	rf"|(?:^|[，,。\s])(?:做|弄|搞|建|开发)一?[个套款](?:[^\s，,。；;的]{{1,8}}的)?(?P<bare>{NOUN})",
	re.MULTILINE,
)
OF_NOUN = re.compile(
	rf"(?:关于|就|针对|对|把|将|[，,]|启动|开展|推进|{OURS}|^)\s?(?P<name>(?P<noun>{NOUN})的?(?P<verb>{VERB}))"
	r"(?=项目|工作|事宜|需求|方案|合同|服务|招标|报价|预算|咨询|进度|评估|功能|清单|申请|询价|的"
	r"|[，,。\s]|$)",
	re.MULTILINE,
)
DONE_TO = re.compile(
	rf"(?:对|将|把)(?:现有的?|原有的?|旧的?|老的?)?(?P<noun>{NOUN})(?:进行|作|做)(?:全面"
	rf"|整体)?(?P<verb>{VERB})"
)
NAMED = re.compile(
	rf"(?:关于|就|针对|参与|启动|开展|推进|承接|负责|立项|{OURS}|贵司(?:承建"
	r"|承接|实施)的?|是|为|了|纳入|属于|本次|此次|现就|参加|中标|讨论|[，,。；;：:]|[【\[]|^)[ \t\u3000]{0,6}"
	r"(?P<name>(?:[A-Za-z][\w&.-]{0,20} ){0,3}(?:(?!上述|上次|下述|下列|其他|其它|其中)"
	r"[^\s，。；：,;:、的和请我贵您是为了【】\[\]关就本该此各]){2,24}?)\s?(?P<word>项目"
	r"|工程)(?!经理|组|部|负责|师|有限|公司|局|处|款"
	r"|管理|总监|助理|启动会|名称|金额|预算|背景)",
	re.MULTILINE,
)
MENTIONED = re.compile(
	rf"(?:关于|就|针对|召开|组织|{OURS}|[，,。；;：:、]|^)[ \t\u3000]{{0,6}}(?P<name>{NOUN}(?:{WORKS})?)"
	rf"(?={SAID})",
	re.MULTILINE,
)
EN_WANTED = re.compile(
	r"\b(?:plan(?:s|ning)?|intend|want|would like|looking|need|going|decided|about|hope"
	r"|aim)s? (?:you )?(?:to|for you to) "
	rf"(?P<verb>{'|'.join(EN_VERBS)}) (?:an? |the |our |its )?(?:new |existing |old |own "
	rf"|current )?(?P<noun>(?:[\w&/-]+ ){{0,4}}?{EN_THING}(?: {EN_THING})?)\b",
	re.IGNORECASE,
)
EN_LABELLED = re.compile(
	r"\b(?:project(?: name)?|RFP|RFQ)\s?[:：]\s?(?P<name>[A-Z][^\n,.;]{2,50})", re.IGNORECASE
)
EN_NAMED = re.compile(
	r"\b(?:the|our|your|for|re:|of) (?P<name>(?:[A-Z][\w&/-]*|of|and)(?: (?:[A-Z][\w&/-]*"
	r"|[a-z]+ing|of|and)){0,4}) project\b"
	rf"|\b(?:[Tt]he|[Oo]ur|[Yy]our) (?P<work>(?:[A-Z0-9][\w&/-]* ){{1,4}}(?i:{EN_WORK}))\b"
	rf"|\b(?:[Tt]he|[Oo]ur|[Yy]our) (?P<plain>(?!new |whole |current )"
	rf"(?:[\w&/-]+ ){{1,3}}?(?i:{EN_WORK}|{EN_THING}))"
	r" project\b"
	r"|\b(?P<code>Project (?!Manager|Management|Plan|Update|Status|Schedule|Team|Lead|Director|Kick|Proposal"
	r"|Name|Coordinator|Office|Engineer|Scope|Budget|Charter)[A-Z][a-z]{2,}|Project [A-Z]{3,})\b"
)
# From the surest to the least sure way of naming a project.
NAMES = (
	(LABELLED, 0.95),
	(EN_LABELLED, 0.9),
	(TITLED, 0.9),
	(WANTED, 0.85),
	(DONE_TO, 0.85),
	(OF_NOUN, 0.8),
	(NAMED, 0.75),
	(EN_NAMED, 0.75),
)
SUBJECT_PREFIX = re.compile(
	r"^(?:\s*(?:答复|回复|转发|re|fw|fwd)\s?[:：])*\s*(?:[【\[](?![^】\]]*(?:系统|平台))[^】\]]{1,6}[】\]]\s?)?[【\[]?(?:[\u4e00-\u9fff]{2,4}[:：]\s?)?"
	r"(?:关于|有关)?(?:(?:邀请)?参加|召开|举办|开展|启动|推进|申请|征求|咨询)?\s?"
	r"(?:(?:想要?|要|求)?(?:做|建|上|换|开发|搭建)一?[个套款])?",
	re.IGNORECASE,
)
OUTER_PREFIX = re.compile(r"^(?:\s*(?:答复|回复|转发|re|fw|fwd)\s?[:：])+\s*", re.IGNORECASE)
THING_ALONE = re.compile(
	rf"(?P<name>[^\s，。；：,;:、的请并将我贵您是了召【】\[\]]{{0,16}}?{THING}{PHASE}?(?P<work>{WORKS})?)"
	r"(?![\u4e00-\u9fff]{0,2}(?:通知|公告|周报|公司))"
)
WORK_ALONE = re.compile(rf"(?P<name>(?P<noun>[\u4e00-\u9fffA-Za-z0-9]{{2,12}}?){WORKS})")
EN_SUBJECT = re.compile(
	rf"(?P<name>(?:[A-Za-z0-9][\w&/-]{{0,24}} ){{1,4}}?(?:{EN_WORK}|{EN_THING}))(?![A-Za-z])", re.IGNORECASE
)
STEM = re.compile(rf"(?P<name>(?:(?!{ABOUT})[\u4e00-\u9fffA-Za-z0-9]){{3,12}})(?={ABOUT}|$)")


def find_project(text: str, start: int, end: int) -> tuple[Found, float] | None:
	"""The project's name in text[start:end], and how sure that is: named as such, in title marks, or what the
	writer means to build; "计划开发OA系统" is the project "OA系统开发" (S004-94)."""
	return next(_candidates(text, start, min(end, start + MAX_READ)), None)


def _candidates(text: str, start: int, end: int) -> Iterator[tuple[Found, float]]:
	for pattern, confidence in NAMES:
		for match in pattern.finditer(text, start, end):
			found = _joined(match) if "verb" in pattern.groupindex else _named(match)
			if found and (confidence > 0.8 or not re.fullmatch(GENERIC, found.value)):
				yield found, confidence
	for match in EN_WANTED.finditer(text, start, end):
		work = EN_VERBS[match["verb"].lower()]
		yield Found(f"{match['noun']} {work}".strip(), match.start("verb"), match.end("noun")), 0.8
	for pattern, confidence in ((WANTED_PLAIN, 0.7), (MENTIONED, 0.65)):
		for match in pattern.finditer(text, start, end):
			named = _named(match)
			if named and (confidence == 0.7 or not re.fullmatch(GENERIC, named.value)):
				yield named, confidence


def _joined(match: re.Match[str]) -> Found | None:
	"""The thing and what is to be done to it; work that follows the thing goes before the verb."""
	noun = _trimmed(match["noun"], match.start("noun"))
	if not noun or match.groupdict().get("work"):
		return noun and Found(noun.value + match["work"], noun.start, match.end("work"))
	before = match.start("verb") < noun.start
	start = match.start("verb") if before else noun.start
	return Found(noun.value + match["verb"], start, noun.end if before else match.end("verb"))


def _named(match: re.Match[str]) -> Found | None:
	group = next(name for name, text in match.groupdict().items() if text and name != "word")
	if match.groupdict().get("word") and re.search(NO_PROJECT, match[group]):
		return None
	return _trimmed(match[group], match.start(group))


def _trimmed(name: str, at: int) -> Found | None:
	"""A name without the words around it that are none of it; None where it begins as no name does."""
	lead = re.match(FILLER, name)
	at += lead.end() if lead else 0
	name = re.sub(r"(?:[那这][个套一]|的)$", "", name[lead.end() :] if lead else name).rstrip()
	at += len(name) - len(name.lstrip())
	name = name.strip()
	if name.endswith("项目") and len(name) > 4:
		name = name[:-2]
	return None if len(name) < 2 or re.match(NO_BEGINNING, name) else Found(name, at, at + len(name))


def find_in_subject(subject: str, body: str = "") -> tuple[Found, float] | None:
	"""The project's name in a subject line; what the body says again is surer."""
	outer = OUTER_PREFIX.match(subject)
	at = outer.end() if outer else 0
	named = find_project(subject[at:], 0, len(subject) - at)
	if named:
		named = named[0]._replace(start=named[0].start + at, end=named[0].end + at), named[1]
	alone = _alone(subject, body)
	return alone if alone and (not named or named[0].value in alone[0].value) else named


def _alone(subject: str, body: str) -> tuple[Found, float] | None:
	"""A subject that begins with a name: of a thing, of work, or (in English) of what the body names too."""
	at = SUBJECT_PREFIX.match(subject).end()  # type: ignore[union-attr]
	thing = THING_ALONE.match(subject, at)
	if (
		thing
		and not re.fullmatch(rf"{GENERIC}|{THING}", thing["name"])
		and not re.match(NO_BEGINNING, thing["name"])
	):
		sure = 0.8 if thing["work"] else 0.7 if thing["name"] in body else 0.55
		return Found(thing["name"], thing.start("name"), thing.end("name")), sure
	work = WORK_ALONE.match(subject, at)
	if work and work["noun"] in body and not re.fullmatch(GENERIC, work["noun"]):
		return Found(work["name"], work.start("name"), work.end("name")), 0.65
	english = EN_SUBJECT.match(subject, at)
	if english and english["name"].lower() in body.lower():
		return Found(english["name"], english.start("name"), english.end("name")), 0.7
	return None


def find_longer(subject: str, text: str, start: int, end: int) -> tuple[Found, float] | None:
	"""The thing in text[start:end] whose name begins with the whole subject: 药房进销存 is 药房进销存软件."""
	stem = STEM.match(subject, SUBJECT_PREFIX.match(subject).end())  # type: ignore[union-attr]
	if not stem or re.fullmatch(GENERIC, stem["name"]):
		return None
	match = re.compile(rf"{re.escape(stem['name'])}[\u4e00-\u9fff]{{0,4}}?{THING}").search(
		text, start, min(end, start + MAX_READ)
	)
	return (Found(match.group(), match.start(), match.end()), 0.65) if match else None
