"""Amounts of money in Chinese and English text: figures, 万 and 亿, capitals (壹拾贰万叁仟元整), currencies.

A number is money only where the text says so: by a currency, or by a word such as 预算 before it. A currency
that is not written is None, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from client_mgmt.domain.language.numerals import DIGITS, half_width, to_int

CURRENCIES = {
	"CNY": "RMB CNY 人民币 ¥ 元 圆 块钱 yuan",
	"USD": "USD US$ 美元 美金 $ dollars",
	"EUR": "EUR 欧元 € euros",
	"HKD": "HKD HK$ 港币 港元",
}
CODES = {word.lower(): code for code, words in CURRENCIES.items() for word in words.split()}
SCALES = {
	"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
	"億": 10**8, "k": 1000, "thousand": 1000, "million": 10**6, "m": 10**6,
}  # fmt: skip
NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d{1,15})(?:\.\d{1,6})?"
SCALE = r"(?:[十百千]?万|萬|亿|億|[百千](?![\u4e00-\u9fff]{0,2}[个次人])|million|thousand|[kKmM](?![A-Za-z]))"
BEFORE = r"(?:RMB|CNY|USD|EUR|HKD|US\$|HK\$|人民币|美元|[¥$€])"
AFTER = (
	r"(?:人民币|美元|美金|欧元|港币|港元|元(?![件素旦宵化宇年数])|圆(?!形)|块钱"
	r"|RMB|CNY|USD|EUR|HKD|yuan|dollars|euros)"
)
QUANTITY = rf"{NUMBER}(?:\s?亿\s?{NUMBER}\s?万|\s?万\s?{NUMBER}\s?千|\s?万\s?\d{{4}}(?=\s?元)|\s?{SCALE})?"
FIGURES = re.compile(
	rf"(?<![A-Za-z0-9.,-])(?:(?P<before>{BEFORE})\s?[:：]?\s?)?(?:(?P<low>{NUMBER}\s?{SCALE}?)\s?[-~–—至到]\s?)?"
	rf"(?P<quantity>{QUANTITY})(?:\s?(?P<after>{AFTER}))?",
	re.IGNORECASE,
)
PIECE = re.compile(rf"({NUMBER})\s?({SCALE})?", re.IGNORECASE)
CAPITAL = "零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億"
SMALL = "零〇一二两三四五六七八九十百千万亿"
CAPITALS = re.compile(
	rf"(?:(?:人民币|RMB|¥)\s?[:：]?\s?)?(?P<whole>[{CAPITAL}]{{1,40}})\s?[元圆](?P<jiao>[{CAPITAL}])?角?"
	rf"(?:零?(?P<fen>[{CAPITAL}])分)?[整正]?"
)
WORDS = re.compile(
	rf"(?<![{SMALL}第])(?P<whole>[{SMALL}]{{1,20}})(?P<after>元(?![件素旦宵化宇年数])|块钱|美元|美金"
	rf"|欧元|港币|人民币)?"
)
MONEY_WORD = re.compile(
	r"(?:预算|报价|费用|总价|金额|合同额|合同价|价格|造价|投资|成本|尾款|先付|支付|再付|经费|首付"
	r"|预付款?|定金|款项|budget"
	r"|price|cost|fee)"
	r"[^。；;\n\d]{0,10}$",
	re.IGNORECASE,
)
# A number in 万 that nothing is counted by: 上次报的9.6万，总部嫌贵.
BARE = re.compile(
	r"\s?(?:左右|上下|以内|以下)?(?:[，,。；;、！!？?）)\n]|$|能不能|行不行|可以吗|够不够|封顶|不?含税)"
)
COUNTING = re.compile(
	r"用户|客户|会员|人|户|量|数|日活|月活|并发|面积|产能|粉丝|条|记录|里程|公里|平|吨|超过|达到?"
)
MONEY_AFTER = re.compile(r"\s?(?:左右|上下|以内)?的?(?:预算|经费|费用)")
COUNTED = re.compile(
	r"\s?(?:[个次人条份台件套张家用户左右的]*(?:用户|人|次|条|个|份|台|件|套|家|QPS|并发|级|字|行))"
)


class Amount(NamedTuple):
	"""`value` in `currency` (ISO 4217, or None where none is written), found at text[start:end]."""

	value: Decimal
	currency: str | None
	start: int
	end: int
	confidence: float


def find_amounts(text: str) -> list[Amount]:
	"""All amounts of `text` in order; a range (30-50万元) gives its two ends. An amount in figures and in
	capitals side by side stands once; where the two differ both stand, with low confidence."""
	plain = half_width(text)
	found: list[Amount] = []
	for reader in (_capitals, _figures, _words):
		taken = [(amount.start, amount.end) for amount in found]
		for amount in reader(plain):
			if not any(start < amount.end and amount.start < end for start, end in taken):
				found.append(amount)
	return _settled(sorted(found, key=lambda amount: (amount.start, amount.value)), plain)


def _figures(text: str) -> Iterator[Amount]:
	for match in FIGURES.finditer(text):
		currency = CODES.get((match["before"] or match["after"] or "").lower())
		if not currency and not _is_money(text, match.start(), match.end(), match["quantity"]):
			continue
		confidence = 0.95 if currency else 0.7
		value = _value(match["quantity"])
		ends = [_low(match["low"], match["quantity"])] if match["low"] else []
		for end in [*ends, value]:
			if end > 0:
				yield Amount(end, currency, match.start(), match.end(), confidence)


def _is_money(text: str, start: int, end: int, quantity: str) -> bool:
	"""A scaled number (10万) after a word for money, which counts nothing else."""
	scaled = re.search(SCALE, quantity, re.IGNORECASE) or re.search(r"[万亿]", quantity)
	return bool(
		scaled
		and (
			MONEY_WORD.search(text[max(0, start - 16) : start])
			or MONEY_AFTER.match(text, end)
			or (
				text[end - 1] in "万萬"
				and BARE.match(text, end)
				and not COUNTING.search(text[max(0, start - 12) : start])
			)
		)
		and not COUNTED.match(text, end)
	)


def _value(quantity: str) -> Decimal:
	total = Decimal(0)
	for number, scale in PIECE.findall(quantity):
		total += Decimal(re.sub("[,，]", "", number)) * SCALES.get(scale.lower(), 1)
	return total


def _low(low: str, quantity: str) -> Decimal:
	"""The lower end of a range, in the scale of the upper one unless it has its own."""
	(number, scale), (_high, high_scale) = PIECE.findall(low)[0], PIECE.findall(quantity)[0]
	return Decimal(re.sub("[,，]", "", number)) * SCALES.get((scale or high_scale).lower(), 1)


def _capitals(text: str) -> Iterator[Amount]:
	for match in CAPITALS.finditer(text):
		whole = to_int(match["whole"])
		if whole is None:
			continue
		jiao, fen = (DIGITS.get(match[part] or "零", 0) for part in ("jiao", "fen"))
		value = Decimal(whole) + Decimal(jiao) / 10 + Decimal(fen) / 100
		if value > 0:
			yield Amount(value, "CNY", match.start(), match.end(), 0.95)


def _words(text: str) -> Iterator[Amount]:
	for match in WORDS.finditer(text):
		whole = to_int(match["whole"])
		scaled = match["whole"][-1] in "万亿"
		money = match["after"] or (scaled and _is_money(text, match.start(), match.end(), match["whole"]))
		if whole and money and (len(match["whole"]) > 1 or match["after"]):
			currency = CODES.get((match["after"] or "").lower())
			yield Amount(Decimal(whole), currency, match.start(), match.end(), 0.9 if currency else 0.7)


def _settled(amounts: list[Amount], text: str) -> list[Amount]:
	"""Capitals and figures of one amount stand side by side: 壹拾万元整（¥100,000.00）."""
	settled: list[Amount] = []
	for amount in amounts:
		last = settled[-1] if settled else None
		beside = (
			last
			and _beside(text[last.end : amount.start])
			and _is_capital(text, last) != _is_capital(text, amount)
		)
		if last and beside and last.value == amount.value:
			settled[-1] = last._replace(confidence=0.99)
		elif last and beside:
			settled[-1] = last._replace(confidence=0.5)
			settled.append(amount._replace(confidence=0.5))
		else:
			settled.append(amount)
	return settled


def _beside(between: str) -> bool:
	return re.fullmatch(r"[\s（(，,:：]*(?:即|大写|小写|人民币|RMB)?[\s:：]*", between) is not None


def _is_capital(text: str, amount: Amount) -> bool:
	return re.search(r"[壹贰叁肆伍陆柒捌玖拾佰仟]", text[amount.start : amount.end]) is not None
