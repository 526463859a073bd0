"""Which clients are likely the same one (S004-09): what of a name is compared, and how alike two clients are.

A name is compared without region and legal form, in one width and case, and by its sound: the Pinyin of each
character. Nothing here decides: a person does, told the reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from rapidfuzz import fuzz

from client_mgmt.domain.clients import contacts, regions

WORTH_SAYING = 70  # score from which a match is shown
KEY_LENGTH = 140  # what a Data column holds
LEAST_FUZZY = 4  # shorter names that differ are different names
SAME_CODE, SAME_MAIL, SAME_PHONE = "Same credit code", "Same e-mail address", "Same telephone number"
SAME_NAME, ELSEWHERE = "Same name", "Same name, other region"
SAME_SOUND, SHORT = "Same pronunciation", "One name is the short form of the other"
ALIKE, SOUNDS_ALIKE = "Similar name", "Similar pronunciation"

_REGION = "|".join(regions.CHINESE)
_HEAD = re.compile(f"(?:{_REGION})")
_LEVEL = "(?:壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|自治州|地区|省|市|州)?"
_PLACE = re.compile(f"(?:中国)?(?:{_REGION}){_LEVEL}(?:(?<=市)[一-鿿]{{1,3}}?(?:新区|区|县|市))?")
_PREFIX = re.compile(f"(?:{_PLACE.pattern})+")
_ONLY_PLACE = re.compile(f"(?:中国|大陆|{_PREFIX.pattern})")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORM = re.compile(
	r"(?:有限责任公司|股份有限公司|有限公司|集团公司|总公司|(?<!分)公司|集团|股份|控股|有限合伙|(?:特殊)?普通合伙|"
	r"合伙企业|个人独资企业|株式会社|有限会社|合同会社)$"
)
_LATIN_FORMS = frozenset(
	"co ltd limited inc incorporated corp corporation company llc llp lp plc gmbh mbh ag kg kgaa ohg ug se "
	"sa sas sarl srl spa bv nv oy oyj ab as aps kk pte pty sdn bhd group holding holdings the".split()
)
_DOTTED = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")  # S.A. is SA
# Words that say what a firm does: a place with nothing else is a name, and a short form leaves them out.
_TRADE = re.compile(
	"(?:科技|技术|信息|软件|网络|数据|智能|电子|通信|物流|供应链|贸易|商贸|实业|投资|控股|发展|建设|建筑|工程|汽车|"
	"银行|证券|保险|基金|金融|地产|置业|能源|电力|水务|燃气|环保|医药|医疗|生物|食品|餐饮|文化|传媒|教育|咨询|服务|"
	"管理|制造|机械|设备|材料|化工|纺织|家居|地铁|机场|港务|公交|运营|系统|计算机|互联网|云计算|国际|产业|医院|大学|"
	"学院|中学|小学)+"
)
_TRADE_AT_END = re.compile(f"(?:{_TRADE.pattern})$")
# How public bodies and institutions end.
_OFFICE = re.compile("(?:政府|局|委|厅|部|处|院|学|校|园|行|会|中心|馆|站|所|办|队|关|中|小)$")
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十百]+")


class Match(NamedTuple):
	"""How alike two clients are, 0 to 100, and why, the strongest reason first."""

	score: int
	reasons: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
	"""What of a client is compared. `phones` and `mails` are keys, those of its contacts too."""

	name: str
	key: str
	sound: str
	region: str = ""
	code: str = ""
	phones: frozenset[str] = frozenset()
	mails: frozenset[str] = frozenset()


def facts(
	name: str,
	client_name: str | None,
	code: str | None = None,
	phones: Iterable[str | None] = (),
	mails: Iterable[str | None] = (),
	key: str | None = None,
) -> Facts:
	"""The facts about the client `name` (its document's, "" for one to be made); `phones` and `mails` are
	keys, and `key` is that of its name, where it is known."""
	key = key or name_key(client_name)
	return Facts(
		name,
		key,
		name_sound(key),
		region_of(client_name),
		code or "",
		frozenset(filter(None, phones)),
		frozenset(filter(None, mails)),
	)


def name_key(name: str | None) -> str:
	"""A client's name as it is compared: one width and case, no region, legal form, blank or punctuation; at
	most 140 characters. What would leave nothing but a trade keeps its region: 北京银行."""
	text = _plain(name)
	brackets = [part for part in _BRACKETS.findall(text) if not _ONLY_PLACE.fullmatch(part.strip())]
	core = _without_form("".join(_words([_BRACKETS.sub(" ", text), *brackets])))
	return (_without_place(core, text) or _letters(text))[:KEY_LENGTH]


def _plain(name: str | None) -> str:
	"""NFKC makes ａ and （ plain; then accents go: Müller is muller."""
	text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name or "").casefold())
	return "".join(letter for letter in text if not unicodedata.combining(letter))


def _words(parts: Iterable[str]) -> list[str]:
	"""The words of a name, legal forms and places in Latin letters left out unless nothing else is there."""
	words = re.findall(r"\w+", _DOTTED.sub("", " ".join(parts)).replace("_", " "))
	kept = [word for word in words if word not in _LATIN_FORMS and word not in regions.LATIN]
	return kept or words


def _without_form(text: str) -> str:
	text = text.removeprefix("株式会社")
	while (shorter := _FORM.sub("", text)) != text and shorter:
		text = shorter
	return text


def _without_place(core: str, name: str) -> str:
	"""Only firms drop their place: 上海市教育局 and 北京大学 are named after theirs."""
	place = _PREFIX.match(core)
	rest = core[place.end() :] if place else core
	is_office = _OFFICE.search(core) and not _FORM.search(_letters(name))
	return core if len(rest) < 2 or _TRADE.fullmatch(rest) or is_office else rest


def _letters(text: str) -> str:
	return "".join(re.findall(r"[^\W_]+", text))


@lru_cache(maxsize=4096)
def region_of(name: str | None) -> str:
	"""The place that a name begins with or has in brackets, without 省 and 市; "" without one."""
	text = _plain(name)
	for part in (text, *_BRACKETS.findall(text)):
		found = _HEAD.match(part)
		if found:
			return found.group()
	return ""


def name_sound(key: str) -> str:
	"""The Pinyin of a key, without tones and blanks, at most 140 letters. Each character has one reading, so
	that equal characters always sound equal; Latin letters stay."""
	return "".join(map(_reading, key))[:KEY_LENGTH]


@lru_cache(maxsize=8192)
def _reading(letter: str) -> str:
	if letter.isascii():
		return letter
	from pypinyin import lazy_pinyin  # its dictionaries take a while, and memory: not before the first name

	return "".join(lazy_pinyin([letter]))


def phone_key(phone: str | None, region: str | None = "CN") -> str:
	"""A telephone number as it is compared, in E.164 without extension; service numbers and what is none as
	their digits; "" for none."""
	number = contacts.plain_number(phone or "")
	if region == "CN" and contacts.is_service(number):
		return contacts.digits(number.removeprefix("+86").partition(" ext ")[0])
	try:
		parsed = phonenumbers.parse(number, region)
	except phonenumbers.NumberParseException:
		return contacts.digits(number)
	return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def mail_key(mail: str | None) -> str:
	"""An address as it is compared: mail systems do not tell capitals apart."""
	return (mail or "").strip().casefold()


def compare(one: Facts, other: Facts) -> Match | None:
	"""How alike two clients are; None below `WORTH_SAYING`. Two credit codes are two legal persons: with them
	only an equal name is still worth saying."""
	found = [(score, reason) for score, reason in _signs(one, other) if score]
	if not found:
		return None
	found.sort(key=lambda sign: -sign[0])
	score = min(found[0][0] + 3 * (len(found) - 1), 99 if found[0][0] < 100 else 100)
	if one.code and other.code and one.code != other.code:
		score -= 25
	return Match(score, tuple(reason for _score, reason in found)) if score >= WORTH_SAYING else None


def _signs(one: Facts, other: Facts) -> Iterable[tuple[int, str]]:
	yield 100 * bool(one.code and one.code == other.code), SAME_CODE
	yield 90 * bool(one.mails & other.mails), SAME_MAIL
	yield 85 * bool(one.phones & other.phones), SAME_PHONE
	yield _by_name(one, other)


def _by_name(one: Facts, other: Facts) -> tuple[int, str]:
	if not one.key or not other.key:
		return 0, ""
	if one.key == other.key:
		apart = one.region and other.region and one.region != other.region
		return (80, ELSEWHERE) if apart else (95, SAME_NAME)
	if one.sound == other.sound:
		return 85, SAME_SOUND
	if _is_short_form(one.key, other.key):
		return 75, SHORT
	return _alike(one, other)


def _is_short_form(one: str, other: str) -> bool:
	"""恒泰 for 恒泰物流科技: what is left out only says what the firm does."""
	short, long = sorted((one, other), key=len)
	return len(short) > 1 and long.startswith(short) and bool(_TRADE.fullmatch(long[len(short) :]))


def _alike(one: Facts, other: Facts) -> tuple[int, str]:
	"""Longer names that differ by little, and not by a number: 第一中学 is not 第二中学. A long trade in
	common makes no likeness: what stands before it must be alike by itself."""
	if min(len(one.key), len(other.key)) < LEAST_FUZZY or numbers(one.key) != numbers(other.key):
		return 0, ""
	likeness = fuzz.ratio(one.key, other.key)
	brands = [_brand(one.key), _brand(other.key)]
	whole = not all(brands)
	if likeness >= 86 and (whole or fuzz.ratio(*brands) >= 80):
		return round(likeness * 0.9), ALIKE
	heard = likeness >= 70 and fuzz.ratio(one.sound, other.sound) >= 92
	brands_heard = whole or fuzz.ratio(*map(name_sound, brands)) >= 88
	return (75, SOUNDS_ALIKE) if heard and brands_heard else (0, "")


def _brand(key: str) -> str:
	"""What stands before the trade that a key ends with; "" where there is no trade."""
	trade = _TRADE_AT_END.search(key)
	return key[: trade.start()] if trade else ""


def numbers(key: str) -> list[str]:
	"""The numerals in a name, in order."""
	return _NUMBERS.findall(key)


def prefixes(key: str) -> list[str]:
	"""The beginnings of a key that may be its short form."""
	return [key[:end] for end in range(2, len(key)) if _TRADE.fullmatch(key[end:])]


def matches(one: Facts, others: Iterable[Facts]) -> dict[str, Match]:
	"""Those of `others` worth saying, by name, the likeliest first."""
	found = {other.name: match for other in others if (match := compare(one, other))}
	return dict(sorted(found.items(), key=lambda item: (-item[1].score, item[0])))
