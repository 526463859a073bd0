"""A text as the ambiguity check reads it: folded without moving a character, cut into sentences and
clauses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

FULL_WIDTH = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
SENTENCE_END = r"[。！？!?；;\n]|(?<!e\.g)(?<!i\.e)(?<!etc)\.(?=\s|$)|(?<=etc)\.(?=\s+[A-Z])"
CLAUSE_END = r"[，（）()]|(?<!\d),|,(?!\d)|[:：](?!\d)"
SENTENCES = re.compile(SENTENCE_END)
CLAUSES = re.compile(f"{SENTENCE_END}|{CLAUSE_END}")
# What may stand before the first word of a sentence: blanks, bullets, numbering, quotes.
LEAD = re.compile(r"[\s\d\-*•·、.()（）\"'“”‘’「」①-⑳]*")
TIME = (
	"毫秒 秒钟 秒 分钟 分 小时 个小时 天 日 个工作日 工作日 个自然日 周 个月 月 季度 年 "
	"ms millisecond milliseconds s sec secs second seconds min mins minute minutes h hr hrs hour hours "
	"day days week weeks month months year years"
).split()
LATIN = re.compile(r"[a-z]$")
ANY = r"(?:[a-z%‰°㎡¥$€]|[一-鿿])"
FIGURES = r"(?<![\d.])\d[\d,.]{0,15}"
NUMERALS = (
	r"(?:[〇零一二两三四五六七八九十百千万亿半]{1,12}|"
	r"(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty))"
)
MULTIPLE = r"\+?[\s-]{0,2}[万亿千百kmg]?个?"


def folded(text: str) -> str:
	"""`text` in lower case and half width, character for character: offsets stay those of `text`."""
	return "".join(lower if len(lower := char.lower()) == 1 else char for char in text.translate(FULL_WIDTH))


class Passage:
	"""A text with its sentences and clauses; positions are characters of the text as it was given."""

	def __init__(self, text: str) -> None:
		self.text = folded(text)
		self._sentences = [0, *(match.end() for match in SENTENCES.finditer(text))]
		self._clauses = [0, *(match.end() for match in CLAUSES.finditer(text))]

	def clause(self, position: int) -> int:
		"""The number of the clause in which `position` lies."""
		return bisect_right(self._clauses, position) - 1

	def clause_text(self, number: int) -> str:
		"""The clause of that number; the end of one reaches to the start of the next."""
		end = self._clauses[number + 1] if number + 1 < len(self._clauses) else len(self.text)
		return self.text[self._clauses[number] : end]

	def following(self, number: int) -> int | None:
		"""The next clause of the same sentence, or None."""
		if number + 1 >= len(self._clauses):
			return None
		start = self._clauses[number + 1]
		return None if self._sentence(start) != self._sentence(self._clauses[number]) else number + 1

	def _sentence(self, position: int) -> int:
		return self._sentences[bisect_right(self._sentences, position) - 1]

	def starts_sentence(self, position: int) -> bool:
		"""Whether nothing but blanks, numbering and quotes goes before `position` in its sentence."""
		start = self._sentence(position)
		lead = LEAD.match(self.text, start, position)
		return lead is not None and lead.end() == position


def _bounded(units: Iterable[str]) -> str:
	"""One of these words, in Latin letters not as the beginning of a longer one; the longest first."""
	words = sorted(units, key=len, reverse=True)
	return "|".join(re.escape(word) + ("(?![a-z])" if LATIN.search(word) else "") for word in words)


@lru_cache(maxsize=256)
def _quantity(units: tuple[str, ...]) -> re.Pattern[str]:
	named = {unit for unit in units if not unit.startswith("{")} | set(TIME if "{time}" in units else ())
	ways = [f"(?:{FIGURES}|{NUMERALS}){MULTIPLE}(?:{_bounded(named)})"] if named else []
	ways += [rf"{FIGURES}\s{{0,2}}{ANY}"] if "{any}" in units else []
	ways += [rf"{FIGURES}(?!\d)\s{{0,2}}(?!{_bounded(TIME)}){ANY}"] if "{count}" in units else []
	return re.compile("|".join(ways))


def has_quantity(text: str, units: Iterable[str]) -> bool:
	"""Whether a number followed by one of `units` stands in `text` (folded). `{time}` stands for the units of
	time, `{any}` for whatever follows a figure, `{count}` for such but time; numbers before named units may
	be words (三秒, two seconds)."""
	units = tuple(units)
	return bool(units) and bool(_quantity(units).search(text))
