"""The parties that a contract names, behind 甲方：, Client: or between … ("Client") and … ("Supplier")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MAX_PLACES = 200
LABEL_A = r"甲\s*方|委托方|委托人|发包方|发包人|采购方|采购人|买\s*方|需\s*方|定作人|定作方"
LABEL_B = r"乙\s*方|受托方|受托人|承包方|承包人|供应商|卖\s*方|供\s*方|承揽人|承揽方|开发方"
ENGLISH_A, ENGLISH_B = (
	r"Party A|Client|Customer|Buyer|Purchaser",
	r"Party B|Supplier|Vendor|Contractor|Developer|Seller|Provider",
)
NAME_END = re.compile(
	r"\s{2,}|\t|[，,；;。]\s?(?:以下|下称|住所|地址|法定|统一|注册|简称|a\b|an\b|having|with\b|located"
	r"|whose|registered|"
	r"incorporated|organi[sz]ed)|[（(]\s?(?:以下|下称|简称|盖章|公章|the\b|hereinafter)|[。；;]|\s(?=住所"
	r"|地址|法定代表|统一社会)"
)
NO_NAME = re.compile(
	r"[（(]?(?:签字|签章|盖章|公章|代表|法定|_|\.{3}|…|—|/)|(?:By|Name|Title|Date|Signature|shall|agrees"
	r"|will)\b"
)
BETWEEN = re.compile(r"\bbetween\b\s?:?", re.IGNORECASE)


class Fact(NamedTuple):
	"""`value` (text, ISO date or decimal as text) stands at text[start:end]."""

	value: str
	start: int
	end: int


def mentions(text: str, label: str, english: str) -> Iterator[Fact]:
	"""The names that stand behind a label of this side, in the order of the text; a definition ("Client")
	first."""
	yield from _defined(text, english)
	pattern = re.compile(
		rf"(?:^|(?<=[\s（(]))(?:{label})\s?(?:[（(][^（）()\n]{{1,16}}[)）]\s?)*[:：]"
		rf"[ \t]*(?P<zh>[^\n]{{2,160}})"
		rf"|^[ \t]*(?:{english})\s?(?:\([^()\n]{{1,30}}\)\s?)?:[ \t]*(?P<en>[^\n]{{2,160}})",
		re.MULTILINE,
	)
	for match in islice(pattern.finditer(text), MAX_PLACES):
		group = match.lastgroup or "zh"
		yield from _named(text, match.start(group), match.end(group))


def _named(text: str, start: int, end: int) -> Iterator[Fact]:
	"""The name at the head of text[start:end], without what stands behind it on the line."""
	line = text[start:end]
	other = re.search(
		rf"\s(?:{LABEL_A}|{LABEL_B}|{ENGLISH_A}|{ENGLISH_B})\s?(?:[（(][^（）()]*[)）]\s?)*[:：]", line
	)
	line = line[: other.start()] if other else line
	cut = NAME_END.search(line)
	name = (line[: cut.start()] if cut else line).rstrip(" ,，\t")
	if len(name) > 1 and not NO_NAME.match(name):
		yield Fact(name, start, start + len(name))


def _defined(text: str, english: str) -> Iterator[Fact]:
	"""The name before ("Client") in the sentence that says between whom the contract is."""
	between = BETWEEN.search(text)
	if not between:
		return
	definition = re.compile(
		rf"(?P<name>[^\n(（]{{3,160}}?)\s?[(（][^()（）\n]{{0,40}}[\"“'](?:{english})[\"”'][)）]",
		re.IGNORECASE,
	)
	match = definition.search(text, between.end(), between.end() + 600)
	if match:
		lead = re.match(r"(?:[)\s,;:]|and\b|by\b)*", match["name"])
		yield from _named(text, match.start("name") + (lead.end() if lead else 0), match.end("name"))
