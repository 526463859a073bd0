"""The phrases that rules of the ambiguity check are made of, and how they are found in bounded time.

A phrase is literal text. `?` stands for one character, `*` for up to 24 characters of the same clause,
`{number}` for a number, `{word}` for an English word, `{participle}` for an English past participle with or
without an adverb before it. It begins with a literal character, so that a text is walked once and only
phrases that begin there are tried; with the limits below no phrase can take long, whoever wrote it.
`{end}` stands for no character: a clause, or a part of one, ends there ("启动快。", "要快且稳").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from client_mgmt.domain.language.ambiguity_text import folded

MAX_PHRASE, MAX_PHRASES, MAX_GAPS = 60, 500, 2
GAP = 24
SIGNS = re.compile(r"\*|\?|\{(?:number|word|participle|end)\}")
INSIDE = r"[^。！!?；;\n，,()]"
NUMBERS = "two|three|four|five|six|seven|eight|nine|ten"
IRREGULAR = (
	"built|brought|bought|chosen|cut|done|drawn|driven|found|forgotten|given|held|hidden|kept|known|left|lost|"
	"made|met|paid|proven|put|read|rebuilt|reset|run|seen|sent|set|shown|shut|sold|spent|split|spoken|taken|"
	"told|thrown|understood|withdrawn|written|overwritten|rewritten|undone|redone"
)
CLASSES = {
	"?": INSIDE,
	"*": f"{INSIDE}{{0,{GAP}}}?",
	"{number}": rf"(?:\d{{1,12}}|[一二两三四五六七八九十百]{{1,6}}|(?:{NUMBERS})(?![a-z]))",
	"{word}": r"[a-z][a-z-]{1,20}",
	"{participle}": rf"(?:[a-z]{{2,20}}ly )?(?:[a-z-]{{1,20}}ed|{IRREGULAR})(?![a-z-])",
	"{end}": r"(?=\s*(?:$|[。!?;:\n,、()”』」和并且或再才后]|方可))",
}
WORD = re.compile(r"[a-z0-9]")


class PhraseError(ValueError):
	"""A phrase that the check does not take: `reason` is one of the keys of `REASONS`."""

	def __init__(self, reason: str, phrase: str) -> None:
		super().__init__(f"{reason}: {phrase}")
		self.reason, self.phrase = reason, phrase


class Phrase(NamedTuple):
	"""A compiled phrase and the character that it begins with."""

	first: str
	pattern: re.Pattern[str]


@lru_cache(maxsize=4096)
def compiled(phrase: str) -> Phrase:
	"""`phrase` ready to be found. Raises PhraseError: "long", "gaps" (too many `*`) or "start" (it does not
	begin with a character of its own)."""
	text = folded(phrase.strip())
	if len(text) > MAX_PHRASE:
		raise PhraseError("long", phrase)
	if text.count("*") > MAX_GAPS:
		raise PhraseError("gaps", phrase)
	if not text or SIGNS.match(text):
		raise PhraseError("start", phrase)
	pattern, end = "", 0
	for sign in SIGNS.finditer(text):
		pattern += re.escape(text[end : sign.start()]) + CLASSES[sign.group()]
		end = sign.end()
	pattern += re.escape(text[end:])
	before = "(?<![a-z0-9])" if WORD.match(text) else ""
	after = "(?![a-z0-9])" if WORD.match(text[-1]) else ""
	return Phrase(text[0], re.compile(before + pattern + after))


def lines(value: str | None) -> tuple[str, ...]:
	"""The filled lines of a field that holds one phrase a line. Raises PhraseError "many"."""
	found = tuple(line.strip() for line in (value or "").splitlines() if line.strip())
	if len(found) > MAX_PHRASES:
		raise PhraseError("many", found[0])
	return found


class Lexicon:
	"""Phrases with the number of what they stand for; finds all of them in one walk over a text."""

	def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
		self._by_first: dict[str, list[tuple[re.Pattern[str], int]]] = {}
		for phrase, meaning in entries:
			first, pattern = compiled(phrase)
			self._by_first.setdefault(first, []).append((pattern, meaning))

	def find(self, text: str) -> Iterator[tuple[int, int, int]]:
		"""Start, end and meaning of every phrase in `text` (folded), by start; they may overlap."""
		for position, char in enumerate(text):
			for pattern, meaning in self._by_first.get(char, ()):
				match = pattern.match(text, position)
				if match:
					yield position, match.end(), meaning
