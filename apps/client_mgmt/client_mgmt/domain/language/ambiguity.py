"""The ambiguity check of requirement texts (S004-73, S004-74): rules are data, findings name their span.

A rule looks for phrases. A finding falls away inside one of the rule's exceptions ("等级" is no open list),
in a clause that holds one of `cleared_by` (a passive with its actor), where a number with one of the rule's
units stands in the clause or in the next one of the sentence ("响应时间≤3秒"), and, for a reference, where
the word after it has been said before. An exception with `~` names what stands around the phrase: `~率`
right after it ("准确率"), `不~` right before it, for every phrase of the rule. `docs/ambiguity.md` says how
well the shipped rules do.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from itertools import accumulate
from typing import Any

from client_mgmt.domain.language.ambiguity_phrases import Lexicon, compiled, lines
from client_mgmt.domain.language.ambiguity_text import Passage, folded, has_quantity

LANGUAGES = ("zh", "en")
SENTENCE_START = "Sentence Start"
MAX_TEXT = 20_000
PHRASE = "~"
NEXT_WORD = re.compile(r"\s?([一-鿿]{2}|[a-z]{3,20})")


@dataclass(frozen=True)
class Rule:
	"""One rule; phrases as `ambiguity_phrases` reads them, texts in both languages."""

	name: str
	language: str
	kind: str
	phrases: tuple[str, ...]
	exceptions: tuple[str, ...] = ()
	cleared_by: tuple[str, ...] = ()
	units: tuple[str, ...] = ()
	position: str = ""
	antecedent: bool = False
	suggestion_zh: str = ""
	suggestion_en: str = ""
	why_zh: str = ""
	why_en: str = ""


@dataclass(frozen=True)
class Finding:
	"""`text[start:end] == phrase`, in characters of the text as it was given. `suggestion` is in the
	language of the rule, `why` in the reader's."""

	start: int
	end: int
	phrase: str
	rule: str
	kind: str
	suggestion: str
	why: str


def rule_from(values: Mapping[str, Any]) -> Rule:
	"""A rule out of a record: lists are text with one phrase a line, or sequences. Raises PhraseError for
	phrases that the check does not take."""
	given: dict[str, Any] = {field.name: values.get(field.name) for field in fields(Rule)}
	for field in ("phrases", "exceptions", "cleared_by", "units"):
		held = given[field]
		given[field] = lines(held if isinstance(held, str | None) else "\n".join(held))
	given["antecedent"] = bool(given["antecedent"])
	given = {field: "" if value is None else value for field, value in given.items()}
	rule = Rule(**given)
	for phrase in (*rule.phrases, *rule.exceptions, *rule.cleared_by):
		compiled(phrase.strip(PHRASE))
	return rule


def digest(text: str) -> str:
	"""What a dismissal remembers of a text: an edited one brings its findings back."""
	return hashlib.sha256(text.encode()).hexdigest()


def check(
	text: str, rules: Sequence[Rule], reader: str = "en", language: str = "", beside: str = ""
) -> list[Finding]:
	"""The findings in `text`, by position, none overlapping another (the longer, then the earlier rule wins).

	`language` takes the rules of one language alone; `reader` is the language of `why`; numbers in `beside`
	count as standing in every clause (the acceptance criteria beside a feature's name). Takes time linear in
	the text.
	"""
	checker = _checker(tuple(rule for rule in rules if language in ("", rule.language)))
	return [
		_finding(text, start, end, rule, reader)
		for start, end, rule in checker.spans(Passage(text), folded(beside))
	]


def as_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
	"""Findings as plain mappings."""
	return [asdict(finding) for finding in findings]


def _finding(text: str, start: int, end: int, rule: Rule, reader: str) -> Finding:
	suggestion = {"zh": rule.suggestion_zh, "en": rule.suggestion_en}
	why = {"zh": rule.why_zh, "en": rule.why_en}
	reader = "zh" if reader.startswith("zh") else "en"
	return Finding(
		start,
		end,
		text[start:end],
		rule.name,
		rule.kind,
		suggestion[rule.language] or rule.suggestion_en or rule.suggestion_zh,
		why[reader] or rule.why_en or rule.why_zh,
	)


@lru_cache(maxsize=16)
def _checker(rules: tuple[Rule, ...]) -> _Checker:
	return _Checker(rules)


class _Checker:
	"""Rules, compiled once."""

	def __init__(self, rules: tuple[Rule, ...]) -> None:
		self.rules = rules
		numbered = list(enumerate(rules))
		self.phrases = Lexicon((phrase, n) for n, rule in numbered for phrase in rule.phrases)
		self.exceptions = Lexicon(
			(phrase, n) for n, rule in numbered for phrase in rule.exceptions if PHRASE not in phrase
		)
		self.before = [_around(rule, str.endswith) for rule in rules]
		self.after = [_around(rule, str.startswith) for rule in rules]
		self.clearing = [Lexicon((phrase, n) for phrase in rule.cleared_by) for n, rule in numbered]

	def spans(self, passage: Passage, beside: str) -> list[tuple[int, int, Rule]]:
		walk = _Walk(self, passage, beside)
		standing = [span for span in self.phrases.find(passage.text) if walk.stands(*span)]
		standing.sort(key=lambda span: (span[0] - span[1], span[2], span[0]))
		return [
			(start, end, self.rules[n]) for start, end, n in _without_overlaps(standing, len(passage.text))
		]


def _around(rule: Rule, side: Callable[[str, str], bool]) -> tuple[str, ...]:
	"""What may not stand right before the rule's phrases (`side`: endswith), or right after (startswith)."""
	return tuple(folded(line.strip(PHRASE)) for line in rule.exceptions if side(line, PHRASE))


def _without_overlaps(spans: Iterable[tuple[int, int, int]], length: int) -> list[tuple[int, int, int]]:
	"""The spans, best first, without those that touch a better one; by position."""
	taken = bytearray(length)
	kept = []
	for start, end, number in spans:
		if not any(taken[start:end]):
			taken[start:end] = b"\x01" * (end - start)
			kept.append((start, end, number))
	return sorted(kept)


class _Walk:
	"""What one text says about each rule, asked once a clause."""

	def __init__(self, checker: _Checker, passage: Passage, beside: str) -> None:
		self.checker, self.passage, self.beside = checker, passage, beside
		self._cleared: dict[tuple[int, int], bool] = {}
		self._excepted: dict[int, tuple[list[int], list[int]]] = {}
		spans: dict[int, list[tuple[int, int]]] = {}
		for start, end, number in checker.exceptions.find(passage.text):
			spans.setdefault(number, []).append((start, end))
		for number, found in spans.items():
			self._excepted[number] = (
				[start for start, _ in found],
				list(accumulate((end for _, end in found), max)),
			)

	def stands(self, start: int, end: int, number: int) -> bool:
		rule = self.checker.rules[number]
		if rule.position == SENTENCE_START and not self.passage.starts_sentence(start):
			return False
		if self._is_excepted(start, end, number) or (rule.antecedent and self._is_said(start, end)):
			return False
		clause = self.passage.clause(start)
		if (number, clause) not in self._cleared:
			self._cleared[number, clause] = self._is_cleared(number, clause)
		return not self._cleared[number, clause]

	def _is_excepted(self, start: int, end: int, number: int) -> bool:
		"""Whether an exception of the rule stands around the span or covers it: the furthest end of those
		that begin in time."""
		text, checker = self.passage.text, self.checker
		if text.endswith(checker.before[number], 0, start) or text.startswith(checker.after[number], end):
			return True
		starts, ends = self._excepted.get(number, ([], []))
		before = bisect_right(starts, start)
		return before > 0 and ends[before - 1] >= end

	def _is_said(self, start: int, end: int) -> bool:
		word = NEXT_WORD.match(self.passage.text, end)
		return word is not None and self.passage.text.find(word[1], 0, start) >= 0

	def _is_cleared(self, number: int, clause: int) -> bool:
		rule, text = self.checker.rules[number], self.passage.clause_text(clause)
		if any(True for _ in self.checker.clearing[number].find(text)):
			return True
		following = self.passage.following(clause)
		places = [text, self.beside, self.passage.clause_text(following) if following is not None else ""]
		return any(has_quantity(place, rule.units) for place in places)
