"""Text of an HTML mail: lines where the mail shows lines, quoted blocks marked with ">" as in plain mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MAX_HTML = 500_000
BREAKS = frozenset("br p div tr li h1 h2 h3 h4 h5 table ul ol blockquote hr".split())
SILENT = frozenset({"style", "script", "title", "head"})


class _Reader(HTMLParser):
	def __init__(self) -> None:
		super().__init__(convert_charrefs=True)
		self.pieces: list[str] = []
		self.quoted = 0
		self.silent = 0

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		self.silent += tag in SILENT
		self.quoted += tag == "blockquote"
		if tag == "br":
			self.newline()
		elif tag in BREAKS:
			self.block()
		elif tag == "td":
			self.pieces.append(" ")

	def handle_endtag(self, tag: str) -> None:
		self.silent = max(0, self.silent - (tag in SILENT))
		if tag == "blockquote":
			self.quoted = max(0, self.quoted - 1)
		if tag in BREAKS and tag != "br":
			self.block()

	def handle_data(self, data: str) -> None:
		if not self.silent:
			self.pieces.append(re.sub(r"\s+", " ", data))

	@property
	def mark(self) -> str:
		return "\n> " if self.quoted else "\n"

	def newline(self) -> None:
		self.pieces.append(self.mark)

	def block(self) -> None:
		"""Begins a line; two blocks that meet begin one."""
		if self.pieces and self.pieces[-1].startswith("\n"):
			self.pieces[-1] = self.mark
		else:
			self.newline()


def _bare(html: str) -> str:
	"""The tags alone, without attributes, comments and declarations; what nothing ends is text. Python's
	parser would look for each missing end anew, and gives up at some declarations."""
	kept, at = [], 0
	while (begin := html.find("<!--", at)) >= 0:
		kept.append(html[at:begin])
		end = html.find("-->", begin + 2)
		at = end + 3 if end >= 0 else len(html)
	plain = re.sub(r"<[!?][^<>]*>", "", "".join([*kept, html[at:]]))
	plain = re.sub(r"<(?![^<>]*>)", "&lt;", plain)
	return re.sub(r"<(/?[A-Za-z][^\s<>/]*)[^<>]*>", r"<\1>", plain)


def text_of_html(html: str) -> str:
	"""The text that a reader of `html` sees; the first 500,000 characters are read."""
	reader = _Reader()
	reader.feed(_bare(html[:MAX_HTML]))
	reader.close()
	lines = [line.strip() for line in "".join(reader.pieces).split("\n")]
	return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line != ">")).strip()
