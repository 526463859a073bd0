"""Who wrote: a person's name and title, telephone, address and firm, in a signature or a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from client_mgmt.domain.clients.contacts import is_phone
from client_mgmt.domain.language.numerals import half_width

SURNAMES = (
	"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
	"酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
	"熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓"
	"郁单杭洪包诸左石崔吉钮龚程邢裴陆荣翁荀羊甄曲封储靳段富巫乌焦巴谷车侯班仰仲宫宁仇栾甘厉祖武符刘景詹束龙叶幸司黎薄印白"
	"怀蒲从鄂索赖卓屠蒙池乔阎苍闻党翟谭贡姬申扶冉宰桑桂牛寿边燕冀尚农温庄晏柴瞿慕连习艾鱼向古易慎廖庾终步耿满弘匡国文寇广"
	"聂晁敖冷辛阚那简饶曾关相查荆红游竺权盖益桓公佟付代岳肖覃"
)
COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|南宫|夏侯"
NAME = (
	rf"(?:(?:{COMPOUND})[\u4e00-\u9fff]{{1,2}}"
	rf"|[{SURNAMES}](?:\s{{0,2}}[\u4e00-\u9fff]{{1,2}}"
	rf"|\s[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff])))"
)
POLITE = rf"(?:(?:{COMPOUND})|[{SURNAMES}])(?:先生|女士|小姐|老师|经理|总|主任|工|总监|部长|处长|科长)"
TITLE = (
	r"(?:(?:(?!公司|集团)[\u4e00-\u9fffA-Za-z·]){0,10}?(?:副?总经理|董事长|总裁|副总裁|总监|经理|主任|部长|处长|科长"
	r"|院长|校长|局长|行长|馆长|站长|店长|秘书长|理事长|会长|队长|组长|股长|所长|庭长|园长|课长|班长|镇长|村长|区长|库长|场长"
	r"|工程师|架构师|设计师|分析师|会计师|律师|药师|研究员|主管|专员|助理|负责人|秘书|科员|干事|顾问|主编|会计|老师|讲师|教授|厂长|主席"
	r"|合伙人|创始人|总工|副总|董事|监事|董秘|采购员|业务员|管理员|护士长|代表|店主|文员|主理人|书记|委员|台长|社长|编辑|督导|教务长|联络员|协调员)"
	r"|CEO|CTO|CIO|CFO|COO|PMO)"
)
EN_TITLE = (
	r"(?:[A-Z][\w&/]*\s){0,4}(?:Director|Manager|Engineer|Officer|President|Head of"
	r" [A-Z][\w ]+|Lead|Architect|Analyst"
	r"|Coordinator|Specialist|Consultant|Assistant|Founder|Owner|Buyer|Supervisor|Partner|Secretary|Administrator|Accountant|Developer|Designer"
	r"|Professor|Dean|Executive|Planner|Controller|CEO|CTO"
	r"|CIO|CFO|COO)(?: of [A-Z][\w ]+)?"
)
NO_NAME = re.compile(
	r"(?:部|区|省|市|县|路|街|局|处|科|室|组|院|所|厂|店|镇|楼|号|司|系统|中心|平台|公司|项目|团队"
	r"|同事|客服|经理|总监|主任|总|工)$"
	r"|^(?:谢谢|祝好|江苏|江西|安徽|方案|周[一二三四五六日末]|高级|金融|时间|常州|温州|郑州|杭州|石家"
	r"|黄山|云南|祝您|祝商|祝愿|顺祝|马上|关于|"
	r"相关|经办|项目|成都|宁波|广州|广东|广西|宁夏|连云|陆续|向您|易于|和您|安全|应用|常用|高效|国际"
	r"|国内|文件|文档|计划|支付|支持|管理|"
	r"解决|简单|单位|石油|水务|平安|华为|华东|华南|华北|和|于|公共|应当|向|从|成本|万分|时候|明天|明日|单)"
)
FIRM_END = (
	r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|控股集团|集团|分公司|公司|商业银行|银行"
	r"|[分支]行|信用社|研究院|设计院|研究所|学院|大学"
	r"|中学|小学|学校|幼儿园|医院|卫健委|管理局|局|委员会|管委会|人民政府|办事处|事务所|协会|基金会"
	r"|服务中心|数据中心|图书馆|博物馆|出版社"
	r"|酒店|合作社|工作室)"
)
# Ends of names that a department's or a place's may have too: taken where nothing of FIRM_END stands.
WEAK_END = (
	r"(?:法院|检察院|公证处|[支总大]队|门诊部?|诊所|卫生院|卫生服务站|疾控中心|预防控制中心|公积金中心|保健院|药房|药店"
	r"|[^\s]厂|宾馆|饭店|民宿|餐厅|美术馆|文化馆|档案馆|科技馆|纪念馆|体育馆|俱乐部|健身房|养老院|福利院|敬老院|剧院"
	r"|电视台|报社|杂志社|农场|牧场|林场|果园|茶园|电站|机场|港口|景区|度假村|超市|商场|百货|产业园|管理处|街道办|居委会"
	r"|村委会|业委会|商会|学会|联合会|联盟|总会|经营部|门市部|商行|律所|驾校|书院|书店|车行|餐饮|旅行社|物业|[省市县区]委"
	r"|海关|[（(]有限合伙[)）]|合伙企业|[省区][\u4e00-\u9fff]{2,6}厅)"
)
FIRM_TEXT = r"[\u4e00-\u9fffA-Za-z0-9（）()&·]"
FIRM = (
	rf"(?:(?:{FIRM_TEXT}{{2,30}}?有限(?:责任)?公司"
	rf"|{FIRM_TEXT}{{2,30}}?{FIRM_END})(?:[（(][\u4e00-\u9fff]{{2,6}}[）)])?(?:[\u4e00-\u9fff]{{2,6}}(?:分公司|[分支]行))?)"
)
DEPARTMENT = r"(?:部|中心|处|科|室|办)"
WEAK_FIRM = rf"(?:{FIRM_TEXT}{{2,20}}?{WEAK_END})"
EN_FIRM = (
	r"(?:[A-Z][\w&'’.-]*,?\s(?:(?:[A-Z&][\w&'’.-]*|of|and|for)\s){0,5}"
	r"(?:Co\.,?\s?Ltd\.?|Pte\.?\sLtd\.?|Ltd\.?|Limited|Inc\.?|LLC|GmbH|AG|Corp\.?"
	r"|Corporation|Group|Bank|University|Hospital|B\.V\.|plc|PLC|S\.A\.|Bhd\.?|K\.K\.|Holdings?|Foundation|Institute|College|School"
	r"|Museum|Airlines|Hotels?|Clinic|Labs|Technologies|Industries|Association))"
)
NOT_A_FIRM = re.compile(r"^(?:[贵我本该各]|我们|你们|贵方|您|[一-龥]{0,3}(?:总|分|子)公司$|有限|公司)")
SEPARATED = (r".+", r"[^|｜]+", r"[^|｜/,，、;；·•—]+", r"[^\s|｜/,，、;；·•—-]+")
LABEL = r"(?:姓名|联系人|联络人|经办人|单位(?:名称)?|公司(?:名称)?|Company|Name|职务|职位|Title)\s?[:：]\s?"
ADDRESS_LINE = re.compile(
	r"^\s*(?:地\s?址|Add(?:ress)?|网\s?址|Web|邮编|公司地址|官网)\s?[:：.]", re.IGNORECASE
)
PHONE = re.compile(
	r"(?<![\d.])(?:\+\d{1,3}[\s-]?(?:\(0\))?[\d\s-]{6,16}\d|1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}"
	r"|0\d{2,3}[\s-]?\d{7,8}(?:\s?(?:转|-|ext\.?)\s?\d{1,5})?"
	r"|0\d{2,4}[\s-]\d{3,4}[\s-]\d{3,4}|[（(]0\d{2,3}[）)]\s?\d{7,8}|[48]00[\s-]?\d{3}[\s-]?\d{4})(?![\d@])"
)
EMAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
EN_NAME = re.compile(r"(?:(?:Dr|Mr|Ms|Mrs)\.?\s)?[A-Z][a-zé]+(?:[ -][A-Z][a-zé]*\.?){1,2}")
NOT_EN_NAME = re.compile(
	r"\b(?:Co|Ltd|Inc|LLC|GmbH|Bank|Group|Best|Kind|Regards|Sales|Team|Department|Dept"
	r"|Office|Manager|Director|Engineer|Officer|Head"
	r"|Technology|Systems?|University|Hospital|Service|Support|Dear|Hello|Hi|Street|Road"
	r"|Avenue|China|Information|Purchasing|Procurement)\b"
)


class Found(NamedTuple):
	"""A value found at text[start:end]; `value` is what is meant (blanks inside a name left out)."""

	value: str
	start: int
	end: int


def is_name(text: str) -> bool:
	"""Whether `text` is a person's full Chinese name or an English one of two or three words."""
	if re.fullmatch(NAME, text):
		return not NO_NAME.search(re.sub(r"\s", "", text))
	return bool(EN_NAME.fullmatch(text) and not NOT_EN_NAME.search(text))


def find_name(text: str, start: int, end: int, lines: int = 4) -> Found | None:
	"""The writer's name in a signature: alone on a line, or a piece of one; else a surname with a polite
	word (王女士)."""
	for at, line in _pieces(text, start, end, lines):
		label = re.match(LABEL, line)
		bare = line[label.end() :] if label else line
		match = re.match(rf"({NAME})(?:\s*[（(].{{1,12}}[)）]|\s?{TITLE})?$", bare) or re.match(
			rf"{TITLE}\s?({NAME})$", bare
		)
		if match and is_name(match[1]):
			begin = at + (label.end() if label else 0) + match.start(1)
			return Found(re.sub(r"\s", "", match[1]), begin, begin + len(match[1]))
		if is_name(bare):
			begin = at + (label.end() if label else 0)
			return Found(bare, begin, begin + len(bare))
	for at, line in _pieces(text, start, end, lines):
		if re.fullmatch(POLITE, line):
			return Found(line, at, at + len(line))
	return None


def _pieces(text: str, start: int, end: int, lines: int) -> list[tuple[int, str]]:
	"""(offset, text) of whole lines, then of what stands between bars, then commas, then blanks; lines
	that hold a postal address are left out."""
	levels: list[list[tuple[int, str]]] = [[], [], [], []]
	at = start
	for line in text[start:end].split("\n"):
		if line.strip(" \t*>") and not ADDRESS_LINE.match(line) and len(levels[0]) < lines + 4:
			for level, pattern in zip(levels, SEPARATED, strict=True):
				for match in re.finditer(pattern, line):
					piece = match.group().strip(" \t*>")
					if piece:
						level.append((at + match.start() + match.group().index(piece), piece))
		at += len(line) + 1
	return [piece for level in levels for piece in level]


def find_title(text: str, start: int, end: int, name: Found | None) -> Found | None:
	"""A title in a signature: a piece of its own, or joined to the name (李明经理)."""
	if name:
		after = re.match(rf"\s?[（(]?({TITLE})[)）]?(?=$|[\s|｜/,，])", text[name.end : end])
		if after:
			return Found(after[1], name.end + after.start(1), name.end + after.end(1))
	for at, line in _pieces(text, start, end, 8):
		label = re.match(LABEL, line)
		lead = label.end() if label else 0
		firm = re.match(r"[^\s]{2,30}?有限(?:责任)?公司(?=[^\s部科处])", line[lead:])
		lead += firm.end() if firm else 0
		bare, begin = line[lead:], at + lead
		if re.fullmatch(TITLE, bare) or re.fullmatch(EN_TITLE, bare):
			return Found(bare, begin, begin + len(bare))
		before = re.fullmatch(rf"({TITLE})\s?{NAME}", bare)
		if before:
			return Found(before[1], begin, begin + len(before[1]))
	return None


def find_firm(text: str, start: int, end: int) -> Found | None:
	"""The firm in a signature: a line, or the beginning of one, that ends as firms do; else one that ends as
	an institution does (某县人民法院)."""
	pieces = _pieces(text, start, end, 8)
	for firm, department in ((f"{FIRM}|{EN_FIRM}", f"{DEPARTMENT}?"), (WEAK_FIRM, DEPARTMENT)):
		ends = re.compile(rf"({firm})(?=$|[\s|｜/,，·-]|[\u4e00-\u9fff]{{2,8}}{department}$)")
		for at, line in pieces:
			label = re.match(LABEL, line)
			bare = line[label.end() :] if label else line
			begin = at + (label.end() if label else 0)
			match = ends.match(bare)
			if match and not NOT_A_FIRM.match(match[1]) and not re.fullmatch(TITLE, bare):
				return Found(match[1].rstrip(","), begin, begin + len(match[1].rstrip(",")))
	return None


def find_phone(text: str, start: int, end: int) -> Found | None:
	"""A telephone number, mobile numbers first, fax numbers never."""
	plain = half_width(text)
	found = [
		Found(match.group().strip(), match.start(), match.start() + len(match.group().strip()))
		for match in PHONE.finditer(plain, start, end)
		if is_phone(re.sub(r"[（）()]", " ", match.group()).strip())
		and not re.search(
			r"(?:传真|fax|F)\s?[:：.]?\s?$",
			plain[max(start, match.start() - 8) : match.start()],
			re.IGNORECASE,
		)
	]
	mobiles = [number for number in found if re.match(r"(?:\+86[\s-]?)?1[3-9]", number.value)]
	return next(iter([*mobiles, *found]), None)


def find_email(text: str, start: int, end: int) -> Found | None:
	"""The first e-mail address."""
	match = EMAIL.search(text, start, end)
	return Found(match.group().lower(), match.start(), match.end()) if match else None
