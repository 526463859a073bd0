"""What is wrong with the looks and words of a page, as far as a machine can see it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from client_mgmt.locale import build

if TYPE_CHECKING:
	from playwright.sync_api import Page

#: What people read, and what is read to them.
SAID = """() => [
	document.title, document.body.innerText,
	...[...document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')].flatMap((one) =>
		['aria-label', 'placeholder', 'title', 'alt'].map((name) => one.getAttribute(name) ?? '')),
].join('\\n')"""
#: Names of things, the same in both languages; units and words of the demo's own texts.
NAMES = set("English Excel PDF Ctrl CNY PMO RACI NPS KPI SLA JSON IMAP Webhook webhook xlsx csv docx".split())
#: Addresses, numbers of records, hashes: what stands for itself.
IDENTIFIERS = re.compile(r"\S+@\S+|https?://\S+|\b[A-Z]{2,4}-[\d-]+|\b[0-9a-f]{16,}\b")
LATIN, CHINESE = re.compile(r"[A-Za-z]{3,}"), re.compile(r"[\u4e00-\u9fff]")
#: Chinese that is content: a language's own name, the seeded standard's title, words of the
#: demo's goals and criteria.
CONTENT = {"中文", "客户建档规范", "月", "结果"}
PARTS = re.compile(r"\n|\t| · |: |, |\(|\)")


def said(page: Page) -> str:
	return str(page.evaluate(SAID))


def foreign(text: str, language: str) -> list[str]:
	"""What is not in the language of a page: on a Chinese one Latin words that are no names, on an English
	one a translation of the app's own strings (records are in whatever language they were written)."""
	if language == "zh":
		words = LATIN.findall(IDENTIFIERS.sub(" ", text))
		return sorted({f"English on a Chinese page: {word}" for word in words if word not in NAMES})
	parts = {part.strip() for part in PARTS.split(text) if CHINESE.search(part)}
	return sorted(f"Chinese on an English page: {part}" for part in parts & translations())


@cache
def translations() -> frozenset[str]:
	return frozenset(build.translated().values()) - CONTENT


def cut_off(page: Page) -> list[str]:
	"""A page that is wider than its window, with the elements that stand out."""
	return list(
		page.evaluate(
			"""async () => {
			await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
			return document.documentElement.scrollWidth <= innerWidth ? [] :
			[...document.querySelectorAll('main *')]
				.filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
				.slice(0, 3).map((one) => `wider than ${innerWidth} px: ${one.outerHTML.slice(0, 120)}`)
				.concat([`the page is ${document.documentElement.scrollWidth} px wide in ${innerWidth}`]);
			}"""
		)
	)
