"""The project that a mail is about, in the mail's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from client_mgmt.domain.mail_people import Found

THING = (
	r"(?:系统|平台|小程序|APP|App|app|网站|官网|商城|软件|中台|门户|模块|大屏|数据仓库|数据库|数据湖"
	r"|应用|机器人|工具|公众号|ERP|CRM|MES|WMS"
	r"|OA|HIS|知识库|驾驶舱|一体机|一卡通)"
)
VERB = r"(?:定制开发|升级改造|二次开发|开发|研发|建设|搭建|升级|改造|重构|实施|定制|部署|设计|改版|迁移)"
PLAIN_VERB = r"(?:采购|引入|引进|上线|上马|新建|建立|建一|建|上|做|搞|弄|购买|换|要)"
INTENT = (
	r"(?:计划|拟|准备|打算|希望|想要?|需要|需|有意|欲|考虑|正在|将|决定|委托|邀请|启动|开展|推进|承接"
	r"|负责|进行|筹备|请贵[司方公][司]?|要)"
)
# What stands between the verb and the thing without naming it.
ARTICLE = (
	r"(?:了|一下)?(?:一[套个款批]|新的?|我[们司][的]?|自己的|全新的?|自有的?|现有的?"
	r"|公司的?|内部的?|统一的?|老的?|旧的?|原有的?"
	r"|这[套个]|[两三]个|[个套](?!人))*"
)
NOUN = rf"[^\s，。；：,;:、的用以来和请并将我贵您是了]{{0,20}}{THING}(?:[（(]?[一二三四1-4]期[)）]?)?"
LABELLED = re.compile(
	r"(?:项目名称|工程名称|项目名|项目)\s?[:：]\s?[《“\"]?(?P<name>[^\n，。；,;》”\"]{2,40})"
)
TITLED = re.compile(r"[《“「](?P<name>[^》”」\n]{2,36}?(?:项目|工程|系统|平台))(?:[^》”」\n]{0,12})[》”」]")
WANTED = re.compile(rf"{INTENT}[^。；;\n，,]{{0,14}}?(?P<verb>{VERB})(?:一下)?{ARTICLE}(?P<noun>{NOUN})")
WANTED_PLAIN = re.compile(rf"{INTENT}[^。；;\n，,]{{0,10}}?{PLAIN_VERB}{ARTICLE}(?P<noun>{NOUN})")
OF_NOUN = re.compile(
	rf"(?:关于|就|针对|对|把|将|[，,]|启动|开展|推进|我[司们院校局行部镇县市厂店馆社区]的?|公司的?"
	rf"|^)\s?(?P<name>(?P<noun>{NOUN})的?(?P<verb>{VERB}))"
	r"(?=项目|工作|事宜|需求|方案|合同|服务|招标|报价|预算|咨询|进度|评估|功能|清单|申请|询价|的"
	r"|[，,。\s]|$)",
	re.MULTILINE,
)
DONE_TO = re.compile(
	rf"(?:对|将|把)(?:现有的?|原有的?|旧的?|老的?)?(?P<noun>{NOUN})(?:进行|作|做)(?:全面"
	rf"|整体)?(?P<verb>{VERB})"
)
NAMED = re.compile(
	r"(?:关于|就|针对|参与|启动|开展|推进|承接|负责|立项|我[司们院校局行部镇县市厂店馆社区]的?|公司的?"
	r"|贵司(?:承建"
	r"|承接|实施)的?|是|为|了|纳入|属于|[，,]|[【\[]|^)\s?"
	r"(?P<name>[^\s，。；：,;:、的和请我贵您是为了【】\[\]关就本该此上下这各其]{2,24}?)(?P<word>项目"
	r"|工程)(?!经理|组|部|负责"
	r"|管理|总监|助理|启动会|名称|金额|预算|背景)",
	re.MULTILINE,
)
EN_VERBS = {
	"develop": "development",
	"implement": "implementation",
	"upgrade": "upgrade",
	"redesign": "redesign",
	"migrate": "migration",
	"build": "",
	"create": "",
	"introduce": "",
	"buy": "",
	"set up": "",
	"roll out": "rollout",
	"replace": "replacement",
}
EN_THING = (
	r"(?:systems?|platform|app|application|website|portal|software|mini[- ]?program|module"
	r"|dashboard|tool|ERP|CRM|MES|WMS|HIS|warehouse|chatbot)"
)
EN_WANTED = re.compile(
	r"\b(?:plan(?:s|ning)?|intend|want|would like|looking|need|going|decided|about|hope"
	r"|aim)s? (?:you )?(?:to|for you to) "
	rf"(?P<verb>{'|'.join(EN_VERBS)}) (?:an? |the |our |its )?(?:new |existing |old |own "
	rf"|current )?(?P<noun>(?:[\w&/-]+ ){{0,4}}?{EN_THING})\b",
	re.IGNORECASE,
)
EN_LABELLED = re.compile(
	r"\b(?:project(?: name)?|RFP|RFQ)\s?[:：]\s?(?P<name>[A-Z][^\n,.;]{2,50})", re.IGNORECASE
)
EN_NAMED = re.compile(
	r"\b(?:the|our|your|for|re:|of) (?P<name>(?:[A-Z][\w&/-]*|of|and)(?: (?:[A-Z][\w&/-]*"
	r"|[a-z]+ing|of|and)){0,4}) project\b"
)
THING_ALONE = re.compile(
	rf"(?:关于|【|\[|咨询"
	rf"|加急[:：])?\s?(?P<name>[^\s，。；：,;:、的请并将我贵您是了召]{{2,16}}?{THING})(?![\u4e00-\u9fff]{{0,2}}(?:通知|公告|周报|公司))"
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
SUBJECT_PREFIX = re.compile(r"^(?:\s*(?:答复|回复|转发|re|fw|fwd)\s?[:：])+\s*", re.IGNORECASE)


def find_project(text: str, start: int, end: int) -> tuple[Found, float] | None:
	"""The project's name in text[start:end], and how sure that is: named as such, in title marks, or what the
	writer means to build; "计划开发OA系统" is the project "OA系统开发" (S004-94)."""
	return next(_candidates(text, start, end), None)


def _candidates(text: str, start: int, end: int) -> Iterator[tuple[Found, float]]:
	for pattern, confidence in NAMES:
		for match in pattern.finditer(text, start, end):
			yield (_joined(match) if "verb" in pattern.groupindex else _named(match)), confidence
	for match in EN_WANTED.finditer(text, start, end):
		work = EN_VERBS[match["verb"].lower()]
		yield Found(f"{match['noun']} {work}".strip(), match.start("verb"), match.end("noun")), 0.8
	for match in WANTED_PLAIN.finditer(text, start, end):
		yield Found(match["noun"], match.start("noun"), match.end("noun")), 0.7


def _joined(match: re.Match[str]) -> Found:
	first, last = sorted(("noun", "verb"), key=match.start)
	return Found(match["noun"] + match["verb"], match.start(first), match.end(last))


def _named(match: re.Match[str]) -> Found:
	name = match["name"].strip()
	if name.endswith("项目") and len(name) > 4:
		name = name[:-2]
	return Found(name, match.start("name"), match.start("name") + len(name))


def find_in_subject(subject: str) -> tuple[Found, float] | None:
	"""The project's name in a subject line."""
	prefix = SUBJECT_PREFIX.match(subject)
	at = prefix.end() if prefix else 0
	named = find_project(subject[at:], 0, len(subject) - at)
	if not named:
		thing = THING_ALONE.match(subject, at)
		return (Found(thing["name"], thing.start("name"), thing.end("name")), 0.55) if thing else None
	found, confidence = named
	return found._replace(start=found.start + at, end=found.end + at), confidence
